/** The form of one question, drawn from its type's definition. What is typed goes into the content at once, by the question's id. */
import { h, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { picker } from '../../studio/visual/competencies';
import type { Change } from '../../studio/visual/desk';
import { flagField, lineField, numberField, richField, selectField } from '../../studio/visual/fields';
import { fileField } from '../../studio/visual/file-field';
import { AreaBoard, inNumbers, type Area, type Rect } from './areas';
import { duplicateItem, listOf, moved, moveItem, plain, putItem, removeItem, renameItem, rowId, slug, SLUG, type QuizItem, type Row } from './model';
import type { QuizDesk, QuizStudioWords } from './subject';
import { turned, TYPE_FORMS, type FieldDef, type Rows } from './types';

type Path = Array<string | number>;

/** `value` with `leaf` at `path`; everything beside the path is shared. */
export function setIn<T>(value: T, path: Path, leaf: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return leaf as T;
  const copy = (Array.isArray(value) ? (value as unknown[]).slice() : { ...(value as unknown as Row) }) as unknown as Record<string | number, unknown>;
  copy[key] = setIn(copy[key], rest, leaf);
  return copy as unknown as T;
}

export const getIn = (value: unknown, path: Path): unknown => path.reduce<unknown>((at, key) => (at === null || at === undefined ? undefined : (at as Record<string | number, unknown>)[key]), value);

/** Tags as typed: words between commas, each as an id; none twice. */
export const tagsOf = (text: string): string[] => Array.from(new Set(text.split(',').map(slug).filter((tag) => tag)));

/** What the form needs of a desk: a quiz's, or one that stands for a single question inside something else. */
export type ItemDesk = Pick<QuizDesk, 'model' | 'change' | 'w' | 'places' | 'button' | 'note' | 'go' | 'offerUndo' | 'titles' | 'uid' | 'main'>;

export class ItemForm {
  private board: AreaBoard | null = null;

  /** `alone`: the question has no neighbours and no heading of its own. */
  constructor(
    private readonly desk: ItemDesk,
    private readonly q: QuizStudioWords,
    private readonly id: string,
    private readonly alone = false,
  ) {}

  private get index(): number {
    return this.desk.model.items.findIndex((item) => item.id === this.id);
  }

  private get item(): QuizItem | undefined {
    return this.desk.model.items[this.index];
  }

  private path(path: Path): string {
    return ['items', this.id].concat(path.map(String)).join('.');
  }

  /** Puts `leaf` at `path` of the question as it is now. */
  private set(path: Path, leaf: unknown, change: Partial<Change> = {}): void {
    const { item, desk } = this;
    if (!item) return;
    const next = setIn(item, path, leaf);
    const def = TYPE_FORMS[item.type];
    desk.change(putItem(desk.model, this.index, def && def.fit && change.redraw ? def.fit(next) : next), { label: desk.w.t('did_type'), key: this.path(path), ...change });
    if (this.board) this.board.paint();
  }

  draw(): Child {
    const { item, q, desk, index } = this;
    if (!item) return null;
    const def = TYPE_FORMS[item.type];
    const { places } = desk;
    const n = desk.model.items.length;
    const number = { n: index + 1 };
    const act = (label: 'up' | 'down' | 'duplicate' | 'delete', path: string, onclick: () => void, off = false, title = ''): HTMLElement => {
      const button = desk.button(label === 'up' || label === 'down' ? [icon(icons[label]), q.say(label)] : q.say(label), onclick, 'small', path);
      if (off) button.setAttribute('aria-disabled', 'true');
      if (title) button.setAttribute('title', title);
      return button;
    };
    const head = this.alone ? places.slot('items.' + this.id, null) : h(
      'div',
      { class: 'hv-itemhead' },
      h('h3', null, q.say('question_n', number), ' · ', def ? q.say(def.label) : item.type),
      h(
        'div',
        { class: 'hv-row hv-row--tight' },
        act('up', 'act.up', () => this.move(-1), index === 0, q.t('up_how')),
        act('down', 'act.down', () => this.move(1), index === n - 1, q.t('down_how')),
        act('duplicate', 'act.duplicate', () => this.duplicate()),
        act('delete', 'act.delete', () => this.remove()),
      ),
      places.slot('items.' + this.id, null),
    );
    if (!def) return [head, desk.note('care', h('p', null, q.say('unknown_kind', { type: item.type })), h('p', null, plain(item['text'])))];
    const { kin } = def;
    return [
      head,
      this.rich(['text'], def.text, false),
      def.fields.map((field) => this.field(field, [], item)),
      this.rich(['explanation'], 'explanation', false),
      this.rich(['hint'], 'hint', true),
      this.competencies(item),
      h(
        'div',
        { class: 'hv-form' },
        numberField(places, { path: this.path(['points']), label: q.say('points'), value: item['points'] === undefined ? 1 : item['points'], min: 0, max: 1000, step: 0.5, oninput: (value) => this.set(['points'], value === null ? 1 : value) }),
        lineField(places, { path: this.path(['tags']), label: q.say('tags'), help: q.say('tags_how'), value: listOf(item['tags']).join(', '), oninput: (value) => this.set(['tags'], tagsOf(value)) }),
        fileField(places, { kind: 'recording', remind: 'remind_words', path: this.path(['audio']), label: q.say('audio'), help: q.say('audio_how'), value: String(item['audio'] || ''), oninput: (value) => this.set(['audio'], value.trim()) }),
        this.idField(),
      ),
      kin && h('div', { class: 'hv-row hv-row--tight' }, desk.button(q.say(('turn_' + kin) as 'turn_single_choice'), () => this.turn(), 'text', 'act.turn')),
    ];
  }

  // --- the question as a whole --------------------------------------------------------------------------------------

  move(by: number): void {
    const { desk, q, index } = this;
    const model = moveItem(desk.model, index, by);
    if (model !== desk.model) desk.change(model, { label: q.t('did_move'), redraw: true, say: q.t('moved', { n: index + by + 1, all: model.items.length }) });
  }

  private duplicate(): void {
    const { desk, q, index } = this;
    const model = duplicateItem(desk.model, index);
    desk.change(model, { label: q.t('did_duplicate') });
    desk.go('item:' + model.items[index + 1]!.id);
  }

  private remove(): void {
    const { desk, q, index } = this;
    const n = index + 1;
    const model = removeItem(desk.model, index);
    const next = model.items[Math.min(index, model.items.length - 1)];
    desk.change(model, { label: q.t('did_delete', { n }) });
    desk.go(next ? 'item:' + next.id : '');
    desk.offerUndo(q.t('deleted', { n }));
  }

  private turn(): void {
    const { desk, q, item, index } = this;
    if (item) desk.change(putItem(desk.model, index, turned(item)), { label: q.t('did_turn'), redraw: true });
  }

  private idField(): HTMLElement {
    const { desk, q } = this;
    const says = h('p', { class: 'hv-bad', role: 'alert' });
    const box = lineField(desk.places, { path: this.path(['id']), label: q.say('id'), help: q.say('id_how'), value: this.id, oninput: () => undefined });
    const input = box.querySelector('input')!;
    input.setAttribute('data-own', '');
    input.addEventListener('change', () => {
      const id = input.value.trim();
      if (id === this.id) return;
      if (!SLUG.test(id) || desk.model.items.some((item) => item.id === id)) {
        says.textContent = q.t('id_bad');
        input.value = this.id;
        return;
      }
      desk.change(renameItem(desk.model, this.index, id), { label: q.t('id'), redraw: true, view: 'item:' + id, focus: 'items.' + id + '.id' });
    });
    box.appendChild(says);
    return box;
  }

  private competencies(item: QuizItem): HTMLElement {
    const { desk, q } = this;
    const path = this.path(['competencies']);
    return picker(desk.places, {
      path, label: q.t('competencies'), values: listOf(item['competencies']), titles: desk.titles,
      onchange: (values) => this.set(['competencies'], values, { key: '', label: q.t('competencies'), redraw: true, focus: path }),
    });
  }

  // --- fields -------------------------------------------------------------------------------------------------------

  private rich(path: Path, label: Parameters<QuizStudioWords['t']>[0], short: boolean, params?: { n: number }): HTMLElement {
    return richField(this.desk.places, { path: this.where(path), label: this.q.say(label, params), html: String(getIn(this.item, path) || ''), short, oninput: (html) => this.set(path, html) });
  }

  /** The path of findings: rows by id where they have one, else by number from 1. */
  private where(path: Path): string {
    const named: Path = [];
    path.forEach((key, i) => {
      const row = typeof key === 'number' ? (getIn(this.item, path.slice(0, i + 1)) as Row | undefined) : null;
      named.push(row ? String(row['id'] || Number(key) + 1) : key);
    });
    return this.path(named);
  }

  private field(def: FieldDef, at: Path, row: Row): Child {
    const { desk, q, item } = this;
    const { places } = desk;
    if (!item || (def.when && !def.when(row, item))) return null;
    const path = at.concat(def.name);
    const where = this.where(path);
    const label = q.say(def.label);
    const value = row[def.name];
    const chosen: Partial<Change> = { key: '', label: q.t('did_choose'), redraw: true };
    switch (def.kind) {
      case 'rich':
        return this.rich(path, def.label, !!def.short);
      case 'line': {
        const box = (def.file ? fileField : lineField)(places, { kind: 'picture', remind: 'remind_alt', seen: true, path: where, label, value: String(value === undefined || value === null ? '' : value), oninput: (text) => {
            this.set(path, text);
            this.rename(path, text);
          } });
        // On a picture a part has a name where it has words elsewhere: "no words" is said here.
        if (def.name === 'label') box.appendChild(places.slot(this.where(at.concat('text')), null));
        return box;
      }
      case 'number':
        return numberField(places, { path: where, label, value, min: def.min, max: def.max, oninput: (n) => this.set(path, n === null ? def.empty : n) });
      case 'flag':
        if (def.only) return this.only(path, where, label, !!value);
        return flagField(places, { path: where, label, value: !!value, oninput: (is) => this.set(path, is, { ...chosen, redraw: false }) });
      case 'choice':
        return selectField(places, {
          path: where, label, value: String(value), choices: def.choices.map(([one, name]) => [String(one), q.t(name)]),
          oninput: (text) => this.set(path, def.choices.filter(([one]) => String(one) === text)[0]![0], chosen),
        });
      case 'ref': {
        const rows = (item[def.of] as Row[]) || [];
        const box = selectField(places, { path: where, label, value: String(value), choices: rows.map((one, i) => [String(one['id']), String(one[def.title] || i + 1)]), oninput: (text) => this.set(path, text, { ...chosen, redraw: false }) });
        box.querySelector('select')!.setAttribute('data-ref', def.of);
        return box;
      }
      case 'object':
        return h('div', { class: 'hv-form' }, def.fields.map((field) => this.field(field, path, (value as Row) || {})));
      case 'areas':
        return this.areas(def.name);
      case 'numbers':
        return inNumbers(q, def.fields.map((one) => this.field(one, at, row)));
      case 'rows':
        return this.rows(def, path, Array.isArray(value) ? (value as Row[]) : []);
    }
  }

  /** Where rows are chosen by name, a new name shows at once. */
  private rename([list, row]: Path, text: string): void {
    const named = typeof row === 'number' ? (getIn(this.item, [list!, row]) as Row) : null;
    if (!named) return;
    this.desk.main.querySelectorAll<HTMLSelectElement>(`select[data-ref="${list}"]`).forEach((select) =>
      Array.from(select.options).forEach((option) => {
        if (option.value === named['id']) option.textContent = text || String(Number(row) + 1);
      }),
    );
  }

  /** A flag that at most one row has: a radio button. */
  private only(path: Path, where: string, label: Child, is: boolean): HTMLElement {
    const { desk } = this;
    const list = path.slice(0, -2);
    const name = path[path.length - 1]!;
    const mine = path[path.length - 2];
    const box = flagField(desk.places, {
      path: where, label, value: is,
      oninput: () => {
        const rows = (getIn(this.item, list) as Row[]).map((row, i) => (!!row[name] === (i === mine) ? row : { ...row, [name]: i === mine }));
        this.set(list, rows, { key: '', label: this.q.t('did_choose') });
      },
    });
    const input = box.querySelector('input')!;
    input.type = 'radio';
    input.name = desk.uid + this.id + list.join('-');
    return box;
  }

  /** The rows of the list `name` on the item's picture. */
  private areas(name: string): HTMLElement {
    const { desk, q } = this;
    const rows = (): Row[] => (getIn(this.item, [name]) as Row[]) || [];
    const picture = (key: string): string => String(getIn(this.item, ['picture', key]) || '');
    const where = (id: string): string => this.path([name, id]);
    const spot = (id: string): string => where(id) + '.area';
    const step = (say: string, focus = ''): Partial<Change> => ({ key: '', label: q.t('did_area'), redraw: true, focus, say });
    this.board = new AreaBoard(
      q, desk.places.pictures,
      {
        src: () => picture('src'),
        alt: () => picture('alt'),
        areas: () => rows().map((row) => ({ id: String(row['id']), label: String(row['label'] || ''), sign: !!row['sign'], x: Number(row['x']) || 0, y: Number(row['y']) || 0, w: Number(row['w']) || 0, h: Number(row['h']) || 0 }) satisfies Area),
        put: (id, rect, say, by) => {
          this.set([name], rows().map((row) => (row['id'] === id ? { ...row, ...rect } : row)), { key: by === 'key' ? spot(id) : '', label: q.t('did_area'), say });
          (Object.keys(rect) as Array<keyof Rect>).forEach((key) => {
            const box = desk.main.querySelector<HTMLInputElement>('#' + desk.places.id(where(id) + '.' + key));
            if (box) box.value = String(rect[key]);
          });
        },
        add: (rect) => {
          const id = rowId(rows());
          this.set([name], rows().concat({ id, label: '', ...rect, sign: false, why: '' }), step(q.t('area_added', { n: rows().length + 1 }), where(id) + '.label'));
        },
        remove: (id) => rows().length > 1 && this.set([name], rows().filter((row) => row['id'] !== id), step(q.t('area_removed'), this.path([name, 'add']))),
        open: (id) => void desk.places.go(where(id) + '.label'),
      },
      desk.places.id(this.path([name, 'board'])), spot,
    );
    return this.board.node;
  }

  private rows(def: FieldDef & Rows, path: Path, rows: Row[]): HTMLElement {
    const { desk, q } = this;
    const { places } = desk;
    const where = this.where(path);
    const now = (): Row[] => (getIn(this.item, path) as Row[]) || [];
    const put = (next: Row[], focus: string, more: Partial<Change> = {}): void => this.set(path, next, { key: '', label: q.t('did_row'), redraw: true, focus, ...more });
    return h(
      'fieldset',
      { class: 'hv-rows' },
      h('legend', { class: 'hv-lab' }, q.say(def.label)),
      rows.map((row, i) => {
        const at = path.concat(i);
        const mine = this.where(at);
        const name = q.t(def.row, { n: i + 1, id: String(row['id']) });
        const act = (label: 'up' | 'down' | 'remove_row', onclick: () => void, off: boolean): HTMLElement => {
          const button = desk.button(label === 'remove_row' ? q.say(label) : [icon(icons[label]), q.say(label)], () => !off && onclick(), 'small', mine + '.' + label);
          button.setAttribute('aria-label', `${q.t(label)}: ${name}`);
          if (off) button.setAttribute('aria-disabled', 'true');
          return button;
        };
        const fields = def.fields.map((field) => this.field(field, at, row));
        const acts = h(
          'div',
          { class: 'hv-row hv-row--tight' },
          act('up', () => put(moved(now(), i, -1), def.ids ? `${mine}.up` : `${where}.${i}.up`), i === 0),
          act('down', () => put(moved(now(), i, 1), def.ids ? `${mine}.down` : `${where}.${i + 2}.down`), i === rows.length - 1),
          act('remove_row', () => put(now().filter((_row, k) => k !== i), `${where}.add`), rows.length <= def.least),
        );
        const says = places.slot(mine, null);
        return h('div', { class: 'hv-rowbox', role: 'group', 'aria-label': name }, h('div', { class: 'hv-rowhead' }, h('p', { class: 'hv-rowname', 'aria-hidden': 'true' }, name), acts), says, fields);
      }),
      places.slot(where, null),
      desk.button(
        q.say(def.add),
        () => {
          const list = now();
          const id = rowId(list);
          const first = def.fields.filter((field) => !field.when || field.when({}, this.item!))[0]!;
          const made = `${where}.${def.ids ? id : list.length + 1}`;
          put(list.concat(def.fresh(id, this.item!)), `${made}.${first.name}`, { fresh: made });
        },
        'small',
        `${where}.add`,
      ),
    );
  }
}
