/** What the quiz looks like, view by view. Drawing reads the app and wires its buttons; it decides nothing. */
import { fill, h, reveal, revealBoth, rich, type Child } from '../shared/dom';
import * as icons from '../shared/icons';
import { icon } from '../shared/icons';
import { speak, type Table } from '../shared/i18n';
import type { QuizApp } from './app';
import { answerOf, firstOpen, isAnswered, type Item, type ItemResult, type Piece } from './model';
import { WIDGETS } from './questions';
import type { Widget } from './questions/base';

const widget: WeakMap<QuizApp, Widget> = new WeakMap();
/** When the button that leads on appeared: a double tap on "answer" must not skip what the answer means. */
const born: WeakMap<HTMLElement, number> = new WeakMap();

/** Draws the app's view; `moved` sends the focus to the heading. */
export function draw(app: QuizApp, moved: boolean): void {
  const { view } = app;
  if (view.name === 'question') drawQuestion(app, view.index, moved);
  else if (view.name === 'review') drawReview(app, view.index, moved);
  else if (view.name === 'results') drawResults(app, moved);
  else if (view.name === 'summary') drawSummary(app, moved);
  else if (view.name === 'outcome') drawOutcome(app, moved);
  else drawStart(app, moved);
}

const title = (app: QuizApp): HTMLElement => app.frame.authored(h('h2', null, app.init.title));

function again(app: QuizApp, label: 'begin' | 'again'): Child {
  const { state, frame, w } = app;
  if (!state) return null;
  if (!state.can_start) return null;
  // Who has passed is not urged to do it again.
  const passed = label === 'again' && !!state.attempt && !!state.attempt.result && state.attempt.result.passed;
  return frame.button(w.say(label), () => void app.start(), passed ? '' : 'primary', label === 'again' ? icons.again : undefined);
}

function drawStart(app: QuizApp, moved: boolean): void {
  const { frame, init, more, state, w } = app;
  const { rules } = init;
  const n = rules.items || 0;
  const left = rules.attempts_allowed ? rules.attempts_allowed - (state ? state.attempts_used : 0) : 0;
  frame.show(
    title(app),
    [
      h('p', { class: 'hv-kicker' }, icon(icons.list), w.say('kicker')),
      init.intro && frame.authored(h('div', { class: 'hv-rich' }, rich(init.intro))),
      frame.facts([
        n > 0 && [icons.list, w.say('n_items', { n, m: Math.max(2, Math.ceil(n * 0.75)) })],
        rules.graded === false ? [icons.star, w.say('practice')] : rules.pass_mark !== undefined && rules.pass_mark > 0 && [icons.star, w.say('pass', { n: Math.round(rules.pass_mark * 100) })],
        ...(more.facts ? more.facts() : []),
        state && !state.why_not && [icons.again, rules.attempts_allowed ? w.say('attempts_left', { n: Math.max(0, left) }) : w.say('attempts_free')],
        (!!rules.due || !rules.time_limit) && [icons.clock, [rules.due && [w.say('due', { when: rules.due }), ' '], !rules.time_limit && w.say('calm')]],
        state && state.best && state.best.percent !== null && [icons.check, w.say('best', { percent: w.num(state.best.percent) })],
      ]),
      init.mode === 'public' || !state ? frame.publicNote() : !state.can_start && frame.note('care', icons.info, h('p', null, state.why_not || w.say(rules.past_due ? 'past_due' : 'broken'))),
    ],
    again(app, 'begin'),
    moved,
  );
}

function progress(app: QuizApp, index: number): [HTMLElement, HTMLElement] {
  const n = app.state!.attempt!.items.length;
  return [
    h('h3', null, app.w.say('progress', { i: index + 1, n })),
    h('div', { class: 'hv-bar', 'aria-hidden': 'true' }, h('span', { style: `width:${((index + 1) / n) * 100}%` })),
  ];
}

function makeWidget(app: QuizApp, item: Item): Widget {
  const { hvTypes, hvStrings } = window as unknown as { hvTypes?: typeof WIDGETS; hvStrings?: Record<string, Table> };
  const rare = hvTypes && hvTypes[item.type];
  const make = WIDGETS[item.type] || rare;
  if (!make) {
    const node = app.frame.note('care', icons.info, h('p', null, app.w.say('unknown')));
    return { node, read: () => null, write: () => undefined, lock: () => undefined, first: node };
  }
  return make(item, { name: app.uid + '-' + item.id, words: app.w, types: rare && speak(hvStrings!['skill_quiz_types']!), authored: (node) => app.frame.authored(node), onchange: () => {
    app.frame.speak('');
    if (app.more.changed) app.more.changed();
  } });
}

