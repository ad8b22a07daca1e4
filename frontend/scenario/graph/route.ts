/**
 * Ways round the boxes. Where dagre has led a way and nothing was moved, its own points are taken; else the shortest way round what
 * lies between: a search over the corners of only those boxes that the way so far has met, until it meets no more. Pure.
 */
import { HEIGHT, WIDTH, type Laid } from './layout';
import { lanes, type Point } from './shape';
import type { Positions } from './types';

const W = WIDTH / 2;
const H = HEIGHT / 2;
/** A turn costs as much as so long a way. */
const TURN = 36;
/** So does a side that is not the story's direction. */
const ASIDE = 60;
/** How far ways keep from boxes: those that go round the same corner lie beside each other, where there is room. */
const KEEP = [11, 14, 8, 17];
/** A way that has met more boxes than these is drawn as it is by then; in a story of few scenes and of the chosen one only much later. */
const MOST = 24;
const PATIENT = 160;
const FEW = 150;
/** The straight piece at the arrow's head. */
const STUB = 20;

/** Whether the line from `p` to `q` goes through the box at `at`, made larger by `grow` on every side. Touching the rim is not through. */
export function through(p: Point, q: Point, at: Point, grow = 0): boolean {
  let from = 0;
  let to = 1;
  for (let i = 0; i < 2; i++) {
    const half = (i ? H : W) + grow;
    const low = at[i]! - half;
    const high = at[i]! + half;
    const a = p[i]!;
    const d = q[i]! - a;
    if (!d) {
      if (a <= low || a >= high) return false;
      continue;
    }
    const t = (low - a) / d;
    const u = (high - a) / d;
    from = Math.max(from, Math.min(t, u));
    to = Math.min(to, Math.max(t, u));
    if (from >= to) return false;
  }
  return true;
}

const far = (p: Point, q: Point): number => Math.hypot(p[0] - q[0], p[1] - q[1]);
const inside = (p: Point, at: Point, grow: number): boolean => Math.abs(p[0] - at[0]) < W + grow && Math.abs(p[1] - at[1]) < H + grow;

/** Where the line from the middle of the box at `at` to `p` leaves the box. */
export function rim(at: Point, p: Point): Point {
  const dx = p[0] - at[0];
  const dy = p[1] - at[1];
  const f = Math.min(dx ? W / Math.abs(dx) : Infinity, dy ? H / Math.abs(dy) : Infinity);
  return isFinite(f) ? [at[0] + dx * f, at[1] + dy * f] : [at[0], at[1] + H];
}

interface Port {
  rim: Point;
  out: Point;
  cost: number;
}

/** Where on the sides of its box a way begins or ends: -1 … 1 across, and down. */
type Slot = readonly [number, number];

/** Where a way may leave the box at `a`: one place on every side; `aside`: what it costs to leave across, and down. */
function ports(a: Point, [across, down]: Slot, keep: number, aside: Point): Port[] {
  const x = a[0] + across * (W - 16);
  const y = a[1] + down * (H - 14);
  return [
    { rim: [x, a[1] + H], out: [x, a[1] + H + keep], cost: aside[1] },
    { rim: [x, a[1] - H], out: [x, a[1] - H - keep], cost: aside[1] },
    { rim: [a[0] + W, y], out: [a[0] + W + keep, y], cost: aside[0] },
    { rim: [a[0] - W, y], out: [a[0] - W - keep, y], cost: aside[0] },
  ];
}

/** The shortest way from one of `from` to one of `to` that goes through none of `boxes`; null where there is none. */
function shortest(from: readonly Port[], to: readonly Port[], boxes: readonly Point[], keep: number): Point[] | null {
  const grow = keep - 0.5;
  const free = (p: Point, q: Point): boolean => !boxes.some((one) => through(p, q, one, grow));
  const nodes: Point[] = [...from.map((one) => one.out), ...to.map((one) => one.out)];
  for (const [x, y] of boxes) for (const [sx, sy] of [[1, 1], [1, -1], [-1, 1], [-1, -1]] as const) nodes.push([x + sx * (W + keep), y + sy * (H + keep)]);
  const open = nodes.map((p) => !boxes.some((one) => inside(p, one, grow)));
  const first = from.length;
  const last = first + to.length;
  const cost = nodes.map((_p, i) => (i < first && open[i] ? from[i]!.cost : Infinity));
  // What is left at least (A*).
  const left = nodes.map((p, i) => (i >= first && i < last ? 0 : Math.min(...to.map((one) => far(p, one.out) + one.cost))));
  const before = nodes.map(() => -1);
  const done = nodes.map(() => false);
  for (;;) {
    let at = -1;
    for (let i = 0; i < nodes.length; i++) if (!done[i] && cost[i]! < Infinity && (at < 0 || cost[i]! + left[i]! < cost[at]! + left[at]!)) at = i;
    if (at < 0) return null;
    done[at] = true;
    if (at >= first && at < last) {
      const found: Point[] = [to[at - first]!.rim];
      for (let i = at; i >= 0; i = before[i]!) {
        found.unshift(nodes[i]!);
        if (i < first) found.unshift(from[i]!.rim);
      }
      return found;
    }
    for (let i = first; i < nodes.length; i++) {
      if (done[i] || !open[i]) continue;
      const sum = cost[at]! + far(nodes[at]!, nodes[i]!) + TURN + (i < last ? to[i - first]!.cost : 0);
      if (sum < cost[i]! && free(nodes[at]!, nodes[i]!)) {
        cost[i] = sum;
        before[i] = at;
      }
    }
  }
}

