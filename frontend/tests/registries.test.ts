import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { items, typeItems } from '../dev/content';
import { SKINS } from '../scenario/channels';
import type { Scene } from '../scenario/model';
import { strings as simStrings } from '../scenario/strings';
import { WIDGETS as PLAIN } from '../quiz/questions';
import type { Widget } from '../quiz/questions/base';
import { strings as typeStrings } from '../quiz/questions/strings';
import { TYPES } from '../quiz/questions/types';
import type { Item, ItemResult } from '../quiz/model';
import { strings as quizStrings } from '../quiz/strings';
import { words } from '../shared/i18n';

const files = (folder: string, not: string[]): string[] => readdirSync(new URL(folder, import.meta.url)).map((f) => f.replace('.ts', '')).filter((f) => !not.includes(f)).sort();
const WIDGETS = { ...PLAIN, ...TYPES };
const context = { name: 'x', words: words(quizStrings, 'vi'), types: words(typeStrings, 'vi'), authored: <T extends HTMLElement>(node: T): T => node, onchange: () => undefined };
const result = (key: string[], correct: boolean): ItemResult => ({ score: correct ? 1 : 0, correct, feedback: [], explanation: null, key });
const one = (type: string): Item => Object.assign({ answer: null, result: null }, [...items, ...typeItems].find((i) => i.item.type === type)!.item) as Item;
const cases: Record<string, { raw: unknown; wrong: unknown; key: string[] }> = {
  single_choice: { raw: '2', wrong: '1', key: ['2'] },
  multiple_choice: { raw: ['1', '4'], wrong: ['3'], key: ['1', '4'] },
  true_false: { raw: '2', wrong: '1', key: ['2'] },
};

/** The rarer types: an answer, a wrong one, the key, and what the marks of the wrong one say. */
const rare: Record<string, { raw: unknown; wrong: unknown; key: unknown; says: string[] }> = {
  short_text: { raw: 'mã OTP', wrong: 'mật khẩu', key: ['mã xác thực', 'mã OTP'], says: ['Chưa đúng', 'Đáp án: mã xác thực; mã OTP'] },
  number: { raw: '156', wrong: '1,5', key: ['156'], says: ['Chưa đúng', 'Đáp án: 156'] },
  matching: { raw: { '1': '2', '2': '1' }, wrong: { '1': '2', '2': '3' }, key: { '1': '2', '2': '1' }, says: ['Đúng rồi', 'Chưa đúng', 'Đáp án: Công an xã, phường'] },
  grouping: { raw: { '1': '1', '2': '2' }, wrong: { '1': '2' }, key: { '1': '1', '2': '2' }, says: ['Chưa đúng', 'Đáp án: Đáng tin', 'Chưa chọn', 'Đáp án: Đáng ngờ'] },
  gaps: { raw: { '1': '2', '2': 'tổng đài' }, wrong: { '1': '1', '2': 'công an' }, key: { '1': '2', '2': ['tổng đài', 'nóng'] }, says: ['Chưa đúng', 'Đáp án: không đọc', 'Chưa đúng', 'Đáp án: tổng đài; nóng'] },
  ordering: { raw: ['2', '1', '3'], wrong: ['1', '2', '3'], key: ['2', '1', '3'], says: ['Chưa đúng', 'Chưa đúng', 'Đúng rồi'] },
  spot_signs: { raw: ['2', '3'], wrong: ['1', '2'], key: ['2', '3'], says: ['Bạn đánh dấu, nhưng đây không phải dấu hiệu', 'Đúng, đây là dấu hiệu', 'Dấu hiệu chưa được đánh dấu'] },
};
const marks = (widget: Widget): string[] => [...widget.node.querySelectorAll('.hv-mark')].map((m) => m.textContent!);
const told = (key: unknown, correct: boolean): ItemResult => ({ score: correct ? 1 : 0, correct, feedback: [], explanation: null, key });