/** `retry`: another try at an answered question, from an empty sheet. */
export function drawQuestion(app: QuizApp, index: number, moved: boolean, retry = false): void {
  const { frame, more, w } = app;
  const item = app.item(index);
  const [heading, bar] = progress(app, index);
  const one = makeWidget(app, item);
  widget.set(app, one);
  const earlier = answerOf(item, app.entries);
  if (earlier !== null && !retry) one.write(earlier);
  frame.show(
    heading,
    [bar, more.above && more.above(item, true), one.node, item.hint && h('details', { class: 'hv-hint' }, h('summary', null, icon(icons.think), w.say('hint')), frame.authored(h('div', { class: 'hv-rich' }, rich(item.hint)))), more.below && more.below(item, one, retry)],
    null,
    moved,
  );
  if (app.deferred) {
    if (item.kept) one.lock(item.result);
    return deferredActions(app, index, item, one);
  }
  if (earlier !== null && !retry) {
    if (!moved) frame.tell(w.say('restored'));
    return drawFeedback(app, true);
  }
  const button = frame.button(
    w.say('answer'),
    () => {
      if (button.getAttribute('aria-disabled')) return;
      const raw = one.read();
      const stale = retry && more.stale && more.stale(item, raw);
      const empty = raw === null || stale ? one.first : one.missing && one.missing();
      if (empty) {
        frame.speak('', frame.note('care', icons.info, h('p', null, stale || w.say(raw === null ? 'choose_first' : 'fill_all'))));
        empty.focus();
        return;
      }
      button.setAttribute('aria-disabled', 'true');
      fill(button, w.say('sending'));
      one.lock(null);
      app.answer(item, raw, app.certainty());
    },
    'primary',
  );
  fill(frame.actions, button);
}

function deferredActions(app: QuizApp, index: number, item: Item, one: Widget): void {
  const { frame, w } = app;
  const last = index + 1 >= app.state!.attempt!.items.length;
  const save = (): void => {
    const raw = one.read();
    if (raw !== null && !item.kept && !(one.untouched && one.untouched())) app.answer(item, raw, app.certainty());
  };
  fill(
    frame.actions,
    frame.button(
      w.say(last ? 'to_summary' : 'save_next'),
      () => {
        save();
        app.go(last ? { name: 'summary' } : { name: 'question', index: index + 1 });
      },
      'primary',
    ),
    index > 0 &&
      frame.button(w.say('previous'), () => {
        save();
        app.go({ name: 'question', index: index - 1 });
      }),
  );
}

/** Right, partly right or not quite; feedback; explanation. */
function verdict(app: QuizApp, item: Item, result: ItemResult): Child {
  const { frame, w } = app;
  const known = result.correct !== null && result.correct !== undefined;
  const word = result.correct ? 'right' : (result.score || 0) > 0 ? 'partly' : 'wrong';
  const label = (id: string): string => {
    const parts: Piece[] = item.options || item.left || item.things || item.parts || [];
    const part = parts.find((one) => one.id === id);
    return part ? h('span', null, rich(part.text || part.label)).textContent || '' : '';
  };
  const feedback = (result.feedback || []).filter((one) => one.html);
  return frame.note(
    !known ? '' : result.correct ? 'good' : 'care',
    !known ? icons.saved : result.correct ? icons.check : icons.again,
    h('strong', null, w.say(known ? word : 'received')),
    app.more.told && app.more.told(item, result),
    feedback.map((one) =>
      frame.authored(h('div', { class: 'hv-rich' }, feedback.length > 1 && one.for && label(one.for) && h('p', { class: 'hv-for' }, '“' + label(one.for) + '”'), h('p', null, rich(one.html)))),
    ),
    result.explanation && [h('strong', { class: 'hv-why' }, w.say('why')), frame.authored(h('div', { class: 'hv-rich' }, rich(result.explanation)))],
  );
}

/** Below an answered question: what it means, or that it is kept; and the way on. */
export function drawFeedback(app: QuizApp, quiet = false): void {
  const { frame, w, view } = app;
  if (view.name !== 'question' || app.deferred) return;
  const item = app.item(view.index);
  const one = widget.get(app);
  if (!one || !isAnswered(item, app.entries)) return;
  const waiting = app.isUnsent(item);
  one.lock(waiting ? null : item.result);
  frame.speak(item.id + (waiting || (item.result ? 2 : 1)), waiting ? frame.note('', icons.phone, h('p', null, w.say('held'))) : item.result ? verdict(app, item, item.result) : frame.note('', icons.saved, h('p', null, w.say('received'))));
  const held = frame.actions.firstElementChild;
  const hadFocus = !!held && (held === document.activeElement || document.activeElement === document.body || !document.activeElement);
  if (!frame.actions.querySelector('[data-next]')) {
    const next = frame.button('', () => {
      if (Date.now() - (born.get(next) || 0) < 500) return;
      const open = firstOpen(app.state!.attempt!, app.entries);
      const later = app.state!.attempt!.items.findIndex((it, i) => i > view.index && !isAnswered(it, app.entries));
      if (open < 0 && app.tries && app.state!.attempt!.status === 'open') app.finish();
      else if (open < 0) app.arrive();
      else app.go({ name: 'question', index: later >= 0 ? later : open });
    }, 'primary');
    next.setAttribute('data-next', '');
    born.set(next, quiet ? 0 : Date.now());
    fill(frame.actions, next);
    if (!quiet && hadFocus) next.focus({ preventScroll: true });
  }
  if (app.more.answered) app.more.answered(item, waiting);
  const last = firstOpen(app.state!.attempt!, app.entries) < 0;
  const next = frame.actions.querySelector<HTMLElement>('[data-next]')!;
  fill(next, h('span', null, w.say(last ? 'see_results' : 'next')), icon(icons.next));
  if (!quiet) revealBoth(frame.status, next);
}

