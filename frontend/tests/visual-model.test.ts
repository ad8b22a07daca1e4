import { describe, expect, it } from 'vitest';
import { setIn, tagsOf } from '../quiz/studio/item';
import { append, duplicateItem, emptyQuiz, freshId, insertItem, moveItem, moved, plain, putItem, removeItem, renameItem, rowId, slug, taken, whole, type QuizModel } from '../quiz/studio/model';
import { newItem, turned, TYPE_FORMS } from '../quiz/studio/types';

const model = (): QuizModel =>
  whole({
    schema: 1, intro: 'Chào', future: { kept: true },
    items: [
      { id: 'a', type: 'single_choice', text: 'A', tags: ['x'], competencies: ['k:1'], mystery: [1, { deep: 2 }] },
      { id: 'b', type: 'hologram', beam: { angle: 3 } },
      { id: 'c', type: 'true_false', text: 'C', tags: ['x', 'y'] },
    ],
    pools: [{ id: 'p', draw: 1, pick: { items: ['a', 'b'] }, shuffle: true }],
    facts: [{ id: 'f', text: 'F', source: 'https://a.vn', checked_on: '2026-01-01' }],
  });
const frozen = <T>(value: T): T => {
  if (value && typeof value === 'object') {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
};
const ids = (m: QuizModel): string[] => m.items.map((item) => item.id);

describe('questions', () => {
  it('move within the list only, and nothing else changes', () => {
    const before = frozen(model());
    const after = moveItem(before, 0, 1);
    expect(ids(after)).toEqual(['b', 'a', 'c']);
    expect(after.items[1]).toBe(before.items[0]);
    expect(after.pools).toBe(before.pools);
    expect(moveItem(before, 0, -1)).toBe(before);
    expect(moveItem(before, 2, 1)).toBe(before);
    expect(moved([1, 2, 3, 4], 3, -3)).toEqual([4, 1, 2, 3]);
  });

  it('keep what the editor does not know, in any change', () => {
    let m = frozen(model());
    m = frozen(insertItem(m, newItem('matching', 'moi'), 1));
    m = frozen(duplicateItem(m, 2));
    m = frozen(moveItem(m, 2, 1));
    m = frozen(putItem(m, 0, setIn(m.items[0]!, ['text'], 'A mới')));
    expect(m['future']).toEqual({ kept: true });
    expect(m['facts']).toEqual(model()['facts']);
    expect(m.items[0]!['mystery']).toEqual([1, { deep: 2 }]);
    const holograms = m.items.filter((item) => item.type === 'hologram');
    expect(holograms.map((item) => item['beam'])).toEqual([{ angle: 3 }, { angle: 3 }]);
  });

  it('have ids of their own after any number of duplicates, also from a bad source of chance', () => {
    let m = model();
    for (let i = 0; i < 300; i++) m = duplicateItem(m, i % m.items.length, i % 2 ? () => 0 : () => 0.999999);
    expect(new Set(ids(m)).size).toBe(303);
    for (const id of ids(m)) expect(id).toMatch(/^[a-z0-9][a-z0-9-]{0,63}$/);
    expect(freshId('x'.repeat(64), ['x'])).toMatch(/^x{57}-.{5}$/);
  });

  it('are forgotten by pools that named them, and renamed there', () => {
    const before = frozen(model());
    expect(removeItem(before, 0).pools[0]!.pick).toEqual({ items: ['b'] });
    expect(removeItem(before, 2).pools).toBe(before.pools);
    const after = renameItem(before, 1, 'be');
    expect([ids(after), after.pools[0]!.pick]).toEqual([['a', 'be', 'c'], { items: ['a', 'be'] }]);
  });

  it('of another file go to the end under free ids', () => {
    const after = append(frozen(model()), frozen(model()), Math.random);
    expect(after.items).toHaveLength(6);
    expect(new Set(ids(after)).size).toBe(6);
    expect(after['intro']).toBe('Chào');
    expect(append(after, emptyQuiz())).toBe(after);
  });

  it('are counted by tag, competency, id', () => {
    const m = model();
    expect([{ all: true }, { tags: ['y', 'z'] }, { competencies: ['k:1'] }, { items: ['c', 'gone'] }].map((pick) => taken(m, pick))).toEqual([3, 1, 1, 1]);
  });
});

describe('types', () => {
  it('begin with the fields that they need, fresh each time', () => {
    for (const type of Object.keys(TYPE_FORMS)) {
      const [one, two] = [newItem(type, 'q'), newItem(type, 'q')];
      expect(one).toEqual(two);
      expect(one).toMatchObject({ id: 'q', type, text: '', points: 1 });
      const lists = Object.values(one).filter(Array.isArray);
      for (const list of lists) expect(Object.values(two)).not.toContain(list);
    }
  });

  it('turn between single and multiple choice without losing an option', () => {
    const many = { ...newItem('multiple_choice', 'q'), options: [{ id: 'a', correct: false }, { id: 'b', correct: true }, { id: 'c', correct: true }] };
    const one = turned(frozen(many));
    expect(one.type).toBe('single_choice');
    expect('scoring' in one).toBe(false);
    expect((one['options'] as Array<{ correct: boolean }>).map((o) => o.correct)).toEqual([false, true, false]);
    expect(turned(one)).toMatchObject({ type: 'multiple_choice', scoring: 'all_or_nothing' });
  });

  it('keep the signs when the message becomes a picture and back', () => {
    const sms = newItem('spot_signs', 'q');
    const parts = (sms['parts'] as Array<Record<string, unknown>>).map((part) => ({ ...part, text: 'chữ' }));
    const fit = TYPE_FORMS['spot_signs']!.fit!;
    const picture = fit({ ...sms, parts, skin: 'picture' });
    expect(picture['parts']).toEqual([{ id: 'a', label: 'chữ', sign: true, why: '', x: 4, y: 4, w: 24, h: 16 }, { id: 'b', label: 'chữ', sign: false, why: '', x: 28, y: 4, w: 24, h: 16 }]);
    const back = fit({ ...picture, skin: 'web' });
    expect(back['parts']).toEqual(parts);
    expect('picture' in back).toBe(false);
  });

  it('give a thing of a removed group to the first group', () => {
    const item = newItem('grouping', 'q');
    const after = TYPE_FORMS['grouping']!.fit!({ ...item, groups: [{ id: 'b', title: 'B' }] });
    expect((after['things'] as Array<{ group: string }>).map((thing) => thing.group)).toEqual(['b', 'b']);
  });
});

describe('small things', () => {
  it('make slugs of Vietnamese words', () => {
    expect(slug('  Mạo danh Đài Truyền hình! ')).toBe('mao-danh-dai-truyen-hinh');
    expect(tagsOf('mạo danh, , mật khẩu,mao-danh')).toEqual(['mao-danh', 'mat-khau']);
  });
  it('give new rows free ids', () => {
    expect(rowId([{ id: 'a' }, { id: 'c' }])).toBe('b');
    expect(rowId(Array.from({ length: 26 }, (_x, i) => ({ id: String.fromCharCode(97 + i) })))).toBe('p27');
  });
  it('read the words of rich text', () => expect(plain('<p>Một &lt;hai&gt;</p><p>ba <img src="/static/a.png" alt="hình"></p>')).toBe('Một <hai> ba hình'));
  it('set deep values and share the rest', () => {
    const before = frozen({ a: [{ b: 1 }, { b: 2 }], c: {} });
    const after = setIn(before, ['a', 1, 'b'], 3);
    expect(after).toEqual({ a: [{ b: 1 }, { b: 3 }], c: {} });
    expect([after.a[0] === before.a[0], after.c === before.c]).toEqual([true, true]);
  });
});
