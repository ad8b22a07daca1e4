/** An inbox: one message at a time, two verdicts, and in the end what was recognised, missed and wrongly suspected. */
import { h, rich, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import type { SimApp } from '../app';
import type { Choice, Debrief, Detection } from '../model';
import type { InboxWords } from './words';

const WARNING = 'M12 3.5 2.5 20h19zM12 10v5M12 17.5v.3';
export const glyph = (choice: Choice): string => (choice.verdict === 'fraud' ? WARNING : icons.check);

/** "Message 2 of 8" and how far that is. */
export function heading(app: SimApp, w: InboxWords): HTMLElement {
  const { scene, triage } = app.state!.play!;
  const { index, count } = triage!;
  return h('h3', null, w.say('letter', { i: index, n: count }), scene.title && [': ', app.frame.authored(h('span', null, scene.title))]);
}

export const bar = (done: number, count: number): HTMLElement => h('div', { class: 'hv-bar', 'aria-hidden': 'true' }, h('span', { style: `width:${count ? (100 * done) / count : 0}%` }));

/** What the message was, in a note that says why. */
export const verdictNote = (app: SimApp, w: InboxWords, told: { correct: boolean; genuine: boolean }, why: Child): HTMLElement =>
  app.frame.note(told.correct ? 'good' : 'care', told.correct ? icons.check : icons.think, h('strong', null, w.say(told.genuine ? 'is_genuine' : 'is_fraud')), why);

/** The learner's earlier judgements beside those of now; a kind of message that was missing in one of them is left out. */
function beside(w: InboxWords, was: NonNullable<Detection['before']>, now: Detection): Child {
  const line = (key: 'beside_hits' | 'beside_alarms', a: number, n: number, b: number, m: number): Child => n > 0 && m > 0 && h('p', null, w.say(key, { a, n, b, m }));
  return h(
    'section',
    { class: 'hv-section' },
    h('h4', { class: 'hv-what' }, w.say('beside')),
    was.change && h('p', null, h('b', null, w.say(was.change))),
    line('beside_hits', was.hits, was.hits + was.misses, now.hits, now.hits + now.misses),
    line('beside_alarms', was.false_alarms, was.false_alarms + was.correct_rejections, now.false_alarms, now.false_alarms + now.correct_rejections),
  );
}

/** The messages that were taken for what they are not, and why: what to learn from, before the list of all. */
export function mistaken(app: SimApp, w: InboxWords, path: Debrief['path']): Child {
  const { frame } = app;
  const items = path.map(
    ({ correct, feedback, genuine, scene }, i) =>
      correct === false &&
      h('li', null, w.say('letter', { i: i + 1, n: path.length }), scene && [': ', frame.authored(h('b', null, scene))], '. ', w.say(genuine ? 'is_genuine' : 'is_fraud'), feedback && frame.authored(h('div', { class: 'hv-rich' }, rich(feedback)))),
  );
  return items.some((one) => one) && h('section', { class: 'hv-section' }, h('h4', { class: 'hv-what' }, w.say('mistaken')), h('ul', null, items));
}

/** Counts in words; `missed`; the measures of detection only for those who ask. */
export function summary(app: SimApp, w: InboxWords, found: Detection | undefined, missed: Child): Child {
  const { frame } = app;
  if (!found) return frame.note('', icons.saved, h('p', null, w.say('hidden')));
  const { hits, misses, false_alarms, correct_rejections, sensitivity, bias, before } = found;
  const frauds = hits + misses;
  const others = false_alarms + correct_rejections;
  const line = (good: boolean, text: Node): HTMLElement => h('li', null, icon(good ? icons.check : icons.think), h('span', null, text));
  return [
    h(
      'ul',
      { class: 'hv-told' },
      frauds > 0 && [
        line(!misses, w.say('hits', { a: hits, n: frauds })),
        line(!misses, misses ? w.say('misses', { a: misses }) : w.say('no_misses')),
      ],
      others > 0 && line(!false_alarms, false_alarms ? w.say('false_alarms', { a: false_alarms, n: others }) : w.say('no_false_alarms')),
    ),
    before && beside(w, before, found),
    missed,
    sensitivity !== null &&
      bias !== null &&
      h('details', null, h('summary', null, w.say('measures')), h('p', null, w.say('sensitivity', { n: w.num(sensitivity) }), before && before.sensitivity !== null && [' ', w.say('sensitivity_was', { n: w.num(before.sensitivity) })]), h('p', null, w.say('bias', { n: w.num(bias) })), h('p', null, w.say('few'))),
  ];
}
