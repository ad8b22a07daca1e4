/**
 * The story as its author changes it: pure functions over the contract's JSON. What a function does not know it hands on untouched.
 */
import { readLayout, writeLayout } from '../graph/data';
import { setIn } from '../../quiz/studio/item';
import { freshId, moved, plain, slug, type QuizItem, type Row } from '../../quiz/studio/model';

export type { Row };
export type Condition = unknown[];
export interface Cue extends Row {
  id: string;
  quote: string;
  why: string;
}
export interface Message extends Row {
  id: string;
  side: string;
  text: string;
  when: Condition | null;
  cues: Cue[];
}
/** A choice, a typed reply (with `patterns`), the fallback, an outcome of a question. */
export interface Way extends Row {
  id: string;
  to: string;
  feedback: string;
  effects: Row[];
  text?: string;
  when?: Condition | null;
  score?: number | null;
  exit?: boolean;
  competencies?: string[];
  patterns?: string[];
}
export interface Typed extends Row {
  prompt: string;
  replies: Way[];
  fallback: Way | null;
}
export interface Asked extends Row {
  item: QuizItem;
  right: Way;
  wrong: Way;
}
export interface Ending extends Row {
  kind: 'good' | 'mixed' | 'bad';
  score: number;
  title: string;
  text: string;
}
export interface Scene extends Row {
  id: string;
  title: string;
  channel: string;
  channel_info: Record<string, string>;
  text: string;
  messages: Message[];
  choices: Way[];
  ending: Ending | null;
  input?: Typed;
  question?: Asked;
}
export interface Meter extends Row {
  id: string;
  label: string;
  start: number;
  min: number;
  max: number;
  unit: string;
  good: 'high' | 'low';
}
/** A message of an inbox. */
export interface Letter extends Row {
  id: string;
  title: string;
  channel: string;
  channel_info: Record<string, string>;
  messages: Message[];
  genuine: boolean;
  why: string;
}
export interface Fact extends Row {
  id: string;
  text: string;
  source: string;
  checked_on: string | null;
  valid_from: string | null;
}
export interface Story extends Row {
  start: string;
  meters: Meter[];
  flags: string[];
  scenes: Scene[];
  facts: Fact[];
  debrief: Row & { text: string; actions: Array<Row & { text: string; fact: string }> };
  triage?: Row & { shuffle: boolean; labels: Row; items: Letter[] };
}

export const CHANNELS = ['narration', 'call', 'sms', 'chat', 'email', 'web', 'notice', 'app', 'qr', 'post', 'door'] as const;

export const isTriage = (model: Story): boolean => model['mode'] === 'triage';

const bareEnd = (): Row => ({ schema: 1, intro: '', debrief: { text: '', actions: [] }, facts: [] });

export const emptyStory = (): Story => ({ ...bareEnd(), start: 'canh-1', meters: [], flags: [], scenes: [newScene('canh-1')], scoring: { by: 'ending' } }) as unknown as Story;

export const emptyInbox = (): Story => ({ ...bareEnd(), mode: 'triage', triage: { shuffle: true, labels: { genuine: 'Tin được', fraud: 'Lừa đảo' }, items: [newLetter('tin-1', false), newLetter('tin-2', true)] } }) as unknown as Story;

/** A stored or imported model with the lists that the editor counts on; nothing that is there is changed. */
export function whole(model: Row | null): Story {
  if (!model) return emptyStory();
  const base = model['mode'] === 'triage' ? { ...bareEnd(), triage: { shuffle: false, labels: {}, items: [] } } : { ...bareEnd(), start: '', meters: [], flags: [], scenes: [], scoring: { by: 'ending' } };
  const missing = Object.keys(base).filter((key) => !(key in model));
  return missing.reduce<Row>((all, key) => ({ ...all, [key]: (base as Row)[key] }), model) as unknown as Story;
}

// --- parts that are new ---------------------------------------------------------------------------------------------------

export function newScene(id: string, channel = 'narration'): Scene {
  return { id, title: '', channel, channel_info: {}, text: '', messages: [], choices: [], ending: null };
}

export const newMessage = (id: string, side = 'them', from = ''): Message => ({ id, from, side, text: '', when: null, audio: '', transcript: '', genuine: false, cues: [] });

