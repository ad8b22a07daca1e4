/** Several places to fill, each with its own right answer: matching, grouping and gaps. Not a type itself. */
import { h } from '../../shared/dom';
import type { ItemResult, Raw } from '../model';
import type { Widget, WidgetContext } from './base';
import { list, mark, nameOf, record, speak, type Part } from './parts';

export interface Field {
  id: string;
  /** What takes the focus. */
  control: HTMLElement;
  /** Where right or wrong is marked. */
  host: HTMLElement;
  get(): string;
  set(value: string): void;
  lock(): void;
  /** Whether `value` is among the right ones; null when the browser cannot know. */
  fits(value: string, key: string[]): boolean | null;
  /** How the right ones are told. */
  tell(key: string[]): string;
}

const named = (options: Part[]) => (key: string[]): string => Array.from(new Set(key.map((id) => nameOf(options.filter((one) => one.id === id)[0])))).join('; ');
/** Parts with the same words are the same answer. */
const among = (options: Part[]) => (value: string, key: string[]): boolean => key.indexOf(value) >= 0 || key.some((id) => named(options)([id]) === named(options)([value]));

/** A native list to choose from: the phone shows it in its own large way. */
export function selectField(id: string, host: HTMLElement, control: HTMLSelectElement, options: Part[]): Field {
  return { id, control, host, get: () => control.value, set: (value) => void (control.value = value), lock: () => void (control.disabled = true), fits: among(options), tell: named(options) };
}

export function select(context: WidgetContext, attrs: Record<string, string>, options: Part[]): HTMLSelectElement {
  const w = speak(context);
  return context.authored(h('select', { ...attrs, class: 'hv-in', onchange: () => context.onchange() }, h('option', { value: '' }, w.t('pick')), options.map((one) => h('option', { value: one.id }, nameOf(one)))));
}

/** Few choices lie open as radios. */
export function radioField(id: string, host: HTMLElement, inputs: HTMLInputElement[], options: Part[]): Field {
  const paint = (): void => inputs.forEach((input) => input.closest('label')!.classList.toggle('hv-opt--on', input.checked));
  inputs.forEach((input) => input.addEventListener('change', paint));
  return {
    id,
    control: inputs[0]!,
    host,
    get: () => (inputs.filter((one) => one.checked)[0] || { value: '' }).value,
    set(value) {
      inputs.forEach((one) => (one.checked = one.value === value));
      paint();
    },
    lock: () => inputs.forEach((one) => (one.disabled = true)),
    fits: among(options),
    tell: named(options),
  };
}

const loose = (text: string): string => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/gi, 'd').trim().toLowerCase().replace(/\s+/g, ' ');

/** A line to write in. Whether case and accents matter is the server's business: what is only nearly right is not judged here. */
export function textField(id: string, host: HTMLElement, control: HTMLInputElement): Field {
  return {
    id,
    control,
    host,
    get: () => control.value.trim(),
    set: (value) => void (control.value = value),
    lock: () => void (control.readOnly = true),
    fits: (value, key) => (key.indexOf(value) >= 0 ? true : key.some((one) => loose(one) === loose(value)) ? null : false),
    tell: (key) => key.join('; '),
  };
}

export function fields(node: HTMLElement, context: WidgetContext, all: Field[]): Widget {
  const w = speak(context);
  return {
    node,
    first: (all[0] || { control: node }).control,
    missing: () => (all.filter((one) => !one.get())[0] || { control: null }).control,
    read() {
      const raw: Record<string, string> = {};
      all.forEach((one) => one.get() && (raw[one.id] = one.get()));
      return Object.keys(raw).length ? raw : null;
    },
    write: (raw: Raw) => all.forEach((one) => one.set(String(record(raw)[one.id] || ''))),
    lock(result: ItemResult | null) {
      node.classList.add('hv-locked');
      all.forEach((one) => one.lock());
      if (!result) return;
      const keys = record(result.key);
      all.forEach((one) => {
        const key = list(keys[one.id]);
        const value = one.get();
        if (!key.length && !result.correct) return;
        const right = result.correct ? true : value ? one.fits(value, key) : false;
        mark(one.host, right, right ? context.words.say('right') : value ? context.words.say('wrong') : w.say('none'), !right && w.say('right_is', { text: one.tell(key) }));
      });
    },
  };
}
