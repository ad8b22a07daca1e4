/**
 * Where the boxes stand when nobody has arranged them: layers by distance from the start (Sugiyama's method, by dagre), and the points
 * that its ways go through. Only ways to a lower layer take part: with the ways back the boxes stand half as far apart again, and less of
 * a story is seen at once; those go round the boxes (route.ts). In a large story only ways from one layer to the next take part: they
 * decide the order in a layer, and without long ways (which dagre would lead through every layer between) 300 scenes are laid out in a
 * fraction of a second. Endings stand below all that lead to them.
 */
import * as dagre from '@dagrejs/dagre';
import type { Point } from './shape';
import type { Positions } from './types';

export const WIDTH = 216;
export const HEIGHT = 76;
const GAP = 40;
const LAYER_DOWN = 104;
const LAYER_ACROSS = 120;
/** Stories of more scenes are ordered with less patience, by at most so many of the ways that lead to a scene. */
const LARGE = 120;
const LED_BY = 2;

export interface LayoutNode {
  id: string;
  start?: boolean;
  ending?: boolean;
}
export interface LayoutEdge {
  from: string;
  to: string;
}
export type Direction = 'TB' | 'LR';
export interface Laid {
  positions: Positions;
  direction: Direction;
  /** `from\nto` -> the points that dagre leads that way through, from the first box to the second. */
  led: ReadonlyMap<string, Point[]>;
  /** Where dagre has put the boxes: its points hold where both ends still stand there. */
  laid: Positions;
}

/** Steps from the start, of what can be reached from there; an ending is one step below the last scene that leads to it. */
export function layers(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): Map<string, number> {
  const out = new Map<string, string[]>();
  for (const { id } of nodes) out.set(id, []);
  for (const { from, to } of edges) if (from !== to && out.has(from) && out.has(to)) out.get(from)!.push(to);
  const depth = new Map<string, number>();
  const start = nodes.filter((node) => node.start)[0] || nodes[0];
  if (!start) return depth;
  depth.set(start.id, 0);
  const queue = [start.id];
  for (let at = 0; at < queue.length; at++) {
    for (const next of out.get(queue[at]!)!) {
      if (depth.has(next)) continue;
      depth.set(next, depth.get(queue[at]!)! + 1);
      queue.push(next);
    }
  }
  const low = new Map<string, number>();
  for (const { from, to } of edges) if (from !== to && depth.has(from)) low.set(to, Math.max(low.get(to) || 0, depth.get(from)! + 1));
  for (const node of nodes) if (node.ending && depth.has(node.id) && low.has(node.id)) depth.set(node.id, low.get(node.id)!);
  return depth;
}

/** Down the page or across it: whichever can be shown larger in a field of the usual shape. */
function directionFor(depth: Map<string, number>): Direction {
  const sizes = new Map<number, number>();
  for (const d of depth.values()) sizes.set(d, (sizes.get(d) || 0) + 1);
  const many = Math.max(1, ...sizes.values());
  const scale = (width: number, height: number): number => Math.min(960 / width, 560 / height);
  const down = scale(many * (WIDTH + GAP), sizes.size * (HEIGHT + LAYER_DOWN));
  const across = scale(sizes.size * (WIDTH + LAYER_ACROSS), many * (HEIGHT + GAP));
  return down >= across ? 'TB' : 'LR';
}

/** A place for every node: what can be reached in layers, the rest in rows below. Deterministic; about 0.2 s for 300 scenes. */
export function layout(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): Laid {
  const depth = layers(nodes, edges);
  const direction = directionFor(depth);
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: direction, nodesep: GAP, edgesep: 16, ranksep: direction === 'TB' ? LAYER_DOWN : LAYER_ACROSS, marginx: 24, marginy: 40 });
  graph.setDefaultEdgeLabel(() => ({}));
  // Names of our own: dagre keeps its tables in plain objects, where a scene called "constructor" would be found before it is put there.
  const name = new Map(nodes.map(({ id }, i) => [id, 'n' + i]));
  const reached = nodes.filter(({ id }) => depth.has(id));
  for (const { id } of reached) graph.setNode(name.get(id)!, { width: WIDTH, height: HEIGHT });
  const large = reached.length > LARGE;
  const led = new Map<string, number>();
  for (const { from, to } of edges) {
    const a = depth.get(from);
    const b = depth.get(to);
    if (a === undefined || b === undefined || b <= a || (large && b !== a + 1)) continue;
    const before = led.get(to) || 0;
    led.set(to, before + 1);
    if (large && before >= LED_BY) continue;
    graph.setEdge(name.get(from)!, name.get(to)!, { minlen: b - a, weight: b - a === 1 ? 2 : 1 });
  }
  if (reached.length) dagre.layout(graph, { disableOptimalOrderHeuristic: large });
  const positions: Positions = Object.create(null) as Positions;
  let right = 0;
  let bottom = 0;
  for (const { id } of reached) {
    const { x, y } = graph.node(name.get(id)!) as { x: number; y: number };
    positions[id] = [Math.round(x), Math.round(y)];
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  const lost = nodes.filter(({ id }) => !depth.has(id));
  const columns = Math.max(3, Math.ceil(Math.sqrt(lost.length)), Math.floor(right / (WIDTH + GAP)));
  lost.forEach(({ id }, i) => {
    positions[id] = [24 + WIDTH / 2 + (i % columns) * (WIDTH + GAP), Math.round(bottom) + HEIGHT + LAYER_DOWN + Math.floor(i / columns) * (HEIGHT + GAP)];
  });
  const points = new Map<string, Point[]>();
  for (const { from, to } of edges) {
    const found = depth.has(from) && depth.has(to) && (graph.edge(name.get(from)!, name.get(to)!) as { points?: Array<{ x: number; y: number }> } | undefined);
    if (found && found.points) points.set(from + '\n' + to, found.points.map(({ x, y }): Point => [x, y]));
  }
  return { positions, direction, led: points, laid: positions };
}

