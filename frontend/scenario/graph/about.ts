/** Below the picture: the chosen scene, what can be done with it, and its ways, numbered as in the picture. */
import { fill, h, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { ACTS, labelOf, type NodeView } from './draw';
import type { GraphEdge, GraphHooks, GraphWords } from './types';

/** What stands on a way of the chosen scene, in the picture and in the list: numbers lead on, letters lead here. */
export function marks(id: string, ways: readonly GraphEdge[]): Map<string, string> {
  const found = new Map<string, string>();
  let out = 0;
  let back = 0;
  for (const edge of ways) found.set(edge.id, edge.from === id ? String(++out) : letter(back++));
  return found;
}

/** a … z, a2 … */
const letter = (i: number): string => String.fromCharCode(97 + (i % 26)) + (i < 26 ? '' : String(Math.floor(i / 26) + 1));

export interface AboutHooks extends GraphHooks {
  /** Begins to move the scene, or puts it down. */
  move(id: string): void;
  /** Goes to another scene of the picture. */
  go(id: string): void;
}

export class About {
  readonly root = h('div', { class: 'hv-gabout' });
  private shown = '';

  constructor(
    private readonly words: GraphWords,
    private readonly hooks: AboutHooks,
  ) {}

  /** `ways`: those that touch the scene; `known`: all scenes. */
  paint(view: NodeView | undefined, ways: readonly GraphEdge[], known: ReadonlyMap<string, NodeView>, moving: boolean): void {
    const { words, hooks, root } = this;
    const titled = (id: string): string => known.get(id)!.title();
    const same = JSON.stringify([view ? [view.node.id, view.title()] : null, moving, ways.map((edge) => [edge, titled(edge.from), titled(edge.to)])]);
    if (same === this.shown) return;
    this.shown = same;
    if (!view) return fill(root, h('p', { class: 'hv-sub' }, words.say('nothing_selected')));
    const { id } = view.node;
    const button = (label: Child, onclick: () => void): HTMLElement => h('button', { type: 'button', class: 'hv-btn hv-btn--small', onclick }, label);
    const had = root.contains(document.activeElement);
    const move = hooks.onmove ? button([icon(ACTS.move), words.say(moving ? 'move_done' : 'move')], () => hooks.move(id)) : null;
    fill(
      root,
      h('div', { class: 'hv-gacts' }, h('b', null, view.title()), button([icon(hooks.onmove ? ACTS.open : icons.eye), words.say(hooks.onmove ? 'open' : 'look')], () => hooks.onopen(id)), hooks.onplay ? button([icon(ACTS.play), words.say('play')], () => hooks.onplay!(id)) : null, move),
      h('div', { class: 'hv-gways' }, this.list('ways_on', id, ways.filter((edge) => edge.from === id), ways, titled), this.list('ways_here', id, ways.filter((edge) => edge.from !== id), ways, titled)),
    );
    if (had && move) move.focus();
  }

  private list(title: 'ways_on' | 'ways_here', id: string, mine: readonly GraphEdge[], all: readonly GraphEdge[], titled: (id: string) => string): HTMLElement | null {
    if (!mine.length) return null;
    const marked = marks(id, all);
    const way = (edge: GraphEdge): HTMLElement => {
      const on = title === 'ways_on';
      const other = on ? edge.to : edge.from;
      return h('li', null, h('button', { type: 'button', onclick: () => this.hooks.go(other) }, h('b', { class: 'hv-gmark' }, marked.get(edge.id)!), h('span', null, labelOf(edge, this.words), edge.note ? ` (${edge.note})` : null, on ? ' → ' : ' ← ', h('u', null, titled(other)))));
    };
    return h('div', null, h('p', { class: 'hv-sub' }, this.words.say(title)), h('ul', null, mine.map(way)));
  }
}
