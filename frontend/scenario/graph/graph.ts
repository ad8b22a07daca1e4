/**
 * The story as a picture. One tab stop: arrow keys walk along the ways. Layout is done once for a structure; a drag touches one box and
 * its ways. Light DOM, own SVG.
 */
import { fill, h, type Child } from '../../shared/dom';
import { About } from './about';
import { beginning, detailAt, READABLE, showing, whole, zoomed, type Camera, type Detail } from './camera';
import { EdgeView, NodeView, svg } from './draw';
import { Finder } from './finder';
import { Gestures, type Target } from './gestures';
import { places, type Laid } from './layout';
import { Lead } from './lead';
import { legend } from './legend';
import type { Point } from './shape';
import { tellWays } from './tell';
import type { GraphData, GraphEdge, GraphHooks, GraphNode, GraphWords, Positions } from './types';
import { ARROWS, walk } from './walk';

/** Smaller than this, only numbers stand on ways, and what is shown next is shown larger. */
const FAR = 0.4;
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
  private readonly lead = new Lead(this.edges, () => this.tellWays());
  /** Ways that touch a box. */
  private ways = new Map<string, GraphEdge[]>();
  private data: GraphData = { nodes: [], edges: [], positions: {}, selected: null };
  private places: Positions = Object.create(null) as Positions;
  private laid: Laid = { positions: this.places, direction: 'TB', led: new Map(), laid: this.places };
  private selected: string | null = null;
  private moving: { id: string; from: Point } | null = null;
  private dragged: Point | null = null;
  private readonly gestures: Gestures;
  private readonly finder: Finder;
  private readonly about: About;
  private readonly says = h('p', { class: 'hv-gsays', role: 'status' });
  private readonly scale = h('output', { class: 'hv-gscale' });
  private readonly sized: ResizeObserver | null;
  private placed = false;
  /** How much larger than at 100 % words on ways are drawn, to be read. */
  private scaled = 1;
  private far = false;
  private detail: Detail | null = detailAt(1);

  constructor(
    private readonly words: GraphWords,
    private readonly hooks: GraphHooks,
  ) {
    const { uid } = this;
    const help = `${uid}-help`;
    this.field = svg('svg', { class: 'hv-gfield', role: 'application', 'aria-label': words.t('picture'), 'aria-describedby': help }, svg('defs', {}, this.tip()), this.view);
    this.view.append(this.wayLayer, this.nodeLayer, this.topLayer);
    this.about = new About(words, { ...hooks, go: (id) => this.pick(id), move: (id) => (this.moving ? this.putDown(true) : this.pickUp(id)) });
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
      this.about.root,
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
    this.laid = arranged;
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
    for (const [id, view] of this.nodes) view.move(this.places[id]!);
    this.lead.all(this.places, this.laid, this.selected);
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
    nodes.forEach((node, i) => {
      let view = this.nodes.get(node.id);
      if (!view) {
        view = new NodeView(this.words);
        this.nodes.set(node.id, view);
        this.nodeLayer.appendChild(view.el);
      }
      view.draw(node, this.out(node.id).length, i + 1, this.detail);
    });
  }

  private edgesTo(edges: readonly GraphEdge[]): void {
    const here = new Set(edges.map((e) => e.id));
    for (const [id, view] of this.edges) {
      if (here.has(id)) continue;
      view.remove();
      this.edges.delete(id);
    }
    for (const edge of edges) {
      let view = this.edges.get(edge.id);
      if (!view) {
        view = new EdgeView(this.words, `${this.uid}-tip`);
        this.edges.set(edge.id, view);
        this.wayLayer.appendChild(view.el);
      }
      view.draw(edge);
    }
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
    if (before && before !== id) this.nodes.get(before)?.select(false);
    if (id && before !== id) this.nodeLayer.appendChild(this.lifted(id));
    if (id) this.nodes.get(id)!.select(true);
    this.root.classList.toggle('hv-graph--chosen', !!id);
    const near = new Set(id ? this.ways.get(id) : []);
    for (const view of this.edges.values()) {
      const on = near.has(view.edge);
      view.near(on);
      if (!on) continue;
      // What is chosen lies above the rest, and is led round every box however many there are.
      if (view.el !== this.wayLayer.lastChild) this.wayLayer.appendChild(view.el);
      this.lead.well(view);
    }
    this.tellWays();
    const stop = this.focusable();
    for (const view of this.nodes.values()) {
      const index = view.el === stop ? '0' : '-1';
      if (view.el.getAttribute('tabindex') !== index) view.el.setAttribute('tabindex', index);
    }
    this.paintAbout();
  }

  private tellWays(): void {
    const { selected, far, places: all, edges, data } = this;
    tellWays({ nodes: data.nodes, places: all, edges, selected, ways: (selected && this.ways.get(selected)) || [], far, scale: this.scaled, top: this.topLayer });
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
    const { selected } = this;
    this.about.paint(selected ? this.nodes.get(selected) : undefined, (selected && this.ways.get(selected)) || [], this.nodes, !!this.moving);
  }

  // --- looking ------------------------------------------------------------------------------------------------------

  private size(): [number, number] {
    const { clientWidth, clientHeight } = this.field;
    return [clientWidth || 900, clientHeight || 520];
  }

  look(camera: Camera): void {
    // Words stay readable where the picture is small.
    const scaled = Math.max(4, Math.min(26, Math.ceil((4 * READABLE) / 13 / camera.k))) / 4;
    const far = camera.k < FAR;
    if (scaled !== this.scaled || far !== this.far) {
      this.far = far;
      this.view.style.setProperty('--hv-gz', String((this.scaled = scaled)));
      this.tellWays();
    }
    const detail = detailAt(camera.k);
    if ((detail && detail.font) !== (this.detail && this.detail.font)) {
      this.detail = detail;
      for (const view of this.nodes.values()) view.draw(view.node, this.out(view.node.id).length, view.number, detail);
    }
    this.camera = camera;
    this.view.setAttribute('transform', `translate(${camera.x.toFixed(1)} ${camera.y.toFixed(1)}) scale(${camera.k.toFixed(4)})`);
    this.root.classList.toggle('hv-graph--far', far);
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

  /** The first look, once there is a size. */
  private settle(): void {
    if (this.placed || !this.nodes.size || !this.field.clientWidth) return;
    this.placed = true;
    const begin = this.data.nodes.filter((n) => n.start)[0] || this.data.nodes[0]!;
    this.look(beginning(Object.values(this.places), this.places[begin.id]!, this.size(), this.laid.direction));
  }

  // --- moving -------------------------------------------------------------------------------------------------------

  /** A finger pushes the picture; it moves a box only where that was chosen before. */
  movable(id: string, touch: boolean): boolean {
    return !!this.hooks.onmove && (!touch || id === this.selected);
  }

  private put(id: string, at: Point): void {
    this.places[id] = at;
    this.nodes.get(id)!.move(at);
    this.lead.some((this.ways.get(id) || []).map((edge) => this.edges.get(edge.id)!).filter(Boolean));
    this.tellWays();
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
      this.lead.all(this.places, this.laid, this.selected);
      this.tellWays();
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

  destroy(): void {
    this.gestures.destroy();
    this.lead.stop();
    if (this.sized) this.sized.disconnect();
    this.root.remove();
  }
}
