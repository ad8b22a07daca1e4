import { describe, expect, it } from 'vitest';
import { formsOf, placed, sizeOf } from '../scenario/graph/labels';
import { HEIGHT, layout, places, WIDTH, type Laid } from '../scenario/graph/layout';
import { rounded, Router, through, type RouteEdge } from '../scenario/graph/route';
import type { Point } from '../scenario/graph/shape';
import type { Positions } from '../scenario/graph/types';

/** A tangled story: ways on, ways back, loops, several ways between the same scenes. */
function story(seed: number, n: number) {
  let state = seed * 2654435761;
  const random = (): number => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x7fffffff;
  const nodes = Array.from({ length: n }, (_x, i) => ({ id: 's' + i, start: i === 0, ending: i > n * 0.85 }));
  const edges: RouteEdge[] = [];
  nodes.forEach((node, i) => {
    if (node.ending) return;
    const ways = 1 + Math.floor(random() * 4);
    for (let k = 0; k < ways; k++) edges.push({ id: `${node.id}.${k}`, from: node.id, to: 's' + (k ? Math.floor(random() * n) : Math.min(n - 1, i + 1 + Math.floor(random() * 4))) });
  });
  return { nodes, edges, random };
}

/** Some boxes dragged anywhere, where there is room for them. */
function dragged(positions: Positions, random: () => number): Positions {
  const found: Positions = { ...positions };
  const all = Object.values(positions);
  const wide = Math.max(...all.map((p) => p[0]));
  const high = Math.max(...all.map((p) => p[1]));
  for (const id of Object.keys(found)) {
    if (random() < 0.6) continue;
    const at: Point = [Math.round(random() * wide), Math.round(random() * high)];
    if (Object.keys(found).every((other) => other === id || Math.abs(found[other]![0] - at[0]) > WIDTH + 12 || Math.abs(found[other]![1] - at[1]) > HEIGHT + 12)) found[id] = at;
  }
  return found;
}

const onRim = (p: Point, at: Point): boolean => Math.abs(Math.max(Math.abs(p[0] - at[0]) / (WIDTH / 2), Math.abs(p[1] - at[1]) / (HEIGHT / 2)) - 1) < 1e-6;

/** The points of a path as it is drawn, its round corners too. */
function traced(d: string): Point[] {
  const found: Point[] = [];
  for (const [, command, rest] of d.matchAll(/([MLQ])([^MLQ]+)/g)) {
    const n = rest!.trim().split(/[ ,]+/).map(Number);
    if (!n.every(isFinite)) throw new Error(d);
    if (command !== 'Q') found.push([n[0]!, n[1]!]);
    else {
      const [a, b] = found[found.length - 1]!;
      for (let t = 0.125; t <= 1; t += 0.125) found.push([(1 - t) ** 2 * a + 2 * t * (1 - t) * n[0]! + t * t * n[2]!, (1 - t) ** 2 * b + 2 * t * (1 - t) * n[1]! + t * t * n[3]!]);
    }
  }
  return found;
}

function behind(router: Router, edges: readonly RouteEdge[], at: Positions, patient = false): string[] {
  const all = Object.values(at);
  const wrong: string[] = [];
  for (const edge of edges) {
    const points = router.way(edge, patient);
    if (!onRim(points[0]!, at[edge.from]!) || !onRim(points[points.length - 1]!, at[edge.to]!)) wrong.push(edge.id + ' not on a rim');
    const line = traced(rounded(points, all, 9).d);
    // Numbers in a path have one decimal.
    if (line.some((p, i) => i > 0 && all.some((box) => through(line[i - 1]!, p, box, -0.2)))) wrong.push(edge.id + ' behind a box');
  }
  return wrong;
}

const SEEDS = Array.from({ length: 24 }, (_x, i) => i + 1);
const SIZES = [3, 8, 21, 45];

// Many graphs: a busy machine may take its time.
const PATIENCE = 30_000;

