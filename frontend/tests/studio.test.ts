import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { itemAt } from '../quiz/studio';
import type { Reply } from '../shared/net';
import { Editor, type StudioInit } from '../studio/editor';
import { form } from '../studio/fields';
import { SourceBox } from '../studio/source';
import { settle } from './helpers';

const ok = (data: unknown): Reply => ({ kind: 'ok', data });
const init: StudioInit = {
  v: 1, lang: 'vi', title: 'T', source: 'một\nhai\nba', digest: 'd1',
  fields: [{ name: 'display_name', label: 'Tên', help: 'giúp', type: 'text', value: 'A' }, { name: 'pass_mark', label: 'Mức', help: '', type: 'number', value: 0.6, min: 0, max: 1, step: 0.05 }],
};
type Answer = (body: Record<string, unknown>) => Reply | Promise<Reply>;

function open(answers: Record<string, Answer> = {}) {
  const root = document.createElement('div');
  document.body.appendChild(root);
  const events: Array<[string, unknown]> = [];
  const calls: Array<[string, Record<string, unknown>, AbortSignal | undefined]> = [];
  const editor = new Editor(
    root,
    init,
    { handlerUrl: () => '', notify: (name, data) => void events.push([name, data]) },
    async (name, body, signal) => {
      calls.push([name, body as Record<string, unknown>, signal]);
      const answer = answers[name] || (() => ok({ findings: [], summary: '3 câu.', preview: { n: 1 } }));
      return answer(body as Record<string, unknown>);
    },
    (host, preview) => (host.textContent = 'PREVIEW' + JSON.stringify(preview)),
  );
  const area = root.querySelector('textarea')!;
  const press = async (label: string): Promise<void> => {
    [...root.querySelectorAll('button')].filter((b) => b.textContent!.includes(label))[0]!.click();
    await settle();
  };
  const type = (text: string): void => {
    area.value = text;
    area.dispatchEvent(new Event('input'));
  };
  return { root, editor, events, calls, area, press, type, text: () => root.textContent! };
}
const lints = (calls: Array<[string, unknown, unknown]>): number => calls.filter(([name]) => name === 'studio_lint').length;
const leave = (): boolean => {
  const event = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(event);
  return !event.defaultPrevented;
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.textContent = '';
});

