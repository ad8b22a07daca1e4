/** What the simulation looks like, view by view. */
import { fill, h, reveal, rich, type Child } from '../shared/dom';
import * as icons from '../shared/icons';
import { icon } from '../shared/icons';
import type { SimApp } from './app';
import { drawMap, extra, type Kit } from './extra';
import { SKINS } from './channels';
import { narration } from './channels/narration';
import { markQuote } from './marks';
import { day, share, type Choice, type Cue, type Effect, type Meter, type Scene } from './model';

/** A double tap on "go on" must not choose in the next scene. */
const drawn: WeakMap<SimApp, number> = new WeakMap();

export function draw(app: SimApp, moved: boolean): void {
  drawn.set(app, moved ? Date.now() : 0);
  if (app.view === 'scene') drawScene(app, moved);
  else if (app.view === 'consequence') drawConsequence(app, moved);
  else if (app.view === 'ending') drawEnding(app, moved);
  else drawStart(app, moved);
}

function drawStart(app: SimApp, moved: boolean): void {
  const { frame, init, state, w } = app;
  const { rules } = init;
  frame.show(
    frame.authored(h('h2', null, init.title)),
    [
      h('p', { class: 'hv-kicker' }, icon(icons.shield), w.say('kicker')),
      init.intro && frame.authored(h('div', { class: 'hv-rich' }, rich(init.intro))),
      frame.facts([
        [icons.info, w.say('about')],
        [icons.again, state && rules.attempts_allowed ? w.say('attempts_left', { n: Math.max(0, rules.attempts_allowed - state.plays_used) }) : w.say('try_all')],
        [icons.clock, rules.due ? [w.say('due', { when: rules.due }), ' ', w.say('calm')] : w.say('calm')],
        [icons.globe, w.say('online')],
        state && state.best && state.best.percent !== null && [icons.check, w.say('best', { percent: w.num(state.best.percent) })],
      ]),
      init.mode === 'public' || !state ? frame.publicNote() : !state.can_start && frame.note('care', icons.info, h('p', null, state.why_not || w.say(rules.past_due ? 'past_due' : 'broken'))),
    ],
    state && state.can_start && frame.button(w.say('begin'), () => void app.start(), 'primary'),
    moved,
  );
}

const amount = (app: SimApp, value: number, unit: string): string => app.w.num(value) + (unit === '%' ? '%' : unit ? ' ' + unit : '');

function meters(app: SimApp, list: Meter[]): Child {
  return (
    list.length > 0 &&
    h(
      'ul',
      { class: 'hv-meters', 'aria-label': app.w.t('meters') },
      list.map((m) => {
        const part = share(m);
        const low = m.good === 'high' ? part < 34 : part > 66;
        return h(
          'li',
          null,
          app.frame.authored(h('span', null, m.label)),
          h('b', null, amount(app, m.value, m.unit)),
          h('div', { class: 'hv-bar' + (low ? ' hv-bar--care' : ''), 'aria-hidden': 'true' }, h('span', { style: `width:${part}%` })),
        );
      }),
    )
  );
}

function skin(app: SimApp, scene: Scene): Child {
  if (!scene.messages.length && (scene.channel === 'narration' || !SKINS[scene.channel])) return null;
  return (SKINS[scene.channel] || narration)(scene, { w: app.w, authored: (node) => app.frame.authored(node), time: scene.channel_info['time'] });
}

const kit: Kit = { skin };

const practice = (app: SimApp): Child => app.state!.play!.practice && h('p', { class: 'hv-kicker' }, icon(icons.again), app.w.say('practice'));

const leave = (app: SimApp): Child => {
  const { id, practice } = app.state!.play!;
  return practice && app.frame.button(app.w.say('leave'), () => void app.start('leave_rehearsal', { play: id }), 'text');
};

function drawScene(app: SimApp, moved: boolean): void {
  const { frame, w } = app;
  const { scene, meters: list, triage } = app.state!.play!;
  const wanted = triage || scene.input || scene.question;
  const found = wanted && extra(triage ? 'inbox' : 'ask');
  const parts = found ? found.scene(app) : {};
  // A safe way out looks like every other choice: a learner has to find it, as in life.
  const button = (choice: Choice): HTMLElement => {
    const { id } = choice;
    return frame.authored(
      h(
        'button',
        {
          type: 'button',
          class: 'hv-choice',
          'data-choice': id,
          onclick: () => {
            if (Date.now() - (drawn.get(app) || 0) >= 500) app.send({ choice: id });
          },
        },
        icon(parts.glyph ? parts.glyph(choice) : icons.next),
        h('span', null, rich(choice.text)),
      ),
    );
  };
  frame.show(
    parts.heading || frame.authored(h('h3', null, scene.title || app.init.title)),
    [
      practice(app),
      parts.top,
      meters(app, list),
      scene.text && frame.authored(h('div', { class: 'hv-rich hv-story' }, rich(scene.text))),
      skin(app, scene),
      (scene.choices.length > 0 || !parts.bottom) && [h('h4', { class: 'hv-what' }, parts.what || w.say('what')), h('div', { class: 'hv-choices' + (triage ? ' hv-verdicts' : '') }, scene.choices.map(button))],
      parts.bottom,
      wanted && !found && frame.note('care', icons.info, h('p', null, w.say('reload'))),
    ],
    leave(app),
    moved,
  );
  drawPending(app);
}

