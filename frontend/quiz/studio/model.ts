/**
 * The quiz as its author changes it: pure functions over the contract's JSON. What a function does not know it hands on untouched:
 * unknown fields, unknown question types, facts.
 */
export type Row = Record<string, unknown>;
export interface QuizItem extends Row {
  id: string;
  type: string;
}
export interface Pool extends Row {
  id: string;
  draw: number | null;
  pick: Row;
  shuffle: boolean;
}
export interface QuizModel extends Row {
  items: QuizItem[];
  pools: Pool[];
}

export const SLUG = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** What a new block holds. */
export const emptyQuiz = (): QuizModel => ({ schema: 1, intro: '', items: [], pools: [], facts: [] });

/** A stored or imported model with the lists that the editor counts on. */
export const whole = (model: Row | null): QuizModel => Object.assign(emptyQuiz(), model);

/** Words as an id: small letters without marks, digits, hyphens; at most 40 characters; may be "". */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/đ/g, 'd')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
}

const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';

/**
 * An id that is not among `taken`: `base`, or `base` with a short random end. Random, not counted: a question's id names it in every quiz and
 * course, and stays for ever.
 */
export function freshId(base: string, taken: Iterable<string>, random: () => number = Math.random): string {
  const used = new Set(taken);
  const stem = base.slice(0, 57).replace(/-+$/, '');
  for (;;) {
    let end = '';
    for (let i = 0; i < 5; i++) end += LETTERS[Math.floor(random() * LETTERS.length)] || LETTERS[0]!;
    const id = stem + '-' + end;
    if (!used.has(id)) return id;
    // A source of chance that repeats itself must not hang the page.
    if (random() === random()) return countedId(stem, used);
  }
}

function countedId(stem: string, used: Set<string>): string {
  let n = 2;
  while (used.has(stem + '-' + n)) n++;
  return stem + '-' + n;
}

/** The id of a new row in a question: the first free one of a, b, c … z, p27, p28 … */
export function rowId(rows: Row[]): string {
  const used = new Set(rows.map((row) => row['id']));
  for (let i = 0; i < 26; i++) {
    const id = String.fromCharCode(97 + i);
    if (!used.has(id)) return id;
  }
  let n = 27;
  while (used.has('p' + n)) n++;
  return 'p' + n;
}

const ids = (model: QuizModel): string[] => model.items.map((item) => item.id);

/** `model` with `item` before place `at` (0 … length). */
export function insertItem(model: QuizModel, item: QuizItem, at: number): QuizModel {
  const items = model.items.slice();
  items.splice(at, 0, item);
  return { ...model, items };
}

/** `model` with the item at `index` replaced. The same item gives the same model. */
export function putItem(model: QuizModel, index: number, item: QuizItem): QuizModel {
  if (model.items[index] === item) return model;
  return { ...model, items: model.items.map((old, i) => (i === index ? item : old)) };
}

/** `rows` with the one at `index` moved by `by` places; the same list where it would leave it. */
export function moved<T>(rows: T[], index: number, by: number): T[] {
  const to = index + by;
  if (index < 0 || index >= rows.length || to < 0 || to >= rows.length || !by) return rows;
  const next = rows.slice();
  next.splice(to, 0, next.splice(index, 1)[0]!);
  return next;
}

export function moveItem(model: QuizModel, index: number, by: number): QuizModel {
  const items = moved(model.items, index, by);
  return items === model.items ? model : { ...model, items };
}

/** `model` with a copy of the item at `index` behind it, under a new id. */
export function duplicateItem(model: QuizModel, index: number, random?: () => number): QuizModel {
  const item = model.items[index];
  if (!item) return model;
  return insertItem(model, { ...item, id: freshId(item.id.replace(/-[2-9a-z]{5}$/, '') || item.id, ids(model), random) }, index + 1);
}

/** `model` without the item at `index`; pools that name it forget it. */
export function removeItem(model: QuizModel, index: number): QuizModel {
  const gone = model.items[index];
  if (!gone) return model;
  const pools = renamed(model.pools, gone.id, null);
  return { ...model, items: model.items.filter((_item, i) => i !== index), ...(pools === model.pools ? {} : { pools }) };
}

/** `model` with another id for the item at `index`, also where pools name it. */
export function renameItem(model: QuizModel, index: number, id: string): QuizModel {
  const item = model.items[index];
  if (!item || item.id === id) return model;
  const pools = renamed(model.pools, item.id, id);
  return { ...putItem(model, index, { ...item, id }), ...(pools === model.pools ? {} : { pools }) };
}

function renamed(pools: Pool[], from: string, to: string | null): Pool[] {
  let touched = false;
  const next = pools.map((pool) => {
    const named = pool.pick['items'];
    if (!Array.isArray(named) || named.indexOf(from) < 0) return pool;
    touched = true;
    const items = to === null ? named.filter((id) => id !== from) : named.map((id: string) => (id === from ? to : id));
    return { ...pool, pick: { ...pool.pick, items } };
  });
  return touched ? next : pools;
}

/** `model` with the items of `other` behind its own; ids that are taken get new ones. */
export function append(model: QuizModel, other: QuizModel, random?: () => number): QuizModel {
  const taken = new Set(ids(model));
  const added = other.items.map((item) => {
    const id = taken.has(item.id) ? freshId(item.id, taken, random) : item.id;
    taken.add(id);
    return id === item.id ? item : { ...item, id };
  });
  return added.length ? { ...model, items: model.items.concat(added) } : model;
}

export const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** How many items a pool takes. */
export function taken(model: QuizModel, pick: Row): number {
  const has = (mine: unknown, wanted: unknown): boolean => listOf(mine).some((one) => listOf(wanted).indexOf(one) >= 0);
  return model.items.filter((item) =>
    pick['all'] ? true : 'items' in pick ? listOf(pick['items']).indexOf(item.id) >= 0 : 'tags' in pick ? has(item['tags'], pick['tags']) : has(item['competencies'], pick['competencies']),
  ).length;
}

/** Every value of a list field of the items, in order of first use. */
export function used(model: QuizModel, name: 'tags' | 'competencies'): string[] {
  return Array.from(new Set(model.items.reduce<string[]>((all, item) => all.concat(listOf(item[name])), [])));
}

/** The words of a rich text on one line. */
export function plain(html: unknown): string {
  const template = document.createElement('template');
  template.innerHTML = String(html || '').replace(/<(br|\/p|\/li)>/g, ' ');
  template.content.querySelectorAll('img').forEach((img) => img.replaceWith(document.createTextNode(img.getAttribute('alt') || '')));
  return (template.content.textContent || '').replace(/\s+/g, ' ').trim();
}
