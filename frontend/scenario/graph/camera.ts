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

/** All boxes in a field of this size, none larger than life. */
export function whole(places: readonly Point[], [width, height]: Point): Camera {
  if (!places.length) return { x: 0, y: 0, k: 1 };
  const xs = places.map((p) => p[0]);
  const ys = places.map((p) => p[1]);
  const left = Math.min(...xs) - WIDTH / 2 - MARGIN;
  const right = Math.max(...xs) + WIDTH / 2 + MARGIN;
  const top = Math.min(...ys) - HEIGHT / 2 - MARGIN;
  const bottom = Math.max(...ys) + HEIGHT / 2 + MARGIN;
  const k = Math.max(FARTHEST, Math.min(1, width / (right - left), height / (bottom - top)));
  return { k, x: (width - (left + right) * k) / 2, y: (height - (top + bottom) * k) / 2 };
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

/** A story too large to be shown as a whole: where it begins. */
export function beginning(at: Point, [width, height]: Point, direction: Direction): Camera {
  const k = 0.7;
  return { k, x: (direction === 'LR' ? 0.2 : 0.5) * width - at[0] * k, y: (direction === 'TB' ? 0.2 : 0.5) * height - at[1] * k };
}
