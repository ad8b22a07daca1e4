/** What the choice types have in common: native radios or checkboxes in a fieldset. Not a type itself. */
import { h, rich } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import type { Item, ItemResult, Option } from '../model';
import type { Widget, WidgetContext } from './base';

export function choices(item: Item, context: WidgetContext, kind: 'radio' | 'checkbox', options: Option[]): Widget {
  const { words } = context;
  const inputs: HTMLInputElement[] = [];
  const rows: HTMLElement[] = [];
  const paint = (): void => rows.forEach((row, i) => row.classList.toggle('hv-opt--on', inputs[i]!.checked));
  const node = h(
    'fieldset',
    { class: 'hv-q' },
    h('legend', null, context.authored(h('span', { class: 'hv-rich' }, rich(item.text)))),
    h('p', { class: 'hv-how' }, words.say(kind === 'radio' ? 'choose_one' : 'choose_many')),
    options.map((option) => {
      const input = h('input', {
        type: kind,
        name: context.name,
        value: option.id,
        onchange: () => {
          paint();
          context.onchange();
        },
      });
      const row = h('label', { class: 'hv-opt' }, input, context.authored(h('span', { class: 'hv-grow' }, rich(option.text))));
      inputs.push(input);
      rows.push(row);
      return row;
    }),
  );
  const chosen = (): string[] => inputs.filter((input) => input.checked).map((input) => input.value);
  return {
    node,
    first: inputs[0] || node,
    read: () => (kind === 'radio' ? chosen()[0] || null : chosen().length ? chosen() : null),
    write(raw) {
      const list = Array.isArray(raw) ? raw.map(String) : [String(raw)];
      inputs.forEach((input) => (input.checked = list.indexOf(input.value) >= 0));
      paint();
    },
    lock(result: ItemResult | null) {
      node.classList.add('hv-locked');
      inputs.forEach((input) => (input.disabled = true));
      if (!result) return;
      const key = Array.isArray(result.key) ? result.key.map(String) : null;
      rows.forEach((row, i) => {
        const { checked, value } = inputs[i]!;
        const right = key ? key.indexOf(value) >= 0 : checked && kind === 'radio' ? result.correct : null;
        if (right === null || (!right && !checked) || row.querySelector('.hv-mark')) return;
        row.classList.add(right ? 'hv-opt--good' : 'hv-opt--care');
        row.appendChild(
          h('span', { class: 'hv-mark' }, icon(right ? icons.check : icons.again), words.say(right ? (checked ? 'mark_yours_right' : 'mark_right') : 'mark_yours_wrong')),
        );
      });
    },
  };
}
