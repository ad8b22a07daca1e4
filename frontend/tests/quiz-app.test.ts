import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { items } from '../dev/content';
import { FakeQuiz } from '../dev/fake';
import { outboxKey } from '../shared/outbox';
import { later, memoryStore, Net, openQuiz, settle } from './helpers';

/** Right answers of the three made-up questions, as places of their inputs. */
const RIGHT = [[1], [0, 1, 3], [1]];
const answerAll = async (quiz: ReturnType<typeof openQuiz>, wait = false): Promise<void> => {
  for (const places of RIGHT) {
    quiz.pick(...places);
    await quiz.press('Trả lời');
    if (wait) await later();
    await quiz.press(places === RIGHT[2] ? 'Xem kết quả' : 'Câu tiếp theo');
  }
};
const warn = 'chưa gửi';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.textContent = '';
});

describe('a learner’s way through a quiz', () => {
  it('tells on the first screen what is to come, with the title as text', () => {
    const quiz = openQuiz({ attempts: 2 });
    for (const part of ['Kiểm tra <b>nhanh</b>', '3 câu hỏi', '60%', '2 lần làm', 'Không bấm giờ']) expect(quiz.text()).toContain(part);
    expect(quiz.root.querySelector('b')).toBeNull();
  });

  it('shows one question at a time, says what an answer means, and ends with results', async () => {
    const quiz = openQuiz();
    await quiz.press('Bắt đầu');
    expect(document.activeElement!.textContent).toBe('Câu 1 trong 3');
    expect(quiz.root.querySelectorAll('fieldset')).toHaveLength(1);
    const status = quiz.app.frame.status;
    quiz.pick(0);
    await quiz.press('Trả lời');
    expect(quiz.app.frame.status).toBe(status);
    expect(status.getAttribute('role')).toBe('status');
    expect(status.textContent).toMatch(/Chưa đúng.*Chuyển một ít rồi.*Vì sao\?.*không bao giờ/);
    expect(quiz.text()).toContain('Bạn đã chọn, chưa đúng');
    expect(quiz.text()).toContain('Câu đúng');
    expect(quiz.text()).toContain('Đã lưu.');
    await quiz.press('Câu tiếp theo');
    expect(document.activeElement!.textContent).toBe('Câu 2 trong 3');
    expect(status.textContent).toBe('');
    quiz.pick(0, 1, 3);
    await quiz.press('Trả lời');
    expect(status.textContent).toContain('Đúng rồi');
    await quiz.press('Câu tiếp theo');
    quiz.pick(1);
    await quiz.press('Trả lời');
    await quiz.press('Xem kết quả');
    expect(document.activeElement!.textContent).toBe('Kết quả');
    for (const part of ['Bạn đã đạt!', 'Bạn đúng 2 trong 3 câu.', 'Bảo vệ dữ liệu cá nhân', 'Những câu nên đọc lại']) expect(quiz.text()).toContain(part);
    await quiz.press('Đọc lại');
    expect(quiz.text()).toContain('Câu 1 trong 3');
    expect([...quiz.root.querySelectorAll('input')].every((input) => input.disabled)).toBe(true);
    await quiz.press('Về kết quả');
    await quiz.press('Làm lại');
    expect(quiz.server.used).toBe(2);
    expect(quiz.text()).toContain('Câu 1 trong 3');
  });

  it('asks kindly for a choice before it sends anything', async () => {
    const quiz = openQuiz();
    await quiz.press('Bắt đầu');
    await quiz.press('Trả lời');
    expect(quiz.app.frame.status.textContent).toContain('Bạn chọn một câu trả lời trước nhé.');
    expect((document.activeElement as HTMLInputElement).type).toBe('radio');
    expect(quiz.net.log).toHaveLength(1);
  });

  it('does not skip the feedback on a double tap', async () => {
    const quiz = openQuiz();
    await quiz.press('Bắt đầu');
    quiz.pick(1);
    await quiz.press('Trả lời');
    quiz.root.querySelector<HTMLElement>('[data-next]')!.click();
    expect(quiz.text()).toContain('Câu 1 trong 3');
    expect(document.activeElement).toBe(quiz.root.querySelector('[data-next]'));
  });

  it('says why no further attempt can be started', async () => {
    const quiz = openQuiz({ attempts: 1 });
    await quiz.press('Bắt đầu');
    await answerAll(quiz);
    expect(quiz.text()).toContain('Bạn đã dùng hết số lần làm.');
    expect(quiz.text()).not.toContain('Làm lại');
  });

  it('shows visitors what it is and how to sign in, and asks the server nothing', async () => {
    const quiz = openQuiz({ mode: 'public', learner: null });
    await settle();
    expect(quiz.text()).toContain('Đăng nhập');
    expect(quiz.root.querySelector('a')!.getAttribute('href')).toBe('/login?next=%2Funit%3Fx%3D1');
    expect(quiz.net.log).toHaveLength(0);
    expect(quiz.root.querySelector('button')).toBeNull();
  });

  it('keeps nothing on the device in author mode', async () => {
    const store = memoryStore();
    const quiz = openQuiz({ mode: 'author', store });
    await quiz.press('Bắt đầu');
    quiz.net.offline = true;
    quiz.pick(1);
    await quiz.press('Trả lời');
    expect(store.data.size).toBe(0);
    expect(quiz.text()).toContain('Bạn giữ trang này mở');
  });

  it('says it politely when results are hidden by policy', async () => {
    const server = new FakeQuiz(items);
    const call = server.call.bind(server);
    server.call = (name, body) => {
      const reply = call(name, body);
      const hide = (value: unknown, key = ''): unknown =>
        key === 'result' ? null : Array.isArray(value) ? value.map((one) => hide(one)) : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, hide(v, k)])) : value;
      return hide(reply) as typeof reply;
    };
    const quiz = openQuiz({ server });
    await quiz.press('Bắt đầu');
    quiz.pick(0);
    await quiz.press('Trả lời');
    expect(quiz.app.frame.status.textContent).toContain('Đã nhận câu trả lời');
    expect(quiz.app.frame.status.textContent).not.toContain('Chưa đúng');
    await quiz.press('Câu tiếp theo');
    quiz.pick(0);
    await quiz.press('Trả lời');
    await quiz.press('Câu tiếp theo');
    quiz.pick(0);
    await quiz.press('Trả lời');
    await quiz.press('Xem kết quả');
    expect(quiz.text()).toContain('Kết quả sẽ được công bố sau.');
  });
});

