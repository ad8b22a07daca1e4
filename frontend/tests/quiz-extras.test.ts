import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { items, mediaItems, typeItems } from '../dev/content';
import { FakeQuiz } from '../dev/fake';
import { strings } from '../quiz/extras/strings';
import { later, openQuiz, settle } from './helpers';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.textContent = '';
});
type Opened = ReturnType<typeof openQuiz>;
const sent = (quiz: Opened): unknown[] => quiz.net.log.filter(([name]) => name === 'answer').map(([, body]) => [body['answer'], body['certainty']]);

describe('the certainty question', () => {
  const open = (deferred = false, more: Parameters<typeof openQuiz>[0] = {}): Opened => openQuiz({ server: new FakeQuiz(items, deferred, 0, 0.6, 0, true), rules: { certainty: true }, ...more });
  const box = (quiz: Opened): HTMLFieldSetElement => quiz.root.querySelector<HTMLFieldSetElement>('.hv-sure')!;
  const say = (quiz: Opened, level: number): void => box(quiz).querySelectorAll('input')[level - 1]!.click();

  it('comes once an answer is chosen, with three named choices that need no colour', async () => {
    const quiz = open();
    await quiz.press('Bắt đầu');
    expect(box(quiz).hidden).toBe(true);
    quiz.pick(0);
    expect(box(quiz).hidden).toBe(false);
    expect(box(quiz).querySelector('legend')!.textContent).toBe('Bạn chắc đến đâu?');
    expect([...box(quiz).querySelectorAll('label')].map((label) => [label.textContent, !!label.querySelector('input[type=radio]')])).toEqual([
      ['Tôi đoán', true],
      ['Khá chắc', true],
      ['Chắc chắn', true],
    ]);
  });

  it('goes along with the answer, and may be left out', async () => {
    const quiz = open();
    await quiz.press('Bắt đầu');
    quiz.pick(0);
    say(quiz, 3);
    await quiz.press('Trả lời');
    expect(box(quiz).hidden).toBe(true);
    expect(quiz.text()).toContain('Bạn nói: Chắc chắn');
    await quiz.press('Câu tiếp theo');
    quiz.pick(0);
    await quiz.press('Trả lời');
    expect(quiz.root.querySelector('.hv-status')!.textContent).not.toContain('Bạn nói');
    expect(sent(quiz)).toEqual([['1', '3'], [['1'], undefined]]);
    expect(quiz.app.state!.attempt!.items.map((item) => item.certainty)).toEqual(['3', null, null]);
  });

  it('is shown again at an answer that waits on this device', async () => {
    const quiz = open();
    await quiz.press('Bắt đầu');
    quiz.net.offline = true;
    quiz.pick(0);
    say(quiz, 1);
    await quiz.press('Trả lời');
    quiz.root.remove();
    quiz.net.offline = false;
    const again = open(false, { server: quiz.server, store: quiz.store });
    expect(again.text()).toContain('Câu 1 trong 3');
    expect(box(again).querySelector<HTMLInputElement>('input:checked')!.value).toBe('1');
    await later();
    expect(again.server.attempt!.items[0]!.certainty).toBe('1');
  });

  it('can be changed alone where answers may be changed, and not lost by a reload', async () => {
    const quiz = open(true);
    await quiz.press('Bắt đầu');
    quiz.pick(1);
    say(quiz, 1);
    await quiz.press('Lưu và đi tiếp');
    await quiz.press('Câu trước');
    expect(box(quiz).querySelector<HTMLInputElement>('input:checked')!.value).toBe('1');
    quiz.net.offline = true;
    say(quiz, 3);
    await quiz.press('Lưu và đi tiếp');
    quiz.root.remove();
    const again = open(true, { server: quiz.server, store: quiz.store });
    await later();
    expect(again.server.attempt!.items[0]!.certainty).toBe('3');
  });

  it('leads the results with what one was sure of and got wrong, then the other wrong ones, then the lucky guesses', async () => {
    const quiz = open();
    await quiz.press('Bắt đầu');
    const steps: Array<[number[], number]> = [[[1], 1], [[2], 2], [[0], 3]];
    for (const [picked, level] of steps) {
      quiz.pick(...picked);
      say(quiz, level);
      await quiz.press('Trả lời');
      await quiz.press(quiz.text().includes('Xem kết quả') ? 'Xem kết quả' : 'Câu tiếp theo');
    }
    const rows = [...quiz.root.querySelectorAll('.hv-items--why > li')];
    expect(rows.map((row) => row.querySelector('.hv-yes,.hv-no')!.textContent!.trim())).toEqual(['Bạn chắc, nhưng chưa đúng', 'Chưa đúng', 'Bạn đoán, và đúng']);
    expect(quiz.text()).toContain('ai cũng có những câu như vậy');
    expect(quiz.root.querySelectorAll('h3').length).toBe(new Set([...quiz.root.querySelectorAll('h3')].map((node) => node.textContent)).size);
    rows[0]!.querySelector('button')!.click();
    await settle();
    expect(document.activeElement!.textContent).toBe('Câu 3 trong 3');
    expect(quiz.text()).toContain('Bạn nói: Chắc chắn');
    expect(quiz.text()).toContain('Ngân hàng không bao giờ hỏi mã OTP.');
  });

  it('is not there where the author has not asked for it', async () => {
    const quiz = openQuiz();
    await quiz.press('Bắt đầu');
    quiz.pick(0);
    expect(quiz.root.querySelector('.hv-sure')).toBeNull();
    await quiz.press('Trả lời');
    expect(sent(quiz)).toEqual([['1', undefined]]);
  });
});

