import { h } from '../shared/dom';

/**
 * Marks the first occurrence of `quote` in the text of `root` with `<mark>`, across inline elements, and puts `label` after it.
 * White space is compared loosely. Returns whether it was found; text is never changed, only wrapped.
 */
export function markQuote(root: Element, quote: string, label: string): boolean {
  const nodes: Text[] = [];
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) nodes.push(walk.currentNode as Text);
  const all = nodes.map((n) => n.data).join('');
  const pattern = quote.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
  const found = pattern ? new RegExp(pattern).exec(all) : null;
  if (!found) return false;
  const from = found.index;
  const to = from + found[0].length;
  let offset = 0;
  let last: Element | null = null;
  for (const node of nodes) {
    const { length } = node.data;
    const a = Math.max(from - offset, 0);
    const b = Math.min(to - offset, length);
    offset += length;
    if (a >= b) continue;
    const piece = a ? node.splitText(a) : node;
    if (b - a < piece.data.length) piece.splitText(b - a);
    last = h('mark', { class: 'hv-cue' });
    piece.parentNode!.replaceChild(last, piece);
    last.appendChild(piece);
  }
  if (last) last.appendChild(h('sup', null, label));
  return true;
}
