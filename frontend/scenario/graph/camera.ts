/** What part of the picture is seen, and how large. Pure. */
import { HEIGHT, WIDTH, type Direction } from './layout';
import type { Point } from './shape';

/** A place `p` of the picture is seen at `p * k + (x, y)`. */
export interface Camera {
  x: number;
  y: number;
  k: number;
}

const NEAREST = 2.5;
const FARTHEST = 0.06;
const MARGIN = 28;

/** `camera` zoomed by `factor` around a point of the screen. */
export const zoomed = (camera: Camera, factor: number, x: number, y: number): Camera => {
  const k = Math.max(FARTHEST, Math.min(NEAREST, camera.k * factor));
  const f = k / camera.k;
  return { k, x: x - (x - camera.x) * f, y: y - (y - camera.y) * f };
};

/** All boxes in a field of this size, none larger than life; what is lower than the field stands at its top. */
export function whole(places: readonly Point[], [width, height]: Point): Camera {
  if (!places.length) return { x: 0, y: 0, k: 1 };
  const { left, right, top, bottom } = extent(places);
  const k = Math.max(FARTHEST, Math.min(1, width / (right - left), height / (bottom - top)));
  return { k, x: (width - (left + right) * k) / 2, y: Math.min(-top * k, (height - (top + bottom) * k) / 2) };
}

function extent(places: readonly Point[]): { left: number; right: number; top: number; bottom: number } {
  const xs = places.map((p) => p[0]);
  const ys = places.map((p) => p[1]);
  return { left: Math.min(...xs) - WIDTH / 2 - MARGIN, right: Math.max(...xs) + WIDTH / 2 + MARGIN, top: Math.min(...ys) - HEIGHT / 2 - MARGIN, bottom: Math.max(...ys) + HEIGHT / 2 + MARGIN };
}

/** `camera` moved so far that the box at `at` is wholly seen; zoomed in where it is smaller than `least`. */
export function showing(camera: Camera, at: Point, [width, height]: Point, least: number): Camera {
  let { x, y, k } = camera;
  if (k < least) {
    k = 0.8;
    x = width / 2 - at[0] * k;
    y = height / 2 - at[1] * k;
  }
  const seen: Point = [at[0] * k + x, at[1] * k + y];
  const w = (WIDTH / 2) * k + 16;
  const h = (HEIGHT / 2) * k + 20;
  if (seen[0] < w || seen[0] > width - w) x += width / 2 - seen[0];
  if (seen[1] < h || seen[1] > height - h) y += height / 2 - seen[1];
  return { x, y, k };
}

/** Smaller than this, a finger does not meet a box: the first look begins at the start instead of showing all. */
const FIRST = 0.6;

/**
 * The first look at a story whose start stands at `at`: all of it; where that would be too small its whole width, from the top; where
 * that is too small as well, the start, near the top of the field (or its left, where the story goes across).
 */
export function beginning(places: readonly Point[], at: Point, size: Point, direction: Direction): Camera {
  const all = whole(places, size);
  if (all.k >= FIRST) return all;
  const [width, height] = size;
  const { left, right, top, bottom } = extent(places);
  if (direction === 'TB') {
    const k = Math.min(1, width / (right - left));
    const fits = k >= FIRST;
    const near = fits ? k : 0.7;
    return { k: near, x: fits ? -left * k : width / 2 - at[0] * near, y: (HEIGHT / 2 + MARGIN - at[1]) * near + 12 };
  }
  const k = Math.min(1, height / (bottom - top));
  const fits = k >= FIRST;
  const near = fits ? k : 0.7;
  return { k: near, x: (WIDTH / 2 + MARGIN - at[0]) * near + 12, y: fits ? -top * k : height / 2 - at[1] * near };
}

/** How a box tells its title at a zoom. */
export interface Detail {
  /** Size of its letters, in the picture's units. */
  font: number;
  columns: number;
  rows: number;
  icon: boolean;
}

/** The least size of letters on the screen (px). */
export const READABLE = 11;
const FONT = 15;
const STEP = 1.09;
/** From line to line of a title, in heights of its letters. */
export const LEADING = 1.1;

/** Letters that stay readable on the screen, so few as the box then holds: a title, its beginning, the scene's number; null where not even that. */
export function detailAt(k: number): Detail | null {
  const font = FONT * STEP ** Math.max(0, Math.ceil(Math.log(READABLE / (FONT * k)) / Math.log(STEP) - 1e-9));
  if (font > HEIGHT * 1.75) return null;
  const icon = font < 20;
  return { font, icon, columns: Math.floor((WIDTH - (icon ? 58 : 14)) / (font * (icon ? 0.555 : 0.58))), rows: Math.max(1, Math.floor((HEIGHT - 2) / (font * LEADING))) };
}
