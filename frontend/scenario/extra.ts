/**
 * What only some simulations need: `ask` (typed replies, questions) and `inbox`. Each lies in a script of its own,
 * `public/<name>.<lang>.js`, which the server adds where a story holds one of them, and is looked for on the window.
 */
import type { Child } from '../shared/dom';
import type { SimApp } from './app';
import type { Choice, Debrief, Scene } from './model';

/** What the main bundle lends, so that skins are brought once. */
export interface Kit {
  skin(app: SimApp, scene: Scene): Child;
}
/** Parts of a view; what is absent is drawn as in a story. */
export interface Parts {
  heading?: HTMLElement | undefined;
  top?: Child;
  what?: Child;
  glyph?(choice: Choice): string;
  bottom?: Child;
}
export interface After {
  heading?: HTMLElement | undefined;
  /** Stands where "You chose …" would. */
  said?: Child;
  /** How it was judged, and why. */
  judged?: Child;
  /** False where `judged` has said what there is to say. */
  panel: boolean;
  on?: Child;
}
export interface More {
  scene(app: SimApp): Parts;
  after(app: SimApp): After;
  /** A step of the debrief that was no choice: what was done and how it was judged. */
  step(app: SimApp, kit: Kit, step: Debrief['path'][number]): { said: Child; judged?: Child; below?: Child };
  /** The end of an inbox. */
  ending?(app: SimApp): { heading: HTMLElement; note: Child; path: Child };
}

type Extras = Partial<Record<'ask' | 'inbox', More>>;
const place = window as unknown as { hvSim?: Extras };

export function add(name: keyof Extras, more: More): void {
  (place.hvSim = place.hvSim || {})[name] = more;
}

/** Null on a page that did not bring it. */
export const extra = (name: keyof Extras): More | null => (place.hvSim && place.hvSim[name]) || null;
