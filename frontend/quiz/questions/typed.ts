/** One line to write in, for a short text or a number. Not a type itself. */
import { h } from '../../shared/dom';
import type { Item, ItemResult } from '../model';
import type { Widget, WidgetContext } from './base';
import { list, mark, shell, speak } from './parts';

export function typed(item: Item, context: WidgetContext, number: boolean, unit: string, max: number): Widget {
  const w = speak(context);
  const input = h('input', { type: 'text', id: context.name, class: 'hv-in', maxlength: max, inputmode: number ? 'decimal' : 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', oninput: () => context.onchange() });
  const box = h('div', { class: 'hv-line' }, h('label', { for: context.name }, w.say('your_answer'), unit && ` (${unit})`), input);
  const node = shell(item, context, null, box);
  return {
    node,
    first: input,
    read() {
      const text = input.value.trim();
      return text && (!number || /\d/.test(text)) ? text : null;
    },
    write: (raw) => void (input.value = String(raw)),
    lock(result: ItemResult | null) {
      node.classList.add('hv-locked');
      input.readOnly = true;
      if (!result) return;
      const right = result.correct;
      const key = list(result.key).join('; ');
      mark(box, right, context.words.say(right ? 'right' : (result.score || 0) > 0 ? 'partly' : 'wrong'), !right && key && w.say('right_is', { text: key }));
    },
  };
}
