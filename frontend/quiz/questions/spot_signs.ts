import { fill, h, rich, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import type { WidgetFactory } from './base';
import { list, mark, shell, speak } from './parts';

const SAFE = /^(https?:|\/)/;

/** A message, a page or a picture of which the suspicious parts are pressed; raw answer `["2", "4"]`. */
export const spotSigns: WidgetFactory = (item, context) => {
  const w = speak(context);
  const parts = item.parts || [];
  const info = item.skin_info || {};
  const { picture } = item;
  const marked = new Set<string>();
  const paint = (): void =>
    parts.forEach(({ id }, i) => {
      const on = marked.has(id!);
      for (const one of [buttons[i]!, ...(regions[i] ? [regions[i]!] : [])]) {
        one.setAttribute('aria-pressed', String(on));
        one.classList.toggle('hv-part--on', on);
      }
      fill(flags[i]!, on && [icon(icons.eye), w.say('marked')]);
    });
  const press = (id: string): void => {
    if (node.classList.contains('hv-locked')) return;
    if (!marked.delete(id)) marked.add(id);
    paint();
    context.onchange();
  };
  const flags = parts.map(() => h('span', { class: 'hv-flag', 'aria-hidden': 'true' }));
  const buttons = parts.map((one, i) =>
    h('button', { type: 'button', class: 'hv-opt hv-part', onclick: () => press(one.id!) }, picture && h('b', null, i + 1, '. '), context.authored(h('span', { class: 'hv-grow' }, one.text ? rich(one.text) : one.label)), flags[i]),
  );
  const hosts = buttons.map((button) => h('li', null, button));
  // The areas are for eyes and fingers; the list below the picture holds the same buttons for everyone.
  const regions = parts.map((one, i) =>
    picture
      ? h('button', { type: 'button', class: 'hv-area', tabindex: '-1', 'aria-hidden': 'true', style: `left:${Number(one.x)}%;top:${Number(one.y)}%;width:${Number(one.w)}%;height:${Number(one.h)}%`, onclick: () => press(one.id!) }, i + 1)
      : null,
  );
  const head = (['from', 'subject', 'address'] as const).filter((key) => info[key]);
  const shown: Child = [
    head.length > 0 && context.authored(h('dl', { class: 'hv-shead' }, head.map((key) => [h('dt', null, w.say(key)), h('dd', null, info[key])]))),
    picture && SAFE.test(picture.src) && h('div', { class: 'hv-pic' }, context.authored(h('img', { src: picture.src, alt: picture.alt })), regions),
    h('ul', { class: 'hv-parts' }, hosts),
  ];
  const node = shell(item, context, w.say('spot_how'), h('div', { class: 'hv-skin' }, shown));
  paint();
  return {
    node,
    first: buttons[0] || node,
    read: () => (marked.size ? parts.map((one) => one.id!).filter((id) => marked.has(id)) : null),
    write(raw) {
      marked.clear();
      list(raw).forEach((id) => marked.add(id));
      paint();
    },
    lock(result) {
      node.classList.add('hv-locked');
      buttons.forEach((button) => button.setAttribute('aria-disabled', 'true'));
      const key = result && Array.isArray(result.key) ? list(result.key) : result && result.correct ? Array.from(marked) : null;
      if (!key) return;
      parts.forEach(({ id }, i) => {
        const on = marked.has(id!);
        const sign = key.indexOf(id!) >= 0;
        if (on || sign) mark(hosts[i]!, on && sign, w.say(on ? (sign ? 'found' : 'false_alarm') : 'missed'));
      });
    },
  };
};
