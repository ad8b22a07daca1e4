/** Which questions an attempt asks, in plain words. */
import { h, type Child } from '../../shared/dom';
import { picker } from '../../studio/visual/competencies';
import { flagField, lineField, numberField, selectField } from '../../studio/visual/fields';
import { setIn, tagsOf } from './item';
import { listOf, plain, taken, type Pool, type Row } from './model';
import type { QuizDesk, QuizStudioWords } from './subject';

type By = 'all' | 'tags' | 'competencies' | 'items';
const byOf = (pick: Row): By => ((['items', 'tags', 'competencies'] as const).filter((name) => name in pick)[0] || 'all');

export function poolsView(desk: QuizDesk, q: QuizStudioWords): Child {
  const { places, model } = desk;
  const change = (pools: Pool[], redraw = true, key = '', focus = ''): void => desk.change({ ...desk.model, pools }, { label: q.t('did_pools'), redraw, key, focus });
  const fresh = (): Pool => {
    let n = desk.model.pools.length + 1;
    while (desk.model.pools.some((pool) => pool.id === 'nhom-' + n)) n++;
    return { id: 'nhom-' + n, draw: Math.min(5, desk.model.items.length) || null, pick: { all: true }, shuffle: true };
  };
  const set = (i: number, path: Array<string | number>, value: unknown, redraw: boolean, focus = ''): void => change(setIn(desk.model.pools, [i, ...path], value), redraw, redraw ? '' : `pools.${i}.${path.join('.')}`, focus);
  const some = model.pools.length > 0;
  return [
    h('h3', null, q.say('pools_view')),
    selectField(places, {
      path: 'pools', label: q.say('asks'), value: some ? 'some' : 'all', choices: [['all', q.t('ask_all')], ['some', q.t('ask_some')]],
      oninput: (value) => change(value === 'all' ? [] : [fresh()], true, '', 'pools'),
    }),
    some && h('p', { class: 'hv-how' }, q.say('pools_how')),
    model.pools.map((pool, i) => {
      const where = 'pools.' + pool.id;
      const by = byOf(pool.pick);
      const counted = h('p', { class: 'hv-how', role: 'status' }, q.say('available', { n: taken(model, pool.pick) }));
      const recount = (): void => void (counted.textContent = q.t('available', { n: taken(desk.model, desk.model.pools[i]!.pick) }));
      return h(
        'fieldset',
        { class: 'hv-rowbox' },
        h('legend', { class: 'hv-lab' }, q.say('pool_n', { n: i + 1 })),
        h(
          'div',
          { class: 'hv-form' },
          numberField(places, { path: where + '.draw', label: q.say('draw_count'), value: pool.draw, min: 1, step: 1, oninput: (value) => set(i, ['draw'], value, false) }),
          selectField(places, {
            path: where + '.pick', label: q.say('draw_from'), value: by,
            choices: [['all', q.t('from_all')], ['tags', q.t('from_tags')], ['competencies', q.t('from_competencies')], ['items', q.t('from_items')]],
            oninput: (value) => set(i, ['pick'], value === 'all' ? { all: true } : { [value]: [] }, true, where + '.pick'),
          }),
        ),
        by === 'tags' &&
          lineField(places, {
            path: where + '.pick.tags', label: q.say('tags'), help: q.say('tags_how'), value: listOf(pool.pick['tags']).join(', '),
            oninput: (text) => {
              set(i, ['pick', 'tags'], tagsOf(text), false);
              recount();
            },
          }),
        by === 'competencies' &&
          picker(places, { path: where + '.pick.competencies', label: q.t('competencies'), values: listOf(pool.pick['competencies']), titles: desk.titles, onchange: (values) => set(i, ['pick', 'competencies'], values, true, where + '.pick.competencies') }),
        by === 'items' &&
          h(
            'div',
            { class: 'hv-scroll', tabindex: 0, role: 'group', 'aria-label': q.t('from_items') },
            model.items.map((item, k) =>
              flagField(places, {
                path: `${where}.pick.items.${item.id}`, label: `${k + 1}. ${plain(item['text']) || item.id}`, value: listOf(pool.pick['items']).indexOf(item.id) >= 0,
                oninput: (is) => {
                  const now = listOf(desk.model.pools[i]!.pick['items']).filter((id) => id !== item.id);
                  set(i, ['pick', 'items'], is ? now.concat(item.id) : now, false);
                  recount();
                },
              }),
            ),
          ),
        counted,
        flagField(places, { path: where + '.shuffle', label: q.say('pool_shuffle'), value: pool.shuffle !== false, oninput: (is) => set(i, ['shuffle'], is, false) }),
        places.slot(where, null),
        h('div', { class: 'hv-row hv-row--tight' }, desk.button(q.say('remove_row'), () => change(desk.model.pools.filter((_pool, k) => k !== i), true, '', 'pools'), 'small')),
      );
    }),
    some && desk.button(q.say('add_pool'), () => change(desk.model.pools.concat(fresh())), 'small', 'pools.add'),
  ];
}
