/** Geometry of the picture: the curve of a way between two boxes, and words broken into the lines of a box. Pure. */
import { HEIGHT, WIDTH, type Direction } from './layout';

export type Point = [number, number];
export interface Curve {
  d: string;
  /** The point at `t` of the way (0: where it leaves, 1: where it arrives). */
  at(t: number): Point;
}

/** Room for the arrow's head. */
const TIP = 9;

/**
 * The curve from box `a` to box `b` (centres). Ways on leave below (or right) and arrive above (or left), ways back go round the side;
 * `lane` (…, -1, 0, 1, …) parts ways between the same two scenes.
 */
export function curve(a: Point, b: Point, direction: Direction, lane = 0): Curve {
  const turn = direction === 'LR';
  const swap = ([x, y]: Point): Point => (turn ? [y, x] : [x, y]);
  const [w, h] = turn ? [HEIGHT / 2, WIDTH / 2] : [WIDTH / 2, HEIGHT / 2];
  const [ax, ay] = swap(a);
  const [bx, by] = swap(b);
  let points: [Point, Point, Point, Point];
  if (ax === bx && ay === by) {
    const out = 58 + Math.abs(lane) * 16;
    points = [[ax + w, ay - h * 0.3], [ax + w + out, ay - h - 26], [ax + w + out, ay + h + 26], [ax + w + TIP, ay + h * 0.3]];
  } else if (by - ay > h * 1.2) {
    const pull = Math.max(36, (by - ay - h * 2) * 0.55);
    const shift = lane * w * 0.42;
    points = [[ax + shift * 0.6, ay + h], [ax + shift, ay + h + pull], [bx + shift, by - h - pull], [bx + shift * 0.6, by - h - TIP]];
  } else if (Math.abs(by - ay) <= h * 1.2 && Math.abs(bx - ax) > w * 2) {
    const side = bx > ax ? 1 : -1;
    const pull = Math.max(24, (Math.abs(bx - ax) - w * 2) * 0.45);
    const lift = lane * h * 0.8;
    points = [[ax + side * w, ay + lift * 0.5], [ax + side * (w + pull), ay + lift], [bx - side * (w + pull), by + lift], [bx - side * (w + TIP), by + lift * 0.5]];
  } else {
    const side = bx >= ax - 1 ? 1 : -1;
    const out = (side > 0 ? Math.max(ax, bx) : Math.min(ax, bx)) + side * (w + 52 + Math.abs(lane) * 22);
    points = [[ax + side * w, ay], [out, ay], [out, by], [bx + side * (w + TIP), by]];
  }
  const [p, q, r, s] = points.map(swap) as [Point, Point, Point, Point];
  const n = (value: number): number => Math.round(value * 10) / 10;
  const along = (t: number, i: 0 | 1): number => n((1 - t) ** 3 * p[i] + 3 * (1 - t) ** 2 * t * q[i] + 3 * (1 - t) * t * t * r[i] + t ** 3 * s[i]);
  return { d: `M${n(p[0])} ${n(p[1])}C${n(q[0])} ${n(q[1])} ${n(r[0])} ${n(r[1])} ${n(s[0])} ${n(s[1])}`, at: (t) => [along(t, 0), along(t, 1)] };
}

/** `text` in at most `rows` lines of about `columns` letters; what does not fit ends in "…". Words of scripts without spaces are cut. */
export function wrap(text: string, columns: number, rows: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    let rest = word;
    while (rest) {
      const room = columns - (line ? line.length + 1 : 0);
      if (rest.length <= room) {
        line = line ? line + ' ' + rest : rest;
        rest = '';
      } else if (!line) {
        lines.push(rest.slice(0, columns));
        rest = rest.slice(columns);
      } else {
        lines.push(line);
        line = '';
      }
    }
  }
  if (line) lines.push(line);
  if (lines.length <= rows) return lines;
  const kept = lines.slice(0, rows);
  kept[rows - 1] = kept[rows - 1]!.slice(0, columns - 1).trimEnd() + '…';
  return kept;
}

export interface Label {
  /** Its width and height. */
  size: Point;
  /** Where it may stand (the middle of its lower rim), the best first. */
  spots: Point[];
}

/** Which of its spots each label takes: the first that lies on no label placed before it and on no box; else on no label; else its best. */
export function apart(labels: readonly Label[], boxes: readonly Point[]): number[] {
  const placed: Array<[number, number, number, number]> = [];
  const meets = (a: readonly number[], b: readonly number[]): boolean => a[0]! < b[2]! && b[0]! < a[2]! && a[1]! < b[3]! && b[1]! < a[3]!;
  return labels.map(({ size: [w, h], spots }) => {
    const areas = spots.map(([x, y]): [number, number, number, number] => [x - w / 2, y - h, x + w / 2, y + h * 0.25]);
    const free = areas.map((area) => !placed.some((one) => meets(area, one)));
    const clear = areas.map((area, i) => free[i]! && !boxes.some(([x, y]) => meets(area, [x - WIDTH / 2, y - HEIGHT / 2, x + WIDTH / 2, y + HEIGHT / 2])));
    const taken = Math.max(0, clear.indexOf(true) >= 0 ? clear.indexOf(true) : free.indexOf(true));
    if (areas[taken]) placed.push(areas[taken]!);
    return taken;
  });
}

/** Lanes for ways in order: those between the same two scenes lie beside each other. */
export function lanes(edges: ReadonlyArray<{ from: string; to: string }>): number[] {
  const count = new Map<string, number>();
  const name = (edge: { from: string; to: string }): string => edge.from + '\n' + edge.to;
  for (const edge of edges) count.set(name(edge), (count.get(name(edge)) || 0) + 1);
  const next = new Map<string, number>();
  return edges.map((edge) => {
    const i = next.get(name(edge)) || 0;
    next.set(name(edge), i + 1);
    return i - (count.get(name(edge))! - 1) / 2;
  });
}
