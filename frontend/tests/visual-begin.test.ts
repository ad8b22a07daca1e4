/** What an author has made and not begun is left to do, and no mistake; and how one finds one's way on a phone. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleStory } from '../scenario/studio/model-samples';
import type { Finding } from '../studio/source';
import { ok, open as openQuiz, quiz } from './quiz-hands';
import { open as openStory } from './story-hands';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.textContent = '';
});

interface Item {
  id: string;
  text: string;
  options?: Array<{ id: string; text: string }>;
}
/** A server that asks for words, in questions and in options. */
const wordless = (model: unknown): Finding[] => {
  const found: Finding[] = [];
  const say = (severity: Finding['severity'], code: string, where: string): void => void found.push({ severity, code, where, line: null, message: 'của máy chủ' });
  for (const item of (model as { items: Item[] }).items) {
    if (!item.text) say('error', 'item-without-text', 'items.' + item.id);
    for (const option of item.options || []) if (!option.text) say('error', 'option-without-text', `items.${item.id}.options.${option.id}`);
    if (item.options) say('warning', 'option-without-feedback', `items.${item.id}.options.${item.options[0]!.id}`);
  }
  return found;
};
async function newQuestion(lang = 'vi') {
  const e = await openQuiz({ studio_check: (body) => ok({ findings: wordless(body['model']), summary: '', preview: null, source: null }) }, lang);
  const checked = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(500));
  await e.press(lang === 'vi' ? 'Thêm' : 'Add');
  await checked();
  const id = e.desk.view.slice(5);
  const says = (path: string): HTMLElement => e.at(path).closest('.hv-fieldbox')!.querySelector('.hv-says')!;
  const tally = (): string => e.root.querySelector('.hv-tally')!.textContent!;
  const badges = (): string[] => [...e.at('nav.' + id).querySelectorAll('.hv-badge')].map((one) => one.textContent!);
  return { ...e, checked, id, says, tally, badges };
}

describe('a new question', () => {
  it('is told as what is left to do, not as errors', async () => {
    const e = await newQuestion();
    const text = `items.${e.id}.text`;
    expect(e.says(text).className).toContain('hv-says--todo');
    expect(e.says(text).textContent).toContain('Còn phải làm: Chưa có lời hỏi');
    expect(e.at(text).getAttribute('aria-invalid')).toBeNull();
    expect(e.tally()).toBe('Còn 3 việc phải làm. 2 lời nhắc.');
    expect(e.badges()).toEqual(['còn 4 việc']);
    expect(e.root.querySelectorAll('.hv-says--error,.hv-find--error')).toHaveLength(0);
    expect([...e.root.querySelectorAll('.hv-find')].map((one) => one.className.replace('hv-find hv-find--', ''))).toEqual(['warning', 'todo', 'todo', 'todo', 'todo']);
    expect(e.root.querySelector('.hv-begin')!.textContent).toContain('Bắt đầu từ đây');
  });

  it('says so in English', async () => {
    const e = await newQuestion('en');
    expect(e.says(`items.${e.id}.text`).textContent).toContain('Still to do: ');
    expect(e.tally()).toBe('3 things still to do. 2 warnings.');
    expect(e.badges()).toEqual(['4 to do']);
    expect(e.root.querySelector('.hv-begin')!.textContent).toContain('Begin here');
  });

  it('has an error where something was written and taken out again, and only there', async () => {
    const e = await newQuestion();
    const text = `items.${e.id}.text`;
    e.write(text, 'x');
    e.write(text, '');
    await e.checked();
    expect(e.says(text).className).toContain('hv-says--error');
    expect(e.at(text).getAttribute('aria-invalid')).toBe('true');
    expect(e.badges()).toEqual(['1 lỗi', 'còn 3 việc']);
    expect(e.tally()).toBe('Còn 2 việc phải làm. 1 lỗi, 2 lời nhắc.');
    e.desk.draw();
    expect(e.root.querySelector('.hv-begin')).toBeNull();
  });

  it('has errors once its author tries to save, and what is made after that begins kindly again', async () => {
    const e = await newQuestion();
    await e.press('Lưu');
    expect(e.root.querySelector('.hv-begin')).toBeNull();
    expect(e.badges()).toEqual(['3 lỗi', '1 lời nhắc']);
    expect(e.says(`items.${e.id}.text`).className).toContain('hv-says--error');
    const first = e.id;
    await e.press('Thêm');
    await e.checked();
    expect(e.tally()).toBe('Còn 3 việc phải làm. 3 lỗi, 3 lời nhắc.');
    expect([...e.at('nav.' + first).querySelectorAll('.hv-badge')][0]!.textContent).toBe('3 lỗi');
  });

  it('has errors too when its author wants the text', async () => {
    const e = await newQuestion();
    await e.bench.go('text');
    expect(e.badges()).toEqual(['3 lỗi', '1 lời nhắc']);
  });

  it('never softens what was there before; a new option of it does begin kindly', async () => {
    const e = await newQuestion();
    e.desk.go('item:mot');
    e.at('items.mot.options.add').click();
    e.write('items.mot.text', '');
    await e.checked();
    expect(e.says('items.mot.text').className).toContain('hv-says--error');
    const fresh = (e.desk.model.items[0]!['options'] as Array<{ id: string }>)[2]!.id;
    expect(e.says(`items.mot.options.${fresh}.text`).className).toContain('hv-says--todo');
  });
});

