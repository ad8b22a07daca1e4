import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { items, scenes } from '../dev/content';
import { SKINS } from '../scenario/channels';
import type { Scene } from '../scenario/model';
import { strings as simStrings } from '../scenario/strings';
import { WIDGETS } from '../quiz/questions';
import type { Item, ItemResult } from '../quiz/model';
import { strings as quizStrings } from '../quiz/strings';
import { words } from '../shared/i18n';

const files = (folder: string, not: string[]): string[] => readdirSync(new URL(folder, import.meta.url)).map((f) => f.replace('.ts', '')).filter((f) => !not.includes(f)).sort();
const context = { name: 'x', words: words(quizStrings, 'vi'), authored: <T extends HTMLElement>(node: T): T => node, onchange: () => undefined };
const result = (key: string[], correct: boolean): ItemResult => ({ score: correct ? 1 : 0, correct, feedback: [], explanation: null, key });
const one = (type: string): Item => Object.assign({ answer: null, result: null }, items.find((i) => i.item.type === type)!.item) as Item;
const cases: Record<string, { raw: unknown; wrong: unknown; key: string[] }> = {
  single_choice: { raw: '2', wrong: '1', key: ['2'] },
  multiple_choice: { raw: ['1', '4'], wrong: ['3'], key: ['1', '4'] },
  true_false: { raw: '2', wrong: '1', key: ['2'] },
};

describe('question types', () => {
  it('has one file and one test case for each', () => {
    expect(Object.keys(WIDGETS).sort()).toEqual(files('../quiz/questions', ['base', 'index', 'choices']));
    expect(Object.keys(WIDGETS).sort()).toEqual(Object.keys(cases).sort());
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
    const scene: Scene = Object.assign({}, scenes['sms'], { channel });
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
