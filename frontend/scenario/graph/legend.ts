/** What the lines and boxes mean. */
import { h } from '../../shared/dom';
import { svg } from './draw';
import type { EdgeKind, GraphWords } from './types';

export function legend(words: GraphWords): HTMLElement {
  const line = (kind: EdgeKind, exit: boolean): HTMLElement => {
    const sample = svg('svg', { viewBox: '0 0 48 12', width: 48, height: 12, 'aria-hidden': 'true' }, svg('g', { class: `hv-gedge hv-gedge--${kind}` + (exit ? ' hv-gedge--exit' : '') }, svg('path', { class: 'hv-gline', d: 'M2 6H46' })));
    const item = h('li', null, h('span', null, words.say(exit ? 'exit' : `edge_${kind}`)));
    item.insertBefore(sample, item.firstChild);
    return item;
  };
  return h('ul', { class: 'hv-glegend' }, line('choice', false), line('choice', true), line('reply', false), line('fallback', false), line('right', false), line('wrong', false));
}