export const newWay = (id: string, to: string): Way => ({ id, text: '', feedback: '', to, score: null, exit: false, when: null, effects: [], competencies: [] });

/** A typed reply: it has no `text` until its author names it. */
export function newReply(id: string, to: string): Way {
  const { text: _text, ...way } = newWay(id, to);
  return { patterns: [''], ...way };
}

export function newFallback(id: string, to: string): Way {
  const { text: _text, when: _when, ...way } = newWay(id, to);
  return way;
}

export const newOutcome = (id: string, to: string): Way => ({ id, to, feedback: '', effects: [] });

export const newEnding = (kind: Ending['kind'] = 'good'): Ending => ({ kind, score: kind === 'good' ? 1 : kind === 'mixed' ? 0.5 : 0, title: '', text: '' });

export const newLetter = (id: string, genuine: boolean): Letter => ({ id, title: '', channel: 'sms', channel_info: {}, messages: [newMessage('m1')], genuine, why: '', competencies: [] });

export const newMeter = (id: string, label: string): Meter => ({ id, label, start: 100, min: 0, max: 100, unit: '%', good: 'high' });

/** The first of `stem1`, `stem2` … that is free. */
export function numbered(stem: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  let n = 1;
  while (used.has(stem + n)) n++;
  return stem + n;
}

/** An id that says what something is called, if that is free; else with a number behind it. `fallback` where there are no words. */
export function idFor(words: string, taken: Iterable<string>, fallback: string): string {
  const used = new Set(taken);
  const base = slug(words) || fallback;
  if (!used.has(base)) return base;
  return numbered(base + '-', used);
}

/** The ids of whatever can be taken in a scene. */
export const wayIds = (scene: Scene): string[] => waysOf(scene).map(({ way }) => way.id);

/** The next free id of a way: a, b, c … as positions name them. */
export function wayId(scene: Scene): string {
  const used = new Set(wayIds(scene));
  for (let i = 0; i < 26; i++) if (!used.has(String.fromCharCode(97 + i))) return String.fromCharCode(97 + i);
  return numbered('w', used);
}

// --- ways and references ---------------------------------------------------------------------------------------------------

export type WayKind = 'choice' | 'reply' | 'fallback' | 'right' | 'wrong';
export interface Found {
  way: Way;
  kind: WayKind;
  path: Array<string | number>;
}

/** Everything that leads on from a scene, with its path in the scene. */
export function waysOf(scene: Scene): Found[] {
  const { choices, input, question } = scene;
  const found: Found[] = (choices || []).map((way, i) => ({ way, kind: 'choice', path: ['choices', i] }));
  if (input) {
    (input.replies || []).forEach((way, i) => found.push({ way, kind: 'reply', path: ['input', 'replies', i] }));
    if (input.fallback) found.push({ way: input.fallback, kind: 'fallback', path: ['input', 'fallback'] });
  }
  if (question) for (const kind of ['right', 'wrong'] as const) found.push({ way: question[kind], kind, path: ['question', kind] });
  return found;
}

/** Ways of other scenes, and of the scene itself, that lead to `id`. */
export function pointingTo(model: Story, id: string): Array<Found & { scene: Scene }> {
  return model.scenes.reduce<Array<Found & { scene: Scene }>>((all, scene) => all.concat(waysOf(scene).filter(({ way }) => way.to === id).map((found) => ({ ...found, scene }))), []);
}

/** `condition` with every leaf replaced by what `each` makes of it; the same object where nothing changed. */
export function mapLeaves(condition: Condition, each: (leaf: Condition) => Condition): Condition {
  const [kind, ...rest] = condition;
  if (kind !== 'all' && kind !== 'any' && kind !== 'not') return each(condition);
  const parts = rest.map((part) => mapLeaves(part as Condition, each));
  return parts.every((part, i) => part === rest[i]) ? condition : [kind, ...parts];
}

export function leavesOf(condition: Condition | null | undefined): Condition[] {
  const found: Condition[] = [];
  if (condition) mapLeaves(condition, (leaf) => (found.push(leaf), leaf));
  return found;
}

const named = (kind: string, from: string, to: string) => (leaf: Condition): Condition => (leaf[0] === kind && leaf[1] === from ? [kind, to, ...leaf.slice(2)] : leaf);