describe('answers changed until handed in', () => {
  it('saves on going on, lets answers change, asks about gaps and hands in once', async () => {
    const quiz = openQuiz({ deferred: true });
    await quiz.press('Bắt đầu');
    quiz.pick(0);
    await quiz.press('Lưu và đi tiếp');
    expect(quiz.text()).not.toContain('Chưa đúng');
    await quiz.press('Câu trước');
    expect(quiz.root.querySelector<HTMLInputElement>('input:checked')!.value).toBe('1');
    quiz.pick(1);
    await quiz.press('Lưu và đi tiếp');
    await quiz.press('Lưu và đi tiếp');
    quiz.pick(1);
    await quiz.press('Xem lại và nộp bài');
    expect(quiz.text()).toContain('Chưa trả lời');
    await quiz.press('Nộp bài');
    expect(quiz.text()).toContain('Còn 1 câu chưa trả lời');
    await quiz.press('Nộp bài');
    expect(quiz.server.attempt!.status).toBe('open');
    await quiz.press('Vẫn nộp bài');
    expect(quiz.text()).toContain('Bạn đúng 2 trong 3 câu.');
    expect(quiz.net.log.filter(([name]) => name === 'finish')).toHaveLength(1);
  });

  it('hands in while offline, survives a reload, and shows the results when the network is back', async () => {
    const quiz = openQuiz({ deferred: true });
    await quiz.press('Bắt đầu');
    quiz.net.offline = true;
    for (const [i, places] of RIGHT.entries()) {
      quiz.pick(...places);
      await quiz.press(i === 2 ? 'Xem lại và nộp bài' : 'Lưu và đi tiếp');
    }
    await quiz.press('Nộp bài');
    expect(quiz.text()).toContain('Gần xong rồi');
    const net = new Net(quiz.server);
    net.offline = true;
    const again = openQuiz({ server: quiz.server, store: quiz.store, net });
    await settle();
    expect(again.text()).toContain('Gần xong rồi');
    net.offline = false;
    await later();
    expect(again.text()).toContain('Bạn đúng 3 trong 3 câu.');
  });
});