function drawOutcome(app: QuizApp, moved: boolean): void {
  const { frame, w } = app;
  frame.show(h('h3', null, w.say('wait_results')), h('p', null, w.say('wait_results_how')), null, moved);
}

function drawSummary(app: QuizApp, moved: boolean): void {
  const { frame, w } = app;
  const { items } = app.state!.attempt!;
  const open = items.filter((item) => !isAnswered(item, app.entries)).length;
  const sure = h('div', { role: 'status' });
  frame.show(
    h('h3', null, w.say('summary')),
    [
      h('p', null, w.say('summary_how')),
      h(
        'ul',
        { class: 'hv-items' },
        items.map((item, index) => {
          const done = isAnswered(item, app.entries);
          return row(app, item, index, done, w.say(done ? 'answered' : 'unanswered'), w.t(item.kept ? 'read' : done ? 'change' : 'do_now'), () => app.go({ name: 'question', index }));
        }),
      ),
      sure,
    ],
    frame.button(
      w.say('hand_in'),
      () => {
        if (!open) return app.finish();
        fill(sure, frame.note('care', icons.info, h('p', null, w.say('hand_in_sure', { n: open })), frame.button(w.say('hand_in_yes'), () => app.finish())));
        reveal(sure);
      },
      'primary',
    ),
    moved,
  );
}

export function row(app: QuizApp, item: Item, index: number, good: boolean, word: Child, action: string, onclick: () => void): HTMLElement {
  const n = app.state!.attempt!.items.length;
  const button = app.frame.button(action, onclick, 'text');
  button.setAttribute('aria-label', action + ': ' + app.w.t('progress', { i: index + 1, n }));
  return h(
    'li',
    null,
    h('span', { class: good ? 'hv-yes' : 'hv-no' }, icon(good ? icons.check : icons.again), ' ', word),
    app.frame.authored(h('span', { class: 'hv-grow hv-rich' }, rich(item.text))),
    button,
  );
}

function drawResults(app: QuizApp, moved: boolean): void {
  const { frame, init, state, w } = app;
  const attempt = state!.attempt!;
  const result = attempt.result;
  const { items } = attempt;
  const known = !!result && result.percent !== null && result.percent !== undefined;
  const plainCount = known && items.every((item) => item.points === 1) && Math.round(result.earned || 0) === result.earned;
  const bad = items.filter((item) => item.result && item.result.correct === false);
  const left = init.rules.attempts_allowed ? init.rules.attempts_allowed - state!.attempts_used : 0;
  frame.show(
    h('h3', null, w.say('results')),
    [
      known
        ? h(
            'div',
            { class: 'hv-score' + (result.passed ? ' hv-score--good' : '') },
            icon(result.passed ? icons.check : icons.again),
            h(
              'div',
              null,
              h('h4', null, w.say(result.passed ? 'passed' : 'not_passed')),
              h('p', null, w.say(plainCount ? 'score_items' : 'score_points', { a: w.num(result.earned || 0), b: w.num(result.possible || 0) }), !result.passed && [' ', w.say('not_passed_how')]),
            ),
          )
        : frame.note('', icons.saved, h('p', null, w.say('hidden'))),
      frame.skills(result),
      app.more.again ? app.more.again() : bad.length > 0 &&
        h(
          'section',
          { class: 'hv-section' },
          h('h3', null, w.say('read_items')),
          h('ul', { class: 'hv-items' }, bad.map((item) => row(app, item, items.indexOf(item), false, '', w.t('read'), () => app.go({ name: 'review', index: items.indexOf(item) })))),
        ),
      state!.can_start ? !!init.rules.attempts_allowed && h('p', { class: 'hv-section' }, w.say('attempts_left', { n: Math.max(0, left) })) : state!.why_not && frame.note('', icons.info, h('p', null, state!.why_not)),
    ],
    [again(app, 'again'), frame.button(w.say('review'), () => app.go({ name: 'review', index: 0 }), '', icons.eye)],
    moved,
  );
  if (moved) frame.done();
}

function drawReview(app: QuizApp, index: number, moved: boolean): void {
  const { frame, w } = app;
  const item = app.item(index);
  const [heading, bar] = progress(app, index);
  const one = makeWidget(app, item);
  if (item.answer !== null) one.write(item.answer);
  one.lock(item.result);
  frame.show(
    heading,
    [bar, app.more.above && app.more.above(item, false), one.node, item.answer === null && h('p', null, w.say('unanswered')), item.result && verdict(app, item, item.result)],
    [
      index + 1 < app.state!.attempt!.items.length && frame.button(w.say('next'), () => app.go({ name: 'review', index: index + 1 }), 'primary'),
      index > 0 && frame.button(w.say('previous'), () => app.go({ name: 'review', index: index - 1 })),
      frame.button(w.say('to_results'), () => app.go({ name: 'results' })),
    ],
    moved,
  );
}
