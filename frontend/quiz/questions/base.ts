/** A question type's widget: one file per type, one line in `index.ts`. */
import type { Words } from '../../shared/i18n';
import type { Item, ItemResult, Raw } from '../model';
import type { strings } from '../strings';
import type { strings as typeStrings } from './strings';

export type QuizWords = Words<typeof strings>;
export type TypeWords = Words<typeof typeStrings>;

export interface Widget {
  /** A fieldset whose legend is the question. */
  node: HTMLElement;
  /** What would be sent, or null while nothing has been chosen. */
  read(): Raw | null;
  /** The first place that is still empty, where there are several; null when all are filled. */
  missing?(): HTMLElement | null;
  /** True while the answer that `read` gives is only how the question was laid out. */
  untouched?(): boolean;
  /** Shows an answer given earlier. */
  write(raw: Raw): void;
  /** Takes no more changes. With a result, marks right and wrong by icon and word. Without one (null) only locks. */
  lock(result: ItemResult | null): void;
  /** Where the focus goes when the answer is missing. */
  first: HTMLElement;
}

export interface WidgetContext {
  /** Unique on the page, for `name` and `id`. */
  name: string;
  words: QuizWords;
  /** What the rarer types say; there where they are. */
  types?: TypeWords | undefined;
  /** Marks authored text with its language. */
  authored<T extends HTMLElement>(node: T): T;
  onchange(): void;
}

export type WidgetFactory = (item: Item, context: WidgetContext) => Widget;
