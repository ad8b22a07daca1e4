/** What everybody reads in the end: the words, the right things to do, and the facts that back them. */
import { h, type Child } from '../../shared/dom';
import { plain } from '../../quiz/studio/model';
import { selectField } from '../../studio/visual/fields';
import { factsField } from './facts';
import { numbered } from './model';
import { rowsField, Spot, type SimDesk, type SimStudioWords } from './scene-fields';

const NEW = '+';

export function debriefView(desk: SimDesk, q: SimStudioWords): Child {
  const spot = new Spot(desk, q, ['debrief'], 'debrief');
  const { model } = desk;
  return [
    h('h3', null, q.say('debrief_view')),
    spot.rich('text', 'debrief_text', { help: 'debrief_text_how' }),
    rowsField({
      spot: spot.at('actions'), label: 'actions', help: 'actions_how', add: 'add_action', first: 'text',
      name: (_row, i) => q.t('action_n', { n: i + 1 }),
      fresh: () => ({ text: '', fact: '' }),
      copy: (row) => ({ ...row }),
      brief: (row) => h('span', { class: 'hv-briefwords' }, plain(row['text']) || q.say('no_words')),
      todo: (row) => !row['text'],
      fields: (at, row) => {
        const now = String(row['fact'] || '');
        const choices: Array<[string, string]> = [['', q.t('fact_none')], ...model.facts.map((fact): [string, string] => [fact.id, fact.text || fact.id]), [NEW, q.t('fact_new')]];
        if (now && !model.facts.some((fact) => fact.id === now)) choices.push([now, now]);
        return [
          at.rich('text', 'action_text', { short: true }),
          selectField(desk.places, {
            path: at.where + '.fact', label: q.say('action_fact'), value: now, choices, makes: NEW,
            oninput: (value) => {
              if (value !== NEW) return at.at('fact').choose(value, at.where + '.fact');
              const id = numbered('thong-tin-', desk.model.facts.map((fact) => fact.id));
              desk.change({ ...desk.model, facts: desk.model.facts.concat({ id, text: '', source: '', checked_on: null, valid_from: null }) }, { label: q.t('did_add'), key: 'make ' + id, fresh: 'facts.' + id });
              at.at('fact').put(id, { key: 'make ' + id, label: q.t('did_add'), redraw: true, focus: `facts.${id}.text` });
            },
          }),
        ];
      },
    }),
    factsField(desk, q),
  ];
}