describe('editor', () => {
  it('checks on opening and 400 ms after the last keystroke, cancelling an older question', async () => {
    const e = open();
    await settle();
    expect(lints(e.calls)).toBe(1);
    expect(e.text()).toContain('Không thấy lỗi nào. 3 câu.');
    expect(e.text()).toContain('PREVIEW{"n":1}');
    e.type('a');
    vi.advanceTimersByTime(399);
    e.type('ab');
    vi.advanceTimersByTime(399);
    expect(lints(e.calls)).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(lints(e.calls)).toBe(2);
    expect(e.calls[0]![2]!.aborted).toBe(true);
  });

  it('never shows the late answer to an older text', async () => {
    const waiting: Array<(r: Reply) => void> = [];
    const e = open({ studio_lint: () => new Promise((go) => waiting.push(go)) });
    e.type('mới');
    await vi.advanceTimersByTimeAsync(400);
    waiting[1]!(ok({ findings: [], summary: 'MỚI', preview: null }));
    await settle();
    waiting[0]!(ok({ findings: [], summary: 'CŨ', preview: null }));
    await settle();
    expect(e.text()).toContain('MỚI');
    expect(e.text()).not.toContain('CŨ');
  });

  it('lists findings by line, shows them beside their line and goes there', async () => {
    const e = open({ studio_lint: () => ok({ findings: [{ severity: 'warning', code: 'a', where: 'x', line: 3, message: 'Nhắc <b>này</b>' }, { severity: 'error', code: 'b', where: 'items.q', line: null, message: 'Sai kia' }, { severity: 'error', code: 'c', where: 'y', line: 2, message: 'Sai này' }], summary: '', preview: null }) });
    await settle();
    expect([...e.root.querySelectorAll('.hv-find .hv-sub')].map((n) => n.textContent)).toEqual(['Sai kia', 'Sai này', 'Nhắc <b>này</b>']);
    expect(e.text()).toContain('2 lỗi, 1 lời nhắc.');
    expect([...e.root.querySelectorAll('.hv-src-mirror > div')].map((n) => n.className)).toEqual(['', 'hv-line-error', 'hv-line-warning']);
    await e.press('Dòng 3');
    expect(document.activeElement).toBe(e.area);
    expect(e.area.value.slice(e.area.selectionStart, e.area.selectionEnd)).toBe('ba');
  });

  it('saves source, settings and base, and tells Studio start and end', async () => {
    const e = open({ studio_save: () => ok({ digest: 'd2', findings: [] }) });
    e.type('mới');
    expect(leave()).toBe(false);
    await e.press('Lưu');
    expect(e.calls.filter(([n]) => n === 'studio_save')[0]![1]).toEqual({ source: 'mới', settings: { display_name: 'A', pass_mark: 0.6 }, base: 'd1' });
    expect(e.events.map(([name, data]) => [name, (data as { state: string }).state])).toEqual([['save', 'start'], ['save', 'end']]);
    expect(leave()).toBe(true);
    await e.press('Lưu');
    expect(e.calls.filter(([n]) => n === 'studio_save')[1]![1]['base']).toBe('d2');
  });

  it('still guards what was typed while saving', async () => {
    let done: (r: Reply) => void = () => undefined;
    const e = open({ studio_save: () => new Promise((go) => (done = go)) });
    e.type('một');
    await e.press('Lưu');
    e.type('một hai');
    done(ok({ digest: 'd2' }));
    await settle();
    expect(leave()).toBe(false);
    expect(e.area.value).toBe('một hai');
  });

  it.each([
    ['no network', { kind: 'failed' }, 'Chưa lưu được vì không kết nối được'],
    ['an ended session', { kind: 'expired' }, 'phiên đăng nhập đã hết'],
    ['errors', { kind: 'refused', status: 422, code: 'invalid-content', message: 'Chưa lưu được. Dòng 2: thiếu đáp án.', data: { findings: [{ severity: 'error', code: 'c', where: 'y', line: 2, message: 'Thiếu đáp án' }] } }, 'Dòng 2: thiếu đáp án.'],
    ['no sentence', { kind: 'refused', status: 500, code: '', message: '', data: {} }, 'Chưa lưu được. Bài viết vẫn còn nguyên'],
  ] as const)('keeps every word after %s, and says so', async (_what, reply, sentence) => {
    const e = open({ studio_save: () => reply as unknown as Reply });
    e.type('của tôi');
    await e.press('Lưu');
    expect(e.text()).toContain(sentence);
    expect(e.area.value).toBe('của tôi');
    expect(e.events.map(([name]) => name)).toEqual(['save', 'error']);
    expect(leave()).toBe(false);
  });

  const conflict = (): ReturnType<typeof open> => {
    let first = true;
    return open({
      studio_save: (body) => (first && ((first = false), true) ? { kind: 'refused', status: 409, code: 'edited-meanwhile', message: 'x', data: {} } : ok({ digest: 'd9', got: body })),
      studio_source: () => ok({ source: 'bản kia', settings: { display_name: 'B' }, digest: 'd5' }),
    });
  };

  it('shows both versions when somebody else saved meanwhile, and saves mine over theirs only when told to', async () => {
    const e = conflict();
    e.type('của tôi');
    await e.press('Lưu');
    expect(e.text()).toContain('Người khác vừa lưu nội dung này');
    expect([...e.root.querySelectorAll('textarea')].map((t) => t.value)).toEqual(['của tôi', 'bản kia']);
    await e.press('Lưu bản của tôi');
    expect(e.calls.filter(([n]) => n === 'studio_save')[1]![1]).toMatchObject({ source: 'của tôi', base: 'd5' });
  });

  it('keeps mine to copy from when the author continues from theirs', async () => {
    const e = conflict();
    e.type('của tôi');
    await e.press('Lưu');
    await e.press('Soạn tiếp từ bản kia');
    expect([...e.root.querySelectorAll('textarea')].map((t) => t.value)).toEqual(['bản kia', 'của tôi']);
    expect(e.root.querySelector('input')!.value).toBe('B');
    await e.press('Lưu');
    expect(e.calls.filter(([n]) => n === 'studio_save')[1]![1]['base']).toBe('d5');
  });

  it('asks before it throws changes away, and only then', async () => {
    const e = open();
    await e.press('Hủy');
    expect(e.events).toEqual([['cancel', {}]]);
    e.type('x');
    await e.press('Hủy');
    expect(e.events).toHaveLength(1);
    await e.press('Viết tiếp');
    expect(e.area.value).toBe('x');
    await e.press('Hủy');
    await e.press('Bỏ thay đổi');
    expect(e.events).toHaveLength(2);
    expect(leave()).toBe(true);
  });

  it('does not trap the Tab key', () => {
    const e = open();
    const event = new KeyboardEvent('keydown', { key: 'Tab', cancelable: true, bubbles: true });
    e.area.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
  });

  it('says when it could not check', async () => {
    const e = open({ studio_lint: () => ({ kind: 'failed' }) });
    await settle();
    expect(e.text()).toContain('Chưa kiểm tra được. Bài viết vẫn còn nguyên.');
  });
});

