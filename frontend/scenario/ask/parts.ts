/** A reply in the learner's own words, and a question of the quiz asked inside a scene. */
import { fill, h, reveal, rich, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { speak, type Table } from '../../shared/i18n';
import { WIDGETS } from '../../quiz/questions';
import type { QuizWords, TypeWords, Widget } from '../../quiz/questions/base';
import type { Item, ItemResult } from '../../quiz/model';
import type { MakeExtras } from '../../quiz/more';
import type { SimApp } from '../app';
import type { AskWords } from './words';

interface Draft {
  at: string;
  typed?: string;
  answer?: unknown;
}
/** What is being written or marked: it outlives a redraw of the same scene, so that a refused reply is not lost, and a reload. */
const drafts: WeakMap<SimApp, Draft> = new WeakMap();

/** Of one learner's block, so that nobody else's page reads it; of a step once `at` is put behind. Null where nothing is kept. */
const shelf = ({ init }: SimApp): string | null => (init.learner && init.mode === 'learn' ? ['hvd', init.learner, init.block, ''].map(encodeURIComponent).join('|') : null);

/** What was written is sent, or of a step that is over. */
export function forget(app: SimApp, but = ''): void {
  const place = shelf(app);
  if (place) app.store.keys(place).forEach((key) => key !== place + but && app.store.remove(key));
}

function keep(app: SimApp, draft: Draft): void {
  const place = shelf(app);
  if (place) app.store.set(place + draft.at, JSON.stringify(draft));
}

function kept(app: SimApp, at: string): Draft | null {
  try {
    const found = JSON.parse(app.store.get(shelf(app) + at) || 'null') as Draft | null;
    return found && found.at === at && typeof (found.typed || '') === 'string' ? found : null;
  } catch (_e) {
    return null;
  }
}

function draftOf(app: SimApp): Draft {
  const { id, step } = app.state!.play!;
  const at = id + step;
  let found = drafts.get(app);
  if (!found || found.at !== at) {
    drafts.set(app, (found = kept(app, at) || { at }));
    forget(app, at);
  }
  const { pending } = app;
  if (pending && !pending.earlier) Object.assign(found, pending.body['typed'] === undefined ? {} : { typed: pending.body['typed'] }, pending.body['answer'] === undefined ? {} : { answer: pending.body['answer'] });
  return found;
}

const isPending = (app: SimApp, kind: string): boolean => !!app.pending && !app.pending.earlier && app.pending.choice === kind;

function complain(app: SimApp, key: 'write_first' | 'choose_first' | 'fill_all', w: AskWords, at: HTMLElement): void {
  app.frame.speak(key, app.frame.note('care', icons.info, h('p', null, w.say(key))));
  at.focus();
  reveal(app.frame.status);
}

/** Sends when pressed; `data-choice` lets the main bundle show that it is on its way. */
const sender = (kind: string, label: Child, onclick: () => void): HTMLElement =>
  h('div', { class: 'hv-row hv-row--send' }, h('button', { type: 'button', class: 'hv-btn hv-btn--primary', 'data-choice': kind, onclick }, icon(icons.next), h('span', null, label)));

let count = 0;

/** The prompt, a box to write in and a counter. What is written is text and never markup. */
export function reply(app: SimApp, w: AskWords): Child {
  const asked = app.state!.play!.scene.input;
  if (!asked) return null;
  const { frame } = app;
  const draft = draftOf(app);
  const id = 'hv-say' + ++count;
  const max = asked.max_length || 300;
  const counter = h('span', { class: 'hv-count', 'aria-hidden': 'true' });
  const area = h('textarea', {
    class: 'hv-say',
    rows: 3,
    maxlength: max,
    'aria-labelledby': id,
    'aria-describedby': id + '-n',
    oninput: () => {
      draft.typed = area.value;
      keep(app, draft);
      frame.speak('');
      tally();
    },
  });
  const tally = (): void => fill(counter, `${area.value.length}/${max}`);
  area.value = draft.typed || '';
  area.readOnly = isPending(app, 'typed');
  tally();
  return h(
    'div',
    { class: 'hv-ask' },
    h('div', { id }, asked.prompt ? frame.authored(h('div', { class: 'hv-rich hv-prompt' }, rich(asked.prompt))) : w.say('your_words')),
    area,
    h('p', { class: 'hv-how hv-count-row' }, h('span', { id: id + '-n' }, w.say('at_most', { n: max })), counter),
    sender('typed', w.say('send'), () => {
      const typed = area.value.trim();
      if (app.pending) return;
      if (!typed) return complain(app, 'write_first', w, area);
      app.send({ typed });
      area.readOnly = true;
    }),
  );
}

function widgetOf(app: SimApp, item: Item, w: AskWords, onchange: () => void): Widget | null {
  const { hvTypes, hvStrings } = window as unknown as { hvTypes?: typeof WIDGETS; hvStrings: Record<string, Table> };
  const rare = hvTypes && hvTypes[item.type];
  const make = WIDGETS[item.type] || rare;
  // The widgets say only what this catalogue has too (tests/sim-ask.test.ts).
  return make ? make(item, { name: 'hv-q' + ++count, words: w as unknown as QuizWords, types: rare && (speak(hvStrings['skill_quiz_types']!) as TypeWords), authored: (node) => app.frame.authored(node), onchange }) : null;
}

export function question(app: SimApp, w: AskWords): Child {
  const item = app.state!.play!.scene.question;
  if (!item) return null;
  const { frame } = app;
  const draft = draftOf(app);
  const widget = widgetOf(app, item, w, () => {
    draft.answer = widget!.read();
    keep(app, draft);
    frame.speak('');
  });
  if (!widget) return frame.note('care', icons.info, h('p', null, w.say('unknown')));
  const { hvExtras } = window as unknown as { hvExtras?: MakeExtras };
  if (draft.answer !== undefined && draft.answer !== null) widget.write(draft.answer);
  if (isPending(app, 'answer')) widget.lock(null);
  return h(
    'div',
    { class: 'hv-ask' },
    hvExtras && hvExtras.beside(frame, item),
    widget.node,
    item.hint && h('details', { class: 'hv-hint' }, h('summary', null, w.say('hint')), frame.authored(h('div', { class: 'hv-rich' }, rich(item.hint)))),
    sender('answer', w.say('answer'), () => {
      if (app.pending) return;
      const raw = widget.read();
      const empty = widget.missing ? widget.missing() : null;
      if (raw === null || empty) return complain(app, raw === null ? 'choose_first' : 'fill_all', w, empty || widget.first);
      app.send({ answer: raw });
      widget.lock(null);
    }),
  );
}

/** The question again with what was answered, and what the server says of it; without `item` (after a reload) only the latter. */
export function judgement(app: SimApp, w: AskWords, item: Item | null, raw: unknown, result: ItemResult): Child {
  const { frame } = app;
  const widget = item && widgetOf(app, item, w, () => undefined);
  if (widget) {
    widget.write(raw);
    widget.lock(result);
  }
  const texts = (result.feedback || []).map((one) => one.html).concat(result.explanation || []);
  return [
    widget && widget.node,
    texts.length > 0 && frame.note(result.correct ? 'good' : 'care', result.correct ? icons.check : icons.think, texts.map((html) => frame.authored(h('div', { class: 'hv-rich' }, rich(html))))),
  ];
}
