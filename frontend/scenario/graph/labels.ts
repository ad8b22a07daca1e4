/** Where words on ways stand: on their way, on no box, on no other words. Pure. */
import { HEIGHT, WIDTH } from './layout';
import { wrap, type Point } from './shape';

export interface Label {
  /** What it may say, the best first: each the lines of it. */
  forms: string[][];
  /** The way's length, and the point after a part of it. */
  length: number;
  at(way: number): Point;
  /** Where on the way it stands best. */
  best: number;
}
export interface Told {
  lines: string[];
  /** The middle. */
  at: Point;
}

/** A rectangle by its middle. */
export interface Area {
  at: Point;
  size: Point;
}

/** Height of a line of 13 px letters, and the width of one of them (rather too much). */
export const LINE = 17;
const LETTER = 7.7;
/** Words are tried every so many units of the way, so far from where they stand best. */
const STEP = 10;
const REACH = 420;
const NONE: Point = [0, 0];

/** Width and height of lines at a scale. */
export function sizeOf(lines: readonly string[], scale: number): Point {
  return [(Math.max(2, ...lines.map((line) => line.length)) * LETTER + 8) * scale, (lines.length * LINE + 2) * scale];
}

/** `words` in one line, in two, and the `mark` alone; what is told without a mark has no last form. */
export function formsOf(mark: string, words: string): string[][] {
  const all = (mark ? mark + '. ' : '') + words;
  const one = wrap(all, 30, 1);
  const two = wrap(all, 17, 2);
  return [one, two, ...(mark ? [[mark]] : [])].filter((lines, i) => lines.length && (i !== 1 || lines.length > 1));
}

const meets = (a: Point, size: Point, b: Point, other: Point): boolean => Math.abs(a[0] - b[0]) * 2 < size[0] + other[0] && Math.abs(a[1] - b[1]) * 2 < size[1] + other[1];

/**
 * For each label what it says and where, or null where no place was found: none meets a box in `boxes`, an area in `others` or another
 * label. Words lie on at most one other way that is told of, and where they can on none; a mark may lie on more.
 */
export function placed(labels: readonly Label[], boxes: readonly Point[], scale = 1, others: readonly Area[] = []): Array<Told | null> {
  const box: Point = [WIDTH + 6, HEIGHT + 6];
  const taken: Area[] = others.slice();
  // The ways as dots, as close as a label is high.
  const dots = labels.map(({ length, at }) => Array.from({ length: Math.ceil(length / 12) }, (_x, i) => at(i * 12)));
  return labels.map(({ forms, length, at, best }, mine) => {
    const ways: number[] = [best];
    for (let off = STEP; off < Math.min(length, REACH * scale); off += STEP * scale) ways.push(best + off, best - off);
    const spots = ways.filter((way) => way > 8 && way < length - 12).map(at);
    // What can be met at all: the rest of a large story is not asked again for every spot.
    const around = forms.length && spots.length ? Math.max(...forms.map((lines) => sizeOf(lines, scale)[0])) : 0;
    const [x, y] = [0, 1].map((i) => spots.map((spot) => spot[i]!));
    const low: Point = [Math.min(...x!) - around, Math.min(...y!) - around];
    const high: Point = [Math.max(...x!) + around, Math.max(...y!) + around];
    const within = (p: Point): boolean => p[0] > low[0] && p[0] < high[0] && p[1] > low[1] && p[1] < high[1];
    const near = boxes.filter((one) => one[0] > low[0] - WIDTH && one[0] < high[0] + WIDTH && one[1] > low[1] - HEIGHT && one[1] < high[1] + HEIGHT);
    const lines = dots.filter((_line, i) => i !== mine).map((line) => line.filter(within));
    const open = forms.map((form) => {
      const size = sizeOf(form, scale);
      return spots.filter((spot) => !taken.some((one) => meets(spot, size, one.at, one.size)) && !near.some((one) => meets(spot, size, one, box)));
    });
    const words = forms.filter((form) => form.join('').length > 3);
    const tries = [0, 1].flatMap((most) => words.map((form): [string[], number] => [form, most]));
    for (const form of forms) if (words.indexOf(form) < 0) tries.push([form, 0], [form, Infinity]);
    for (const [form, most] of tries) {
      const size = sizeOf(form, scale);
      for (const spot of open[forms.indexOf(form)]!) {
        if (most < Infinity && lines.filter((line) => line.some((dot) => meets(spot, size, dot, NONE))).length > most) continue;
        taken.push({ at: spot, size });
        return { lines: form, at: spot };
      }
    }
    return null;
  });
}
