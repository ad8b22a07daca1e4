/** A place in the story on the desk, and the fields that stand there: what is typed goes into the content at once. */
import { h, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import type { Words } from '../../shared/i18n';
import { getIn, setIn } from '../../quiz/studio/item';
import { listOf, moved, SLUG, type Row } from '../../quiz/studio/model';
import { picker } from '../../studio/visual/competencies';
import type { Change, Desk } from '../../studio/visual/desk';
import { areaField, flagField, lineField, numberField, richField, selectField } from '../../studio/visual/fields';
import { fileField } from '../../studio/visual/file-field';
import type { Story } from './model';
import type { strings } from './strings';

export type SimDesk = Desk<Story>;
export type SimStudioWords = Words<typeof strings>;
export type Key = keyof typeof strings & string;
type Path = Array<string | number>;

/** Which folds of a desk are open, by the path of what they hold. */
const folds: WeakMap<object, Map<string, boolean>> = new WeakMap();

export class Spot {
  constructor(
    readonly desk: SimDesk,
    readonly q: SimStudioWords,
    readonly path: Path,
    /** The path of findings: rows by id, else by number from 1. */
    readonly where: string,
  ) {}

  get value(): unknown {
    return getIn(this.desk.model, this.path);
  }

  get list(): Row[] {
    const { value } = this;
    return Array.isArray(value) ? (value as Row[]) : [];
  }

  at(key: string | number, name = String(key)): Spot {
    return new Spot(this.desk, this.q, this.path.concat(key), this.where ? this.where + '.' + name : name);
  }

  /** The row at place `i` of a list. */
  row(i: number): Spot {
    const row = this.list[i];
    return this.at(i, String((row && row['id']) || i + 1));
  }

  get(key: string): unknown {
    return getIn(this.value, [key]);
  }

  put(leaf: unknown, change: Partial<Change> = {}): void {
    const { desk } = this;
    desk.change(setIn(desk.model, this.path, leaf), { label: desk.w.t('did_type'), key: this.where, ...change });
  }

  /** A change that is a step of its own and draws the form anew; `fresh` is the path of what it makes. */
  choose(leaf: unknown, focus = '', label: Key = 'did_choose', fresh?: string): void {
    this.put(leaf, { key: '', label: this.q.t(label), redraw: true, focus, ...(fresh && { fresh }) });
  }

  // --- fields ---------------------------------------------------------------------------------------------------------

  private common(key: string, label: Key, help?: Key): { path: string; label: Child; help?: Child } {
    return { path: this.at(key).where, label: this.q.say(label), ...(help ? { help: this.q.say(help) } : {}) };
  }

  line(key: string, label: Key, { help, list, area, empty = '' }: { help?: Key; list?: string[]; area?: boolean; empty?: string | null } = {}): HTMLElement {
    const value = this.get(key);
    const field = { ...this.common(key, label, help), value: String(value === undefined || value === null ? '' : value), ...(list ? { list } : {}), oninput: (text: string) => this.at(key).put(text === '' ? empty : text) };
    return area ? areaField(this.desk.places, field) : lineField(this.desk.places, field);
  }

  /** The address of a recording whose words stand beside it. */
  recording(key: string, label: Key, help: Key): HTMLElement {
    return fileField(this.desk.places, { ...this.common(key, label, help), kind: 'recording', remind: 'remind_transcript', value: String(this.get(key) || ''), oninput: (text) => this.at(key).put(text.trim()) });
  }

  rich(key: string, label: Key, { help, short, line }: { help?: Key; short?: boolean; line?: boolean } = {}): HTMLElement {
    return richField(this.desk.places, { ...this.common(key, label, help), html: String(this.get(key) || ''), short, line, oninput: (html) => this.at(key).put(html) });
  }

  flag(key: string, label: Key, help?: Key): HTMLElement {
    return flagField(this.desk.places, { ...this.common(key, label, help), value: !!this.get(key), oninput: (is) => this.at(key).put(is, { key: '', label: this.q.t('did_choose') }) });
  }

  number(key: string, label: Key, { help, min, max, empty }: { help?: Key; min?: number; max?: number; empty: unknown }): HTMLElement {
    return numberField(this.desk.places, { ...this.common(key, label, help), value: this.get(key), min, max, oninput: (n) => this.at(key).put(n === null ? empty : n) });
  }

  /** A list to choose from; with `redraw` the form follows. */
  select(key: string, label: Key, choices: Array<[string, string]>, { help, redraw, fallback = '' }: { help?: Key; redraw?: boolean; fallback?: string } = {}): HTMLElement {
    const value = this.get(key);
    const now = value === undefined || value === null ? fallback : String(value);
    const all = choices.some(([one]) => one === now) ? choices : choices.concat([[now, now]]);
    return selectField(this.desk.places, { ...this.common(key, label, help), value: now, choices: all, oninput: (next) => this.at(key).put(next, { key: '', label: this.q.t('did_choose'), redraw: !!redraw }) });
  }

  competencies(): HTMLElement {
    const { desk, q } = this;
    const spot = this.at('competencies');
    return picker(desk.places, { path: spot.where, label: q.t('competencies'), values: listOf(this.get('competencies')), titles: desk.titles, onchange: (values) => spot.put(values, { key: '', label: q.t('competencies'), redraw: true, focus: spot.where }) });
  }

  /** The id, not among `taken`, out of the way. `rename` also mends what names it. */
  id(help: Key, taken: string[], rename?: (id: string) => void): HTMLElement {
    const { q } = this;
    const says = h('p', { class: 'hv-bad', role: 'alert' });
    const was = String(this.get('id') || '');
    const box = lineField(this.desk.places, { ...this.common('id', 'id', help), value: was, oninput: () => undefined });
    const input = box.querySelector('input')!;
    for (const [name, value] of [['data-own', ''], ['autocapitalize', 'off'], ['spellcheck', 'false']] as const) input.setAttribute(name, value);
    input.addEventListener('change', () => {
      const id = input.value.trim();
      if (id === was) return;
      if (SLUG.test(id) && taken.indexOf(id) < 0) return rename ? rename(id) : this.at('id').choose(id, this.where.replace(/[^.]+$/, id) + '.id', 'id');
      says.textContent = q.t('id_bad');
      input.value = was;
    });
    box.appendChild(says);
    return box;
  }

  /** What is not needed every time, behind a heading that says what is in it. It stays as the author left it. */
  fold(name: string, summary: Child, open: boolean, ...content: Child[]): HTMLElement {
    const { desk } = this;
    let known = folds.get(desk);
    if (!known) folds.set(desk, (known = new Map<string, boolean>()));
    const key = this.where + '#' + name;
    const kept = known.get(key);
    const node = h('details', { class: 'hv-fold', open: kept === undefined ? open : kept }, h('summary', { 'data-path': key }, summary), content);
    node.addEventListener('toggle', () => void known!.set(key, node.open));
    return node;
  }
}

// --- lists -----------------------------------------------------------------------------------------------------------------

export interface RowsOf {
  spot: Spot;
  label: Key;
  /** What a row is called. */
  name(row: Row, i: number): string;
  add: Key;
  /** Null where a row cannot be made yet. */
  fresh(list: Row[]): Row;
  /** A copy of a row, where rows can be copied. */
  copy?(row: Row, list: Row[]): Row;
  /** The field that gets the focus in a new row. */
  first: string;
  fields(spot: Spot, row: Row, i: number): Child;
  /** What a row says in short: then rows that are done are folded. */
  brief?(row: Row, i: number): Child;
  /** Whether a row lacks something, so that it stays open. */
  todo?(row: Row): boolean;
  least?: number;
  help?: Key;
  /** No order, or no heading of its own. */
  fixed?: boolean;
  bare?: boolean;
  /** Removes in another way than from the list. */
  remove?(i: number): void;
}

/** Rows with buttons to add, copy, move and remove; each of them a step that can be undone. */
export function rowsField({ spot, label, name, add, fresh, copy, first, fields, brief, todo, least = 0, help, fixed, bare, remove }: RowsOf): HTMLElement {
  const { desk, q } = spot;
  const rows = spot.list;
  const where = (row: Row, i: number): string => spot.where + '.' + String(row['id'] || i + 1);
  const put = (next: Row[], focus: string, did: Key): void => spot.choose(next, focus, did);
  return h(
    'fieldset',
    { class: 'hv-rows' },
    h('legend', { class: bare ? 'hv-sr' : 'hv-lab' }, q.say(label)),
    help && h('p', { class: 'hv-how' }, q.say(help)),
    rows.map((row, i) => {
      const at = spot.row(i);
      const title = name(row, i);
      const act = (what: 'up' | 'down' | 'duplicate' | 'remove_row', onclick: () => void, off = false): HTMLElement => {
        const sign = what === 'up' ? icons.up : what === 'down' ? icons.down : '';
        const button = desk.button([sign && icon(sign), q.say(what)], () => !off && onclick(), 'small', at.where + '.' + what);
        button.setAttribute('aria-label', `${q.t(what)}: ${title}`);
        if (off) button.setAttribute('aria-disabled', 'true');
        return button;
      };
      const move = (by: number): void => {
        const next = moved(spot.list, i, by);
        put(next, where(row, i + by) + (by < 0 ? '.up' : '.down'), 'did_move');
      };
      const head = (...more: Child[]): HTMLElement =>
        h(
          'div',
          { class: 'hv-rowhead' },
          more,
          h(
            'div',
            { class: 'hv-row hv-row--tight' },
            !fixed && [act('up', () => move(-1), i === 0), act('down', () => move(1), i === rows.length - 1)],
            copy &&
              act('duplicate', () => {
                const list = spot.list.slice();
                const made = copy(list[i]!, list);
                list.splice(i + 1, 0, made);
                put(list, where(made, i + 1) + '.' + first, 'did_duplicate');
              }),
            act(
              'remove_row',
              () => {
                if (remove) return remove(i);
                put(spot.list.filter((_row, k) => k !== i), spot.where + '.add', 'did_remove');
                desk.offerUndo(q.t('removed', { what: title }));
              },
              rows.length <= least,
            ),
          ),
        );
      const slot = desk.places.slot(at.where, null);
      if (!brief) return h('div', { class: 'hv-rowbox', role: 'group', 'aria-label': title }, head(h('p', { class: 'hv-rowname', 'aria-hidden': 'true' }, title)), slot, fields(at, row, i));
      const fold = at.fold('row', [h('span', { class: 'hv-rowname' }, title), ' ', brief(row, i)], !!todo && todo(row), head(), slot, fields(at, row, i));
      fold.classList.add('hv-rowbox', 'hv-rowfold');
      return fold;
    }),
    desk.places.slot(spot.where, null),
    desk.button(
      q.say(add),
      () => {
        const list = spot.list;
        const made = fresh(list);
        const at = where(made, list.length);
        spot.choose(list.concat(made), at + '.' + first, 'did_add', at);
      },
      'small',
      spot.where + '.add',
    ),
  );
}
