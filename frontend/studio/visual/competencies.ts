/** Chips and a search: the author finds a competency by words, with or without diacritics. */
import { fill, h } from '../../shared/dom';
import type { Places } from './fields';

export interface Competency {
  id: string;
  title: string;
}
const ID = /^[a-z0-9][a-z0-9-]{0,63}:[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const WAIT = 250;

/** Asks the server, and remembers titles. */
export class Titles {
  private readonly known = new Map<string, string>();
  private readonly asked = new Set<string>();

  constructor(private readonly ask: (query: string) => Promise<Competency[] | null>) {}

  async search(query: string): Promise<Competency[] | null> {
    const found = await this.ask(query);
    (found || []).forEach((one) => this.known.set(one.id, one.title));
    return found;
  }

  of(id: string): string {
    return this.known.get(id) || '';
  }

  /** Looks up the titles of `ids` that are not known yet; each once. True when one was found. */
  async learn(ids: readonly string[]): Promise<boolean> {
    const open = ids.filter((id) => !this.known.has(id) && !this.asked.has(id));
    open.forEach((id) => this.asked.add(id));
    await Promise.all(open.map((id) => this.search(id.split(':').pop() || id)));
    return open.some((id) => this.known.has(id));
  }
}

export interface PickerOptions {
  path: string;
  label: string;
  values: string[];
  titles: Titles;
  onchange(values: string[], label: 'added' | 'removed'): void;
}

/** What was chosen as chips, each with a button that takes it off, and a combobox that finds more. */
export function picker(places: Places, { path, label, values, titles, onchange }: PickerOptions): HTMLElement {
  const { w } = places;
  const id = places.id(path);
  const listId = id + '-list';
  const input = h('input', {
    id, type: 'text', role: 'combobox', autocomplete: 'off', 'aria-expanded': 'false', 'aria-controls': listId, 'aria-autocomplete': 'list', 'aria-describedby': id + '-says',
    placeholder: w.t('comp_search'),
  });
  const list = h('ul', { id: listId, class: 'hv-found', role: 'listbox', 'aria-label': label, hidden: true });
  const status = h('p', { class: 'hv-how', role: 'status' });
  const chips = h('ul', { class: 'hv-chips' });
  let found: Competency[] = [];
  let at = -1;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let number = 0;

  const draw = (): void =>
    fill(
      chips,
      values.map((one) =>
        h(
          'li',
          { class: 'hv-chip' },
          h('span', null, h('b', null, one.split(':').pop()), ' ', titles.of(one)),
          h('button', { type: 'button', class: 'hv-btn hv-btn--text hv-btn--small', 'aria-label': w.t('remove') + ': ' + (titles.of(one) || one), onclick: () => onchange(values.filter((v) => v !== one), 'removed') }, w.say('remove')),
        ),
      ),
    );
  const close = (): void => {
    list.hidden = true;
    at = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const take = (one: string): void => {
    close();
    input.value = '';
    if (values.indexOf(one) < 0) onchange(values.concat(one), 'added');
  };
  const mark = (): void => {
    Array.from(list.children).forEach((row, i) => row.setAttribute('aria-selected', String(i === at)));
    const row = list.children[at];
    if (row) {
      input.setAttribute('aria-activedescendant', row.id);
      if (row.scrollIntoView) row.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  };
  const show = (): void => {
    at = found.length ? 0 : -1;
    fill(
      list,
      found.map((one, i) =>
        h(
          'li',
          { id: listId + i, role: 'option', 'aria-selected': 'false', onmousedown: (event) => event.preventDefault(), onclick: () => take(one.id) },
          h('b', null, one.id.split(':').pop()),
          ' ',
          one.title,
          values.indexOf(one.id) >= 0 && [' (', w.say('comp_has'), ')'],
        ),
      ),
    );
    list.hidden = !found.length;
    input.setAttribute('aria-expanded', String(!!found.length));
    mark();
  };
  const search = async (): Promise<void> => {
    const query = input.value.trim();
    const mine = ++number;
    if (!query) {
      found = [];
      fill(status);
      return show();
    }
    const result = await titles.search(query);
    if (mine !== number || !input.isConnected) return;
    found = result || [];
    if (!found.length && ID.test(query)) found = [{ id: query, title: w.t('comp_as_is') }];
    fill(status, result === null ? w.say('comp_failed') : found.length ? w.say('comp_count', { n: found.length }) : w.say('comp_none'));
    show();
  };
  input.addEventListener('input', () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void search(), WAIT);
  });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && found.length && !event.altKey) {
      event.preventDefault();
      list.hidden = false;
      input.setAttribute('aria-expanded', 'true');
      at = (at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length;
      mark();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const one = found[at];
      if (one && !list.hidden) take(one.id);
    } else if (event.key === 'Escape' && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  draw();
  void titles.learn(values).then((news) => news && chips.isConnected && draw());
  return h('div', { class: 'hv-fieldbox hv-picker' }, h('label', { class: 'hv-lab', for: id }, label), chips, h('div', { class: 'hv-combo' }, input, list), status, places.slot(path, input));
}
