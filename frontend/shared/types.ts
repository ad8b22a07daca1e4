/** Init data that both blocks share (docs/developers/contracts.md, "Init data of student_view"). */
export interface Competency {
  id: string;
  title: string;
  earned: number;
  possible: number;
}
export interface Result {
  earned: number | null;
  possible: number | null;
  percent: number | null;
  passed: boolean | null;
  competencies?: Competency[] | null;
  /** What to read again, in this order; where the certainty question is on. */
  again?: Array<{ item: string; why: 'sure-and-wrong' | 'wrong' | 'guessed' }>;
}
export interface Rules {
  behaviour?: 'immediate' | 'deferred' | 'tries' | 'practice';
  /** False in practice. */
  graded?: boolean;
  certainty?: boolean;
  keep_right?: boolean;
  /** Tries at each question, in the behaviour `tries`. */
  tries?: number;
  /** Minutes, this learner's extra time included. */
  time_limit?: number;
  attempts_allowed?: number;
  pass_mark?: number;
  items?: number;
  due?: string | null;
  past_due?: boolean;
}
export interface InitBase {
  v: number;
  block: string;
  learner: string | null;
  lang: string;
  /** Language of the authored texts where the server knows it. */
  content_lang?: string;
  mode: 'learn' | 'public' | 'author';
  title: string;
  intro?: string | null;
  rules: Rules;
  /** Where a visitor or an expired session signs in; `/login?next=…` when the server does not say. */
  login_url?: string;
}
export interface Standing {
  can_start: boolean;
  why_not: string | null;
  best: Result | null;
}