describe('rarer question types', () => {
  it.each(Object.keys(rare))('%s is a fieldset with a legend, every control has a name, and it reads what it writes', (type) => {
    const { raw } = rare[type]!;
    const widget = TYPES[type]!(one(type), context);
    document.body.append(widget.node);
    expect(widget.node.tagName).toBe('FIELDSET');
    expect(widget.node.querySelector('legend')!.textContent).toBeTruthy();
    for (const control of widget.node.querySelectorAll<HTMLInputElement>('input,select,button:not([aria-hidden])'))
      expect(control.getAttribute('aria-label') || control.textContent!.trim() || control.labels![0]!.textContent, type).toBeTruthy();
    expect(widget.untouched ? widget.untouched() : widget.read() === null).toBe(true);
    widget.write(raw);
    expect(widget.read()).toEqual(raw);
    if (widget.untouched) expect(widget.untouched()).toBe(false);
    if (widget.missing) expect(widget.missing()).toBeNull();
    widget.node.remove();
  });

  it.each(Object.keys(rare))('%s locks, and shows by icon and word what was right, once', (type) => {
    const { raw, wrong, key, says } = rare[type]!;
    const widget = TYPES[type]!(one(type), context);
    widget.write(wrong);
    widget.lock(null);
    expect(marks(widget)).toEqual([]);
    widget.lock(told(key, false));
    widget.lock(told(key, false));
    expect(marks(widget)).toEqual(says);
    for (const mark of widget.node.querySelectorAll('.hv-mark')) expect(mark.querySelector('svg[aria-hidden]')).not.toBeNull();
    widget.node.querySelectorAll<HTMLElement>('button').forEach((button) => button.click());
    if (type !== 'grouping') expect(widget.read()).toEqual(wrong);
    for (const control of widget.node.querySelectorAll<HTMLInputElement>('input,select')) expect(control.disabled || control.readOnly).toBe(true);
    const right = TYPES[type]!(one(type), context);
    right.write(raw);
    right.lock(told(null, true));
    expect(new Set(marks(right)).size).toBe(1);
    expect(marks(right)[0]).toMatch(/^Đúng/);
  });

  it.each(Object.keys(rare))('%s tells no answer while the key is hidden', (type) => {
    const widget = TYPES[type]!(one(type), context);
    widget.write(rare[type]!.wrong);
    widget.lock({ score: null, correct: null, feedback: null, explanation: null, key: null });
    expect(marks(widget)).toEqual([]);
    const known = TYPES[type]!(one(type), context);
    known.write(rare[type]!.wrong);
    known.lock(told(null, false));
    expect(marks(known).join()).not.toMatch(/Đáp án|Dấu hiệu chưa/);
  });

  it('names the first place that is still empty', () => {
    const widget = TYPES['matching']!(one('matching'), context);
    expect(widget.missing!()).toBe(widget.first);
    widget.write({ '1': '1' });
    expect(widget.missing!()).toBe(widget.node.querySelectorAll('select')[1]);
  });

  it('takes a number only where there is a digit', () => {
    const widget = TYPES['number']!(one('number'), context);
    widget.write('không biết');
    expect(widget.read()).toBeNull();
  });

  it('does not judge a typed gap that differs in case or accents only', () => {
    const widget = TYPES['gaps']!(one('gaps'), context);
    widget.write({ '1': '2', '2': 'Tong  dai' });
    widget.lock(told({ '1': '2', '2': ['tổng đài'] }, false));
    expect(marks(widget)).toEqual(['Đúng rồi', 'Đáp án: tổng đài']);
  });

  it('keeps the markup around gaps whole', () => {
    const { node } = TYPES['gaps']!(one('gaps'), context);
    expect(node.querySelectorAll('.hv-gaps > p')).toHaveLength(1);
    expect(node.querySelector('strong')!.querySelector('select')).not.toBeNull();
    expect(node.textContent).toContain('và gọi số');
  });

  it('moves a step by its buttons, keeps the focus there and says where it is now', () => {
    const { node, read } = TYPES['ordering']!(one('ordering'), context);
    document.body.append(node);
    const down = node.querySelectorAll<HTMLElement>('button')[1]!;
    down.focus();
    down.click();
    expect(read()).toEqual(['2', '1', '3']);
    expect(document.activeElement).toBe(down);
    expect(node.querySelector('[role=status]')!.textContent).toBe('Báo công an: vị trí 2 trong 3.');
    down.click();
    down.click();
    expect(read()).toEqual(['2', '3', '1']);
    expect(down.getAttribute('aria-disabled')).toBe('true');
    node.remove();
  });

  it('marks parts of a picture from its areas and from the list alike', () => {
    const item = Object.assign({ answer: null, result: null }, typeItems[7]!.item) as Item;
    const { node, read } = TYPES['spot_signs']!(item, context);
    const [area] = node.querySelectorAll<HTMLElement>('.hv-area');
    const [, second] = node.querySelectorAll<HTMLElement>('.hv-part');
    area!.click();
    second!.click();
    expect(read()).toEqual(['1', '2']);
    area!.click();
    expect(read()).toEqual(['2']);
    expect([...node.querySelectorAll('.hv-part')].map((b) => b.getAttribute('aria-pressed'))).toEqual(['false', 'true']);
    const evil = Object.assign({}, item, { picture: { src: 'javascript:x', alt: '' }, skin: '" onload=x' });
    expect(TYPES['spot_signs']!(evil, context).node.querySelector('img,[onload]')).toBeNull();
  });
});

