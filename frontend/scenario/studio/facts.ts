/** Dated statements with their sources. */
import { h } from '../../shared/dom';
import type { FieldSpec } from '../../studio/fields';
import { factFields, today } from '../../studio/visual/facts';
import { day } from '../model';
import { idFor, numbered, renameFact, usesOf, type Fact } from './model';
import { rowsField, Spot, type SimDesk, type SimStudioWords } from './scene-fields';

export { today };

export function factsField(desk: SimDesk, q: SimStudioWords): HTMLElement {
  const spot = new Spot(desk, q, ['facts'], 'facts');
  const ids = desk.model.facts.map((fact) => fact.id);
  return rowsField({
    spot, label: 'facts', help: 'facts_how', add: 'add_fact', first: 'text',
    name: (_row, i) => q.t('fact_n', { n: i + 1 }),
    fresh: (list): Fact => ({ id: numbered('thong-tin-', list.map((one) => String(one['id']))), text: '', source: '', checked_on: null, valid_from: null }),
    copy: (row, list) => ({ ...row, id: idFor(String(row['id']), list.map((one) => String(one['id'])), 'thong-tin') }),
    brief: (row) => [h('span', { class: 'hv-briefwords' }, String(row['text'] || '') || q.say('no_words')), h('span', { class: 'hv-navmeta' }, !!row['checked_on'] && h('span', null, q.say('fact_checked'), ' ', day(String(row['checked_on']), q.lang)))],
    todo: (row) => !row['text'] || !row['source'] || !row['checked_on'],
    fields: (at, row) => [
      factFields({
        places: desk.places, q, where: at.where, fact: row, rich: false,
        put: (key, value, { typed, focus } = {}) => (typed ? at.at(key).put(value) : focus ? at.at(key).choose(value, focus) : at.at(key).put(value, { key: '', label: q.t('did_choose') })),
      }),
      h('p', { class: 'hv-how' }, q.say('used_n', { n: usesOf(desk.model, 'fact', String(row['id'])) })),
      at.fold('id', q.say('id'), false, at.id('id_how_fact', ids, (id) => desk.change(renameFact(desk.model, String(row['id']), id), { label: q.t('id'), redraw: true, focus: `facts.${id}.id`, say: q.t('renamed') }))),
    ],
  });
}

/** The settings of the block that the form shows: the picture keeps its own. */
export const shownSettings = (fields: FieldSpec[]): FieldSpec[] => fields.filter((spec) => spec.name !== 'layout');
