/** Keeps the lines of all ways as the boxes stand: only those that a change has to do with are led anew, and very many bit by bit. */
import type { EdgeView } from './draw';
import type { Laid } from './layout';
import { Router } from './route';
import type { Point } from './shape';
import type { Positions } from './types';

/** So many moved boxes let only some of the ways be led anew. */
const FEW = 4;
/** More ways than these are led bit by bit, so long at a time (ms). */
const MANY = 250;
const SLICE = 16;

export class Lead {
  private router = new Router({}, []);
  private places: Positions = {};
  private laid: Laid | undefined;
  /** For what the ways were led. */
  private done: { ways: string; places: Positions } = { ways: '', places: {} };
  /** Those of the chosen scene, led with patience. */
  private readonly patient = new Set<EdgeView>();
  private readonly waiting = new Set<EdgeView>();
  private timer = 0;

  /** `after`: the last of very many ways was led. */
  constructor(
    private readonly edges: ReadonlyMap<string, EdgeView>,
    private readonly after: () => void,
  ) {}

  /** Leads the ways for boxes at `places`: all of them, or where only a few boxes were moved those that have to do with these. */
  all(places: Positions, laid: Laid, chosen: string | null): void {
    this.places = places;
    this.laid = laid;
    const views = [...this.edges.values()];
    const ways = JSON.stringify(views.map(({ edge }) => [edge.id, edge.from, edge.to]));
    const before = this.done;
    const moved = Object.keys({ ...before.places, ...places }).filter((id) => String(before.places[id]) !== String(places[id]));
    const few = ways === before.ways && moved.length <= FEW;
    if (few && !moved.length) return;
    this.done = { ways, places: { ...places } };
    this.begin();
    const spots = moved.flatMap((id) => [before.places[id], places[id]].filter((at): at is Point => !!at));
    // At both ends of a way of a moved box ways may change places.
    const near = new Set(views.filter(({ edge }) => few && moved.some((id) => id === edge.from || id === edge.to)).flatMap(({ edge }) => [edge.from, edge.to]));
    for (const view of views) if (!few || !view.drawn || near.has(view.edge.from) || near.has(view.edge.to) || view.passes(spots)) this.waiting.add(view);
    for (const view of this.waiting) if (view.edge.from === chosen || view.edge.to === chosen) this.place(view, true);
    if (this.waiting.size > MANY) this.slice();
    else for (const view of this.waiting) this.place(view, false);
  }

  /** Leads `views` while a box is being moved. */
  some(views: readonly EdgeView[]): void {
    this.router.moved();
    this.patient.clear();
    for (const view of views) this.place(view, false);
  }

  /** Leads a way of the chosen scene with patience, where it was not. */
  well(view: EdgeView): void {
    if (!this.patient.has(view)) this.place(view, true);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.waiting.clear();
  }

  private begin(): void {
    this.router = new Router(this.places, [...this.edges.values()].map(({ edge }) => edge), this.laid);
    this.patient.clear();
  }

  private place(view: EdgeView, patient: boolean): void {
    this.waiting.delete(view);
    if (patient) this.patient.add(view);
    view.place(this.router.way(view.edge, patient), Object.values(this.places));
  }

  private slice(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      const end = performance.now() + SLICE;
      for (const view of this.waiting) {
        if (performance.now() > end) return this.slice();
        if (this.edges.get(view.edge.id) === view) this.place(view, false);
        else this.waiting.delete(view);
      }
      this.after();
    }, 0);
  }
}
