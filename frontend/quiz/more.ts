/**
 * What a quiz's page may have beyond plain questions: `public/extras.<lang>.js`, which the server adds where a quiz needs it (several tries, a
 * time limit, the certainty question, kept answers, pictures, recordings). It leaves a function on the window that gives these for a
 * page; each is optional, and without them the page draws a plain quiz.
 */
import type { Child } from '../shared/dom';
import type { Frame } from '../shared/frame';
import type { QuizApp } from './app';
import type { Item, ItemResult, Raw } from './model';
import type { Widget } from './questions/base';

export interface Extras {
  /** More lines of the start view: icon and words. */
  facts?(): Array<[string, Child]>;
  /** After a new state, and after every reply. */
  adopted?(): void;
  /** Above a question; `live` while it can still be answered. */
  above?(item: Item, live: boolean): Child;
  /** Below a question that can be answered. */
  below?(item: Item, widget: Widget, retry: boolean): Child;
  /** The learner changed the answer. */
  changed?(): void;
  certainty?(): string | null;
  /** Why another try may not be the same answer; null when it is another one. */
  stale?(item: Item, raw: Raw): Child;
  /** The answer stands, its feedback (if `waiting` is false) is shown. */
  answered?(item: Item, waiting: boolean): void;
  /** Below "right", "partly right" or "not quite". */
  told?(item: Item, result: ItemResult): Child;
  /** In the place of the list of wrong answers. */
  again?(): Child;
}

/** Lists an item with a word and a button that leads to it. */
export type Row = (app: QuizApp, item: Item, index: number, good: boolean, word: Child, action: string, onclick: () => void) => HTMLElement;
export interface MakeExtras {
  (app: QuizApp, row: Row): Extras;
  /** For a question that stands in something else, as in a scene of a simulation: its recording, and pictures of that page that can be seen larger. */
  beside(frame: Frame, item: Item): Child;
}
