/** `SkillQuizStaff(runtime, element, init)`: the learner's view, and below it the panel with the item statistics. */
import { h, type Child } from '../shared/dom';
import type { Words } from '../shared/i18n';
import { bar, note, section, tag } from './desk';
import { entry } from './entry';
import { figures } from './figures';
import type { Statistics } from './model';
import type { strings } from './quiz-strings';

type W = Words<typeof strings>;
type Item = Statistics['items'][number];

function question(w: W, item: Item): HTMLElement {
  const look = item.flags.some((flag) => flag.level === 'look');
  const figure = (value: number | null): string => (value === null ? '–' : String(value));
  const head: Child[] = [
    h('span', { class: 'hv-squestion' }, `${item.number}. ${item.text}`),
    h('span', { class: 'hv-sub' }, item.n ? [w.say('s_facility', { p: figure(item.facility) }), ' · ', w.say('s_discrimination', { d: figure(item.discrimination) }), ' · ', w.say('s_shown', { n: item.n })] : w.say('s_nobody')),
    item.flags.map((flag) => tag(flag.title, flag.level === 'look' ? 'care' : '')),
  ];
  const found = section(
    head,
    (body) =>
      body.append(
        ...item.flags.map((flag) => note(flag.level === 'look' ? 'care' : '', h('p', null, flag.text))),
        h(
          'ul',
          { class: 'hv-sbars' },
          item.answers.map((one) =>
            h('li', null, h('span', null, one.text, one.right ? [' ', tag(w.say('s_right'), 'good')] : null), h('span', { class: 'hv-snum' }, `${one.n} (${one.percent}%)`), bar(one.percent, one.right ? 'good' : '')),
          ),
          item.others > 0 && h('li', null, h('span', null, w.say('s_others')), h('span', { class: 'hv-snum' }, item.others)),
          item.unanswered > 0 && h('li', null, h('span', null, h('em', null, w.say('s_unanswered'))), h('span', { class: 'hv-snum' }, item.unanswered)),
        ),
        h(
          'p',
          { class: 'hv-sub' },
          [item.efficiency !== null && w.say('s_efficiency', { e: item.efficiency }), item.guess !== null && w.say('s_guess', { p: item.guess }), item.gone && w.say('s_gone'), item.edited && w.say('s_edited')]
            .filter(Boolean)
            .map((one, i) => [i > 0 && ' · ', one]),
        ),
      ),
    'inner',
  );
  if (look) found.classList.add('hv-sinner--care');
  return found;
}

function statistics(w: W, found: Statistics): Child {
  const { test } = found;
  const look = found.items.filter((item) => item.flags.some((flag) => flag.level === 'look')).length;
  return [
    h('p', null, w.say('s_counted', { n: test.attempts, l: test.learners }), test.mean !== null && ['. ', w.say('s_whole', { m: test.mean, d: test.median === null ? '–' : test.median })], test.consistency !== null && ['. ', w.say('s_consistency', { c: test.consistency, e: test.error === null ? '–' : test.error })], '.'),
    look ? note('care', h('p', null, h('b', null, w.say('s_look_at', { n: look })))) : test.attempts >= found.enough && note('good', h('p', null, w.say('s_all_well'))),
    found.items.map((item) => question(w, item)),
    section(w.say('s_means'), (body) => body.append(...(['s_means_facility', 's_means_discrimination', 's_means_formulas'] as const).map((key) => h('p', null, w.say(key)))), 'inner'),
  ];
}

(window as unknown as Record<string, unknown>)['SkillQuizStaff'] = entry<typeof strings>('SkillQuizStudent', 'skill_quiz_staff', (w) => ({
  title: w.say('s_statistics'),
  draw: (desk, body) => figures<Statistics>(desk, body, 'staff_statistics', (found) => statistics(w, found), (found) => !found.test.attempts),
}));
