/**
 * Areas on a picture, as its author draws them. A mouse drags on the picture; a finger first presses "draw an area" (else it would scroll),
 * and may also touch two corners instead of dragging. Arrow keys move the area that has the focus, with Shift they resize it. All of it is percent
 * of the picture.
 */
import { fill, h, type Child } from '../../shared/dom';
import type { Pictures } from '../../studio/visual/pictures';
import type { QuizStudioWords } from './subject';

export interface Rect {
  x: number;
  y: number;
  w: number;
  h: number;
}
export interface Area extends Rect {
  id: string;
  label: string;
  sign: boolean;
}
export interface BoardHooks {
  src(): string;
  alt(): string;
  areas(): Area[];
  /** Puts an area elsewhere; `say` is for screen readers; presses of keys in a row are one step. */
  put(id: string, rect: Rect, say: string, by: 'pointer' | 'key'): void;
  add(rect: Rect): void;
  remove(id: string): void;
  /** Goes to the fields of an area. */
  open(id: string): void;
}
type Drag = { kind: 'new' | 'move' | 'size'; pointer: number; from: [number, number]; area: Area | null; dx: number; dy: number; rect: Rect; moved: boolean };

const LEAST = 3;
const SLIP = 1.2;
const CORNERS: Array<[number, number]> = [[-1, -1], [1, -1], [-1, 1], [1, 1]];
const tidy = (n: number): number => Math.round(n * 10) / 10;
const between = (n: number, low: number, high: number): number => Math.max(low, Math.min(high, n));

/** `rect` inside the picture, at least `LEAST` wide and high. */
export function fitted({ x, y, w, h }: Rect): Rect {
  const width = between(w, LEAST, 100);
  const height = between(h, LEAST, 100);
  return { x: tidy(between(x, 0, 100 - width)), y: tidy(between(y, 0, 100 - height)), w: tidy(width), h: tidy(height) };
}

/** The area between two corners. */
export const spanned = ([ax, ay]: [number, number], [bx, by]: [number, number]): Rect => fitted({ x: Math.min(ax, bx), y: Math.min(ay, by), w: Math.abs(ax - bx), h: Math.abs(ay - by) });

/** `rect` with the corner at (dx, dy) (-1 left or top, 1 right or bottom) moved by (x, y); the other corner stays. */
export function resized(rect: Rect, dx: number, dy: number, x: number, y: number): Rect {
  const right = rect.x + rect.w;
  const bottom = rect.y + rect.h;
  const left = dx < 0 ? between(rect.x + x, 0, right - LEAST) : rect.x;
  const top = dy < 0 ? between(rect.y + y, 0, bottom - LEAST) : rect.y;
  const w = dx > 0 ? between(rect.w + x, LEAST, 100 - left) : right - left;
  const height = dy > 0 ? between(rect.h + y, LEAST, 100 - top) : bottom - top;
  return { x: tidy(left), y: tidy(top), w: tidy(w), h: tidy(height) };
}

/** A place for an area that is made without drawing: the first free one, row by row. */
export function freePlace(areas: Rect[], w = 24, height = 16): Rect {
  const meets = (a: Rect, b: Rect): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  for (let y = 4; y + height <= 100; y += 8) {
    for (let x = 4; x + w <= 100; x += 8) {
      const rect = { x, y, w, h: height };
      if (!areas.some((one) => meets(one, rect))) return rect;
    }
  }
  return { x: 38, y: 42, w, h: height };
}

export class AreaBoard {
  readonly node: HTMLElement;
  private readonly image = h('img', { alt: '', draggable: 'false' });
  private readonly board: HTMLElement;
  private readonly says = h('p', { class: 'hv-how', role: 'status' });
  private readonly draw: HTMLButtonElement;
  private readonly edit: HTMLButtonElement;
  private readonly ghost = h('div', { class: 'hv-ghost', hidden: true });
  private readonly marks = new Map<string, HTMLElement>();
  private readonly empty = h('p', { class: 'hv-how hv-board-empty' });
  private current = '';
  private drawing = false;
  private corner: [number, number] | null = null;
  private drag: Drag | null = null;

