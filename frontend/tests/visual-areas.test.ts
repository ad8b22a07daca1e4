import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fitted, freePlace, resized, spanned } from '../quiz/studio/areas';
import { whole, type QuizModel, type Row } from '../quiz/studio/model';
import { QuizSubject } from '../quiz/studio/subject';
import type { Reply } from '../shared/net';
import type { StudioInit } from '../studio/editor';
import { today } from '../studio/visual/facts';
import { cleaned } from '../studio/visual/richtext';
import { Workbench } from '../studio/visual/workbench';
import { settle } from './helpers';

const ok = (data: unknown): Reply => ({ kind: 'ok', data });
const PICTURE = '/static/trang.png';
const URL_OF = '/files/abc/trang.png';
const init: StudioInit = { v: 1, lang: 'vi', title: 'T', source: '', digest: 'd0', fields: [] };
const quiz = (): QuizModel =>
  whole({
    schema: 1, intro: `Xem <img src="${PICTURE}" alt="trang"> nhé`,
    items: [
      {
        id: 'hinh', type: 'spot_signs', text: 'Tìm dấu hiệu', competencies: [], tags: [], points: 1, hint: '', explanation: '', audio: '/static/doc.mp3', skin: 'picture', skin_info: {}, picture: { src: PICTURE, alt: 'Trang lạ' },
        parts: [{ id: 'a', label: 'Địa chỉ', x: 10, y: 10, w: 30, h: 10, sign: true, why: 'w' }, { id: 'b', label: 'Lô-gô', x: 60, y: 50, w: 20, h: 20, sign: false, why: '' }],
      },
    ],
    facts: [{ id: 'kenh-156', text: 'Gọi 156', source: 'https://a.vn', checked_on: '2026-01-02', valid_from: null }],
  });

async function open() {
  const root = document.createElement('div');
  document.body.appendChild(root);
  const answers: Record<string, unknown> = {
    studio_model: { model: quiz(), settings: {}, digest: 'd1', formats: [] },
    studio_check: { findings: [], summary: '', preview: null, source: '', urls: { [PICTURE]: URL_OF, '/static/doc.mp3': '/files/abc/doc.mp3' } },
    studio_competencies: { competencies: [] },
  };
  const bench = new Workbench<QuizModel>(root, init, { handlerUrl: () => '', notify: () => undefined }, async (name) => ok(answers[name]), (w) => new QuizSubject(w.lang, () => () => ({ node: document.createElement('p') }) as never, {}), () => undefined);
  await settle();
  await vi.advanceTimersByTimeAsync(500);
  const { desk } = bench;
  const parts = (): Row[] => desk.model.items[0]!['parts'] as Row[];
  const board = (): HTMLElement => root.querySelector('.hv-board')!;
  const mark = (id: string): HTMLElement => root.querySelector(`[data-area="${id}"]`)!;
  const size = (): void => void (board().querySelector('img')!.getBoundingClientRect = () => ({ left: 0, top: 0, width: 200, height: 100 }) as DOMRect);
  size();
  const point = (type: string, target: Element, x: number, y: number, pointerType = 'mouse'): void => {
    size();
    const event = new MouseEvent(type, { bubbles: true, cancelable: true, clientX: x, clientY: y });
    Object.assign(event, { pointerId: 1, pointerType });
    target.dispatchEvent(event);
  };
  const drag = (target: Element, from: [number, number], to: [number, number], kind = 'mouse'): void => {
    point('pointerdown', target, ...from, kind);
    point('pointermove', board(), ...to, kind);
    point('pointerup', board(), ...to, kind);
  };
  const key = (id: string, name: string, shiftKey = false): void => {
    mark(id).focus();
    mark(id).dispatchEvent(new KeyboardEvent('keydown', { key: name, shiftKey, bubbles: true, cancelable: true }));
  };
  const at = (path: string): HTMLInputElement => [...root.querySelectorAll<HTMLInputElement>('[data-path]')].filter((node) => node.getAttribute('data-path') === path)[0]!;
  const button = (label: string): HTMLButtonElement => [...root.querySelectorAll('button')].filter((one) => one.textContent === label)[0]!;
  return { root, desk, parts, board, mark, point, drag, key, at, button };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.textContent = '';
});

