/** The simulation as the browser knows it: types of the contract and small pure functions. */
import type { Entry } from '../shared/outbox';
import type { InitBase, Result, Standing } from '../shared/types';
import type { Item, ItemResult } from '../quiz/model';

export interface Message {
  from: string;
  side: 'them' | 'me' | 'system';
  text: string;
  audio?: string;
  transcript?: string;
}
export interface Choice {
  id: string;
  text: string;
  /** In an inbox. */
  verdict?: 'genuine' | 'fraud';
}
export interface Scene {
  title: string;
  channel: string;
  channel_info: Record<string, string>;
  text: string;
  messages: Message[];
  choices: Choice[];
  ending: null | { kind: 'good' | 'mixed' | 'bad'; title: string; text: string };
  input?: { prompt: string; max_length: number };
  question?: Item;
}
/** How frauds and genuine messages were told apart: counts, d′ and c. */
export interface Detection {
  hits: number;
  misses: number;
  false_alarms: number;
  correct_rejections: number;
  sensitivity: number | null;
  bias: number | null;
  /** The learner's earlier play of this inbox, or of another one of its group. */
  before?: Detection & { change: null | 'better' | 'same' | 'worse' };
}
export interface Meter {
  label: string;
  value: number;
  min: number;
  max: number;
  unit: string;
  good: 'high' | 'low';
}
export interface Cue {
  message?: number | null;
  quote: string;
  why: string;
}
export interface Debrief {
  text: string;
  path: Array<{ scene: string; choice: string; feedback: string; score: number | null; cues: Cue[]; by?: 'typed' | 'answer' | 'verdict'; correct?: boolean; genuine?: boolean; channel?: string; channel_info?: Record<string, string>; messages?: Message[] }>;
  actions: Array<{ text: string; fact: string; source: string; checked_on: string }>;
  result: Result | null;
  triage?: Detection;
}
export interface Play {
  id: string;
  number: number;
  status: 'open' | 'ended';
  step: number;
  scene: Scene;
  meters: Meter[];
  debrief: Debrief | null;
  /** A rehearsal from a decision of an earlier play: it counts for nothing. */
  practice?: boolean;
  triage?: { index: number; count: number };
}
export interface PlayState extends Standing {
  plays_used: number;
  play: Play | null;
}
export interface SimInit extends InitBase {
  kind: 'scenario_sim';
  /** The script that draws the map of the scenes visited. */
  map_url?: string;
  state: PlayState | null;
}
export interface Effect {
  label: string;
  from: number;
  to: number;
}
export interface ChooseReply {
  step: number;
  feedback: string;
  cues: Cue[];
  effects: Effect[];
  question?: ItemResult;
  verdict?: { correct: boolean; genuine: boolean };
  play: Play;
  best?: Result | null;
  can_start?: boolean;
  why_not?: string | null;
}

/** A step that the learner has just seen the consequence of; `scene` is null where the page no longer has it (after a reload). */
export interface Consequence {
  scene: Scene | null;
  choice: string | null;
  /** What was sent: `choice`, `typed` or `answer`. */
  move: Record<string, unknown>;
  reply: ChooseReply;
}

export type View = 'public' | 'start' | 'scene' | 'consequence' | 'ending';

export function firstView(init: SimInit, state: PlayState | null): View {
  if (init.mode === 'public' || !state) return 'public';
  if (!state.play) return 'start';
  return state.play.status === 'open' ? 'scene' : 'ending';
}

/**
 * What of a kept box still makes sense: a choice of the next step; or of the last one, whose reply never arrived (asking again gives
 * the same consequence and changes nothing). Choices of other steps belong to a story that went on elsewhere.
 */
export function reconcile(entries: readonly Entry[], play: Play): Entry[] {
  return entries.filter((e) => e.handler === 'choose' && (e.body['step'] === play.step + 1 || e.body['step'] === play.step)).slice(0, 1);
}

/** `state` after a reply; a reply of another play changes nothing. */
export function withReply(state: PlayState, reply: ChooseReply): PlayState {
  if (!state.play || !reply.play || state.play.id !== reply.play.id) return state;
  return {
    ...state,
    play: reply.play,
    best: reply.best === undefined ? state.best : reply.best,
    can_start: reply.can_start === undefined ? state.can_start : reply.can_start,
    why_not: reply.why_not === undefined ? state.why_not : reply.why_not,
  };
}

/** Filled part of a meter's bar, 0..100. */
export function share(meter: Meter): number {
  const span = meter.max - meter.min;
  return span > 0 ? Math.max(0, Math.min(100, ((meter.value - meter.min) / span) * 100)) : 0;
}

/** An ISO day as a reader writes it: 21/11/2026; unchanged where it is no ISO day or in English. */
export function day(iso: string, lang: string): string {
  const m = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso);
  return m && lang !== 'en' ? `${m[3]}/${m[2]}/${m[1]}` : iso;
}
