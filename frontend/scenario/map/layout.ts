/** Where the scenes that were visited stand: in layers by the fewest moves from the first, at most two beside each other. Pure. */
export interface Visited {
  scenes: Array<{ title: string; kind: null | 'good' | 'mixed' | 'bad'; here: boolean }>;
  moves: Array<{ from: number; to: number; text: string; count: number }>;
}
export interface Box {
  x: number;
  y: number;
}
export interface Line {
  from: number;
  to: number;
  count: number;
  /** SVG path data. */
  d: string;
  /** Where its count is written. */
  at: Box;
  /** Leads back up, or beside, or to the same scene. */
  back: boolean;
}
export interface Layout {
  width: number;
  height: number;
  boxes: Box[];
  lines: Line[];
}

export const WIDTH = 344;
export const BOX = { w: 130, h: 66 };
const GUTTER = 32;
const GAP = 46;

/** How many moves each scene is from the first; those that no move leads to stand with the first. */
export function layers({ scenes, moves }: Visited): number[] {
  const depth = scenes.map(() => -1);
  const queue: number[] = [];
  for (let first = 0; first < scenes.length; first++) {
    if (depth[first]! >= 0) continue;
    depth[first] = 0;
    queue.push(first);
    while (queue.length) {
      const at = queue.shift()!;
      for (const { from, to } of moves) {
        if (from === at && depth[to] === -1) {
          depth[to] = depth[at]! + 1;
          queue.push(to);
        }
      }
    }
  }
  return depth;
}

export function layout(found: Visited): Layout {
  const depth = layers(found);
  const rows: number[][] = [];
  for (let layer = 0; layer <= Math.max(0, ...depth); layer++) {
    const here = depth.map((d, i) => (d === layer ? i : -1)).filter((i) => i >= 0);
    for (let i = 0; i < here.length; i += 2) rows.push(here.slice(i, i + 2));
  }
  const boxes: Box[] = [];
  const row: number[] = [];
  rows.forEach((members, r) =>
    members.forEach((scene, c) => {
      boxes[scene] = { x: members.length === 1 ? (WIDTH - BOX.w) / 2 : c ? WIDTH - GUTTER - BOX.w : GUTTER, y: r * (BOX.h + GAP) + 2 };
      row[scene] = r;
    }),
  );
  const joined: Array<{ from: number; to: number; count: number }> = [];
  for (const { from, to, count } of found.moves) {
    const same = joined.filter((one) => one.from === from && one.to === to)[0];
    if (same) same.count += count;
    else joined.push({ from, to, count });
  }
  let lane = 0;
  const lines = joined.map(({ from, to, count }): Line => {
    const a = boxes[from]!;
    const b = boxes[to]!;
    const down = row[to]! - row[from]!;
    if (down === 1) {
      const [x1, y1, x2, y2] = [a.x + BOX.w / 2 + (b.x - a.x) / 6, a.y + BOX.h, b.x + BOX.w / 2 - (b.x - a.x) / 6, b.y - 3];
      return { from, to, count, d: `M${x1} ${y1}C${x1} ${y1 + GAP / 2} ${x2} ${y2 - GAP / 2} ${x2} ${y2}`, at: { x: (x1 + x2) / 2, y: (y1 + y2) / 2 }, back: false };
    }
    if (!down && from !== to) {
      const way = b.x > a.x ? 1 : -1;
      const y = a.y + BOX.h / 2 - way * 10;
      const x = a.x + (way > 0 ? BOX.w : 0);
      const x2 = b.x + (way > 0 ? -3 : BOX.w + 3);
      return { from, to, count, d: `M${x} ${y}H${x2}`, at: { x: (x + x2) / 2, y: y - 10 }, back: way < 0 };
    }
    // Everything else goes round by the nearer edge, each line in a lane of its own.
    const right = (a.x + b.x) / 2 + BOX.w / 2 > WIDTH / 2 - (lane % 2 ? 1 : -1);
    const out = 5 + (lane % 5) * 5;
    const edge = right ? WIDTH - out : out;
    const side = (box: Box): number => (right ? box.x + BOX.w : box.x);
    const shift = from === to ? 14 : 0;
    const y1 = a.y + BOX.h * (from === to ? 0.5 : 0.68) - shift;
    const y2 = b.y + BOX.h * (from === to ? 0.5 : 0.32) + shift;
    const turn = y2 > y1 ? 8 : -8;
    const to2 = side(b) + (right ? 3 : -3);
    const inward = right ? -8 : 8;
    lane++;
    return {
      from, to, count, back: down <= 0, at: { x: right ? WIDTH - 14 : 14, y: (y1 + y2) / 2 },
      d: `M${side(a)} ${y1}H${edge + inward}Q${edge} ${y1} ${edge} ${y1 + turn}V${y2 - turn}Q${edge} ${y2} ${edge + inward} ${y2}H${to2}`,
    };
  });
  return { width: WIDTH, height: Math.max(1, rows.length) * (BOX.h + GAP) - GAP + 4, boxes, lines };
}

/** `text` in at most `lines` lines of about `room` characters, cut with an ellipsis. */
export function wrap(text: string, room = 15, lines = 3): string[] {
  const out: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = out.length - 1;
    if (last >= 0 && (out[last] + ' ' + word).length <= room) out[last] += ' ' + word;
    else out.push(word.length > room ? word.slice(0, room - 1) + '…' : word);
  }
  if (out.length <= lines) return out;
  const kept = out.slice(0, lines);
  kept[lines - 1] = kept[lines - 1]!.slice(0, room - 1) + '…';
  return kept;
}
