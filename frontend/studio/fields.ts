/** The settings form from the server's list of fields. */
import { h } from '../shared/dom';

export interface FieldSpec {
  name: string;
  label: string;
  help: string;
  type: 'text' | 'number' | 'checkbox' | 'choice' | string;
  value: unknown;
  choices?: Array<{ value: unknown; label: string }> | null;
  min?: number | null;
  max?: number | null;
  step?: number | null;
}

export interface Form {
  node: HTMLElement;
  /** name -> value, with the types the server expects; an empty number is null. */
  read(): Record<string, unknown>;
  write(values: Record<string, unknown>): void;
}

export function form(specs: FieldSpec[], uid: string, onchange: () => void): Form {
  const readers: Array<[string, () => unknown, (value: unknown) => void]> = [];
  const node = h(
    'div',
    { class: 'hv-form' },
    specs.map((spec) => {
      const id = uid + '-' + spec.name;
      const help = spec.help ? id + '-help' : undefined;
      const common = { id, 'aria-describedby': help, oninput: onchange, onchange };
      let control: HTMLElement;
      if (spec.choices) {
        const { choices } = spec;
        const select = h('select', common, choices.map((one, i) => h('option', { value: i }, one.label)));
        control = select;
        readers.push([spec.name, () => (choices[Number(select.value)] || { value: spec.value }).value, (v) => (select.value = String(choices.findIndex((one) => one.value === v)))]);
      } else if (spec.type === 'checkbox') {
        const box = h('input', Object.assign({ type: 'checkbox' }, common));
        control = box;
        readers.push([spec.name, () => box.checked, (v) => (box.checked = !!v)]);
      } else if (spec.type === 'number') {
        const step = spec.step === 1 && typeof spec.value === 'number' && spec.value % 1 ? 'any' : spec.step || 'any';
        const input = h('input', Object.assign({ type: 'number', inputmode: 'decimal', min: spec.min, max: spec.max, step }, common));
        control = input;
        readers.push([spec.name, () => (input.value.trim() === '' ? null : Number(input.value)), (v) => (input.value = v === null || v === undefined ? '' : String(v))]);
      } else {
        const input = h('input', Object.assign({ type: 'text' }, common));
        control = input;
        readers.push([spec.name, () => input.value, (v) => (input.value = v === null || v === undefined ? '' : String(v))]);
      }
      readers[readers.length - 1]![2](spec.value);
      return h('div', { class: 'hv-formrow' }, h('label', { for: id }, spec.label), control, spec.help && h('p', { id: help, class: 'hv-how' }, spec.help));
    }),
  );
  return {
    node,
    read: () => readers.reduce((all, [name, get]) => Object.assign(all, { [name]: get() }), {}),
    write: (values) => readers.forEach(([name, , set]) => name in values && set(values[name])),
  };
}