describe('ways', { timeout: PATIENCE }, () => {
  it('begin and end at the rims of their boxes and run behind none, where the boxes stand by themselves', () => {
    for (const seed of SEEDS) {
      const { nodes, edges } = story(seed, SIZES[seed % 4]!);
      const laid = layout(nodes, edges);
      expect(behind(new Router(laid.positions, edges, laid), edges, laid.positions), `seed ${seed}`).toEqual([]);
    }
  });

  it('do so too where boxes were dragged, and keep to what dagre says where they were not', () => {
    for (const seed of SEEDS) {
      const { nodes, edges, random } = story(seed, SIZES[seed % 4]!);
      const arranged = dragged(layout(nodes, edges).positions, random);
      const laid = places(nodes, edges, arranged);
      expect(laid.positions).toEqual(Object.assign(Object.create(null), arranged));
      expect(behind(new Router(laid.positions, edges, laid), edges, laid.positions), `seed ${seed}`).toEqual([]);
    }
  });

  it('of a chosen scene do so in a story of 300 scenes', () => {
    const { nodes, edges } = story(5, 300);
    const laid = layout(nodes, edges);
    const router = new Router(laid.positions, edges, laid);
    const chosen = edges.filter((edge) => /^s7\d?$/.test(edge.from) || edge.to === 's80');
    expect(chosen.length).toBeGreaterThan(20);
    expect(behind(router, chosen, laid.positions, true)).toEqual([]);
  });

  it('go through the points of dagre while both boxes stand where it has put them and no other was dragged between', () => {
    const at: Positions = { a: [0, 0], b: [0, 400], c: [600, 200] };
    const edges: RouteEdge[] = [{ id: 'a.1', from: 'a', to: 'b' }];
    const laid: Laid = { positions: at, direction: 'TB', laid: at, led: new Map([['a\nb', [[0, 38], [200, 200], [0, 362]]]]) };
    expect(new Router(at, edges, laid).way(edges[0]!)).toContainEqual([200, 200]);
    expect(new Router({ ...at, b: [10, 400] }, edges, laid).way(edges[0]!)).not.toContainEqual([200, 200]);
    expect(new Router({ ...at, c: [200, 200] }, edges, laid).way(edges[0]!)).not.toContainEqual([200, 200]);
    expect(behind(new Router({ ...at, c: [200, 200] }, edges, laid), edges, { ...at, c: [200, 200] })).toEqual([]);
  });

  it('between the same two scenes lie beside each other, in both layouts', () => {
    for (const to of [[0, 300], [500, 0], [0, -300]] as Point[]) {
      const at: Positions = { a: [0, 0], b: to };
      const edges: RouteEdge[] = [1, 2, 3].map((i) => ({ id: 'a.' + i, from: 'a', to: 'b' })).concat([{ id: 'b.1', from: 'b', to: 'a' }]);
      const router = new Router(at, edges);
      expect(new Set(edges.map((edge) => rounded(router.way(edge), [], 9).d)).size).toBe(4);
    }
  });

  it('bear boxes that lie on each other', () => {
    const at: Positions = { a: [0, 0], b: [10, 10], c: [0, 40] };
    const edges: RouteEdge[] = [{ id: 'a.1', from: 'a', to: 'b' }, { id: 'a.2', from: 'a', to: 'c' }, { id: 'c.1', from: 'c', to: 'c' }];
    for (const edge of edges) for (const p of new Router(at, edges).way(edge)) expect(p.every(isFinite)).toBe(true);
  });

  it('end short of the box by the arrow, and tell where they are after any part of them', () => {
    const line = rounded([[0, 0], [0, 100], [100, 100]], [], 9);
    expect(line.d).toMatch(/^M0 0L0 70Q0 100 30 100L91 100$/);
    expect(line.length).toBe(191);
    expect(line.at(50)).toEqual([0, 50]);
    expect(line.at(150)).toEqual([50, 100]);
    expect(line.at(1000)).toEqual([91, 100]);
    expect(rounded([[0, 0], [0, 100], [100, 100]], [[WIDTH / 2 + 4, 96 - HEIGHT / 2]]).d).not.toContain('L0 70Q');
  });
});