const key = (nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): string =>
  nodes.map((n) => n.id + (n.start ? '!' : '') + (n.ending ? '.' : '')).join('\n') + '\n\n' + edges.map((e) => e.from + '>' + e.to).join('\n');

const kept: Array<{ key: string; laid: Laid }> = [];

/** `layout`, remembered for the last structures: words and choices that lead the same way cost nothing. */
export function cachedLayout(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): Laid {
  const name = key(nodes, edges);
  let found = kept.filter((one) => one.key === name)[0];
  if (!found) {
    found = { key: name, laid: layout(nodes, edges) };
    kept.unshift(found);
    kept.length = Math.min(kept.length, 8);
  }
  return found.laid;
}

const clear = (at: [number, number], taken: Iterable<[number, number]>): boolean => {
  for (const [x, y] of taken) if (Math.abs(x - at[0]) < WIDTH + 12 && Math.abs(y - at[1]) < HEIGHT + 12) return false;
  return true;
};

let last: { key: string; laid: Laid } | null = null;

/** Places for all: arranged ones stay; a new scene gets the nearest free place beside or below what leads to it. */
export function places(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[], arranged: Positions): Laid {
  const own = (id: string): [number, number] | undefined => (Object.prototype.hasOwnProperty.call(arranged, id) ? arranged[id] : undefined);
  const fixed = nodes.filter((node) => own(node.id));
  if (!fixed.length) return cachedLayout(nodes, edges);
  const name = fixed.length < nodes.length ? key(nodes, edges) + '\n\n' + JSON.stringify(arranged) : '';
  if (last && name && last.key === name) return last.laid;
  const positions: Positions = Object.create(null) as Positions;
  for (const { id } of fixed) positions[id] = own(id)!;
  let span = 0;
  let drop = 0;
  for (const { from, to } of edges) {
    const a = positions[from];
    const b = positions[to];
    if (a && b) {
      span += b[0] - a[0];
      drop += b[1] - a[1];
    }
  }
  const direction: Direction = span > drop * 1.5 ? 'LR' : 'TB';
  const waiting = nodes.filter((node) => !own(node.id));
  // Those beside something that has a place come first, so that a new branch grows from where it hangs.
  while (waiting.length) {
    let index = waiting.findIndex(({ id }) => edges.some((e) => (e.to === id && positions[e.from]) || (e.from === id && positions[e.to])));
    if (index < 0) index = 0;
    const { id } = waiting.splice(index, 1)[0]!;
    const lead = edges.filter((e) => e.to === id && positions[e.from])[0];
    const follow = edges.filter((e) => e.from === id && positions[e.to])[0];
    const anchor = lead ? positions[lead.from]! : follow ? positions[follow.to]! : lowest(positions);
    positions[id] = free(anchor, lead || !follow ? 1 : -1, direction, Object.values(positions));
  }
  // A story that somebody has arranged keeps dagre's ways between the boxes that were left where they were put.
  const { led, laid: before } = cachedLayout(nodes, edges);
  const laid: Laid = { positions, direction, led, laid: before };
  if (name) last = { key: name, laid };
  return laid;
}

function lowest(positions: Positions): [number, number] {
  const all = Object.values(positions);
  return [Math.min(...all.map((p) => p[0])), Math.max(...all.map((p) => p[1]))];
}

function free(anchor: [number, number], way: number, direction: Direction, taken: Array<[number, number]>): [number, number] {
  const step: [number, number] = direction === 'TB' ? [WIDTH + GAP, (HEIGHT + LAYER_DOWN) * way] : [(WIDTH + LAYER_ACROSS) * way, HEIGHT + GAP];
  for (let ring = 1; ring < 60; ring++) {
    for (let i = 0; i < ring * 2; i++) {
      const aside = i % 2 ? -Math.ceil(i / 2) : i / 2;
      const at: [number, number] = direction === 'TB' ? [anchor[0] + aside * step[0], anchor[1] + step[1] * Math.ceil(ring / 2)] : [anchor[0] + step[0] * Math.ceil(ring / 2), anchor[1] + aside * step[1]];
      if (clear(at, taken)) return at;
    }
  }
  return [anchor[0], anchor[1] + 60 * (HEIGHT + LAYER_DOWN)];
}