describe('the arithmetic of areas', () => {
  it('keeps every area inside the picture and wide enough to be seen', () => {
    expect(fitted({ x: 95, y: -4, w: 20, h: 1 })).toEqual({ x: 80, y: 0, w: 20, h: 3 });
    expect(spanned([50, 40], [10.04, 60.07])).toEqual({ x: 10, y: 40, w: 40, h: 20.1 });
    for (const [dx, dy] of [[-1, -1], [1, -1], [-1, 1], [1, 1]] as const) {
      for (const by of [-200, -7, 0, 7, 200]) {
        const { x, y, w, h } = resized({ x: 10, y: 20, w: 30, h: 40 }, dx, dy, by, by);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(Math.max(x + w, y + h)).toBeLessThanOrEqual(100);
        expect(Math.min(w, h)).toBeGreaterThanOrEqual(3);
        expect(dx < 0 ? x + w : x).toBe(dx < 0 ? 40 : 10);
      }
    }
  });

  it('finds a free place as long as there is one', () => {
    const taken = [freePlace([])];
    for (let i = 0; i < 8; i++) {
      const next = freePlace(taken);
      expect(taken.some((a) => next.x < a.x + a.w && a.x < next.x + next.w && next.y < a.y + a.h && a.y < next.y + next.h)).toBe(false);
      taken.push(next);
    }
    expect(freePlace([{ x: 0, y: 0, w: 100, h: 100 }]).w).toBeGreaterThan(0);
  });
});

describe('areas on a picture', () => {
  it('stand on the picture, which is fetched by the address that the server said', async () => {
    const e = await open();
    expect(e.board().querySelector('img')!.getAttribute('src')).toBe(URL_OF);
    expect([...e.root.querySelectorAll<HTMLElement>('.hv-mark')].map((one) => one.style.left)).toEqual(['10%', '60%']);
    expect(e.mark('a').getAttribute('aria-label')).toContain('Địa chỉ');
    expect(e.mark('a').getAttribute('aria-label')).toContain('rộng 30%');
    e.at('items.hinh.parts.a.label').value = 'Tên miền';
    e.at('items.hinh.parts.a.label').dispatchEvent(new Event('input'));
    expect(e.mark('a').getAttribute('aria-label')).toContain('Tên miền');
  });

  it('are made by dragging, moved and resized by pointer, each in one step that can be undone', async () => {
    const e = await open();
    e.drag(e.board().querySelector('img')!, [20, 60], [60, 90]);
    expect(e.parts()[2]).toEqual({ id: 'c', label: '', x: 10, y: 60, w: 20, h: 30, sign: false, why: '' });
    expect(document.activeElement).toBe(e.at('items.hinh.parts.c.label'));
    e.drag(e.mark('c'), [30, 70], [50, 65]);
    expect(e.parts()[2]).toMatchObject({ x: 20, y: 55, w: 20, h: 30 });
    e.drag(e.mark('c').querySelector('[data-dx="-1"][data-dy="1"]')!, [40, 85], [20, 95]);
    expect(e.parts()[2]).toMatchObject({ x: 10, y: 55, w: 30, h: 40 });
    e.desk.step('undo');
    expect(e.parts()[2]).toMatchObject({ x: 20, y: 55, w: 20, h: 30 });
    e.desk.step('undo');
    e.desk.step('undo');
    expect(e.parts()).toHaveLength(2);
  });

  it('let a finger scroll over the picture until it means to draw; two touches are enough', async () => {
    const e = await open();
    const image = (): Element => e.board().querySelector('img')!;
    e.drag(image(), [20, 60], [60, 90], 'touch');
    e.drag(e.mark('a'), [30, 15], [60, 15], 'touch');
    expect(e.parts()).toEqual(quiz().items[0]!['parts']);
    e.button('Vẽ vùng mới').click();
    e.drag(image(), [20, 60], [60, 90], 'touch');
    expect(e.parts()[2]).toMatchObject({ x: 10, y: 60, w: 20, h: 30 });
    e.button('Vẽ vùng mới').click();
    e.drag(image(), [180, 80], [180, 80], 'touch');
    expect(e.parts()).toHaveLength(3);
    e.drag(image(), [140, 60], [140, 60], 'touch');
    expect(e.parts()[3]).toMatchObject({ x: 70, y: 60, w: 20, h: 20 });
    e.mark('a').focus();
    e.drag(e.mark('a'), [30, 15], [50, 15], 'touch');
    expect(e.parts()[0]).toMatchObject({ x: 20, y: 10 });
  });

  it('obey arrow keys, tell where they are, and show the same in numbers', async () => {
    const e = await open();
    e.key('a', 'ArrowRight');
    e.key('a', 'ArrowDown');
    e.key('a', 'ArrowRight', true);
    expect(e.parts()[0]).toMatchObject({ x: 11, y: 11, w: 31, h: 10 });
    expect(e.root.textContent).toContain('Cách trái 11%, cách trên 11%, rộng 31%, cao 10%');
    expect(e.at('items.hinh.parts.a.x').value).toBe('11');
    expect(e.at('items.hinh.parts.a.w').value).toBe('31');
    e.at('items.hinh.parts.a.x').value = '50';
    e.at('items.hinh.parts.a.x').dispatchEvent(new Event('input'));
    expect(e.mark('a').style.left).toBe('50%');
    e.key('b', 'Enter');
    expect(document.activeElement).toBe(e.at('items.hinh.parts.b.label'));
    e.key('b', 'Delete');
    expect(e.parts().map((row) => row['id'])).toEqual(['a']);
    e.key('a', 'Delete');
    expect(e.parts()).toHaveLength(1);
  });

  it('say at its name that a part has none', async () => {
    const e = await open();
    (e.desk as unknown as { adoptFindings(found: unknown[]): void }).adoptFindings([{ severity: 'error', code: 'part-without-text', where: 'items.hinh.parts.b', line: null, message: 'm' }]);
    expect(e.at('items.hinh.parts.b.label').parentElement!.textContent).toContain('Chưa có chữ');
    e.desk.go('intro');
    e.desk.go('item:hinh', 'items.hinh.parts.b.text');
    expect(document.activeElement).toBe(e.at('items.hinh.parts.b.label'));
  });

  it('ask for a picture where there is none, and say when it does not open', async () => {
    const e = await open();
    e.board().querySelector('img')!.dispatchEvent(new Event('error'));
    expect(e.root.textContent).toContain('Không mở được hình này');
    const src = e.at('items.hinh.picture.src');
    src.value = '';
    src.dispatchEvent(new Event('input'));
    expect(e.root.textContent).toContain('Chọn hình ở trên');
    expect(e.board().hidden).toBe(true);
    src.value = 'javascript:alert(1)';
    src.dispatchEvent(new Event('input'));
    expect(e.board().hidden).toBe(true);
  });
});

