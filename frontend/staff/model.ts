/** What the handlers of the panel answer (docs/developers/contracts.md, "The panel for course staff"). */
export interface Person {
  id: number;
  username: string;
  name: string;
  demo?: boolean;
  staff?: boolean;
}
export interface Found extends Person {
  attempts: number;
  percent: number | null;
}
export interface AttemptLine {
  id: string;
  number: number;
  status: 'open' | 'finished' | 'reset' | 'void';
  started: string | null;
  finished: string | null;
  earned: number | null;
  possible: number | null;
  percent: number | null;
  passed: boolean | null;
  regraded: string | null;
  practice?: boolean;
}
export interface LearnerView {
  learner: Person;
  grade: { earned: number; possible: number; percent: number | null } | null;
  extra_time: number;
  newest: string;
  can_regrade: boolean;
  attempts: AttemptLine[];
}
export interface Row {
  question: string;
  answer: string | null;
  percent: number | null;
  right: boolean | null;
  at: string | null;
  nth?: number;
  kept?: boolean;
  /** The answer is made of parts, of which some may be right. */
  parts?: boolean;
  certainty?: '1' | '2' | '3';
  exit?: boolean;
  genuine?: boolean;
}
export interface Detection {
  hits: number;
  misses: number;
  false_alarms: number;
  correct_rejections: number;
  sensitivity: number | null;
  bias: number | null;
}
export interface AttemptTold {
  attempt: AttemptLine;
  void: boolean;
  rows: Row[];
  ending?: { kind: 'good' | 'mixed' | 'bad'; title: string };
  triage?: Detection;
}
export interface Change {
  from: number | null;
  to: number | null;
}
export interface Batch {
  regraded: number;
  skipped: number;
  changed: Array<Person & Change>;
  closed: Person[];
  next: number | null;
  left: number;
}
export interface Part {
  name: string;
  /** Of a CSV file. */
  text?: string;
  /** Of a workbook: base64, and what to send with the request for the next part. */
  data?: string;
  mark?: number[];
  rows: number;
  next: number | null;
  left: number;
}
export type Trial = 'counted' | 'left-out' | 'absent';
export interface Statistics {
  attempts: string;
  trial: Trial;
  enough: number;
  test: { attempts: number; learners: number; mean: number | null; median: number | null; sd: number | null; consistency: number | null; error: number | null };
  items: Array<{
    number: number;
    text: string;
    n: number;
    unanswered: number;
    facility: number | null;
    guess: number | null;
    discrimination: number | null;
    efficiency: number | null;
    flags: Array<{ code: string; level: 'look' | 'note'; title: string; text: string }>;
    answers: Array<{ text: string; n: number; right: boolean | null; percent: number }>;
    others: number;
    edited?: boolean;
    gone?: boolean;
  }>;
}
export interface Way {
  id: string;
  text: string;
  to: string;
  n: number;
  by: 'choice' | 'reply' | 'fallback' | 'right' | 'wrong';
  exit?: boolean;
}
export interface SceneCount {
  visits: number;
  plays: number;
  title: string;
  channel: string;
  kind: 'scene' | 'good' | 'mixed' | 'bad';
  ways: Way[];
}
export interface Choices {
  attempts: string;
  trial: Trial;
  learners: number;
  plays: number;
  gone: number;
  /** Of a story. */
  start?: string;
  layout?: unknown;
  scenes?: Record<string, SceneCount>;
  endings?: Array<{ id: string; title: string; kind: 'good' | 'mixed' | 'bad'; n: number; percent: number }>;
  bad?: { n: number; percent: number };
  falls?: Array<{ scene: string; way: string; title: string; text: string; n: number; bad: number; percent: number }>;
  unended?: number;
  /** Of an inbox. */
  messages?: Array<{ id: string; title: string; genuine: boolean; right: number; wrong: number; percent: number }>;
  group?: Detection;
  mean_sensitivity?: number | null;
  mean_bias?: number | null;
}