describe('question types', () => {
  it('has one file and one test case for each', () => {
    expect(Object.keys(WIDGETS).sort()).toEqual(files('../quiz/questions', ['base', 'index', 'types', 'strings', 'choices', 'typed', 'fields', 'parts']));
    expect(Object.keys(WIDGETS).sort()).toEqual([...Object.keys(cases), ...Object.keys(rare)].sort());
    expect(Object.keys(PLAIN).filter((type) => type in TYPES)).toEqual([]);
  });

  it.each(Object.keys(cases))('%s is a fieldset with a legend and native inputs, reads what it writes, and locks', (type) => {
    const { raw, wrong, key } = cases[type]!;
    const widget = WIDGETS[type]!(one(type), context);
    expect(widget.node.tagName).toBe('FIELDSET');
    expect(widget.node.querySelector('legend')!.textContent).toBeTruthy();
    for (const input of widget.node.querySelectorAll('input')) expect(input.closest('label')!.textContent).toBeTruthy();
    expect(widget.read()).toBeNull();
    widget.write(raw);
    expect(widget.read()).toEqual(raw);
    widget.write(wrong);
    widget.lock(result(key, false));
    expect([...widget.node.querySelectorAll('input')].every((input) => input.disabled)).toBe(true);
    const marks = [...widget.node.querySelectorAll('.hv-mark')];
    expect(marks.map((m) => m.textContent)).toEqual(expect.arrayContaining(['Bạn đã chọn, chưa đúng', 'Câu đúng']));
    for (const mark of marks) expect(mark.querySelector('svg[aria-hidden]')).not.toBeNull();
    widget.lock(result(key, false));
    expect(widget.node.querySelectorAll('.hv-mark')).toHaveLength(marks.length);
  });

  it('marks nothing as right while the key is hidden, beyond what the learner chose', () => {
    const widget = WIDGETS['single_choice']!(one('single_choice'), context);
    widget.write('1');
    widget.lock({ score: 0, correct: false, feedback: [], explanation: null, key: null });
    expect([...widget.node.querySelectorAll('.hv-mark')].map((m) => m.textContent)).toEqual(['Bạn đã chọn, chưa đúng']);
    const many = WIDGETS['multiple_choice']!(one('multiple_choice'), context);
    many.write(['1']);
    many.lock({ score: 0, correct: false, feedback: [], explanation: null, key: null });
    expect(many.node.querySelector('.hv-mark')).toBeNull();
  });

  it('shows authored markup as markup and authored code not at all', () => {
    const item = Object.assign(one('single_choice'), { text: 'a <strong>b</strong><script>x</script>', options: [{ id: '1', text: '<img src=x onerror=y>c' }] });
    const { node } = WIDGETS['single_choice']!(item, context);
    expect(node.querySelector('legend strong')!.textContent).toBe('b');
    expect(node.innerHTML).not.toMatch(/script|onerror/);
  });
});