describe('words on ways', { timeout: PATIENCE }, () => {
  it('meet no box, no pill and no other words, and are told where there is room', () => {
    let words = 0;
    const wrong: string[] = [];
    for (const seed of SEEDS) {
      const scale = [1, 1.5, 2.25][seed % 3]!;
      const { nodes, edges, random } = story(seed, SIZES[seed % 4]!);
      const laid = places(nodes, edges, seed % 2 ? dragged(layout(nodes, edges).positions, random) : {});
      const at = laid.positions;
      const router = new Router(at, edges, laid);
      const all = Object.values(at);
      const chosen = nodes[Math.floor(random() * nodes.length)]!.id;
      const labels = edges.filter((e) => e.from === chosen || e.to === chosen).map((edge, i) => {
        const drawn = rounded(router.way(edge), all, 9);
        return { forms: formsOf(String(i + 1), 'Một lựa chọn khá dài để ai cũng hiểu ' + i), length: drawn.length, at: drawn.at, best: drawn.length / 2 };
      });
      const pill = { at: [at['s0']![0], at['s0']![1] - HEIGHT / 2] as Point, size: [WIDTH, 24] as Point };
      const areas = all.map((p) => ({ at: p, size: [WIDTH, HEIGHT] as Point })).concat([pill]);
      for (const told of placed(labels, all, scale, [pill])) {
        if (!told) continue;
        if (told.lines.join('').length > 3) words++;
        const mine = { at: told.at, size: sizeOf(told.lines, scale) };
        if (areas.some((other) => Math.abs(mine.at[0] - other.at[0]) * 2 < mine.size[0] + other.size[0] && Math.abs(mine.at[1] - other.at[1]) * 2 < mine.size[1] + other.size[1])) wrong.push(`${told.lines.join(' ')} of seed ${seed}`);
        areas.push(mine);
      }
    }
    expect(wrong).toEqual([]);
    expect(words).toBeGreaterThan(40);
  });

  it('come in one line, in two, or as the mark alone', () => {
    const line = (length: number) => ({ length, at: (way: number): Point => [0, way], best: length / 2 });
    const forms = formsOf('1', 'Gọi ngân hàng theo số');
    expect(forms).toEqual([['1. Gọi ngân hàng theo số'], ['1. Gọi ngân hàng', 'theo số'], ['1']]);
    expect(placed([{ forms, ...line(300) }], [])).toEqual([{ lines: forms[0], at: [0, 150] }]);
    const beside = (gap: number): Point[] => [[-gap - WIDTH / 2, 150], [gap + WIDTH / 2, 150]];
    expect(placed([{ forms, ...line(60), at: (way) => [0, 120 + way] }], beside(80))[0]!.lines).toEqual(forms[1]);
    expect(placed([{ forms, ...line(60), at: (way) => [0, 120 + way] }], beside(20))[0]!.lines).toEqual(['1']);
    expect(placed([{ forms, ...line(60), at: (way) => [0, 120 + way] }], beside(4))).toEqual([null]);
    expect(formsOf('', '12 · 30%')).toEqual([['12 · 30%']]);
  });

  it('lie on no other way that is told of where there is another place', () => {
    const forms = [['Một hai ba']];
    const along = { forms, length: 400, at: (way: number): Point => [way, 0], best: 200 };
    const across = { forms: [], length: 200, at: (way: number): Point => [200, way - 100], best: 100 };
    expect(placed([along], [])[0]!.at).toEqual([200, 0]);
    expect(Math.abs(placed([along, across], [])[0]!.at[0] - 200)).toBeGreaterThan(sizeOf(forms[0]!, 1)[0] / 2);
  });
});
