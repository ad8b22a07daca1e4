/** The quiz as the browser knows it: types of the contract, and the pure functions that decide what comes next. */
import type { Entry } from '../shared/outbox';
import type { InitBase, Result, Standing } from '../shared/types';

export type Raw = unknown;
export interface Option {
  id: string;
  text: string;
}
/** A piece of a text with gaps, or a part that may be a sign. */
export interface Piece {
  id?: string;
  text?: string;
  label?: string;
  x?: number;
  y?: number;
  w?: number;
  h?: number;
  html?: string;
  gap?: string;
  mode?: 'choose' | 'type';
  options?: Option[];
}
export interface ItemResult {
  score: number | null;
  correct: boolean | null;
  feedback: Array<{ for: string; html: string }> | null;
  explanation: string | null;
  key: unknown;
  /** How many parts are right, while there are tries left. */
  parts?: { right: number; of: number };
}
export interface Item {
  id: string;
  type: string;
  text: string;
  points: number;
  hint?: string | null;
  options?: Option[];
  /** What the rarer types bring; see "More question types" in docs/developers/contracts.md. */
  max_length?: number;
  unit?: string;
  left?: Option[];
  right?: Option[];
  groups?: Array<{ id: string; title: string }>;
  things?: Option[];
  parts?: Piece[];
  skin?: string;
  skin_info?: { from?: string; subject?: string; address?: string };
  picture?: { src: string; alt: string };
  answer: Raw | null;
  result: ItemResult | null;
  /** In the behaviour `tries`: 0 when the item is settled. */
  tries_left?: number;
  certainty?: string | null;
  /** Answered rightly in the attempt before. */
  kept?: boolean;
  /** A recording of the question. */
  audio?: string;
}
export interface Attempt {
  id: string;
  number: number;
  status: 'open' | 'finished';
  step: number;
  items: Item[];
  result: Result | null;
  seconds_left?: number;
}
export interface QuizState extends Standing {
  attempts_used: number;
  attempt: Attempt | null;
}
export interface QuizInit extends InitBase {
  kind: 'skill_quiz';
  state: QuizState | null;
}
export interface AnswerReply {
  step: number;
  item: string;
  result: ItemResult | null;
  tries_left?: number;
  attempt: { status: 'open' | 'finished'; step: number; result: Result | null; seconds_left?: number };
  best?: Result | null;
  can_start?: boolean;
  why_not?: string | null;
}

export const same = (a: Raw, b: Raw): boolean => JSON.stringify(a) === JSON.stringify(b);
const isAnswer = (entry: Entry): boolean => entry.handler === 'answer';

/** The answer of `item` that has not been acknowledged, if there is one. */
export function unsent(entries: readonly Entry[], item: string): Entry | undefined {
  return entries.filter((e) => isAnswer(e) && e.body['item'] === item).pop();
}

/** What the learner has answered: the newest on this device, else what the server knows. */
export function answerOf(item: Item, entries: readonly Entry[]): Raw | null {
  const local = unsent(entries, item.id);
  return local ? local.body['answer'] : item.answer;
}

export const isAnswered = (item: Item, entries: readonly Entry[]): boolean => answerOf(item, entries) !== null;

/** The place of the first item without an answer; -1 when all have one. */
export const firstOpen = (attempt: Attempt, entries: readonly Entry[]): number => attempt.items.findIndex((item) => !isAnswered(item, entries));

/** The step number of the next new answer: the server's, plus those on their way. */
export const nextStep = (attempt: Attempt, entries: readonly Entry[]): number => attempt.step + entries.filter(isAnswer).length + 1;

/**
 * What of `entries` still has to be sent, given the server's `attempt`: of each item only the newest answer, and only where the
 * server has none (`immediate`) or another one (where answers may change: `deferred`, `tries`); renumbered from the server's step. A closed attempt takes nothing more.
 * Idempotent. Call it only when no request is under way.
 */
export function reconcile(entries: readonly Entry[], attempt: Attempt, change: boolean): Entry[] {
  if (attempt.status !== 'open') return [];
  let step = attempt.step;
  const out: Entry[] = [];
  for (const entry of entries) {
    if (!isAnswer(entry)) {
      if (entry.handler === 'finish' && !out.some((e) => e.handler === 'finish')) out.push(entry);
      continue;
    }
    const item = attempt.items.find((one) => one.id === entry.body['item']);
    if (!item || unsent(entries, item.id) !== entry) continue;
    if (item.answer !== null && (!change || (same(item.answer, entry.body['answer']) && same(item.certainty || null, entry.body['certainty'] || null)))) continue;
    step += 1;
    out.push({ handler: 'answer', body: { ...entry.body, step } });
  }
  return out;
}

/** `state` with the reply of `answer` worked in. A reply of another attempt changes nothing. */
export function withReply(state: QuizState, sent: { attempt: string; answer: Raw; certainty?: string }, reply: AnswerReply): QuizState {
  const { attempt } = state;
  if (!attempt || attempt.id !== sent.attempt) return state;
  const told: AnswerReply['attempt'] = reply.attempt || { status: attempt.status, step: reply.step, result: attempt.result };
  return {
    ...state,
    best: reply.best === undefined ? state.best : reply.best,
    can_start: reply.can_start === undefined ? state.can_start : reply.can_start,
    why_not: reply.why_not === undefined ? state.why_not : reply.why_not,
    attempt: {
      ...attempt,
      status: told.status,
      step: Math.max(attempt.step, told.step),
      result: told.result,
      ...(told.seconds_left === undefined ? {} : { seconds_left: told.seconds_left }),
      items: attempt.items.map((item) => (item.id === reply.item ? { ...item, answer: sent.answer, result: reply.result, ...(item.certainty === undefined ? {} : { certainty: sent.certainty || null }), ...(reply.tries_left === undefined ? {} : { tries_left: reply.tries_left }) } : item)),
    },
  };
}

export type View = { name: 'start' | 'results' | 'public' | 'summary' | 'outcome' } | { name: 'question' | 'review'; index: number };

/** Where the learner stands when the page opens. */
export function firstView(init: QuizInit, state: QuizState | null, entries: readonly Entry[]): View {
  if (init.mode === 'public' || !state) return { name: 'public' };
  const { attempt } = state;
  if (!attempt) return { name: 'start' };
  if (attempt.status === 'finished') return { name: 'results' };
  if (entries.some((e) => e.handler === 'finish')) return { name: 'outcome' };
  // An answer that is still only on this device is shown again, at its question.
  const held = attempt.items.findIndex((item) => !!unsent(entries, item.id));
  const open = firstOpen(attempt, entries);
  if (held >= 0 && init.rules.behaviour !== 'deferred') return { name: 'question', index: held };
  // With tries left the learner says when it is enough.
  if (open < 0 && init.rules.behaviour === 'tries') return { name: 'question', index: attempt.items.length - 1 };
  if (open < 0) return { name: init.rules.behaviour === 'deferred' ? 'summary' : 'outcome' };
  return { name: 'question', index: open };
}