describe('source box', () => {
  it('has a numbered row for every line, after any edit', () => {
    const box = new SourceBox('a\nb\nc', () => undefined);
    for (const text of ['', 'a', 'a\nx\nb\nc', 'a\nx\nb\nc\n', 'x\na', '\n\n', 'a\nb\nc\nd\ne', 'e']) {
      box.area.value = text;
      box.area.dispatchEvent(new Event('input'));
      expect([...box.node.querySelectorAll('.hv-src-mirror > div')].map((n) => n.textContent!.replace('\u200b', '')).join('\n')).toBe(text);
    }
  });

  it('takes the line numbers along where a browser scrolls the text to its caret', () => {
    const box = new SourceBox('a', () => undefined);
    box.node.scrollTop = 30;
    box.area.scrollTop = 500;
    box.area.dispatchEvent(new Event('scroll'));
    expect([box.node.scrollTop, box.area.scrollTop]).toEqual([530, 0]);
  });

  it('ignores a finding of a line that is gone', () => {
    const box = new SourceBox('a', () => undefined);
    box.mark([{ severity: 'error', code: '', where: '', line: 9, message: 'm' }, { severity: 'error', code: '', where: '', line: 0, message: 'm' }]);
    expect(box.node.querySelector('.hv-line-error')).toBeNull();
  });
});

describe('settings form', () => {
  it('gives back values with their types, labelled', () => {
    const made = form(
      [
        { name: 't', label: 'T', help: 'h', type: 'text', value: null },
        { name: 'n', label: 'N', help: '', type: 'number', value: null },
        { name: 'c', label: 'C', help: '', type: 'checkbox', value: true },
        { name: 's', label: 'S', help: '', type: 'choice', value: 'b', choices: [{ value: 'a', label: 'A' }, { value: 'b', label: 'B' }] },
      ],
      'u',
      () => undefined,
    );
    expect(made.read()).toEqual({ t: '', n: null, c: true, s: 'b' });
    made.write({ n: 0, s: 'a', c: false, unknown: 1 });
    expect(made.read()).toEqual({ t: '', n: 0, c: false, s: 'a' });
    for (const control of made.node.querySelectorAll('input,select')) expect(made.node.querySelector(`label[for="${control.id}"]`)).not.toBeNull();
  });
});

it('finds the question that a line belongs to', () => {
  const source = 'intro\n## a\nx\n### no\n## b\ny';
  expect([1, 2, 3, 4, 5, 6].map((line) => itemAt(source, line))).toEqual([0, 0, 0, 0, 1, 1]);
});