/** `model` with every way as `each` makes it and every condition as `when` makes it; what stays the same is shared. */
function everywhere(model: Story, each: (way: Way) => Way, when: (leaf: Condition) => Condition): Story {
  const cond = <T extends { when?: Condition | null }>(one: T): T => {
    const next = one.when ? mapLeaves(one.when, when) : one.when;
    return next === one.when ? one : { ...one, when: next };
  };
  let touched = false;
  const scenes = model.scenes.map((scene) => {
    let next = scene;
    for (const { way, path } of waysOf(scene)) {
      const changed = cond(each(way));
      if (changed !== way) next = setIn(next, path, changed);
    }
    (scene.messages || []).forEach((message, i) => {
      const changed = cond(message);
      if (changed !== message) next = setIn(next, ['messages', i], changed);
    });
    touched = touched || next !== scene;
    return next;
  });
  return touched ? { ...model, scenes } : model;
}

/** `settings` with the place of `from` given to `to`, or forgotten; the same object where it had none. */
export function movedPlace(settings: Row, from: string, to: string | null): Row {
  const layout = readLayout(settings['layout']);
  if (!(from in layout)) return settings;
  const { [from]: place, ...rest } = layout;
  if (to !== null && place) rest[to] = place;
  return { ...settings, layout: writeLayout(rest) };
}

// --- scenes ----------------------------------------------------------------------------------------------------------------

export const sceneIds = (model: Story): string[] => model.scenes.map((scene) => scene.id);

export function insertScene(model: Story, scene: Scene, at: number): Story {
  const scenes = model.scenes.slice();
  scenes.splice(at, 0, scene);
  return { ...model, scenes, start: model.start || scene.id };
}

export function moveScene(model: Story, index: number, by: number): Story {
  const scenes = moved(model.scenes, index, by);
  return scenes === model.scenes ? model : { ...model, scenes };
}

/** `model` with a copy of the scene at `index` behind it, under a new id; ways that came back to the scene itself come back to the copy. */
export function duplicateScene(model: Story, index: number, title: string): Story {
  const scene = model.scenes[index];
  if (!scene) return model;
  const id = idFor(scene.id.replace(/-\d+$/, '') || scene.id, sceneIds(model), 'canh');
  let copy: Scene = { ...scene, id, title };
  for (const { way, path } of waysOf(scene)) if (way.to === scene.id) copy = setIn(copy, path, { ...way, to: id });
  return insertScene(model, copy, index + 1);
}

/** `model` with another id for a scene, also in every way, condition and the start. */
export function renameScene(model: Story, from: string, to: string): Story {
  if (from === to || !model.scenes.some((scene) => scene.id === from)) return model;
  const mended = everywhere(model, (way) => (way.to === from ? { ...way, to } : way), named('visits', from, to));
  return { ...mended, start: mended.start === from ? to : mended.start, scenes: mended.scenes.map((scene) => (scene.id === from ? { ...scene, id: to } : scene)) };
}

/** What becomes of the ways to a scene that goes: they lead to another one, they go with it, or they stay open until mended. */
export type Fate = { to: string } | 'remove' | 'open';

export function removeScene(model: Story, id: string, fate: Fate): Story {
  let next = model;
  if (typeof fate === 'object') next = everywhere(model, (way) => (way.to === id ? { ...way, to: fate.to } : way), (leaf) => leaf);
  else if (fate === 'remove') {
    next = {
      ...model,
      scenes: model.scenes.map((scene) => {
        const { input } = scene;
        const choices = scene.choices.filter((way) => way.to !== id);
        const replies = input && input.replies.filter((way) => way.to !== id);
        if (choices.length === scene.choices.length && (!input || replies!.length === input.replies.length)) return scene;
        // A fallback and the outcomes of a question cannot be missing: they stay open.
        return { ...scene, choices, ...(input ? { input: { ...input, replies: replies! } } : {}) };
      }),
    };
  }
  const scenes = next.scenes.filter((scene) => scene.id !== id);
  return { ...next, scenes, start: next.start === id ? (scenes[0] ? scenes[0].id : '') : next.start };
}

// --- meters and flags ----------------------------------------------------------------------------------------------------------

