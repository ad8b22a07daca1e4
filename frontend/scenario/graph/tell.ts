/** Puts words on the ways: of the chosen scene, near it; then counts. Where there is no room, the mark alone, which the list below tells. */
import { marks } from './about';
import type { EdgeView } from './draw';
import { formsOf, placed, type Area, type Label } from './labels';
import { HEIGHT, WIDTH } from './layout';
import type { GraphEdge, GraphNode, Positions } from './types';

/** How far from the chosen scene its words stand, where the way is so long. */
const NEAR = 150;

export interface Telling {
  nodes: readonly GraphNode[];
  places: Positions;
  edges: ReadonlyMap<string, EdgeView>;
  /** The chosen scene and the ways that touch it. */
  selected: string | null;
  ways: readonly GraphEdge[];
  /** Too far for words: marks only. */
  far: boolean;
  scale: number;
  top: Element;
}

export function tellWays({ nodes, places, edges, selected, ways, far, scale, top }: Telling): void {
  const marked = marks(selected || '', ways);
  const told: Array<Label & { view: EdgeView }> = [];
  const add = (view: EdgeView | undefined, mark: string): void => {
    if (!view || !view.drawn) return;
    const { drawn, edge } = view;
    const forms = formsOf(mark, view.words(!!mark));
    const from = Math.min(drawn.length / 2, NEAR);
    told.push({ view, forms: far ? forms.slice(-1) : forms, length: drawn.length, at: drawn.at, best: edge.from === selected || !mark ? from : drawn.length - from });
  };
  for (const edge of ways) add(edges.get(edge.id), marked.get(edge.id)!);
  // Short ways first: they have the least room.
  told.sort((a, b) => a.length - b.length);
  if (!far) for (const view of edges.values()) if (view.edge.note && !marked.has(view.edge.id)) add(view, '');
  const pills = nodes.filter((node) => node.start || node.trouble).map(({ id }): Area => ({ at: [places[id]![0], places[id]![1] - HEIGHT / 2], size: [WIDTH, 24] }));
  const found = new Map(placed(told, Object.values(places), scale, pills).map((one, i) => [told[i]!.view, one]));
  for (const view of edges.values()) view.tell(found.get(view) || null, scale, top);
}