/** While a choice is on its way: the buttons rest, the chosen one is marked, and trouble is said. */
export function drawPending(app: SimApp): void {
  const { frame, pending, w } = app;
  const buttons = frame.stage.querySelectorAll('[data-choice]');
  for (const one of Array.from(buttons)) {
    if (pending) one.setAttribute('aria-disabled', 'true');
    else one.removeAttribute('aria-disabled');
    const mine = !!pending && !pending.earlier && one.getAttribute('data-choice') === pending.choice;
    one.classList.toggle('hv-choice--mine', mine);
    if (mine) one.setAttribute('aria-pressed', 'true');
    else one.removeAttribute('aria-pressed');
  }
  const held = pending && app.trouble;
  frame.speak(held ? 'held' : '', held && frame.note('care', icons.phone, h('p', null, w.say('held'))));
}

function effects(app: SimApp, list: Effect[], known: Meter[]): Child {
  const { w } = app;
  const changed = list.filter((e) => e.from !== e.to);
  return (
    changed.length > 0 &&
    h(
      'ul',
      { class: 'hv-effects' },
      changed.map((e) => {
        const meter = known.filter((m) => m.label === e.label)[0];
        const up = e.to > e.from;
        const good = !meter || (meter.good === 'high') === up;
        const unit = meter ? meter.unit : '';
        return h(
          'li',
          { class: good ? 'hv-yes' : 'hv-no' },
          icon(up ? icons.up : icons.down),
          h('span', null, w.say(up ? 'effect_up' : 'effect_down', { label: e.label, a: amount(app, e.from, unit), b: amount(app, e.to, unit) })),
        );
      }),
    )
  );
}

function cueList(app: SimApp, cues: Cue[]): HTMLElement {
  return h('ol', { class: 'hv-cues' }, cues.map((cue) => h('li', null, app.frame.authored(h('q', null, cue.quote)), cue.why && app.frame.authored(h('p', null, cue.why)))));
}

function drawConsequence(app: SimApp, moved: boolean): void {
  const { frame, w } = app;
  const { reply, scene, choice, move } = app.consequence!;
  const { cues, play } = reply;
  const found = play.triage ? extra('inbox') : move['choice'] === undefined ? extra('ask') : null;
  const after = found ? found.after(app) : { panel: true };
  const panel = h('div', { class: 'hv-signs', hidden: true });
  const toggle = frame.button(
    w.say('signs'),
    () => {
      const open = panel.hidden;
      panel.hidden = !open;
      toggle.setAttribute('aria-expanded', String(open));
      fill(toggle, icon(icons.eye), h('span', null, w.say(open ? 'signs_hide' : 'signs')));
      if (open) reveal(panel);
    },
    '',
    icons.eye,
  );
  toggle.setAttribute('aria-expanded', 'false');
  if (cues.length) {
    const again = scene && skin(app, scene);
    fill(panel, again, cueList(app, cues));
    cues.forEach((cue, i) => {
      const at = panel.querySelector(`[data-m="${Number(cue.message)}"]`);
      if (at) markQuote(at, cue.quote, String(i + 1));
    });
  }
  frame.show(
    after.heading || h('h3', null, w.say('then')),
    [
      after.said ? h('p', { class: 'hv-chosen' }, after.said) : choice && h('p', { class: 'hv-chosen' }, w.say('chosen'), ' ', frame.authored(h('b', null, rich(choice)))),
      after.judged,
      after.panel && h('div', { class: 'hv-panel' }, frame.authored(h('div', { class: 'hv-rich' }, reply.feedback ? rich(reply.feedback) : w.say('no_feedback'))), effects(app, reply.effects, play.meters)),
      cues.length > 0 && [h('div', { class: 'hv-row' }, toggle), panel],
    ],
    frame.button(after.on || w.say(play.status === 'open' ? 'on' : 'see_end'), () => app.goOn(), 'primary', icons.next),
    moved,
  );
}

