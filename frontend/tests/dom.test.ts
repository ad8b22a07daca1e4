import { describe, expect, it } from 'vitest';
import { bare, mount, parseInit, ready } from '../shared/boot';
import { fill, h, revealBoth, rich } from '../shared/dom';
import { table, toLang, words } from '../shared/i18n';
import { strings as quiz } from '../quiz/strings';
import { strings as types } from '../quiz/questions/strings';
import { strings as sim } from '../scenario/strings';
import { strings as editor } from '../studio/strings';

const html = (text: string): string => h('div', null, rich(text)).innerHTML;

describe('h and fill', () => {
  it('puts text as text', () => {
    expect(h('p', { title: '"<' }, '<img onerror=x>', 0, null, false).outerHTML).toBe('<p title="&quot;<">&lt;img onerror=x&gt;0</p>');
    const box = h('div', null, 'old');
    fill(box, ['new', [h('b', null, '1')]]);
    expect(box.innerHTML).toBe('new<b>1</b>');
  });
});

describe('revealBoth', () => {
  const asked = (top: number, height: number): string[] => {
    const calls: string[] = [];
    const [above, lead] = ['above', 'lead'].map((name) => {
      const node = h('div');
      node.scrollIntoView = (options) => void calls.push(name + ' ' + (options as ScrollIntoViewOptions).block);
      return node;
    });
    above!.getBoundingClientRect = () => ({ top, height }) as DOMRect;
    revealBoth(above!, lead!);
    return calls;
  };

  it('sees to the button, and to the feedback only where its beginning would be hidden', () => {
    expect(asked(20, 300)).toEqual(['lead nearest']);
    expect(asked(-20, 300)).toEqual(['lead nearest', 'above nearest']);
    expect(asked(-20, 3000)).toEqual(['lead nearest', 'above start']);
  });
});

describe('rich', () => {
  it('keeps the subset of the contracts', () => {
    const text = 'a <strong>b</strong> <em>c</em><br><span lang="en">OTP</span><ul><li>x</li></ul><img src="/static/a.png" alt="A">';
    expect(html(text)).toBe(text);
  });

  it.each([
    ['<script>alert(1)</script>x', 'x'],
    ['<img src=x onerror=alert(1)>', '<img>'],
    ['<a href="javascript:alert(1)">x</a>', '<a rel="noopener" target="_blank">x</a>'],
    ['<a href=" JaVaScRiPt:alert(1)">x</a>', '<a rel="noopener" target="_blank">x</a>'],
    ['<img src="data:text/html,x">', '<img>'],
    ['<svg><script>1</script><a href="#">x</a></svg>y', 'y'],
    ['<math><mi>1</mi></math>y', 'y'],
    ['<iframe src="https://x"></iframe>y', 'y'],
    ['<div style="position:fixed" onclick="x()">chữ <b>đậm</b></div>', 'chữ đậm'],
    ['<p style="color:red" class="x" id="y">z</p>', '<p>z</p>'],
    ['<form><input name=a>b</form>', 'b'],
    ['<object><p onclick="x">b</p></object>y', 'y'],
  ])('takes %s for %s', (given, expected) => expect(html(given)).toBe(expected));

  it('runs nothing and never throws on hostile nesting', () => {
    const bad = '<div><svg><foreignObject><img src=x onerror="window.hacked=1"></foreignObject></svg>'.repeat(50) + '<template><script>window.hacked=1</script></template>';
    expect(html(bad)).not.toMatch(/onerror|script/);
    expect((window as unknown as Record<string, unknown>)['hacked']).toBeUndefined();
  });

  it('is empty for nothing', () => expect(html('') + h('p', null, rich(null)).innerHTML).toBe(''));
});

describe('boot', () => {
  it('parses init data given as object, string, or string within a string', () => {
    const data = { a: 'đ' };
    for (const raw of [data, JSON.stringify(data), JSON.stringify(JSON.stringify(data))]) expect(parseInit(raw)).toEqual(data);
    for (const raw of ['{', '1', 'null', undefined, '"x"']) expect(parseInit(raw)).toBeNull();
  });

  it('accepts a bare and a wrapped element, sets up once, and keeps the block’s root class', () => {
    const element = h('div', null, h('div', { class: 'hv-block editor-with-buttons' }, 'Loading…'));
    expect(bare({ 0: element, length: 1 })).toBe(element);
    const root = mount({ 0: element, length: 1 }, 'hv');
    expect(root!.parentElement!.className).toBe('hv-block editor-with-buttons');
    expect(element.textContent).toBe('');
    expect(mount(element, 'hv')).toBeNull();
    expect(mount(undefined, 'hv')).toBeNull();
  });
});

describe('ready', () => {
  const store = window as unknown as { hvStrings?: unknown };

  it('says so where data or strings did not arrive, and hands over both where they did', () => {
    const says = (raw: unknown): string | null => {
      const element = h('div');
      return ready(element, 'hv', raw, 'skill_quiz') ? null : element.textContent;
    };
    expect(says('{"v":1}')).toContain('Chưa mở được phần này');
    store.hvStrings = { skill_quiz: table(quiz, 'km') };
    expect(says('no json')).toContain('This part could not be opened');
    expect(says('{"v":1}')).toBeNull();
    const { init, w } = ready<{ v: number }, typeof quiz>(h('div'), 'hv', '{"v":2}', 'skill_quiz')!;
    expect([init.v, w.lang, w.t('begin'), w.say('calm').nodeType]).toEqual([2, 'km', 'ចាប់ផ្តើម', Node.TEXT_NODE]);
    delete store.hvStrings;
  });
});

describe('words', () => {
  const w = { a: ['{n} câu', '{n} {n:item|items}', ''], b: ['Chào', 'Hello', 'សួស្តី'] } as const;

  it('speaks each language and falls back to Vietnamese with its lang attribute', () => {
    expect(words(w, 'vi').t('a', { n: 2 })).toBe('2 câu');
    expect([1, 2].map((n) => words(w, 'en').t('a', { n }))).toEqual(['1 item', '2 items']);
    expect(words(w, 'km').t('b')).toBe('សួស្តី');
    expect((words(w, 'km').say('a', { n: 1 }) as HTMLElement).lang).toBe('vi');
    expect(words(w, 'en').say('a', { n: 1 }).nodeType).toBe(3);
  });

  it('knows the languages and numbers', () => {
    expect(['vi', 'en-US', 'km_KH', 'fr', undefined].map(toLang)).toEqual(['vi', 'en', 'km', 'vi', 'vi']);
    expect(words(w, 'vi').num(2.5)).toBe('2,5');
    expect(words(w, 'en').num(1 / 3)).toBe('0.33');
  });

  it.each([['quiz', quiz], ['types', types], ['scenario', sim], ['studio', editor]] as const)('has every %s string in Vietnamese and English with the same gaps', (_name, catalogue) => {
    for (const [key, entry] of Object.entries(catalogue) as Array<[string, readonly string[]]>) {
      const gaps = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)/g)].map((m) => m[1]!))].sort();
      expect(entry[0] && entry[1], key).toBeTruthy();
      for (const text of entry) if (text) expect(gaps(text), key).toEqual(gaps(entry[0]!));
    }
  });
});
