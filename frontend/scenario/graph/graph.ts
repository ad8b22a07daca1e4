/**
 * The story as a picture. One tab stop: arrow keys walk along the ways. Layout is done once for a structure; a drag touches one box and
 * its ways. Light DOM, own SVG.
 */
import { fill, h, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { beginning, showing, whole, zoomed, type Camera } from './camera';
import { ACTS, EdgeView, labelOf, NodeView, svg } from './draw';
import { Finder } from './finder';
import { Gestures, type Target } from './gestures';
import { places, type Direction } from './layout';
import { legend } from './legend';
import { apart, lanes, type Point } from './shape';
import type { GraphData, GraphEdge, GraphHooks, GraphNode, GraphWords, Positions } from './types';
import { ARROWS, walk } from './walk';

/** Smaller than this, words cannot be read: they are not drawn. */
const FAR = 0.4;
/** Smaller than this, a finger does not meet a box: the first look begins at the start instead of showing all. */
const FIRST = 0.6;
/** From here on every way shows its words. */
const NEAR = 0.85;
const STEP = 20;
let graphs = 0;

export class Graph implements Target {
  readonly root: HTMLElement;
  readonly field: SVGSVGElement;
  camera: Camera = { x: 0, y: 0, k: 1 };
  private readonly uid = 'hvg' + ++graphs;
  private readonly view = svg('g');
  private readonly wayLayer = svg('g', { 'aria-hidden': 'true' });
  private readonly nodeLayer = svg('g');
  private readonly topLayer = svg('g', { class: 'hv-gtop', 'aria-hidden': 'true' });
  private readonly nodes = new Map<string, NodeView>();
  private readonly edges = new Map<string, EdgeView>();
  private readonly lane = new Map<string, number>();
  /** Ways that touch a box. */
  private ways = new Map<string, GraphEdge[]>();
  private data: GraphData = { nodes: [], edges: [], positions: {}, selected: null };
  private places: Positions = Object.create(null) as Positions;
  private direction: Direction = 'TB';
  private selected: string | null = null;
  private moving: { id: string; from: Point } | null = null;
  private dragged: Point | null = null;
  private readonly gestures: Gestures;
  private readonly finder: Finder;
  private readonly about = h('div', { class: 'hv-gabout' });
  private readonly says = h('p', { class: 'hv-gsays', role: 'status' });
  private readonly scale = h('output', { class: 'hv-gscale' });
  private readonly sized: ResizeObserver | null;
  private placed = false;
  private scaled = 1;
  /** Whether the words of every way are shown. */
  private closeBy = false;

  constructor(
    private readonly words: GraphWords,
    private readonly hooks: GraphHooks,
  ) {
    const { uid } = this;
    const help = `${uid}-help`;
    this.field = svg('svg', { class: 'hv-gfield', role: 'application', 'aria-label': words.t('picture'), 'aria-describedby': help }, svg('defs', {}, this.tip()), this.view);
    this.view.append(this.wayLayer, this.nodeLayer, this.topLayer);
    this.finder = new Finder(words, () => this.data.nodes, (id) => this.pick(id, false));
    const small = (label: Child, onclick: () => void, name = ''): HTMLButtonElement => h('button', { type: 'button', class: 'hv-btn hv-btn--small', 'aria-label': name || null, title: name || null, onclick }, label);
    this.root = h(
      'div',
      { class: 'hv-graph' },
      h(
        'div',
        { class: 'hv-gbar' },
        this.finder.root,
        h(
          'div',
          { class: 'hv-gtools', role: 'group' },
          small('−', () => this.zoom(1 / 1.3), words.t('zoom_out')),
          this.scale,
          small('+', () => this.zoom(1.3), words.t('zoom_in')),
          small(words.say('fit'), () => this.fit()),
          hooks.onmove ? small(words.say('relayout'), () => this.relayout()) : null,
        ),
      ),
      h('div', { class: 'hv-gframe' }, this.field),
      this.about,
      this.says,
      h('details', { class: 'hv-gkeys' }, h('summary', null, words.say('keys')), h('p', { id: help }, words.say(hooks.onmove ? 'help' : 'help_read')), legend(words)),
    );
    this.field.addEventListener('click', this.onClick);
    this.field.addEventListener('dblclick', this.onDouble);
    this.field.addEventListener('focusin', this.onFocus);
    this.root.addEventListener('keydown', this.onKey);
    this.gestures = new Gestures(this);
    this.sized = typeof ResizeObserver === 'function' ? new ResizeObserver(() => this.settle()) : null;
    if (this.sized) this.sized.observe(this.field);
    this.paintAbout();
  }

  private tip(): SVGElement {
    return svg('marker', { id: `${this.uid}-tip`, viewBox: '0 0 10 10', refX: 1, refY: 5, markerWidth: 9, markerHeight: 9, markerUnits: 'userSpaceOnUse', orient: 'auto' }, svg('path', { d: 'M0 0 10 5 0 10z', class: 'hv-gtip' }));
  }

  // --- what is shown ------------------------------------------------------------------------------------------------

  update(data: GraphData): void {
    this.data = data;
    const arranged = places(data.nodes.map((n) => ({ id: n.id, start: !!n.start, ending: n.kind !== 'scene' })), data.edges, data.positions);
    this.places = Object.assign(Object.create(null) as Positions, arranged.positions);
    if (this.moving && this.nodes.has(this.moving.id) && this.dragged) this.places[this.moving.id] = this.dragged;
    const turned = arranged.direction !== this.direction;
    this.direction = arranged.direction;
    this.ways = new Map(data.nodes.map((n) => [n.id, []]));
    for (const edge of data.edges) {
      const from = this.ways.get(edge.from);
      const to = this.ways.get(edge.to);
      if (!from || !to) continue;
      from.push(edge);
      if (edge.to !== edge.from) to.push(edge);
    }
    const focused = this.nodeAt(document.activeElement);
    this.nodesTo(data.nodes);
    this.edgesTo(data.edges.filter((e) => this.places[e.from] && this.places[e.to]));
    const touched = new Set<string>();
    for (const [id, view] of this.nodes) if (view.move(this.places[id]!)) touched.add(id);
    for (const view of this.edges.values()) if (turned || touched.has(view.edge.from) || touched.has(view.edge.to) || !view.el.firstElementChild!.hasAttribute('d')) this.place(view);
    const keep = data.selected && this.nodes.has(data.selected) ? data.selected : null;
    this.mark(keep);
    if (focused && !this.nodes.has(focused)) this.focusable()?.focus({ preventScroll: true });
    fill(this.says, data.nodes.length ? null : this.words.say('empty'));
    this.settle();
  }

  private nodesTo(nodes: readonly GraphNode[]): void {
    const here = new Set(nodes.map((n) => n.id));
    for (const [id, view] of this.nodes) {
      if (here.has(id)) continue;
      view.el.remove();
      this.nodes.delete(id);
    }
    for (const node of nodes) {
      let view = this.nodes.get(node.id);
      if (!view) {
        view = new NodeView(this.words);
        this.nodes.set(node.id, view);
        this.nodeLayer.appendChild(view.el);
      }
      view.draw(node, this.out(node.id).length);
    }
  }

  private edgesTo(edges: readonly GraphEdge[]): void {
    const here = new Set(edges.map((e) => e.id));
    for (const [id, view] of this.edges) {
      if (here.has(id)) continue;
      view.remove();
      this.edges.delete(id);
    }
    const beside = lanes(edges);
    edges.forEach((edge, i) => {
      let view = this.edges.get(edge.id);
      const other = !view || view.edge.from !== edge.from || view.edge.to !== edge.to || this.lane.get(edge.id) !== beside[i];
      if (!view) {
        view = new EdgeView(this.words, `${this.uid}-tip`);
        this.edges.set(edge.id, view);
        this.wayLayer.appendChild(view.el);
      }
      this.lane.set(edge.id, beside[i]!);
      view.draw(edge);
      if (!other) return;
      // Marked anew with the chosen scene, if it still touches that.
      view.near(false, this.topLayer);
      this.place(view);
    });
  }

  private place(view: EdgeView): void {
    view.place(this.places[view.edge.from]!, this.places[view.edge.to]!, this.direction, this.lane.get(view.edge.id) || 0);
  }

  private out(id: string): GraphEdge[] {
    return (this.ways.get(id) || []).filter((edge) => edge.from === id);
  }

  // --- selection ----------------------------------------------------------------------------------------------------

  /** Marks a box; the reader's own selection comes back through `onselect`. */
  select(id: string | null): void {
    this.mark(id && this.nodes.has(id) ? id : null);
  }

  private mark(id: string | null): void {
    const before = this.selected;
    this.selected = id;
    if (before !== id) {
      if (before) {
        this.nodes.get(before)?.select(false);
        for (const edge of this.ways.get(before) || []) this.edges.get(edge.id)?.near(false, this.topLayer);
      }
      if (id) this.nodeLayer.appendChild(this.lifted(id));
    }
    if (id) {
      this.nodes.get(id)!.select(true);
      for (const edge of this.ways.get(id) || []) {
        const view = this.edges.get(edge.id);
        if (view) view.near(true, this.topLayer);
      }
    }
    this.partWords();
    const stop = this.focusable();
    for (const view of this.nodes.values()) {
      const index = view.el === stop ? '0' : '-1';
      if (view.el.getAttribute('tabindex') !== index) view.el.setAttribute('tabindex', index);
    }
    this.paintAbout();
  }

  /** The words on ways, off each other: of the chosen scene near their other ends, where ways that meet lie apart; then counts. */
  private partWords(): void {
    const { selected } = this;
    const chosen = selected && this.places[selected] ? (this.ways.get(selected) || []).map((edge) => this.edges.get(edge.id)!).filter(Boolean) : [];
    const counted = [...this.edges.values()].filter(({ edge }) => edge.note && edge.from !== selected && edge.to !== selected);
    const told = [...chosen, ...counted].map((view, i) => {
      const far = i < chosen.length ? (view.edge.from === selected && view.edge.to !== selected ? [0.7, 0.55, 0.82, 0.42, 0.3, 0.92] : [0.3, 0.45, 0.18, 0.58, 0.7, 0.08]) : [0.5, 0.35, 0.65, 0.22, 0.78, 0.12, 0.88];
      const { at, letters } = view.spots(far, i >= chosen.length && !this.closeBy);
      return { view, far, label: { size: [letters * 7.4 * this.scaled, 16 * this.scaled] as Point, spots: at } };
    });
    const taken = apart(told.map((one) => one.label), Object.values(this.places));
    told.forEach(({ view, far }, i) => view.tell(far[taken[i]!]!));
  }

  /** The box to be put on top; taking it out and in again must not take the focus from it. */
  private lifted(id: string): Node {
    const { el } = this.nodes.get(id)!;
    if (el === this.nodeLayer.lastChild || el.contains(document.activeElement)) return this.nodeLayer.lastChild!;
    return el;
  }

  private focusable(): SVGElement | null {
    const id = this.selected || (this.data.nodes.filter((n) => n.start)[0] || this.data.nodes[0] || { id: '' }).id;
    const view = this.nodes.get(id);
    return view ? view.el : null;
  }

  /** The reader chose a box. */
  private pick(id: string, focus = true): void {
    if (!this.nodes.has(id)) return;
    const news = id !== this.selected;
    this.mark(id);
    this.show(id);
    if (focus) this.nodes.get(id)!.el.focus({ preventScroll: true });
    if (news) this.hooks.onselect(id);
  }

  private paintAbout(): void {
    const { about, selected, words, hooks } = this;
    const view = selected ? this.nodes.get(selected) : undefined;
    if (!view) return fill(about, h('p', { class: 'hv-sub' }, words.say('nothing_selected')));
    const { id } = view.node;
    const button = (label: Child, onclick: () => void, kind = ''): HTMLElement => h('button', { type: 'button', class: 'hv-btn hv-btn--small' + kind, onclick }, label);
    const moving = !!this.moving;
    const same = JSON.stringify([id, view.node.label, moving]);
    if (about.getAttribute('data-shown') === same) return;
    about.setAttribute('data-shown', same);
    const had = about.contains(document.activeElement);
    const move = hooks.onmove ? button([icon(ACTS.move), words.say(moving ? 'move_done' : 'move')], () => (this.moving ? this.putDown(true) : this.pickUp(id))) : null;
    fill(about, h('b', null, view.node.label), button([icon(hooks.onmove ? ACTS.open : icons.eye), words.say(hooks.onmove ? 'open' : 'look')], () => hooks.onopen(id)), hooks.onplay ? button([icon(ACTS.play), words.say('play')], () => hooks.onplay!(id)) : null, move);
    if (had && move) move.focus();
  }

  // --- looking ------------------------------------------------------------------------------------------------------

  private size(): [number, number] {
    const { clientWidth, clientHeight } = this.field;
    return [clientWidth || 900, clientHeight || 520];
  }

  look(camera: Camera): void {
    // Words on ways stay readable where the picture is small.
    const scaled = Math.max(4, Math.min(9, Math.round(4 / camera.k))) / 4;
    const closeBy = camera.k >= NEAR;
    if (scaled !== this.scaled || closeBy !== this.closeBy) {
      this.closeBy = closeBy;
      this.view.style.setProperty('--hv-gz', String((this.scaled = scaled)));
      this.partWords();
    }
    this.camera = camera;
    this.view.setAttribute('transform', `translate(${camera.x.toFixed(1)} ${camera.y.toFixed(1)}) scale(${camera.k.toFixed(4)})`);
    const { classList } = this.root;
    classList.toggle('hv-graph--far', camera.k < FAR);
    classList.toggle('hv-graph--near', closeBy);
    this.scale.textContent = Math.round(camera.k * 100) + ' %';
  }

  private zoom(factor: number): void {
    const [width, height] = this.size();
    this.look(zoomed(this.camera, factor, width / 2, height / 2));
  }

  /** Shows all. */
  fit(): void {
    this.look(whole(Object.values(this.places), this.size()));
  }

  /** Pushes the picture so far that the box is wholly in it; zooms in where words could not be read. */
  show(id: string): void {
    const at = this.places[id];
    if (at) this.look(showing(this.camera, at, this.size(), FAR));
  }

  /** The first look, once there is a size: all of it, or where it begins when all would be too small for a finger. */
  private settle(): void {
    if (this.placed || !this.nodes.size || !this.field.clientWidth) return;
    this.placed = true;
    this.fit();
    const begin = this.focusable();
    if (this.camera.k < FIRST && begin) this.look(beginning(this.places[begin.getAttribute('data-id')!]!, this.size(), this.direction));
  }

  // --- moving -------------------------------------------------------------------------------------------------------

  /** A finger pushes the picture; it moves a box only where that was chosen before. */
  movable(id: string, touch: boolean): boolean {
    return !!this.hooks.onmove && (!touch || id === this.selected);
  }

  private put(id: string, at: Point): void {
    this.places[id] = at;
    this.nodes.get(id)!.move(at);
    for (const edge of this.ways.get(id) || []) {
      const view = this.edges.get(edge.id);
      if (view) this.place(view);
    }
  }

  private tellPlaces(): void {
    const all: Positions = {};
    for (const [id, [x, y]] of Object.entries(this.places)) all[id] = [Math.round(x), Math.round(y)];
    this.data = { ...this.data, positions: all };
    this.hooks.onmove!(all);
  }

  drag(id: string, dx: number, dy: number, state: 'on' | 'done' | 'back'): void {
    const view = this.nodes.get(id);
    if (!view) return;
    if (!this.moving || this.moving.id !== id) {
      if (state !== 'on') return;
      this.moving = { id, from: [view.at[0], view.at[1]] };
      if (id !== this.selected) this.pickQuietly(id);
    }
    const { from } = this.moving!;
    if (state === 'on') {
      this.dragged = [from[0] + dx, from[1] + dy];
      this.put(id, this.dragged);
    } else this.putDown(state === 'done', false);
  }

  private pickQuietly(id: string): void {
    this.mark(id);
    this.hooks.onselect(id);
  }

  /** Begins to move a box by keyboard. */
  private pickUp(id: string): void {
    const view = this.nodes.get(id);
    if (!view) return;
    this.moving = { id, from: [view.at[0], view.at[1]] };
    this.dragged = [view.at[0], view.at[1]];
    this.root.classList.add('hv-graph--moving');
    this.paintAbout();
    view.el.focus({ preventScroll: true });
    fill(this.says, this.words.say('moving', { what: view.node.label }));
  }

  private putDown(keep: boolean, spoken = true): void {
    const { moving } = this;
    if (!moving) return;
    const view = this.nodes.get(moving.id);
    this.moving = null;
    this.dragged = null;
    this.root.classList.remove('hv-graph--moving');
    if (view) {
      this.put(moving.id, keep ? [Math.round(view.at[0]), Math.round(view.at[1])] : moving.from);
      if (spoken) fill(this.says, this.words.say(keep ? 'moved' : 'unmoved', { what: view.node.label }));
      if (keep && (view.at[0] !== moving.from[0] || view.at[1] !== moving.from[1])) this.tellPlaces();
    }
    this.paintAbout();
  }

  private nudge(id: string, dx: number, dy: number): void {
    const { at } = this.nodes.get(id)!;
    const next: Point = [at[0] + dx, at[1] + dy];
    if (this.moving) this.dragged = next;
    this.put(id, next);
    this.show(id);
    fill(this.says, this.words.say('step', { x: Math.round(next[0]), y: Math.round(next[1]) }));
    if (!this.moving) this.tellPlaces();
  }

  /** Forgets the arranged places. */
  relayout(): void {
    if (!this.hooks.onmove) return;
    this.moving = this.dragged = null;
    this.hooks.onmove({});
    this.update({ ...this.data, positions: {}, selected: this.selected });
    this.fit();
    fill(this.says, this.words.say('relaid'));
  }

  // --- input --------------------------------------------------------------------------------------------------------

  nodeAt(element: EventTarget | null): string | null {
    const found = element && (element as Element).closest ? (element as Element).closest('.hv-gnode') : null;
    return found && this.field.contains(found) ? found.getAttribute('data-id') : null;
  }

  private readonly onClick = (event: Event): void => {
    if (this.gestures.justMoved) {
      this.gestures.justMoved = false;
      return;
    }
    const id = this.nodeAt(event.target);
    if (!id) return;
    if (this.moving && this.moving.id !== id) this.putDown(true);
    const { camera } = this;
    this.pick(id);
    // What was clicked is in view: it stays under the pointer.
    if (camera.k >= FAR) this.look(camera);
  };

  private readonly onDouble = (event: Event): void => {
    const id = this.nodeAt(event.target);
    if (id) this.hooks.onopen(id);
  };

  private readonly onFocus = (event: Event): void => {
    const id = this.nodeAt(event.target);
    // Arriving by Tab shows where one is; it opens and selects nothing.
    if (id && this.gestures && !this.moving && (event.target as Element).matches(':focus-visible')) this.show(id);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const inField = this.field.contains(event.target as Node);
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const id = this.nodeAt(event.target);
    if (!inField || !id) return;
    if (this.onNodeKey(event, id)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  private onNodeKey(event: KeyboardEvent, id: string): boolean {
    const { key } = event;
    const arrow = ARROWS[key];
    if (this.moving) {
      if (arrow) this.nudge(id, arrow[0] * STEP * (event.shiftKey ? 5 : 1), arrow[1] * STEP * (event.shiftKey ? 5 : 1));
      else if (key === 'Enter' || key === ' ' || key === 'm' || key === 'M') this.putDown(true);
      else if (key === 'Escape') this.putDown(false);
      else return false;
      return true;
    }
    if (arrow) {
      if (event.shiftKey && this.hooks.onmove) this.nudge(id, arrow[0] * STEP, arrow[1] * STEP);
      else {
        const next = walk(id, arrow, this.places, this.data.edges);
        if (next) this.pick(next);
      }
      return true;
    }
    if (key === 'Enter') this.hooks.onopen(id);
    else if (key === ' ') this.pick(id);
    else if (key === 'Home') {
      const first = this.data.nodes.filter((n) => n.start)[0] || this.data.nodes[0];
      if (first) this.pick(first.id);
    } else if ((key === 'm' || key === 'M') && this.hooks.onmove) {
      this.pick(id);
      this.pickUp(id);
    } else if ((key === 'p' || key === 'P') && this.hooks.onplay) this.hooks.onplay(id);
    else if (key === '/') this.finder.focus();
    else if (key === '+' || key === '=') this.zoom(1.3);
    else if (key === '-') this.zoom(1 / 1.3);
    else if (key === '0') this.fit();
    else return false;
    return true;
  }

  /** What the ways of a box are called, for those who use the picture with a list beside it. */
  waysFrom(id: string): string[] {
    return this.out(id).map((edge) => labelOf(edge, this.words));
  }

  destroy(): void {
    this.gestures.destroy();
    if (this.sized) this.sized.disconnect();
    this.root.remove();
  }
}
