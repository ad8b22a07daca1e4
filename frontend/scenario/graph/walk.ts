/** Where an arrow key leads in the picture. Pure. */
import type { Point } from './shape';
import type { GraphEdge, Positions } from './types';

export const ARROWS: Record<string, Point | undefined> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** Cosine of the widest angle from the arrow's direction. */
const ALONG = 0.35;

/** The scene joined to `id` that lies best in the arrow's direction; where none does, the nearest scene that way; null at the rim. */
export function walk(id: string, [dx, dy]: Point, places: Positions, edges: readonly GraphEdge[]): string | null {
  const from = places[id];
  if (!from) return null;
  const joined = new Set<string>();
  for (const edge of edges) {
    if (edge.from === id) joined.add(edge.to);
    if (edge.to === id) joined.add(edge.from);
  }
  joined.delete(id);
  const best = (ids: Iterable<string>, narrow: number): string | null => {
    let found: string | null = null;
    let least = Infinity;
    for (const one of ids) {
      const at = places[one];
      if (!at || one === id) continue;
      const x = at[0] - from[0];
      const y = at[1] - from[1];
      const far = Math.hypot(x, y);
      const along = far ? (x * dx + y * dy) / far : 0;
      if (along < narrow) continue;
      const cost = far * (2 - along);
      if (cost < least) {
        least = cost;
        found = one;
      }
    }
    return found;
  };
  return best(joined, ALONG) || best(Object.keys(places), 0.5);
}
