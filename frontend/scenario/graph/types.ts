/** What the picture of a story is drawn from, and what it tells back. */
import type { Words } from '../../shared/i18n';
import type { strings } from './strings';

export type NodeKind = 'scene' | 'good' | 'mixed' | 'bad';
export type EdgeKind = 'choice' | 'reply' | 'fallback' | 'right' | 'wrong';

export interface GraphNode {
  id: string;
  label: string;
  kind: NodeKind;
  start?: boolean;
  channel: string;
  trouble?: 'error' | 'warning' | null;
  /** Small text under the label ("12 lượt"). */
  note?: string;
  /** What the search box looks through, beside label and id: the scene's words, plain. */
  words?: string;
}

export interface GraphEdge {
  /** `scene.way`. */
  id: string;
  from: string;
  to: string;
  /** What the way is called; empty where it has no words of its own (a fallback, an answer): then the picture names its kind. */
  label: string;
  kind: EdgeKind;
  exit?: boolean;
  /** 0..1: drawn as width. */
  share?: number;
  /** "37 · 62 %". */
  note?: string;
}

/** Arranged places: centre of a scene's box. Scenes that are not in it are placed by the picture. */
export type Positions = Record<string, [number, number]>;

export interface GraphData {
  nodes: GraphNode[];
  edges: GraphEdge[];
  positions: Positions;
  selected: string | null;
}

export interface GraphHooks {
  onselect(id: string): void;
  onopen(id: string): void;
  /** Gets every scene's place after one was moved, and `{}` when the places are to be forgotten. Absent: nothing can be moved. */
  onmove?(positions: Positions): void;
  onplay?(id: string): void;
}

export type GraphWords = Words<typeof strings>;
