/**
 * What only some simulations need: `ask` (typed replies, questions) and `inbox`. Each lies in a script of its own,
 * `public/<name>.<lang>.js`, which the server adds where a story holds one of them, and is looked for on the window.
 */
import { h, type Child } from '../shared/dom';
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

type Extras = Partial<Record<'ask' | 'inbox', More>> & { map?: (app: SimApp, place: HTMLElement) => void };
const place = window as unknown as { hvSim?: Extras };

const extras = (): Extras => (place.hvSim = place.hvSim || {});

export function add<K extends keyof Extras>(name: K, more: Extras[K]): void {
  extras()[name] = more;
}

/** Null on a page that did not bring it. */
export const extra = (name: 'ask' | 'inbox'): More | null => extras()[name] || null;

/** Draws the map into `place`; its script is fetched the first time that somebody asks for it. */
export function drawMap(app: SimApp, place: HTMLElement): void {
  const draw = (): void => (extras().map ? extras().map!(app, place) : app.frame.tell(app.w.say('offline_start')));
  if (extras().map) draw();
  else document.head.appendChild(h('script', { src: app.init.map_url, onload: draw, onerror: draw }));
}
