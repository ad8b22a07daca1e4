/** What is kept of the attempt before; and, where the learner said how sure they were, what to read again first. */
import { h, type Child } from '../../shared/dom';
import { icon, info, saved } from '../../shared/icons';
import type { QuizApp } from '../app';
import { isAnswered, type Item } from '../model';
import type { Row } from '../more';
import type { ExtraWords } from './base';

/** Above a kept question that it is kept; above the first question that is asked, how many are. */
export function kept(app: QuizApp, w: ExtraWords, item: Item): Child {
  const line = (text: Child): Child => h('p', { class: 'hv-kicker' }, icon(saved), h('span', null, text));
  if (item.kept) return line(w.say('kept'));
  const { items, status } = app.state!.attempt!;
  const n = items.filter((one) => one.kept).length;
  const begun = items.some((one) => !one.kept && isAnswered(one, app.entries));
  return n > 0 && status === 'open' && !begun && line(w.say('kept_some', { n }));
}

const WORDS = { 'sure-and-wrong': 'again_sure_wrong', wrong: 'again_wrong', guessed: 'again_guessed' } as const;

/** The items in the order in which to read them, each with its reason and the way to it. */
export function again(app: QuizApp, w: ExtraWords, row: Row): Child {
  const { items, result } = app.state!.attempt!;
  const list = (result && result.again) || [];
  const rows = list.map(({ item: id, why }) => {
    const index = items.findIndex((one) => one.id === id);
    return index < 0 ? null : row(app, items[index]!, index, why === 'guessed', w.say(WORDS[why]), w.t('read'), () => app.go({ name: 'review', index }));
  });
  return (
    rows.some(Boolean) &&
    h(
      'section',
      { class: 'hv-section' },
      h('h3', null, w.say('again')),
      list[0]!.why === 'sure-and-wrong' && app.frame.note('', info, h('p', null, w.say('again_sure'))),
      h('ul', { class: 'hv-items hv-items--why' }, rows),
    )
  );
}
