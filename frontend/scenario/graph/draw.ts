/** The SVG of one box and of one way. They hold their elements and change only what changed. */
import * as icons from '../../shared/icons';
import { HEIGHT, WIDTH, type Direction } from './layout';
import { curve, wrap, type Curve, type Point } from './shape';
import type { GraphEdge, GraphNode, GraphWords } from './types';

const NS = 'http://www.w3.org/2000/svg';

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attrs: Record<string, string | number | null | undefined> = {}, ...children: Array<Node | string | null>): SVGElementTagNameMap[K] {
  const node = document.createElementNS(NS, tag);
  for (const name of Object.keys(attrs)) if (attrs[name] !== null && attrs[name] !== undefined) node.setAttribute(name, String(attrs[name]));
  for (const child of children) if (child !== null) node.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
  return node;
}

const GLYPHS: Record<string, string> = {
  narration: icons.info, sms: icons.mail, call: icons.call, chat: icons.list, email: icons.mail, web: icons.globe, notice: icons.bell, app: icons.phone, qr: icons.eye, post: icons.user, door: icons.door,
};
/** Icons of the acts beside the picture: to write, to play, to move. */
export const ACTS = {
  open: 'M4 20l1.2-4.4L16 4.8l3.2 3.2L8.4 18.8zM13.5 7.3l3.2 3.2',
  play: 'M7.5 4.5v15L19 12z',
  move: 'M12 3v18M3 12h18M9.5 5.5 12 3l2.5 2.5M9.5 18.5 12 21l2.5-2.5M5.5 9.5 3 12l2.5 2.5M18.5 9.5 21 12l-2.5 2.5',
};
const ENDS: Record<string, string> = { good: icons.check, mixed: icons.think, bad: icons.again };

const glyph = (path: string, x: number, y: number, size: number): SVGElement => svg('path', { d: path, class: 'hv-gicon', transform: `translate(${x} ${y}) scale(${size / 24})` });

/** What a box says to a reader who does not see it. */
export function nameOf(node: GraphNode, out: number, w: GraphWords): string {
  const parts = [node.label, w.t(`node_${node.kind}`)];
  if (node.start) parts.push(w.t('start'));
  if (node.trouble) parts.push(w.t(node.trouble));
  if (node.note) parts.push(node.note);
  if (node.kind === 'scene') parts.push(w.t('ways_out', { n: out }));
  return parts.join(', ');
}

export class NodeView {
  readonly el = svg('g', { role: 'button', tabindex: -1 });
  node!: GraphNode;
  at: Point = [NaN, NaN];
  private shown = '';

  constructor(private readonly w: GraphWords) {}

  draw(node: GraphNode, out: number): void {
    this.node = node;
    const same = JSON.stringify([node.id, node.label, node.kind, node.start, node.channel, node.trouble, node.note, out]);
    if (same === this.shown) return;
    this.shown = same;
    const { w, el } = this;
    el.setAttribute('class', `hv-gnode hv-gnode--${node.kind}` + (node.start ? ' hv-gnode--start' : '') + (el.classList.contains('hv-gnode--on') ? ' hv-gnode--on' : ''));
    el.setAttribute('data-id', node.id);
    // The desk draws its views anew after an undo and gives the focus back to what has the same path.
    el.setAttribute('data-path', 'map.' + node.id);
    el.setAttribute('aria-label', nameOf(node, out, w));
    el.textContent = '';
    const left = -WIDTH / 2;
    const top = -HEIGHT / 2;
    const small = [node.kind === 'scene' ? '' : w.t(`node_${node.kind}`), node.note || ''].filter(Boolean).join(' · ');
    const lines = wrap(node.label, 19, 2);
    const tall = lines.length * 19 + (small ? 17 : 0);
    let y = -tall / 2 + 15;
    const text = svg('text', { class: 'hv-glabel' });
    for (const line of lines) {
      text.appendChild(svg('tspan', { x: left + 44, y }, line));
      y += 19;
    }
    el.append(
      svg('rect', { class: 'hv-gbox', x: left, y: top, width: WIDTH, height: HEIGHT, rx: 12 }),
      glyph(node.kind === 'scene' ? GLYPHS[node.channel] || icons.info : ENDS[node.kind]!, left + 12, -12, 24),
      text,
    );
    if (small) el.appendChild(svg('text', { class: 'hv-gnote', x: left + 44, y: y - 1 }, small));
    if (node.start) el.appendChild(this.pill('start', w.t('start'), icons.next, left + 10, top));
    if (node.trouble) el.appendChild(this.pill(node.trouble, w.t(node.trouble), node.trouble === 'error' ? icons.info : icons.think, WIDTH / 2 - 10, top, true));
  }