describe('a bad network', () => {
  it.each(['request', 'reply'] as const)('loses every %s once and the learner arrives all the same, each answer counted once', async (failOnce) => {
    const server = new FakeQuiz(items);
    const net = new Net(server);
    net.failOnce = failOnce;
    const quiz = openQuiz({ server, net });
    await quiz.press('Bắt đầu');
    await answerAll(quiz, true);
    await later();
    expect(quiz.text()).toContain('Bạn đúng 3 trong 3 câu.');
    expect(server.attempt!.step).toBe(3);
    expect(server.used).toBe(1);
    expect((quiz.store as ReturnType<typeof memoryStore>).data.size).toBe(0);
  });

  it('lets the learner go on offline, says so all the time, and gives the feedback when the network is back', async () => {
    const quiz = openQuiz();
    await quiz.press('Bắt đầu');
    quiz.net.offline = true;
    quiz.pick(0);
    await quiz.press('Trả lời');
    expect(quiz.app.frame.status.textContent).toContain('Câu trả lời đã được giữ lại');
    expect(quiz.text()).toContain(warn);
    await quiz.press('Câu tiếp theo');
    quiz.pick(0, 1, 3);
    await quiz.press('Trả lời');
    expect(quiz.server.attempt!.step).toBe(0);
    quiz.net.offline = false;
    await quiz.press('Thử lại');
    await settle();
    expect(quiz.app.frame.status.textContent).toContain('Đúng rồi');
    expect(quiz.text()).not.toContain(warn);
    expect(quiz.server.attempt!.step).toBe(2);
  });

  it('does not announce the same news again at every try', async () => {
    const quiz = openQuiz();
    await quiz.press('Bắt đầu');
    quiz.net.offline = true;
    quiz.pick(1);
    await quiz.press('Trả lời');
    const said = quiz.app.frame.status.firstChild;
    await later(200000);
    expect(quiz.app.frame.status.firstChild).toBe(said);
    quiz.net.offline = false;
    await later();
    expect(quiz.app.frame.status.textContent).toContain('Đúng rồi');
  });

  it('waits at the end with a patient word, then shows the results by itself', async () => {
    const quiz = openQuiz();
    await quiz.press('Bắt đầu');
    quiz.net.offline = true;
    await answerAll(quiz);
    expect(quiz.text()).toContain('Gần xong rồi');
    quiz.net.offline = false;
    await later();
    expect(quiz.text()).toContain('Bạn đúng 3 trong 3 câu.');
  });

  it('after a reload shows the same question with the answer, says what is saved, and sends it', async () => {
    const first = openQuiz();
    await first.press('Bắt đầu');
    first.pick(1);
    await first.press('Trả lời');
    await first.press('Câu tiếp theo');
    first.net.offline = true;
    first.pick(0, 1);
    await first.press('Trả lời');
    const net = new Net(first.server);
    net.offline = true;
    const again = openQuiz({ server: first.server, store: first.store, net });
    await settle();
    expect(again.text()).toContain('Câu 2 trong 3');
    expect([...again.root.querySelectorAll<HTMLInputElement>('input:checked')].map((i) => i.value)).toEqual(['1', '2']);
    expect(again.text()).toContain('Câu trả lời này đã có trên máy, đang chờ gửi.');
    expect(again.text()).toContain(warn);
    net.offline = false;
    await later();
    expect(first.server.attempt!.items[1]!.answer).toEqual(['1', '2']);
    expect(again.text()).toContain('Đã lưu.');
  });

  it('after a reload forgets what the server has, where only the reply was lost', async () => {
    const first = openQuiz();
    await first.press('Bắt đầu');
    first.net.failOnce = 'reply';
    first.pick(1);
    await first.press('Trả lời');
    expect(first.server.attempt!.step).toBe(1);
    const again = openQuiz({ server: first.server, store: first.store });
    await later();
    expect(again.text()).toContain('Câu 2 trong 3');
    expect(again.net.log).toHaveLength(0);
  });

  it('works on where the device keeps nothing', async () => {
    const quiz = openQuiz({ store: memoryStore(true) });
    await quiz.press('Bắt đầu');
    quiz.net.offline = true;
    quiz.pick(1);
    await quiz.press('Trả lời');
    expect(quiz.text()).toContain('Bạn giữ trang này mở');
    quiz.net.offline = false;
    await later();
    expect(quiz.text()).toContain('Đúng rồi');
  });

  it('says on the first screen that it could not connect, and starts once only', async () => {
    const quiz = openQuiz();
    quiz.net.offline = true;
    await quiz.press('Bắt đầu');
    expect(quiz.text()).toContain('Chưa kết nối được');
    quiz.net.offline = false;
    await quiz.press('Bắt đầu');
    expect(quiz.text()).toContain('Câu 1 trong 3');
    expect(quiz.server.used).toBe(1);
  });
});