describe('channels', () => {
  /** The channels of the story model, docs/developers/contracts.md. */
  const CHANNELS = ['narration', 'sms', 'call', 'chat', 'email', 'web', 'notice', 'app', 'qr', 'post', 'door'];
  const context = { w: words(simStrings, 'vi'), authored: <T extends HTMLElement>(node: T): T => node };

  it('has one file for each channel of the story model', () => {
    expect(Object.keys(SKINS).sort()).toEqual([...CHANNELS].sort());
    expect(files('../scenario/channels', ['base', 'index'])).toEqual([...CHANNELS].sort());
  });

  it.each(CHANNELS)('%s is named, marked as a rehearsal, and shows every message with its sender', (channel) => {
    const messages = [{ from: 'Người lạ', side: 'them' as const, text: 'Bạn làm theo hướng dẫn này nhé.' }, { from: '', side: 'me' as const, text: 'Để tôi xem đã.' }];
    const scene: Scene = { title: '', channel, channel_info: { from: 'Người lạ' }, text: '', messages, choices: [], ending: null };
    const node = SKINS[channel]!(scene, context);
    expect(node.getAttribute('role')).toBe('group');
    expect(node.getAttribute('aria-label')).toContain('Diễn tập');
    expect(node.querySelector('.hv-stamp')!.textContent).toBe('Diễn tập');
    expect([...node.querySelectorAll('[data-m]')].map((m) => m.textContent)).toEqual(scene.messages.map((m) => m.text));
    expect(node.textContent).toContain('Người lạ');
    expect(node.textContent).toContain('Bạn');
  });

  it.each(CHANNELS)('%s puts what an author typed in as text, never as a link or markup', (channel) => {
    const evil = '<img src=x onerror=y>';
    const info = Object.fromEntries(['from', 'number', 'state', 'url', 'address', 'subject', 'app', 'source', 'place', 'name', 'status', 'shares'].map((key) => [key, evil]));
    const node = SKINS[channel]!({ title: '', channel, channel_info: info, text: '', messages: [{ from: evil, side: 'them', text: 'a', audio: 'javascript:x', transcript: evil }], choices: [], ending: null }, context);
    expect(node.querySelector('img,a,audio')).toBeNull();
  });

  it('shows a call as ringing until somebody speaks', () => {
    const call = (messages: Scene['messages']): string => SKINS['call']!({ title: '', channel: 'call', channel_info: { from: 'Số lạ' }, text: '', messages, choices: [], ending: null }, context).textContent!;
    expect(call([])).toContain('Cuộc gọi đến');
    expect(call([{ from: 'Số lạ', side: 'them', text: 'A lô' }])).toContain('Đang nghe máy');
  });

  it('plays a recording with its words beside it', () => {
    const node = SKINS['call']!({ title: '', channel: 'call', channel_info: {}, text: '', messages: [{ from: 'A', side: 'them', text: '', audio: '/static/a.mp3', transcript: 'Lời nói' }], choices: [], ending: null }, context);
    expect(node.querySelector('audio')!.getAttribute('src')).toBe('/static/a.mp3');
    expect(node.querySelector('details')!.textContent).toContain('Lời nói');
  });
});