/** Points that lie (nearly) on the line between their neighbours are left out, where that line is as free. */
function straightened(points: readonly Point[], blocked: (p: Point, q: Point) => boolean): Point[] {
  const kept: Point[] = [points[0]!];
  for (let i = 1; i < points.length - 1; i++) {
    const p = kept[kept.length - 1]!;
    const q = points[i + 1]!;
    const long = far(p, q);
    const aside = long ? Math.abs((q[0] - p[0]) * (p[1] - points[i]![1]) - (p[0] - points[i]![0]) * (q[1] - p[1])) / long : 0;
    if (aside > 7 || blocked(p, q)) kept.push(points[i]!);
  }
  kept.push(points[points.length - 1]!);
  return kept;
}

export interface RouteEdge {
  id: string;
  from: string;
  to: string;
}

/** Leads `edges` between boxes at `places`; `laid` holds dagre's points, for boxes that stand where it has put them. */
export class Router {
  private all: Point[];
  /** Of each box: where its ways go in and out, in the order in which their other ends lie; as they are asked for. */
  private readonly slots = new Map<string, Map<string, Slot>>();
  private readonly touching = new Map<string, RouteEdge[]>();
  private readonly lane: number[];
  private readonly nth = new Map<string, number>();

  constructor(
    private readonly places: Positions,
    edges: readonly RouteEdge[],
    private readonly laid: Laid = { positions: places, direction: 'TB', led: new Map(), laid: places },
  ) {
    this.all = Object.values(places);
    this.lane = lanes(edges);
    edges.forEach((edge, i) => {
      const { id, from, to } = edge;
      this.nth.set(id, i);
      if (!places[from] || !places[to] || from === to) return;
      for (const one of [from, to]) {
        if (!this.touching.has(one)) this.touching.set(one, []);
        this.touching.get(one)!.push(edge);
      }
    });
  }

  /** Boxes in `places` were moved. */
  moved(): void {
    this.all = Object.values(this.places);
    this.slots.clear();
  }

  private slot(box: string, way: string): Slot {
    let found = this.slots.get(box);
    if (!found) {
      const mine = this.touching.get(box)!;
      const other = (edge: RouteEdge): Point => this.places[edge.from === box ? edge.to : edge.from]!;
      const slots = new Map<string, [number, number]>(mine.map(({ id }) => [id, [0, 0]]));
      for (const i of [0, 1] as const) {
        const order = mine.slice().sort((p, q) => other(p)[i] - other(q)[i]);
        order.forEach(({ id }, n) => (slots.get(id)![i] = order.length > 1 ? ((n + 0.5) / order.length) * 2 - 1 : 0));
      }
      this.slots.set(box, (found = slots));
    }
    return found.get(way)!;
  }

  /** Points from the rim of the first box to the rim of the second; `patient`: however many boxes lie between. */
  way(edge: RouteEdge, patient = false): Point[] {
    const { from, to } = edge;
    const a = this.places[from]!;
    const b = this.places[to]!;
    const nth = this.nth.get(edge.id)!;
    const lane = this.lane[nth]!;
    if (from === to) {
      const out = 15 + Math.abs(lane) * 6;
      const high = 10 + Math.abs(lane) * 8;
      return [[a[0] + W, a[1] - high], [a[0] + W + out, a[1] - high], [a[0] + W + out, a[1] + high], [a[0] + W, a[1] + high]];
    }
    const led = this.asLed(from, to, lane);
    if (led) return led;
    const most = patient || this.all.length <= FEW ? PATIENT : MOST;
    for (const keep of [KEEP[nth % KEEP.length]!, 4, 1]) {
      const found = this.round(a, b, [this.slot(from, edge.id), this.slot(to, edge.id)], keep, most);
      if (found) return found;
    }
    return [rim(a, b), rim(b, a)];
  }

  private blocked(p: Point, q: Point, grow: number, ...not: Point[]): boolean {
    return this.all.some((one) => not.indexOf(one) < 0 && through(p, q, one, grow));
  }