  constructor(
    private readonly q: QuizStudioWords,
    private readonly pictures: Pictures,
    private readonly hooks: BoardHooks,
    uid: string,
    /** Attributes of the focus path of an area. */
    private readonly path: (id: string) => string,
  ) {
    const how = uid + '-keys';
    this.board = h('div', { class: 'hv-board', role: 'application', 'aria-label': q.t('areas'), 'aria-describedby': how }, this.image, this.ghost);
    this.draw = h('button', { type: 'button', class: 'hv-btn hv-btn--small', 'aria-pressed': 'false', onclick: () => this.setDrawing(!this.drawing) }, q.say('draw_area'));
    this.edit = h('button', { type: 'button', class: 'hv-btn hv-btn--small', hidden: true, onclick: () => this.hooks.open(this.current) });
    const { board } = this;
    board.addEventListener('pointerdown', (event) => this.down(event));
    board.addEventListener('pointermove', (event) => this.move(event));
    board.addEventListener('pointerup', (event) => this.up(event));
    board.addEventListener('pointercancel', () => this.drop());
    board.addEventListener('keydown', (event) => this.key(event));
    board.addEventListener('focusin', (event) => this.select(this.idOf(event.target)));
    board.addEventListener('dragstart', (event) => event.preventDefault());
    this.image.addEventListener('error', () => this.told('picture_failed'));
    this.image.addEventListener('load', () => this.told(null));
    this.node = h(
      'div',
      { class: 'hv-fieldbox', role: 'group', 'aria-label': q.t('areas') },
      h('p', { class: 'hv-lab' }, q.say('areas')),
      h('p', { class: 'hv-how' }, q.say('areas_how')),
      board,
      this.empty,
      h('div', { class: 'hv-row hv-row--tight' }, this.draw, this.edit),
      this.says,
      h('p', { id: how, class: 'hv-how' }, q.say('areas_keys')),
    );
    this.paint();
  }

  private told(key: 'picture_failed' | 'no_picture_yet' | null): void {
    fill(this.empty, key && this.q.say(key));
    this.board.hidden = key !== null;
    this.draw.hidden = key !== null;
    if (key) this.edit.hidden = true;
  }

  /** Draws what the content says now. */
  paint(): void {
    const src = this.hooks.src();
    const url = /^(https:\/\/|\/static\/)./.test(src) ? this.pictures.of(src) : '';
    if (!url && !/^\/static\/./.test(src)) this.told('no_picture_yet');
    else {
      if (this.image.getAttribute('src') !== url) this.told(null);
      this.pictures.show(this.image, src);
    }
    this.image.alt = this.hooks.alt();
    const areas = this.hooks.areas();
    for (const [id, mark] of Array.from(this.marks)) {
      if (areas.some((one) => one.id === id)) continue;
      mark.remove();
      this.marks.delete(id);
    }
    areas.forEach((area, i) => {
      let mark = this.marks.get(area.id);
      if (!mark) {
        mark = h('div', { class: 'hv-mark', role: 'group', tabindex: 0, 'data-area': area.id, 'data-path': this.path(area.id) }, h('span', { class: 'hv-marknum' }), CORNERS.map(([dx, dy]) => h('span', { class: 'hv-grip', 'data-dx': dx, 'data-dy': dy, style: `left:${dx < 0 ? 0 : 100}%;top:${dy < 0 ? 0 : 100}%` })));
        this.marks.set(area.id, mark);
        this.board.appendChild(mark);
      }
      this.place(mark, area);
      mark.classList.toggle('hv-mark--sign', area.sign);
      fill(mark.firstElementChild!, i + 1, area.sign && ' !');
      mark.setAttribute('aria-label', [this.nameOf(area, i), area.sign ? this.q.t('sign') : '', this.sizes(area)].filter((one) => one).join('. '));
    });
    this.select(areas.some((one) => one.id === this.current) ? this.current : '');
  }

  private nameOf(area: Area, i: number): string {
    return this.q.t('part_n', { n: i + 1 }) + (area.label ? ': ' + area.label : '');
  }

  private sizes({ x, y, w, h: height }: Rect): string {
    return this.q.t('area_is', { x: this.q.num(x), y: this.q.num(y), w: this.q.num(w), h: this.q.num(height) });
  }

  private place(node: HTMLElement, { x, y, w, h: height }: Rect): void {
    Object.assign(node.style, { left: x + '%', top: y + '%', width: w + '%', height: height + '%' });
  }

  private idOf(target: EventTarget | null): string {
    const mark = (target as Element | null)?.closest?.('.hv-mark');
    return (mark && mark.getAttribute('data-area')) || '';
  }

  private select(id: string): void {
    this.current = id;
    this.marks.forEach((mark, one) => (one === id ? mark.setAttribute('aria-current', 'true') : mark.removeAttribute('aria-current')));
    const at = this.hooks.areas().findIndex((one) => one.id === id);
    this.edit.hidden = at < 0 || this.board.hidden;
    if (at >= 0) fill(this.edit, this.q.say('area_edit', { name: this.q.t('part_n', { n: at + 1 }).toLowerCase() }));
  }

