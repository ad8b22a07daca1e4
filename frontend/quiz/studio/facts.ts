/** Facts of a quiz with their sources: what its texts rest on, so that whoever looks after it knows what to check again. */
import { h, type Child } from '../../shared/dom';
import type { Change } from '../../studio/visual/desk';
import { factFields } from '../../studio/visual/facts';
import { lineField } from '../../studio/visual/fields';
import { SLUG, type QuizModel, type Row } from './model';
import type { QuizDesk, QuizStudioWords } from './subject';

const factsOf = (model: QuizModel): Row[] => (Array.isArray(model['facts']) ? (model['facts'] as Row[]) : []);

export function factsView(desk: QuizDesk, q: QuizStudioWords): Child {
  const put = (facts: Row[], change: Change): void => desk.change({ ...desk.model, facts }, change);
  const put1 = (i: number, more: Row, change: Change): void => put(factsOf(desk.model).map((fact, k) => (k === i ? { ...fact, ...more } : fact)), change);
  const rows = factsOf(desk.model);
  const add = (): void => {
    const list = factsOf(desk.model);
    let n = list.length + 1;
    while (list.some((one) => one['id'] === 'thong-tin-' + n)) n++;
    const id = 'thong-tin-' + n;
    put(list.concat({ id, text: '', source: '', checked_on: null, valid_from: null }), { label: q.t('did_add_fact'), redraw: true, focus: `facts.${id}.text`, fresh: 'facts.' + id });
  };
  const remove = (i: number): void => {
    put(factsOf(desk.model).filter((_fact, k) => k !== i), { label: q.t('did_row'), redraw: true, focus: 'facts.add' });
    desk.offerUndo(q.t('fact_removed', { n: i + 1 }));
  };
  return [
    h('h3', null, q.say('facts')),
    h('p', { class: 'hv-how' }, q.say('facts_how'), ' ', q.say('facts_why')),
    rows.map((fact, i) => {
      const where = 'facts.' + String(fact['id'] || i + 1);
      const name = q.t('fact_n', { n: i + 1 });
      const gone = desk.button(q.say('remove_row'), () => remove(i), 'small', where + '.remove');
      gone.setAttribute('aria-label', `${q.t('remove_row')}: ${name}`);
      return h(
        'div',
        { class: 'hv-rowbox', role: 'group', 'aria-label': name },
        h('div', { class: 'hv-rowhead' }, h('p', { class: 'hv-rowname', 'aria-hidden': 'true' }, name), gone),
        desk.places.slot(where, null),
        factFields({
          places: desk.places, q, where, fact, rich: true,
          put: (key, value, { typed, focus } = {}) =>
            put1(i, { [key]: value }, typed ? { label: desk.w.t('did_type'), key: `${where}.${key}` } : { label: q.t('did_choose'), ...(focus ? { redraw: true, focus } : {}) }),
        }),
        idField(desk, q, i, where),
      );
    }),
    !rows.length && h('p', { class: 'hv-how' }, q.say('facts_none')),
    desk.places.slot('facts', null),
    desk.button(q.say('add_fact'), add, 'small', 'facts.add'),
  ];

  function idField(on: QuizDesk, words: QuizStudioWords, i: number, where: string): HTMLElement {
    const was = String(factsOf(on.model)[i]!['id'] || '');
    const says = h('p', { class: 'hv-bad', role: 'alert' });
    const box = lineField(on.places, { path: where + '.id', label: words.say('fact_id'), help: words.say('fact_id_how'), value: was, oninput: () => undefined });
    const input = box.querySelector('input')!;
    for (const [name, value] of [['data-own', ''], ['autocapitalize', 'off'], ['spellcheck', 'false']] as const) input.setAttribute(name, value);
    input.addEventListener('change', () => {
      const id = input.value.trim();
      if (id === was) return;
      if (SLUG.test(id) && !factsOf(on.model).some((one) => one['id'] === id)) return put1(i, { id }, { label: words.t('fact_id'), redraw: true, focus: `facts.${id}.id` });
      says.textContent = words.t('fact_id_bad');
      input.value = was;
    });
    box.appendChild(says);
    return h('details', { class: 'hv-fold' }, h('summary', null, words.say('fact_id')), box);
  }
}