describe('an ended session', () => {
  it('keeps the answer, offers a sign-in, and goes on afterwards', async () => {
    const quiz = openQuiz();
    await quiz.press('Bắt đầu');
    quiz.net.expired = true;
    quiz.pick(1);
    await quiz.press('Trả lời');
    expect(quiz.text()).toContain('Phiên đăng nhập đã hết. Câu trả lời vẫn được giữ.');
    const link = quiz.root.querySelector('a')!;
    expect([link.textContent, link.target, link.getAttribute('href')]).toEqual(['Đăng nhập lại', '_top', '/login?next=%2Funit%3Fx%3D1']);
    expect((quiz.store as ReturnType<typeof memoryStore>).data.size).toBe(1);
    quiz.net.expired = false;
    const again = openQuiz({ server: quiz.server, store: quiz.store });
    await settle();
    expect(again.server.attempt!.items[0]!.answer).toBe('2');
    expect(again.text()).toContain('Đúng rồi');
  });
});

describe('a session that ended before the start', () => {
  it('says so, and starts when asked again after the sign-in', async () => {
    const quiz = openQuiz();
    quiz.net.expired = true;
    await quiz.press('Bắt đầu');
    expect(quiz.text()).toContain('Phiên đăng nhập đã hết');
    quiz.net.expired = false;
    await quiz.press('Thử lại');
    expect(quiz.text()).toContain('Câu 1 trong 3');
    expect(quiz.text()).not.toContain('Phiên đăng nhập');
  });
});

describe('a shared phone', () => {
  it('never shows or sends another learner’s answers, and keeps them for their owner', async () => {
    const lan = openQuiz({ learner: 'lan' });
    await lan.press('Bắt đầu');
    lan.net.offline = true;
    lan.pick(1);
    await lan.press('Trả lời');
    const before = [...(lan.store as ReturnType<typeof memoryStore>).data];
    const minh = openQuiz({ learner: 'minh', store: lan.store, server: new FakeQuiz(items) });
    await later();
    expect(minh.text()).not.toContain(warn);
    await minh.press('Bắt đầu');
    await answerAll(minh);
    expect(minh.net.log.filter(([name]) => name === 'answer')).toHaveLength(3);
    expect([...(lan.store as ReturnType<typeof memoryStore>).data]).toEqual(before);
  });

  it('tells the learner of answers left from an attempt that is closed, and lets them go', async () => {
    const store = memoryStore();
    const old = outboxKey('lan', 'block-v1:a', 'long-gone');
    const other = outboxKey('lan', 'block-v1:b', 'x');
    for (const key of [old, other]) store.set(key, JSON.stringify([{ handler: 'answer', body: { step: 1 } }]));
    const quiz = openQuiz({ store });
    await later();
    expect(quiz.text()).toContain('lần làm trước chưa kịp gửi');
    expect(quiz.net.log).toHaveLength(0);
    expect([...store.data.keys()]).toEqual([other]);
  });
});

