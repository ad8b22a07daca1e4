/** The fields of a dated statement with its source, in every visual editor. */
import { h } from '../../shared/dom';
import { icon } from '../../shared/icons';
import * as icons from '../../shared/icons';
import type { Words } from '../../shared/i18n';
import type { facts } from './fact-strings';
import { areaField, lineField, richField, type Places } from './fields';

export type FactWords = Words<typeof facts>;
export type FactKey = 'text' | 'source' | 'checked_on' | 'valid_from';
export interface FactForm {
  places: Places;
  q: FactWords;
  /** The path of the fact, as findings name it. */
  where: string;
  fact: Record<string, unknown>;
  /** Whether its words may have emphasis and links. */
  rich: boolean;
  /** `focus` where the form is to be drawn anew. */
  put(key: FactKey, value: string | null, how?: { typed?: boolean; focus?: string }): void;
}

/** Today as the author's calendar has it. */
export function today(): string {
  const now = new Date();
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** A day, with the browser's calendar; empty is none. */
function dayField({ places, q, where, fact, put }: FactForm, key: 'checked_on' | 'valid_from', label: 'fact_checked' | 'fact_from'): HTMLElement {
  const path = where + '.' + key;
  const id = places.id(path);
  const input = h('input', { id, type: 'date', 'aria-describedby': `${id}-help ${id}-says`, onchange: () => put(key, input.value || null) });
  input.value = String(fact[key] || '');
  const now = (): void => put(key, today(), { focus: path });
  return h(
    'div',
    { class: 'hv-fieldbox' },
    h('label', { class: 'hv-lab', for: id }, q.say(label)),
    input,
    key === 'checked_on' && h('button', { type: 'button', class: 'hv-btn hv-btn--small', 'data-path': path + '.today', onclick: now }, q.say('checked_today')),
    h('p', { id: id + '-help', class: 'hv-how' }, q.say(label === 'fact_checked' ? 'fact_checked_how' : 'fact_from_how')),
    places.slot(path, input),
  );
}

export function factFields(form: FactForm): HTMLElement[] {
  const { places, q, where, fact, rich, put } = form;
  const typed = (key: 'text' | 'source') => (value: string) => put(key, value, { typed: true });
  const words = String(fact['text'] || '');
  const address = String(fact['source'] || '');
  const link = h('a', { class: 'hv-btn hv-btn--text', target: '_blank', rel: 'noopener' }, icon(icons.link), q.say('open_source'));
  const lead = (to: string): void => {
    link.hidden = !/^https?:\/\/[^\s/]/.test(to);
    if (!link.hidden) link.href = to;
  };
  const source = lineField(places, {
    path: where + '.source', label: q.say('fact_source'), help: q.say('fact_source_how'), value: address,
    oninput: (value) => {
      lead(value.trim());
      typed('source')(value.trim());
    },
  });
  lead(address);
  source.appendChild(link);
  return [
    rich ? richField(places, { path: where + '.text', label: q.say('fact_text'), html: words, short: true, oninput: typed('text') }) : areaField(places, { path: where + '.text', label: q.say('fact_text'), value: words, oninput: typed('text') }),
    source,
    h('div', { class: 'hv-form' }, dayField(form, 'checked_on', 'fact_checked'), dayField(form, 'valid_from', 'fact_from')),
  ];
}