describe('answers that are kept', () => {
  const play = async (deferred: boolean): Promise<Opened> => {
    const quiz = openQuiz({ server: new FakeQuiz(items, deferred, 0, 0.6, 0, false, true), rules: { keep_right: true } });
    await quiz.press('Bắt đầu');
    for (const picked of [1, 2, 1]) {
      quiz.pick(picked);
      if (!deferred) await quiz.press('Trả lời');
      await quiz.press(['Câu tiếp theo', 'Xem kết quả', 'Lưu và đi tiếp', 'Xem lại và nộp bài'].filter((word) => quiz.text().includes(word))[0]!);
    }
    if (deferred) await quiz.press('Nộp bài');
    await settle();
    await quiz.press('Làm lại');
    return quiz;
  };

  it('are told of before the first question that is asked, which is the first that is not kept', async () => {
    const quiz = await play(false);
    expect(quiz.text()).toContain('Câu 2 trong 3');
    expect(quiz.text()).toContain('2 câu bạn đã trả lời đúng lần trước được giữ lại.');
    quiz.pick(0, 1, 3);
    await quiz.press('Trả lời');
    await quiz.press('Xem kết quả');
    await quiz.press('Xem lại các câu trả lời');
    expect(quiz.text()).toContain('Lần trước bạn đã trả lời đúng câu này');
  });

  it('stay as they are where others may be changed', async () => {
    const quiz = await play(true);
    await quiz.press('Câu trước');
    expect(quiz.text()).toContain('Lần trước bạn đã trả lời đúng câu này');
    expect([...quiz.root.querySelectorAll('input')].every((input) => input.disabled)).toBe(true);
    const before = quiz.net.log.length;
    await quiz.press('Lưu và đi tiếp');
    expect(quiz.net.log.slice(before).filter(([name]) => name === 'answer')).toEqual([]);
  });
});

describe('tries', () => {
  it('say how many parts are right, and not which', async () => {
    const quiz = openQuiz({ server: new FakeQuiz([typeItems[2]!], false, 0, 0.6, 2), rules: { tries: 2 } });
    const types = window as unknown as Record<string, unknown>;
    types['hvTypes'] = (await import('../quiz/questions/types')).TYPES;
    types['hvStrings'] = { ...(types['hvStrings'] as object), skill_quiz_types: (await import('../shared/i18n')).table((await import('../quiz/questions/strings')).strings, 'vi') };
    expect(quiz.text()).toContain('2 lần cho mỗi câu');
    await quiz.press('Bắt đầu');
    const [first, second] = quiz.root.querySelectorAll('select');
    first!.value = '2';
    second!.value = '3';
    await quiz.press('Trả lời');
    expect(quiz.text()).toContain('Đúng 1 trong 2 chỗ.');
    expect(quiz.root.querySelector('.hv-mark')).toBeNull();
    delete types['hvTypes'];
  });
});

