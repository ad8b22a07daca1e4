/** `public/inbox.<lang>.js`: messages to be judged, left on the window where the simulation looks for them. */
import { h, rich } from '../shared/dom';
import * as icons from '../shared/icons';
import { icon } from '../shared/icons';
import { add, type More } from './extra';
import { bar, glyph, heading, mistaken, summary, verdictNote } from './inbox/parts';
import { words } from './inbox/words';

export const INBOX: More = {
  scene(app) {
    const w = words();
    const { index, count } = app.state!.play!.triage!;
    return { heading: heading(app, w), top: bar(index - 1, count), what: w.say('judge'), glyph };
  },

  after(app) {
    const w = words();
    const { frame } = app;
    const { reply } = app.consequence!;
    const { verdict, play } = reply;
    const { count } = play.triage!;
    return {
      heading: h('h3', null, w.say(verdict ? (verdict.correct ? 'right' : 'wrong') : 'noted')),
      judged: [
        h('p', { class: 'hv-kicker' }, w.say('letter', { i: reply.step, n: count })),
        bar(reply.step, count),
        verdict && verdictNote(app, w, verdict, reply.feedback && frame.authored(h('div', { class: 'hv-rich' }, rich(reply.feedback)))),
      ],
      panel: false,
      on: w.say(play.status === 'open' ? 'next_letter' : 'see_results'),
    };
  },

  step(app, kit, step) {
    const w = words();
    const { correct } = step;
    const letter = !!step.messages && step.messages.length > 0 && kit.skin(app, { title: '', channel: step.channel || 'narration', channel_info: step.channel_info || {}, text: '', messages: step.messages, choices: [], ending: null });
    return {
      said: [w.say('judged'), ' ', app.frame.authored(h('span', null, rich(step.choice)))],
      judged: typeof correct === 'boolean' && h('p', { class: correct ? 'hv-yes' : 'hv-no' }, icon(correct ? icons.check : icons.think), ' ', w.say(correct ? 'right' : 'wrong'), '. ', w.say(step.genuine ? 'is_genuine' : 'is_fraud')),
      below: letter && h('details', null, h('summary', null, w.say('read_letter')), letter),
    };
  },

  ending(app) {
    const w = words();
    const { can_start, play } = app.state!;
    const { debrief } = play!;
    // While counted plays are left, the ordinary button begins one of them.
    const practise = debrief && !can_start && h('div', { class: 'hv-row' }, app.frame.button(w.say('practise'), () => app.rehearse(1), '', icons.again));
    return { heading: h('h3', null, w.say('results')), note: [summary(app, w, debrief ? debrief.triage : undefined, debrief && mistaken(app, w, debrief.path)), practise], path: w.say('letters') };
  },
};

add('inbox', INBOX);
