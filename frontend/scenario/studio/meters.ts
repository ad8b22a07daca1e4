/** Meters and flags of a story. */
import { h, type Child } from '../../shared/dom';
import { slug } from '../../quiz/studio/model';
import { lineField } from '../../studio/visual/fields';
import { idFor, newMeter, numbered, renameThing, removeThing, usesOf, type Meter } from './model';
import { rowsField, Spot, type SimDesk, type SimStudioWords } from './scene-fields';

export function metersView(desk: SimDesk, q: SimStudioWords): Child {
  const meters = new Spot(desk, q, ['meters'], 'meters');
  const { model } = desk;
  const ids = model.meters.map((meter) => meter.id);
  const gone = (kind: 'meter' | 'flag', id: string, name: string): void => {
    desk.change(removeThing(desk.model, kind, id), { label: q.t('did_remove'), redraw: true, focus: (kind === 'meter' ? 'meters' : 'flags') + '.add' });
    desk.offerUndo(q.t('removed', { what: name }));
  };
  return [
    h('h3', null, q.say('meters_view')),
    rowsField({
      spot: meters, label: 'meters', help: 'meters_how', add: 'add_meter', first: 'label',
      name: (row, i) => String(row['label'] || q.t('meter_n', { n: i + 1 })),
      fresh: (list) => newMeter(numbered('thuoc-do-', list.map((one) => String(one['id']))), ''),
      copy: (row, list) => ({ ...row, id: idFor(String(row['id']), list.map((one) => String(one['id'])), 'thuoc-do') }),
      brief: (row) => h('span', { class: 'hv-navmeta' }, h('span', null, q.say('meter_brief', { start: q.num(Number(row['start'])), min: q.num(Number(row['min'])), max: q.num(Number(row['max'])), unit: String(row['unit']) }))),
      todo: (row) => !row['label'],
      remove: (i) => gone('meter', ids[i]!, model.meters[i]!.label || ids[i]!),
      fields: (at, row) => [
        at.line('label', 'meter_label', { help: 'meter_label_how' }),
        h(
          'div',
          { class: 'hv-form' },
          at.number('start', 'meter_start', { empty: 0 }),
          at.number('min', 'meter_min', { empty: 0 }),
          at.number('max', 'meter_max', { empty: 100 }),
          at.line('unit', 'meter_unit', { help: 'meter_unit_how' }),
          at.select('good', 'meter_good', [['high', q.t('good_high')], ['low', q.t('good_low')]], { fallback: 'high' }),
        ),
        h('p', { class: 'hv-how' }, q.say('used_n', { n: usesOf(model, 'meter', (row as Meter).id) })),
        at.fold('id', q.say('id'), false, at.id('id_how_meter', ids, (id) => desk.change(renameThing(desk.model, 'meter', (row as Meter).id, id), { label: q.t('id'), redraw: true, focus: `meters.${id}.id`, say: q.t('renamed') }))),
      ],
    }),
    flags(desk, q, (id) => gone('flag', id, id)),
  ];
}

/** A flag is its name: what happened, in a few words. */
function flags(desk: SimDesk, q: SimStudioWords, gone: (id: string) => void): HTMLElement {
  const { model, places } = desk;
  return h(
    'fieldset',
    { class: 'hv-rows' },
    h('legend', { class: 'hv-lab' }, q.say('flags')),
    h('p', { class: 'hv-how' }, q.say('flags_how')),
    model.flags.map((flag, i) => {
      const path = 'flags.' + flag;
      const says = h('p', { class: 'hv-bad', role: 'alert' });
      const box = lineField(places, { path, label: q.say('flag_n', { n: i + 1 }), help: q.say('used_n', { n: usesOf(model, 'flag', flag) }), value: flag, oninput: () => undefined });
      const input = box.querySelector('input')!;
      input.setAttribute('data-own', '');
      input.addEventListener('change', () => {
        const id = slug(input.value);
        if (id === flag) return void (input.value = flag);
        if (id && model.flags.indexOf(id) < 0) return desk.change(renameThing(desk.model, 'flag', flag, id), { label: q.t('flags'), redraw: true, focus: 'flags.' + id, say: q.t('renamed') });
        says.textContent = q.t('id_bad');
        input.value = flag;
      });
      box.appendChild(says);
      const remove = desk.button(q.say('remove_row'), () => gone(flag), 'small', path + '.remove');
      remove.setAttribute('aria-label', `${q.t('remove_row')}: ${flag}`);
      return h('div', { class: 'hv-leftinfo' }, box, remove);
    }),
    places.slot('flags', null),
    desk.button(q.say('add_flag'), () => {
      const id = numbered('dau-', model.flags);
      desk.change({ ...desk.model, flags: desk.model.flags.concat(id) }, { label: q.t('did_add'), redraw: true, focus: 'flags.' + id });
    }, 'small', 'flags.add'),
  );
}
