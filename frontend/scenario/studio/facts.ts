/** Dated statements with their sources. */
import { h } from '../../shared/dom';
import { icon } from '../../shared/icons';
import * as icons from '../../shared/icons';
import type { FieldSpec } from '../../studio/fields';
import { day } from '../model';
import { idFor, numbered, renameFact, usesOf, type Fact } from './model';
import { rowsField, Spot, type Key, type SimDesk, type SimStudioWords } from './scene-fields';

/** Today as the author's calendar has it. */
export function today(): string {
  const now = new Date();
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** A day, with the browser's calendar; empty is none. */
function dayField(at: Spot, key: 'checked_on' | 'valid_from', label: Key, help: Key): HTMLElement {
  const { desk, q } = at;
  const spot = at.at(key);
  const id = desk.places.id(spot.where);
  const input = h('input', { id, type: 'date', 'aria-describedby': `${id}-help ${id}-says`, onchange: () => spot.put(input.value || null, { key: '', label: q.t('did_choose') }) });
  input.value = String(spot.value || '');
  return h(
    'div',
    { class: 'hv-fieldbox' },
    h('label', { class: 'hv-lab', for: id }, q.say(label)),
    input,
    key === 'checked_on' && desk.button(q.say('checked_today'), () => spot.choose(today(), spot.where), 'small', spot.where + '.today'),
    h('p', { id: id + '-help', class: 'hv-how' }, q.say(help)),
    desk.places.slot(spot.where, input),
  );
}

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
    fields: (at, row) => {
      const source = at.line('source', 'fact_source', { help: 'fact_source_how' });
      const address = String(row['source'] || '');
      if (/^https?:\/\/[^\s/]/.test(address)) source.appendChild(h('a', { class: 'hv-btn hv-btn--text', href: address, target: '_blank', rel: 'noopener' }, icon(icons.link), q.say('open_source')));
      return [
        at.line('text', 'fact_text', { area: true }),
        source,
        h('div', { class: 'hv-form' }, dayField(at, 'checked_on', 'fact_checked', 'fact_checked_how'), dayField(at, 'valid_from', 'fact_from', 'fact_from_how')),
        h('p', { class: 'hv-how' }, q.say('used_n', { n: usesOf(desk.model, 'fact', String(row['id'])) })),
        at.fold('id', q.say('id'), false, at.id('id_how_fact', ids, (id) => desk.change(renameFact(desk.model, String(row['id']), id), { label: q.t('id'), redraw: true, focus: `facts.${id}.id`, say: q.t('renamed') }))),
      ];
    },
  });
}

/** The settings of the block that the form shows: the picture keeps its own. */
export const shownSettings = (fields: FieldSpec[]): FieldSpec[] => fields.filter((spec) => spec.name !== 'layout');