  private setDrawing(on: boolean): void {
    this.drawing = on;
    this.corner = null;
    this.ghost.hidden = true;
    this.draw.setAttribute('aria-pressed', String(on));
    this.board.classList.toggle('hv-board--draw', on);
    fill(this.says, on && this.q.say('draw_now'));
  }

  // --- pointer ------------------------------------------------------------------------------------------------------

  private at(event: MouseEvent): [number, number] {
    const box = this.image.getBoundingClientRect();
    return [between((100 * (event.clientX - box.left)) / (box.width || 1), 0, 100), between((100 * (event.clientY - box.top)) / (box.height || 1), 0, 100)];
  }

  private down(event: PointerEvent): void {
    if (this.drag || event.button > 0) return;
    const id = this.drawing ? '' : this.idOf(event.target);
    const area = this.hooks.areas().filter((one) => one.id === id)[0] || null;
    const finger = event.pointerType === 'touch' || event.pointerType === 'pen';
    // A finger scrolls over the picture, until it has chosen an area or pressed "draw".
    if (finger && !this.drawing && (!area || id !== this.current)) return;
    const grip = area && (event.target as Element).closest('.hv-grip');
    const from = this.at(event);
    this.drag = { kind: grip ? 'size' : area ? 'move' : 'new', pointer: event.pointerId, from, area, dx: Number(grip && grip.getAttribute('data-dx')), dy: Number(grip && grip.getAttribute('data-dy')), rect: area || { x: from[0], y: from[1], w: 0, h: 0 }, moved: false };
    if (this.board.setPointerCapture && event.pointerId !== undefined) this.board.setPointerCapture(event.pointerId);
    if (area) this.marks.get(id)!.focus({ preventScroll: true });
    event.preventDefault();
  }

  private move(event: PointerEvent): void {
    const { drag } = this;
    if (!drag || drag.pointer !== event.pointerId) return;
    const [x, y] = this.at(event);
    const [dx, dy] = [x - drag.from[0], y - drag.from[1]];
    drag.moved = drag.moved || Math.abs(dx) > SLIP || Math.abs(dy) > SLIP;
    if (!drag.moved) return;
    const { area } = drag;
    drag.rect = !area ? spanned(drag.from, [x, y]) : drag.kind === 'size' ? resized(area, drag.dx, drag.dy, dx, dy) : fitted({ ...area, x: area.x + dx, y: area.y + dy });
    const node = area ? this.marks.get(area.id)! : this.ghost;
    this.ghost.hidden = !!area;
    this.place(node, drag.rect);
    event.preventDefault();
  }

  private up(event: PointerEvent): void {
    const { drag } = this;
    if (!drag || drag.pointer !== event.pointerId) return;
    this.drag = null;
    const { area, rect, moved, from } = drag;
    if (area) return moved ? this.hooks.put(area.id, rect, this.sizes(rect), 'pointer') : undefined;
    if (!moved && !this.drawing) return this.drop();
    if (!moved && !this.corner) {
      this.corner = from;
      this.ghost.hidden = false;
      this.place(this.ghost, { x: from[0], y: from[1], w: 1.5, h: 1.5 });
      return fill(this.says, this.q.say('draw_second'));
    }
    const made = moved ? rect : spanned(this.corner!, from);
    this.setDrawing(false);
    this.hooks.add(made);
  }

  /** The gesture was taken away: everything is as before. */
  private drop(): void {
    this.drag = null;
    this.ghost.hidden = true;
    this.paint();
  }

  // --- keys ---------------------------------------------------------------------------------------------------------

  private key(event: KeyboardEvent): void {
    const id = this.idOf(event.target);
    const area = this.hooks.areas().filter((one) => one.id === id)[0];
    if (!area || event.ctrlKey || event.metaKey || event.altKey) return;
    const ways: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.key];
    if (way) {
      const [x, y] = way;
      const rect = event.shiftKey ? resized(area, 1, 1, x, y) : fitted({ ...area, x: area.x + x, y: area.y + y });
      this.hooks.put(id, rect, this.sizes(rect), 'key');
    } else if (event.key === 'Enter') this.hooks.open(id);
    else if (event.key === 'Delete' || event.key === 'Backspace') this.hooks.remove(id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** A fold with the same in numbers. */
export const inNumbers = (q: QuizStudioWords, ...fields: Child[]): HTMLElement => h('details', { class: 'hv-fold' }, h('summary', null, q.say('area_position')), h('div', { class: 'hv-form' }, fields));