describe('an empty story', () => {
  const lacks: Finding[] = [
    { severity: 'error', code: 'no-ending', where: 'scenes', line: null, message: '' },
    { severity: 'error', code: 'dead-end', where: 'scenes.canh-1', line: null, message: '' },
    { severity: 'warning', code: 'scene-without-title', where: 'scenes.canh-1', line: null, message: '' },
  ];
  const marks = (root: HTMLElement): string[] => [...root.querySelectorAll('.hv-desk-main .hv-says')].map((one) => one.className.replace('hv-says hv-says--', ''));

  it('says what to do first, and nothing in red', async () => {
    const e = await openStory(sampleStory('vi'), { studio_check: () => ok({ findings: lacks, summary: '', preview: null, source: null }) });
    e.desk.go('story');
    await e.button('Câu chuyện trống');
    await e.find(lacks);
    expect(e.desk.view).toBe('scene:canh-1');
    expect(marks(e.root)).toEqual(['todo', 'todo']);
    expect(e.root.querySelector('.hv-begin')!.textContent).toContain('Đặt tên cảnh');
    expect(e.root.querySelector('.hv-tally')!.textContent).toBe('Còn 2 việc phải làm. 1 lời nhắc.');
    // What is written elsewhere leaves the rest as it is.
    e.type('scenes.canh-1.text', 'Điện thoại reo.');
    await e.find(lacks);
    expect(marks(e.root)).toEqual(['todo', 'todo']);
  });

  it('gives the former story and its errors back by Undo', async () => {
    const e = await openStory(sampleStory('vi'));
    e.desk.go('story');
    await e.button('Câu chuyện trống');
    e.desk.step('undo');
    await e.find([{ severity: 'error', code: 'scene-without-title', where: 'scenes.cuoc-goi' }]);
    e.desk.go('scene:cuoc-goi');
    expect(marks(e.root)).toEqual(['error']);
    e.desk.step('redo');
    await e.find(lacks);
    expect(marks(e.root)).toEqual(['todo', 'todo']);
  });

  it('is where a block without content begins, and a sample is somebody’s work', async () => {
    const e = await openStory(null);
    await e.find(lacks);
    expect(e.root.querySelectorAll('.hv-says--error')).toHaveLength(0);
    e.desk.go('story');
    await e.button('Câu chuyện mẫu');
    await e.find([{ severity: 'error', code: 'scene-without-title', where: 'scenes.cuoc-goi' }]);
    e.desk.go('scene:cuoc-goi');
    expect(marks(e.root)).toEqual(['error']);
  });

  it('leaves a new scene in peace, in the picture too', async () => {
    const e = await openStory(sampleStory('vi'));
    await e.press('nav.add');
    const id = e.desk.view.slice(6);
    await e.find([{ severity: 'error', code: 'dead-end', where: 'scenes.' + id }]);
    expect(marks(e.root)).toEqual(['todo']);
    e.desk.go('graph');
    await e.find([{ severity: 'error', code: 'dead-end', where: 'scenes.' + id }]);
    expect(e.root.querySelectorAll('.hv-desk-main .hv-badge--error')).toHaveLength(0);
    e.desk.due();
    await e.find([{ severity: 'error', code: 'dead-end', where: 'scenes.' + id }]);
    e.desk.go('scene:' + id);
    expect(marks(e.root)).toEqual(['error']);
  });
});

describe('finding one’s way on a phone', () => {
  it('unfolds the list, which names where one is, and folds it when one goes somewhere', async () => {
    const e = await openQuiz();
    const chooser = (): HTMLElement => e.at('nav.chooser');
    expect(chooser().textContent).toContain('1. Câu một');
    expect(chooser().getAttribute('aria-expanded')).toBe('false');
    expect(e.root.querySelector('#' + chooser().getAttribute('aria-controls'))!.tagName).toBe('NAV');
    chooser().click();
    e.desk.drawSide();
    expect(chooser().getAttribute('aria-expanded')).toBe('true');
    e.at('nav.intro').click();
    expect(chooser().getAttribute('aria-expanded')).toBe('false');
    expect(chooser().textContent).toContain('Lời mở đầu');
  });

  it('leads to the preview and back to the field', async () => {
    const e = await openQuiz();
    e.at('items.mot.explanation').focus();
    await e.press('Xem như người học');
    expect(document.activeElement!.textContent).toBe('Người học sẽ thấy');
    await e.press('Trở lại chỗ đang soạn');
    expect(document.activeElement).toBe(e.at('items.mot.explanation'));
  });
});

it('names questions that somebody else changed by their place and first words', async () => {
  const long = 'Có người gọi điện tự xưng là công an phường và yêu cầu bác chuyển tiền ngay trong hôm nay';
  const mine = quiz();
  const theirs = { ...mine, items: [{ ...mine.items[0]!, text: '<p>Câu một của họ</p>' }, mine.items[1]!, mine.items[2]!, { id: 'bon', type: 'true_false', text: `<p>${long}</p>` }] };
  let opened = 0;
  const e = await openQuiz({
    studio_model: () => ok({ model: opened++ ? theirs : mine, settings: {}, digest: 'd' + opened, formats: [] }),
    studio_save_model: () => ({ kind: 'refused', status: 409, code: 'edited-meanwhile', message: 'x', data: {} }),
  });
  await e.press('Lưu');
  expect(e.text()).toContain('Khác với bản của bạn: câu 1: “Câu một”; câu 4: “Có người gọi điện tự xưng là công an phường và yêu cầu bác…”.');
});
