/** The certainty question: asked once an answer has been chosen, never in the way, never part of the score. */
import { h, type Child } from '../../shared/dom';
import type { QuizApp } from '../app';
import { unsent, type Item } from '../model';
import type { Widget } from '../questions/base';
import type { ExtraWords } from './base';

const LEVELS = [
  ['1', 'sure_1'],
  ['2', 'sure_2'],
  ['3', 'sure_3'],
] as const;

export function certainty(app: QuizApp, w: ExtraWords) {
  let box: HTMLFieldSetElement | null = null;
  let inputs: HTMLInputElement[] = [];
  let widget: Widget | null = null;
  const on = !!app.init.rules.certainty;
  const read = (): string | null => (box && !box.hidden && inputs.filter((one) => one.checked).map((one) => one.value)[0]) || null;
  const paint = (): void => inputs.forEach((one) => one.parentElement!.classList.toggle('hv-opt--on', one.checked));
  const changed = (): void => {
    if (box && box.hidden && widget && widget.read() !== null) box.hidden = false;
  };
  /** What was said of the answer that stands: on this device, else at the server. */
  const known = (item: Item): unknown => {
    const local = unsent(app.entries, item.id);
    return local ? local.body['certainty'] : item.certainty;
  };
  return {
    read,
    changed,
    ask(item: Item, one: Widget, retry: boolean): Child {
      box = null;
      inputs = [];
      if (!on || item.kept) return null;
      widget = one;
      const earlier = retry ? null : known(item);
      box = h(
        'fieldset',
        { class: 'hv-sure', hidden: true },
        h('legend', null, w.say('sure_ask')),
        h(
          'div',
          { class: 'hv-levels' },
          LEVELS.map(([value, word]) => {
            const input = h('input', { type: 'radio', name: app.uid + '-sure-' + item.id, value, checked: earlier === value, onchange: paint });
            inputs.push(input);
            return h('label', { class: 'hv-opt' }, input, h('span', { class: 'hv-grow' }, w.say(word)));
          }),
        ),
        h('p', { class: 'hv-how' }, w.say('sure_how')),
      );
      paint();
      changed();
      return box;
    },
    /** After the answer it makes room for what the answer means; `said` is part of that. */
    lock(): void {
      if (box) box.hidden = true;
    },
    /** What was said of an answer that has been given. */
    said(item: Item): Child {
      const level = on && LEVELS.filter(([value]) => value === item.certainty)[0];
      return level && h('p', { class: 'hv-how' }, w.say('sure_said', { text: w.t(level[1]) }));
    },
  };
}
