import { fill, h, rich } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import type { WidgetFactory } from './base';
import { list, mark, nameOf, shell, speak } from './parts';

/** Steps that are moved by buttons, no dragging; raw answer `["3", "1", "2"]`. */
export const ordering: WidgetFactory = (item, context) => {
  const w = speak(context);
  const steps = item.options || [];
  let order = steps.map((one) => one.id);
  let touched = false;
  const box = h('ol', { class: 'hv-steps' });
  const told = h('p', { class: 'hv-sr', role: 'status' });
  const buttons: HTMLElement[] = [];
  const name = (id: string): string => nameOf(steps.filter((one) => one.id === id)[0]);
  const paint = (): void => {
    order.forEach((id) => box.appendChild(rows[id]!.row));
    order.forEach((id, i) => rows[id]!.ends.forEach((button, down) => button.setAttribute('aria-disabled', String(i === (down ? order.length - 1 : 0)))));
  };
  const move = (id: string, by: number, button: HTMLElement): void => {
    const from = order.indexOf(id);
    const to = from + by;
    if (to < 0 || to >= order.length || node.classList.contains('hv-locked')) return;
    order.splice(to, 0, order.splice(from, 1)[0]!);
    touched = true;
    paint();
    // Moving a row takes the focus away from what was pressed.
    button.focus();
    fill(told, w.say('moved', { text: name(id), i: to + 1, n: order.length }));
    context.onchange();
  };
  const rows: Record<string, { row: HTMLElement; ends: HTMLElement[] }> = {};
  steps.forEach(({ id, text }) => {
    const ends = ([['up', -1, icons.up], ['down', 1, icons.down]] as const).map(([word, by, glyph]) => {
      const button = h('button', { type: 'button', class: 'hv-btn hv-btn--move', 'aria-label': w.t(word) + ': ' + name(id), onclick: () => move(id, by, button) }, icon(glyph), h('span', null, w.say(word)));
      buttons.push(button);
      return button;
    });
    rows[id] = { ends, row: h('li', { class: 'hv-line' }, context.authored(h('span', { class: 'hv-rich hv-grow' }, rich(text))), h('span', { class: 'hv-move' }, ends)) };
  });
  const node = shell(item, context, w.say('order_how'), box, told);
  paint();
  return {
    node,
    first: buttons[0] || node,
    untouched: () => !touched,
    read: () => order.slice(),
    write(raw) {
      const given = list(raw).filter((id) => rows[id]);
      if (given.length !== steps.length) return;
      order = given;
      touched = true;
      paint();
    },
    lock(result) {
      node.classList.add('hv-locked');
      buttons.forEach((button) => (button.hidden = true));
      if (!result) return;
      const key = list(result.key);
      if (!key.length && !result.correct) return;
      order.forEach((id, i) => {
        const right = !!result.correct || key[i] === id;
        mark(rows[id]!.row, right, context.words.say(right ? 'right' : 'wrong'));
      });
      if (!result.correct && !node.querySelector('.hv-right'))
        node.appendChild(context.authored(h('p', { class: 'hv-right' }, w.say('right_is', { text: key.map(name).join(' → ') }))));
    },
  };
};
