import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { items } from '../dev/content';
import { FakeQuiz } from '../dev/fake';
import { later, openQuiz } from './helpers';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.textContent = '';
});

describe('several tries at a question', () => {
  const open = (): ReturnType<typeof openQuiz> => openQuiz({ server: new FakeQuiz(items, false, 0, 0.6, 3) });

  it('offers another try from an empty sheet while there is one, and tells the key only then', async () => {
    const quiz = open();
    await quiz.press('Bắt đầu');
    quiz.pick(0);
    await quiz.press('Trả lời');
    expect(quiz.text()).toContain('Chưa đúng');
    expect(quiz.text()).not.toContain('Câu đúng');
    const retry = quiz.root.querySelector<HTMLElement>('[data-more]')!;
    expect([document.activeElement, quiz.root.querySelectorAll('.hv-row .hv-btn--primary').length]).toEqual([retry, 1]);
    retry.click();
    expect(quiz.text()).toContain('Chưa đúng');
    await quiz.press('Thử lại câu này (còn 2 lần)');
    expect(document.activeElement!.textContent).toBe('Câu 1 trong 3');
    expect(quiz.root.querySelectorAll('input:checked,input:disabled')).toHaveLength(0);
    quiz.pick(0);
    await quiz.press('Trả lời');
    expect(quiz.text()).toContain('Bạn vừa trả lời như vậy rồi');
    quiz.pick(1);
    await quiz.press('Trả lời');
    expect(quiz.text()).toContain('Đúng rồi');
    expect(quiz.text()).not.toContain('Thử lại câu này');
    expect(quiz.net.log.filter(([name]) => name === 'answer').map(([, body]) => [body['step'], body['answer']])).toEqual([[1, '1'], [2, '2']]);
  });

  it('keeps a try that could not be sent, and sends it once', async () => {
    const quiz = open();
    await quiz.press('Bắt đầu');
    quiz.pick(0);
    await quiz.press('Trả lời');
    await quiz.press('Thử lại');
    quiz.net.failOnce = 'reply';
    quiz.pick(1);
    await quiz.press('Trả lời');
    await later();
    expect(quiz.text()).toContain('Đúng rồi');
    expect(quiz.server.attempt!.step).toBe(2);
  });

  it('hands in when a learner has left questions with tries, also after a reload', async () => {
    const quiz = open();
    await quiz.press('Bắt đầu');
    for (const place of [0, 2]) {
      quiz.pick(place);
      await quiz.press('Trả lời');
      await quiz.press('Câu tiếp theo');
    }
    quiz.pick(0);
    await quiz.press('Trả lời');
    quiz.root.remove();
    const again = openQuiz({ server: quiz.server, store: quiz.store });
    expect(again.text()).toContain('Câu 3 trong 3');
    await again.press('Xem kết quả');
    await later();
    expect(again.server.attempt!.status).toBe('finished');
    expect(again.text()).toContain('Kết quả');
  });
});

describe('a limited time', () => {
  it('says how much is left, and hands in at the end', async () => {
    const quiz = openQuiz();
    await quiz.press('Bắt đầu');
    quiz.root.remove();
    quiz.server.attempt!.seconds_left = 90;
    const timed = openQuiz({ server: quiz.server });
    expect(timed.text()).toContain('Còn 2 phút');
    await vi.advanceTimersByTimeAsync(31000);
    expect(timed.text()).not.toContain('Còn 2 phút');
    expect(timed.app.frame.notice.textContent).toBe('Còn 1 phút');
    expect(timed.server.attempt!.status).toBe('open');
    await later();
    expect(timed.server.attempt!.status).toBe('finished');
    expect(timed.text()).toContain('Kết quả');
  });

  it('names the limit before the start in the place of “no clock”', () => {
    const root = openQuiz().app;
    Object.assign(root.init.rules, { time_limit: 15, graded: false });
    root.go({ name: 'start' });
    expect(root.frame.stage.textContent).toContain('Bạn có 15 phút');
    expect(root.frame.stage.textContent).toContain('Luyện tập: không tính điểm.');
    expect(root.frame.stage.textContent).not.toMatch(/Không bấm giờ|Đạt khi/);
  });
});