describe('pictures', () => {
  const open = async (): Promise<Opened> => {
    const quiz = openQuiz({ server: new FakeQuiz(mediaItems.slice(0, 1)) });
    await quiz.press('Bắt đầu');
    return quiz;
  };
  const zooms = (quiz: Opened): HTMLElement[] => [...quiz.root.querySelectorAll<HTMLElement>('.hv-zoomer')];

  it('can be made larger where they stand, by a button with the picture’s words, and small again by it or by Escape', async () => {
    const quiz = await open();
    const [button] = zooms(quiz);
    const box = quiz.root.querySelector<HTMLElement>('.hv-zoom')!;
    expect(button!.getAttribute('aria-label')).toBe('Xem hình lớn hơn: Tin nhắn giục chuyển tiền');
    button!.focus();
    button!.click();
    expect([button!.getAttribute('aria-expanded'), box.tabIndex, box.getAttribute('aria-label'), button!.textContent]).toEqual(['true', 0, 'Tin nhắn giục chuyển tiền', 'Thu nhỏ hình']);
    box.focus();
    box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect([button!.getAttribute('aria-expanded'), box.getAttribute('tabindex')]).toEqual(['false', null]);
    expect(document.activeElement).toBe(button);
    button!.click();
    button!.click();
    expect(box.classList.contains('hv-zoom--on')).toBe(false);
  });

  it('leave the name of the question and the choice of an option alone', async () => {
    const quiz = await open();
    expect(quiz.root.querySelectorAll('legend button,label button')).toHaveLength(0);
    expect(zooms(quiz)).toHaveLength(2);
    quiz.root.querySelectorAll<HTMLElement>('label img')[0]!.click();
    expect(quiz.root.querySelectorAll<HTMLInputElement>('label input')[1]!.checked).toBe(true);
    expect(quiz.root.querySelector('.hv-zoom--on')).toBeNull();
  });

  it('are only a reminder in the lists of results', async () => {
    const quiz = await open();
    quiz.pick(0);
    await quiz.press('Trả lời');
    await quiz.press('Xem kết quả');
    expect(quiz.root.querySelectorAll('.hv-items img')).toHaveLength(1);
    expect(quiz.root.querySelectorAll('.hv-items .hv-zoomer')).toHaveLength(0);
  });

  it('can be made larger in feedback too, each once', async () => {
    const quiz = await open();
    quiz.pick(1);
    await quiz.press('Trả lời');
    expect(zooms(quiz)).toHaveLength(3);
    expect(quiz.root.querySelectorAll('.hv-zoom .hv-zoom')).toHaveLength(0);
    quiz.root.querySelector<HTMLElement>('.hv-status img')!.click();
    expect(quiz.root.querySelector('.hv-status .hv-zoom--on')).not.toBeNull();
  });
});

describe('a recording', () => {
  it('is played by the browser’s own player, named, and fetched only when it is wanted', async () => {
    const quiz = openQuiz({ server: new FakeQuiz(mediaItems.slice(0, 1)) });
    await quiz.press('Bắt đầu');
    const player = quiz.root.querySelector('audio')!;
    expect([player.controls, player.preload, player.getAttribute('src')]).toEqual([true, 'none', '/docs/img/khong-co.mp3']);
    expect(document.getElementById(player.getAttribute('aria-labelledby')!)!.textContent).toBe('Nghe câu hỏi');
    player.dispatchEvent(new Event('error'));
    expect(quiz.text()).toContain('Không mở được tiếng.');
  });

  it('is left out where its address is of another kind', async () => {
    const [one] = mediaItems;
    for (const audio of ['javascript:alert(1)', '//a.vn/b.mp3', 'data:audio/mp3;base64,AA', '']) {
      const quiz = openQuiz({ server: new FakeQuiz([{ ...one!, item: { ...one!.item, audio } }]) });
      await quiz.press('Bắt đầu');
      expect(quiz.root.querySelector('audio')).toBeNull();
      quiz.root.remove();
    }
  });
});

describe('a page without extras', () => {
  it('is a plain quiz', async () => {
    const page = window as unknown as Record<string, unknown>;
    const held = page['hvExtras'];
    delete page['hvExtras'];
    const quiz = openQuiz({ server: new FakeQuiz(mediaItems.slice(0, 1), false, 0, 0.6, 3, true), rules: { certainty: true } });
    page['hvExtras'] = held;
    await quiz.press('Bắt đầu');
    quiz.pick(1);
    await quiz.press('Trả lời');
    expect(quiz.text()).toContain('Đúng rồi');
    await quiz.press('Xem kết quả');
    expect(quiz.text()).toContain('Kết quả');
  });
});

it('says everything in three languages', () => {
  for (const [key, said] of Object.entries(strings)) expect([key, said.length, said.every(Boolean)]).toEqual([key, 3, true]);
});