  /** A mark on the upper rim. */
  private pill(kind: string, words: string, path: string, x: number, y: number, right = false): SVGElement {
    const width = words.length * 7.4 + 32;
    const from = right ? x - width : x;
    return svg('g', { class: 'hv-gpill hv-gpill--' + kind }, svg('rect', { x: from, y: y - 12, width, height: 24, rx: 12 }), glyph(path, from + 7, y - 7, 14), svg('text', { x: from + 25, y: y + 5 }, words));
  }

  move(at: Point): boolean {
    if (at[0] === this.at[0] && at[1] === this.at[1]) return false;
    this.at = [at[0], at[1]];
    this.el.setAttribute('transform', `translate(${at[0]} ${at[1]})`);
    return true;
  }

  select(on: boolean): void {
    this.el.classList.toggle('hv-gnode--on', on);
    if (on) this.el.setAttribute('aria-current', 'true');
    else this.el.removeAttribute('aria-current');
  }
}

/** What stands on a way. */
export function labelOf(edge: GraphEdge, w: GraphWords): string {
  const own = edge.label || w.t(`edge_${edge.kind}`);
  const words = edge.kind === 'right' || edge.kind === 'wrong' || edge.kind === 'fallback' ? w.t(`edge_${edge.kind}`) : own;
  return (edge.exit ? w.t('exit') + ': ' : '') + words;
}

export class EdgeView {
  readonly el = svg('g');
  edge!: GraphEdge;
  private readonly line = svg('path', { class: 'hv-gline' });
  private readonly text = svg('text', { class: 'hv-gway' });
  private shown = '';
  private path = '';
  private curve: Curve | null = null;
  private part = 0.5;

  constructor(
    private readonly w: GraphWords,
    private readonly tip: string,
  ) {
    this.el.append(this.line, this.text);
  }

  draw(edge: GraphEdge): void {
    this.edge = edge;
    const same = JSON.stringify([edge.label, edge.kind, edge.exit, edge.share, edge.note]);
    if (same === this.shown) return;
    this.shown = same;
    const { el, line, text, w } = this;
    const near = el.classList.contains('hv-gedge--near');
    el.setAttribute('class', `hv-gedge hv-gedge--${edge.kind}` + (edge.exit ? ' hv-gedge--exit' : '') + (near ? ' hv-gedge--near' : '') + (edge.note ? ' hv-gedge--told' : ''));
    line.setAttribute('marker-end', `url(#${this.tip})`);
    if (edge.share === undefined) line.style.removeProperty('stroke-width');
    else line.style.strokeWidth = String(1.2 + 10 * Math.max(0, Math.min(1, edge.share)));
    const words = wrap(labelOf(edge, w), 28, 1)[0] || '';
    text.textContent = '';
    if (edge.note) text.append(svg('tspan', { class: 'hv-gcount' }, edge.note), svg('tspan', { class: 'hv-gwords' }, ' · ' + words));
    else text.append(words);
  }

  place(a: Point, b: Point, direction: Direction, lane: number): void {
    const found = curve(a, b, direction, lane);
    if (found.d === this.path) return;
    this.path = found.d;
    this.curve = found;
    this.line.setAttribute('d', found.d);
    this.placeText();
  }

  private placeText(): void {
    if (!this.curve) return;
    const [x, y] = this.curve.at(this.part);
    this.text.setAttribute('x', String(x));
    this.text.setAttribute('y', String(y - 5));
  }

  /** Puts its words at `part` of the way (0..1). */
  tell(part: number): void {
    this.part = part;
    this.placeText();
  }

  /** Where its words (`brief`: only its count) would stand at `parts` of the way, and how long they are in letters. */
  spots(parts: readonly number[], brief = false): { letters: number; at: Point[] } {
    const { curve: found, text } = this;
    return { letters: ((brief && this.edge.note) || text.textContent || '').length, at: found ? parts.map((part) => found.at(part)).map(([x, y]): Point => [x, y - 5]) : [] };
  }

  /** Whether it is a way of the chosen scene: then its words stand on `top`, above the boxes. */
  near(on: boolean, top: Element): void {
    this.el.classList.toggle('hv-gedge--near', on);
    if (!on) this.tell(0.5);
    const place = on ? top : this.el;
    if (this.text.parentNode !== place) place.appendChild(this.text);
  }

  remove(): void {
    this.el.remove();
    this.text.remove();
  }
}