const ENDS = { good: [icons.check, 'good'], bad: [icons.think, 'care'], mixed: [icons.info, ''] } as const;

function link(app: SimApp, source: string, checked: string): Child {
  const { w } = app;
  const host = /^https?:\/\/([^/]+)/.exec(source);
  return (
    (host || checked) &&
    h(
      'p',
      { class: 'hv-src' },
      host && [w.say('source'), ': ', h('a', { href: source, target: '_blank', rel: 'noopener' }, host[1]!.replace(/^www\./, '')), checked && ', '],
      checked && w.say('checked', { day: day(checked, w.lang) }),
    )
  );
}

function mapOf(app: SimApp): Child {
  const place = h('div', { class: 'hv-row' }, app.frame.button(app.w.say('map'), () => drawMap(app, place), '', icons.list));
  return place;
}

function drawEnding(app: SimApp, moved: boolean): void {
  const { frame, state, w } = app;
  const { scene, debrief, meters: list, triage } = state!.play!;
  const found = extra(triage ? 'inbox' : 'ask');
  const end = found && found.ending ? found.ending(app) : null;
  const kind = scene.ending ? scene.ending.kind : 'mixed';
  const [glyph, tone] = ENDS[kind];
  const result = debrief && debrief.result;
  frame.show(
    end ? end.heading : frame.authored(h('h3', null, (scene.ending && scene.ending.title) || scene.title || app.init.title)),
    [
      practice(app),
      meters(app, list),
      end ? end.note : frame.note(
        tone,
        glyph,
        h('strong', null, w.say(`end_${kind}`)),
        scene.text && frame.authored(h('div', { class: 'hv-rich' }, rich(scene.text))),
        scene.ending && scene.ending.text && frame.authored(h('div', { class: 'hv-rich' }, rich(scene.ending.text))),
        result && result.possible !== null && h('p', null, w.say('end_score', { a: w.num(result.earned || 0), b: w.num(result.possible || 0) })),
      ),
      skin(app, scene),
      debrief && [
        debrief.text && h('section', { class: 'hv-section' }, h('h3', null, w.say('debrief')), frame.authored(h('div', { class: 'hv-rich' }, rich(debrief.text)))),
        debrief.actions.length > 0 &&
          h(
            'section',
            { class: 'hv-section' },
            h('h3', null, w.say('actions')),
            h(
              'ul',
              { class: 'hv-do' },
              debrief.actions.map((a) =>
                h(
                  'li',
                  null,
                  icon(icons.shield),
                  h(
                    'div',
                    null,
                    frame.authored(h('div', { class: 'hv-rich' }, rich(a.text))),
                    (a.fact || a.source) && h('details', null, h('summary', null, w.say('official')), a.fact && frame.authored(h('p', null, a.fact)), link(app, a.source, a.checked_on)),
                  ),
                ),
              ),
            ),
          ),
        debrief.path.length > 0 &&
          h(
            'details',
            { class: 'hv-section' },
            h('summary', null, end ? end.path : w.say('path')),
            !end && h('p', null, w.say('from_how')),
            h(
              'ol',
              { class: 'hv-path' },
              debrief.path.map((p, i) => {
                const other = p.by && found ? found.step(app, kit, p) : null;
                const safe = p.score! >= 0.6;
                return h(
                  'li',
                  null,
                  frame.authored(h('b', null, p.scene)),
                  h('p', null, other ? other.said : [w.say('chosen'), ' ', frame.authored(h('span', null, rich(p.choice)))]),
                  other && other.judged ? other.judged : p.score !== null && h('p', { class: safe ? 'hv-yes' : 'hv-no' }, icon(safe ? icons.check : icons.think), ' ', w.say(safe ? 'safe' : 'risky')),
                  p.feedback && frame.authored(h('div', { class: 'hv-rich' }, rich(p.feedback))),
                  p.cues.length > 0 && h('details', null, h('summary', null, w.say('signs_n', { n: p.cues.length })), cueList(app, p.cues)),
                  other && other.below,
                  !end && frame.button([w.say('from_here'), h('span', { class: 'hv-sr' }, ': ', p.scene)], () => app.rehearse(i + 1), 'text', icons.again),
                );
              }),
            ),
            !end && app.init.map_url && mapOf(app),
          ),
        frame.skills(result, true),
      ],
      !state!.can_start && state!.why_not && frame.note('', icons.info, h('p', null, state!.why_not)),
    ],
    // Who came out of it well is not urged to do it again: the page's own next step comes first.
    [state!.can_start && frame.button(w.say('again'), () => void app.start(), kind === 'good' ? '' : 'primary', icons.again), leave(app)],
    moved,
  );
  if (moved) frame.done();
}