  /** dagre's points, where both boxes stand where it has put them and no other was moved into the way. */
  private asLed(from: string, to: string, lane: number): Point[] | null {
    const led = this.laid.led.get(from + '\n' + to);
    const at = this.laid.laid;
    const a = this.places[from]!;
    const b = this.places[to]!;
    const same = (id: string, p: Point): boolean => !!at[id] && Math.abs(at[id]![0] - p[0]) < 1 && Math.abs(at[id]![1] - p[1]) < 1;
    if (!led || led.length < 3 || !same(from, a) || !same(to, b)) return null;
    const down = Math.abs(led[0]![1] - led[led.length - 1]![1]) > Math.abs(led[0]![0] - led[led.length - 1]![0]) ? 0 : 1;
    for (const shift of lane ? [lane * 16, lane * 8, 0] : [0]) {
      const inner = led.slice(1, -1).map((p): Point => (down === 0 ? [p[0] + shift, p[1]] : [p[0], p[1] + shift]));
      const ends = [rim(a, inner[0]!), rim(b, inner[inner.length - 1]!)] as const;
      const points = straightened([ends[0], ...inner, ends[1]], (p, q) => this.blocked(p, q, 5, a, b) || through(p, q, a) || through(p, q, b));
      if (points.every((p, i) => !i || !(this.blocked(points[i - 1]!, p, 3, a, b) || through(points[i - 1]!, p, a, -0.01) || through(points[i - 1]!, p, b, -0.01)))) return points;
    }
    return null;
  }

  private round(a: Point, b: Point, slots: readonly [Slot, Slot], keep: number, most: number): Point[] | null {
    // Between layers ways leave and arrive where the story goes, and only within a layer at the sides: there is more room for many.
    const down = this.laid.direction === 'TB';
    const aside: Point = down ? [Math.abs(a[1] - b[1]) > HEIGHT ? ASIDE : 0, 0] : [0, Math.abs(a[0] - b[0]) > WIDTH ? ASIDE : 0];
    const from = ports(a, slots[0], keep, aside);
    const to = ports(b, slots[1], keep < 8 ? keep : Math.max(keep, STUB), aside);
    const met = [a, b];
    for (;;) {
      const points = shortest(from, to, met, keep);
      if (!points) return null;
      const last = points.length - 1;
      const more = this.all.filter((one) => met.indexOf(one) < 0 && points.some((p, i) => i > 0 && through(points[i - 1]!, p, one, i === 1 || i === last ? 0 : keep - 0.5)));
      if (!more.length || met.length > most) return points;
      met.push(...more);
    }
  }
}

export interface Drawn {
  d: string;
  length: number;
  /** The point after `way` of its length. */
  at(way: number): Point;
}

/** The line through `points` with round corners that meet no box where the corners do not; it ends `short` of the last point. */
export function rounded(points: readonly Point[], boxes: readonly Point[], short = 0, radius = 30): Drawn {
  const n = (value: number): number => Math.round(value * 10) / 10;
  const ends = points.slice();
  const last = ends.length - 1;
  const on = (p: Point, q: Point, way: number): Point => {
    const long = far(p, q);
    return long ? [p[0] + ((q[0] - p[0]) * way) / long, p[1] + ((q[1] - p[1]) * way) / long] : [p[0], p[1]];
  };
  if (short) ends[last] = on(ends[last]!, ends[last - 1]!, Math.min(short, far(ends[last]!, ends[last - 1]!)));
  let d = `M${n(ends[0]![0])} ${n(ends[0]![1])}`;
  const steps: number[] = [0];
  for (let i = 1; i <= last; i++) {
    const p = ends[i]!;
    const long = far(ends[i - 1]!, p);
    steps.push(steps[i - 1]! + long);
    if (i === last) {
      d += `L${n(p[0])} ${n(p[1])}`;
      continue;
    }
    let r = Math.min(radius, long / 2, far(p, ends[i + 1]!) / 2);
    // The curve lies in the triangle that it cuts off, and that meets a box only where its third side does.
    while (r > 1 && boxes.some((one) => through(on(p, ends[i - 1]!, r), on(p, ends[i + 1]!, r), one, 2))) r /= 1.6;
    const from = on(p, ends[i - 1]!, r);
    const to = on(p, ends[i + 1]!, r);
    d += `L${n(from[0])} ${n(from[1])}Q${n(p[0])} ${n(p[1])} ${n(to[0])} ${n(to[1])}`;
  }
  return {
    d,
    length: steps[last]!,
    at: (way) => {
      let i = 1;
      while (i < last && steps[i]! < way) i++;
      return on(ends[i - 1]!, ends[i]!, Math.max(0, Math.min(way, steps[last]!) - steps[i - 1]!));
    },
  };
}