describe('files of the course in forms', () => {
  it('are shown by their address and kept by their name', async () => {
    const e = await open();
    e.desk.go('intro');
    const box = e.at('intro');
    expect(box.querySelector('img')!.getAttribute('src')).toBe(URL_OF);
    box.appendChild(document.createTextNode(' 1'));
    box.dispatchEvent(new Event('input'));
    expect(e.desk.model['intro']).toBe(`Xem <img src="${PICTURE}" alt="trang"> nhé 1`);
    expect(cleaned(box.innerHTML)).toBe(`Xem <img src="${PICTURE}" alt="trang"> nhé 1`);
  });

  it('are in the preview: a recording with its player', async () => {
    const e = await open();
    expect(e.root.querySelector('.hv-itempreview audio')!.getAttribute('src')).toBe('/files/abc/doc.mp3');
  });
});

describe('the keyboard', () => {
  it('stays on the desk when an undo takes away what had the focus', async () => {
    const e = await open();
    e.at('act.duplicate').click();
    expect(e.desk.model.items).toHaveLength(2);
    expect(document.activeElement!.tagName).toBe('H3');
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true, cancelable: true }));
    expect(e.desk.model.items).toHaveLength(1);
    expect(document.activeElement!.tagName).toBe('H3');
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'y', ctrlKey: true, bubbles: true, cancelable: true }));
    expect(e.desk.model.items).toHaveLength(2);
  });
});

describe('facts of a quiz', () => {
  it('have a form with source and days; today is one press', async () => {
    const e = await open();
    e.desk.go('facts');
    expect(e.root.querySelector<HTMLAnchorElement>('.hv-rowbox a')!.href).toBe('https://a.vn/');
    e.at('facts.kenh-156.checked_on.today').click();
    expect((e.desk.model['facts'] as Row[])[0]!['checked_on']).toBe(today());
    e.at('facts.add').click();
    expect(document.activeElement).toBe(e.at('facts.thong-tin-2.text'));
    const source = e.at('facts.thong-tin-2.source');
    source.value = ' https://b.vn/x ';
    source.dispatchEvent(new Event('input'));
    expect((e.desk.model['facts'] as Row[])[1]).toEqual({ id: 'thong-tin-2', text: '', source: 'https://b.vn/x', checked_on: null, valid_from: null });
    const id = e.at('facts.thong-tin-2.id');
    id.value = 'kenh-156';
    id.dispatchEvent(new Event('change'));
    expect((e.desk.model['facts'] as Row[])[1]!['id']).toBe('thong-tin-2');
    e.at('facts.kenh-156.remove').click();
    expect((e.desk.model['facts'] as Row[]).map((one) => one['id'])).toEqual(['thong-tin-2']);
    e.button('Hoàn tác').click();
    expect(e.desk.model['facts']).toHaveLength(2);
  });
});