describe('a quiz that went on elsewhere', () => {
  it('takes the server’s state after a stale step and says so kindly', async () => {
    const here = openQuiz();
    await here.press('Bắt đầu');
    const id = here.server.attempt!.id;
    here.server.call('answer', { attempt: id, step: 1, item: 'goi-video', answer: '1' });
    here.pick(1);
    await here.press('Trả lời');
    await settle();
    expect(here.text()).toContain('Bài này đã được làm tiếp ở nơi khác');
    expect(here.text()).toContain('Câu 2 trong 3');
    expect(here.server.attempt!.items[0]!.answer).toBe('1');
  });

  it('sends an answer to another question again under its new step', async () => {
    const here = openQuiz();
    await here.press('Bắt đầu');
    const id = here.server.attempt!.id;
    here.server.call('answer', { attempt: id, step: 1, item: 'otp', answer: '2' });
    here.pick(1);
    await here.press('Trả lời');
    await later();
    expect(here.server.attempt!.items[0]!.answer).toBe('2');
    expect(here.server.attempt!.step).toBe(2);
  });

  it('does not argue for ever with a server that refuses every step', async () => {
    const here = openQuiz();
    await here.press('Bắt đầu');
    const state = here.server.state;
    let refused = 0;
    const call = here.server.call.bind(here.server);
    here.server.call = (name, body) => (name === 'answer' ? (refused++, { status: 409, body: { error: 'x', code: 'stale-step', state } }) : call(name, body));
    here.pick(1);
    await here.press('Trả lời');
    await later(600000);
    expect(refused).toBeLessThan(6);
    expect(here.text()).toContain('Câu 1 trong 3');
  });

  it('shows the closed attempt when time ran out meanwhile', async () => {
    const here = openQuiz();
    await here.press('Bắt đầu');
    const call = here.server.call.bind(here.server);
    here.server.call = (name, body) => (name === 'answer' ? { status: 403, body: { error: 'Đã hết hạn làm bài này.', code: 'past-due', state: here.server.state } } : call(name, body));
    here.pick(1);
    await here.press('Trả lời');
    await settle();
    expect(here.text()).toContain('Đã hết hạn làm bài này.');
    expect((here.store as ReturnType<typeof memoryStore>).data.size).toBe(0);
  });
});

describe('more than one', () => {
  it('keeps two quizzes on one page apart', async () => {
    const a = openQuiz();
    const b = openQuiz({ learner: 'lan', server: new FakeQuiz(items), store: memoryStore() });
    await a.press('Bắt đầu');
    await b.press('Bắt đầu');
    a.pick(0);
    b.pick(1);
    expect(a.root.querySelector<HTMLInputElement>('input:checked')!.value).toBe('1');
    expect(a.root.querySelector('input')!.name).not.toBe(b.root.querySelector('input')!.name);
  });

  it.each(['en', 'km'])('speaks %s', async (lang) => {
    const quiz = openQuiz({ lang });
    expect(quiz.root.lang).toBe(lang);
    expect(quiz.text()).toContain(lang === 'en' ? 'Start' : 'ចាប់ផ្តើម');
    await quiz.press(lang === 'en' ? 'Start' : 'ចាប់ផ្តើម');
    quiz.pick(0);
    await quiz.press(lang === 'en' ? 'Answer' : 'ឆ្លើយ');
    await settle();
    expect(quiz.text()).toContain(lang === 'en' ? 'Not quite' : 'មិនទាន់ត្រឹមត្រូវ');
  });
});
