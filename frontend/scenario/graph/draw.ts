/** The SVG of one box and of one way. They hold their elements and change only what changed. */
import * as icons from '../../shared/icons';
import { HEIGHT, WIDTH } from './layout';
import { LEADING, type Detail } from './camera';
import { LINE, type Told } from './labels';
import { rounded, through, type Drawn } from './route';
import { wrap, type Point } from './shape';
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
/** Where there is no room for icons. */
const START = '▶ ';
const SIGNS: Record<string, string> = { good: '✓ ', mixed: '~ ', bad: '✕ ' };
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
  number = 0;
  at: Point = [NaN, NaN];
  private shown = '';

  constructor(private readonly w: GraphWords) {}

  /** Draws it anew where something changed; `number` is its place in the list of scenes. */
  draw(node: GraphNode, out: number, number: number, detail: Detail | null): void {
    this.node = node;
    this.number = number;
    const same = JSON.stringify([node.id, node.label, node.kind, node.start, node.channel, node.trouble, node.note, out, number, detail]);
    if (same === this.shown) return;
    this.shown = same;
    const { w, el } = this;
    el.setAttribute('class', `hv-gnode hv-gnode--${node.kind}` + (node.start ? ' hv-gnode--start' : '') + (el.classList.contains('hv-gnode--on') ? ' hv-gnode--on' : ''));
    el.setAttribute('data-id', node.id);
    // The desk draws its views anew after an undo and gives the focus back to what has the same path.
    el.setAttribute('data-path', 'map.' + node.id);
    el.setAttribute('aria-label', nameOf(node, out, w));
    el.textContent = '';
    el.appendChild(svg('rect', { class: 'hv-gbox', x: -WIDTH / 2, y: -HEIGHT / 2, width: WIDTH, height: HEIGHT, rx: 12 }));
    if (detail) this.tell(node, detail);
  }

  /** Its title: whole and with all marks where it is near; short, with its number and in large letters, where it is far. */
  private tell(node: GraphNode, { font, columns, rows, icon }: Detail): void {
    const { w, el, number } = this;
    const left = -WIDTH / 2;
    const top = -HEIGHT / 2;
    const near = font === 15;
    const small = near ? [node.kind === 'scene' ? '' : w.t(`node_${node.kind}`), node.note || ''].filter(Boolean).join(' · ') : '';
    const mark = icon ? '' : node.start ? START : SIGNS[node.kind] || '';
    const alone = columns < 7;
    const whole = `${mark}${number}. ${node.label}`;
    const lines = near ? wrap(node.label, 19, 2) : alone ? [mark + number] : rows > 1 ? wrap(whole, columns, rows) : [whole.length > columns ? whole.slice(0, columns - 1).trim() + '…' : whole];
    const high = font * (near ? 19 / 15 : LEADING);
    let y = -(lines.length * high + (small ? 17 : 0)) / 2 + font * (near ? 1 : 0.87);
    const x = icon ? left + 44 : alone ? 0 : left + 9;
    const text = svg('text', { class: 'hv-glabel', 'text-anchor': alone ? 'middle' : null });
    if (!near) text.style.fontSize = font.toFixed(1) + 'px';
    for (const line of lines) {
      text.appendChild(svg('tspan', { x, y: y.toFixed(1) }, line));
      y += high;
    }
    if (icon) el.append(glyph(node.kind === 'scene' ? GLYPHS[node.channel] || icons.info : ENDS[node.kind]!, left + 12, near ? -20 : -12, 24));
    if (near) el.append(svg('text', { class: 'hv-gnote hv-gnumber', x: left + 24, y: 22 }, String(number)));
    el.append(text);
    if (small) el.appendChild(svg('text', { class: 'hv-gnote', x: left + 44, y: y - 1 }, small));
    if (node.start && icon) el.appendChild(this.pill('start', w.t('start'), icons.next, left + 10, top));
    if (!node.trouble) return;
    const pill = icon ? this.pill(node.trouble, w.t(node.trouble), node.trouble === 'error' ? icons.info : icons.think, 0, 0, true) : this.pill(node.trouble, '!', '', 0, 0, true);
    pill.setAttribute('transform', `translate(${WIDTH / 2 - 10} ${top}) scale(${Math.min(2.4, font / 15).toFixed(2)})`);
    el.appendChild(pill);
  }

  /** A mark on the upper rim. */
  private pill(kind: string, words: string, path: string, x: number, y: number, right = false): SVGElement {
    const room = path ? 25 : 10;
    const width = words.length * 7.4 + room + 7;
    const from = right ? x - width : x;
    return svg('g', { class: 'hv-gpill hv-gpill--' + kind }, svg('rect', { x: from, y: y - 12, width, height: 24, rx: 12 }), path ? glyph(path, from + 7, y - 7, 14) : null, svg('text', { x: from + room, y: y + 5 }, words));
  }

  /** Its number and title. */
  title(): string {
    return `${this.number}. ${this.node.label}`;
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

/** Room for the arrow's head. */
const TIP = 9;

export class EdgeView {
  readonly el = svg('g');
  edge!: GraphEdge;
  private readonly line = svg('path', { class: 'hv-gline' });
  private readonly text = svg('text', { class: 'hv-gway' });
  private shown = '';
  private told = '';
  private points: readonly Point[] = [];
  /** Its line, once it has a place. */
  drawn: Drawn | null = null;

  constructor(
    private readonly w: GraphWords,
    private readonly tip: string,
  ) {
    this.el.append(this.line);
  }

  draw(edge: GraphEdge): void {
    this.edge = edge;
    const same = JSON.stringify([edge.kind, edge.exit, edge.share]);
    if (same === this.shown) return;
    this.shown = same;
    const { el, line } = this;
    const near = el.classList.contains('hv-gedge--near');
    el.setAttribute('class', `hv-gedge hv-gedge--${edge.kind}` + (edge.exit ? ' hv-gedge--exit' : '') + (near ? ' hv-gedge--near' : ''));
    line.setAttribute('marker-end', `url(#${this.tip})`);
    if (edge.share === undefined) line.style.removeProperty('stroke-width');
    else line.style.strokeWidth = String(1.2 + 10 * Math.max(0, Math.min(1, edge.share)));
  }

  /** Draws it through `points`, off `boxes`. */
  place(points: readonly Point[], boxes: readonly Point[]): void {
    this.points = points;
    this.drawn = rounded(points, boxes, TIP);
    this.line.setAttribute('d', this.drawn.d);
  }

  /** Whether it passes close by one of these places of boxes. */
  passes(boxes: readonly Point[]): boolean {
    const { points } = this;
    return boxes.some((at) => points.some((p, i) => i > 0 && through(points[i - 1]!, p, at, 24)));
  }

  /** What is said of it: how often it was taken, and for a way of the chosen scene what it is called. */
  words(near: boolean): string {
    const { edge } = this;
    return [edge.note, near ? labelOf(edge, this.w) : ''].filter(Boolean).join(' · ');
  }

  /** Puts its words where there is a place for them, on `top`, above the boxes. */
  tell(told: Told | null, scale: number, top: Element): void {
    const same = JSON.stringify([told, scale]);
    if (same !== this.told) {
      this.told = same;
      this.text.textContent = '';
      const high = LINE * scale;
      if (told) told.lines.forEach((line, i) => this.text.appendChild(svg('tspan', { x: told.at[0].toFixed(1), y: (told.at[1] + (i - (told.lines.length - 1) / 2) * high + 4.6 * scale).toFixed(1) }, line)));
    }
    if (!told) this.text.remove();
    else if (this.text.parentNode !== top) top.appendChild(this.text);
  }

  near(on: boolean): void {
    this.el.classList.toggle('hv-gedge--near', on);
  }

  remove(): void {
    this.el.remove();
    this.text.remove();
  }
}
