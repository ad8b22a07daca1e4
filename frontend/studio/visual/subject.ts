/** What a kind of content (the quiz, the simulation) brings to the desk on which it is written in forms. */
import type { Child } from '../../shared/dom';
import type { Finding } from '../source';
import type { Desk } from './desk';
import type { Fresh } from './findings';
import type { Side } from './side';

export type Model = Record<string, unknown>;
export type Settings = Record<string, unknown>;
export interface Doc<M extends Model> {
  model: M;
  settings: Settings;
  /** Parts that were made and not begun. */
  fresh?: Fresh[];
}
export interface FormatInfo {
  name: string;
  label: string;
  endings: string[];
  reads: boolean;
  writes: boolean;
}
export interface Checked {
  findings: Finding[];
  summary: string;
  preview: unknown;
  source: string | null;
  /** Addresses of the course's files that the content names (`/static/…`). */
  urls?: Record<string, string>;
}
export interface Change {
  /** What was done, for "undone: …". */
  label: string;
  /** Changes with the same key, close in time, are one step. */
  key?: string;
  /** Draws the form anew; not while somebody types in it. */
  redraw?: boolean;
  /** Path of what has the focus afterwards. */
  focus?: string;
  /** View to show. */
  view?: string;
  /** Told to screen readers. */
  say?: string;
  /** The path of a part that is made and not begun yet: "" is everything. null: everything is somebody's work. */
  fresh?: string | null;
}

/** What a kind of content brings to the desk. Views are named by strings. */
export interface Subject<M extends Model> {
  /** A stored, imported or missing model with everything that the forms count on. */
  whole(model: Model | null): M;
  /** `view` if it can be shown, else the nearest that can. */
  fix(model: M, view: string): string;
  nav(desk: Desk<M>): Side;
  form(desk: Desk<M>, view: string): Child;
  /** The view where findings at `where` are shown. */
  viewOf(model: M, where: string): string;
  /** What `where` is called ("Question 3"). */
  nameOf(model: M, where: string): string;
  /** The path of the field that mends the finding. */
  place(finding: Finding): string;
  /** The finding in the words of the forms. */
  message(finding: Finding): string;
  /** How much there is, for an import. */
  count(model: M, present: M): string;
  append(model: M, other: M): M;
  /** What is different between two versions, in a few words. */
  difference(mine: M, theirs: M): string;
  /** News from the server about the content `model`. */
  checked(desk: Desk<M>, model: M, result: Checked): void;
  /** What else is asked when content is checked, as which part the preview shall show. */
  asks?(desk: Desk<M>): Record<string, unknown>;
  onkey?(desk: Desk<M>, event: KeyboardEvent): boolean;
}