/** How often a meter, a flag or a fact is named: effects and conditions, or actions. */
export function usesOf(model: Story, kind: 'meter' | 'flag' | 'fact', id: string): number {
  if (kind === 'fact') return model.debrief.actions.filter((action) => action.fact === id).length;
  let n = 0;
  const count = (when: Condition | null | undefined): void => void (n += leavesOf(when).filter((leaf) => leaf[0] === kind && leaf[1] === id).length);
  for (const scene of model.scenes) {
    scene.messages.forEach((message) => count(message.when));
    for (const { way } of waysOf(scene)) {
      count(way.when);
      n += (way.effects || []).filter((effect) => effect[kind] === id).length;
    }
  }
  return n;
}

function effectsWith(way: Way, kind: 'meter' | 'flag', from: string, to: string | null): Way {
  if (!(way.effects || []).some((effect) => effect[kind] === from)) return way;
  return { ...way, effects: to === null ? way.effects.filter((effect) => effect[kind] !== from) : way.effects.map((effect) => (effect[kind] === from ? { ...effect, [kind]: to } : effect)) };
}

/** `model` with another id for a meter or flag, wherever it is named. */
export function renameThing(model: Story, kind: 'meter' | 'flag', from: string, to: string): Story {
  const next = everywhere(model, (way) => effectsWith(way, kind, from, to), named(kind, from, to));
  return kind === 'flag' ? { ...next, flags: next.flags.map((flag) => (flag === from ? to : flag)) } : { ...next, meters: next.meters.map((meter) => (meter.id === from ? { ...meter, id: to } : meter)) };
}

/** `model` without a meter or flag and without the effects on it. Conditions that ask for it stay, and are found. */
export function removeThing(model: Story, kind: 'meter' | 'flag', id: string): Story {
  const next = everywhere(model, (way) => effectsWith(way, kind, id, null), (leaf) => leaf);
  return kind === 'flag' ? { ...next, flags: next.flags.filter((flag) => flag !== id) } : { ...next, meters: next.meters.filter((meter) => meter.id !== id) };
}

export function renameFact(model: Story, from: string, to: string): Story {
  const actions = model.debrief.actions.map((action) => (action.fact === from ? { ...action, fact: to } : action));
  return { ...model, facts: model.facts.map((fact) => (fact.id === from ? { ...fact, id: to } : fact)), debrief: { ...model.debrief, actions } };
}

// --- names -------------------------------------------------------------------------------------------------------------------

export const nameOfScene = (scene: Scene): string => scene.title || (scene.ending && scene.ending.title) || plain(scene.text).slice(0, 60) || scene.id;

/** What a way is called, in the words of its author; "" where there are none yet. */
export function wordsOf(found: Found, scene: Scene): string {
  const { way, kind } = found;
  return plain(way.text) || (kind === 'reply' ? (way.patterns || []).filter((one) => one).join(', ') : (kind === 'right' || kind === 'wrong') && scene.question ? plain(scene.question.item['text']) : '');
}

/** `model` with the scenes (or messages of an inbox) of `other` behind its own; ids that are taken get new ones, also where they are named. */
export function append(model: Story, other: Story, random?: () => number): Story {
  if (isTriage(model) !== isTriage(other)) return other;
  if (model.triage && other.triage) {
    const taken = new Set(model.triage.items.map((one) => one.id));
    const items = other.triage.items.map((one) => (taken.has(one.id) ? { ...one, id: freshId(one.id, taken, random) } : one));
    return { ...model, triage: { ...model.triage, items: model.triage.items.concat(items) } };
  }
  let theirs = other;
  const taken = new Set(sceneIds(model));
  for (const id of sceneIds(other)) if (taken.has(id)) theirs = renameScene(theirs, id, freshId(id, new Set([...Array.from(taken), ...sceneIds(theirs)]), random));
  const facts = theirs.facts.filter((fact) => !model.facts.some((mine) => mine.id === fact.id));
  const meters = theirs.meters.filter((meter) => !model.meters.some((mine) => mine.id === meter.id));
  const flags = theirs.flags.filter((flag) => model.flags.indexOf(flag) < 0);
  return { ...model, scenes: model.scenes.concat(theirs.scenes), facts: model.facts.concat(facts), meters: model.meters.concat(meters), flags: model.flags.concat(flags) };
}
