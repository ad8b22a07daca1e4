import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeAsking, letters, rareItem } from '../dev/asking';
import { items } from '../dev/content';
import { strings as extraStrings } from '../quiz/extras/strings';
import { strings as typeStrings } from '../quiz/questions/strings';
import { TYPES } from '../quiz/questions/types';
import { ASK } from '../scenario/ask';
import { strings as quizStrings } from '../quiz/strings';
import { strings as askStrings } from '../scenario/ask/strings';
import { INBOX } from '../scenario/inbox';
import { strings as inboxStrings } from '../scenario/inbox/strings';
import { table, type Lang } from '../shared/i18n';
import type { FakeSim } from '../dev/fake';
import { later, Net, openSim, settle } from './helpers';

const sources = (folder: string): string[] =>
  readdirSync(new URL(folder, import.meta.url)).map((file) => {
    const path = folder + '/' + file;
    return readFileSync(new URL(path, import.meta.url), 'utf8');
  });
const place = window as unknown as Record<string, unknown>;
const extras = place['hvExtras'];
const bring = (lang: Lang = 'vi'): void => {
  place['hvStrings'] = { scenario_sim_ask: table(askStrings, lang), scenario_sim_inbox: table(inboxStrings, lang), skill_quiz_types: table(typeStrings, lang) };
  place['hvSim'] = { ask: ASK, inbox: INBOX };
  delete place['hvExtras'];
};

beforeEach(() => {
  vi.useFakeTimers();
  bring();
});
afterEach(() => {
  vi.useRealTimers();
  document.body.textContent = '';
  delete place['hvTypes'];
});

type Options = NonNullable<Parameters<typeof openSim>[0]>;
const open = (fake: FakeAsking, options: Options = {}) => openSim({ ...options, server: fake as unknown as FakeSim });
const begun = async (fake: FakeAsking, options: Options = {}) => {
  const sim = open(fake, options);
  await sim.press(options.lang === 'en' ? 'Start' : 'Bắt đầu diễn tập');
  return sim;
};
const area = (root: HTMLElement): HTMLTextAreaElement => root.querySelector('textarea')!;
const write = (root: HTMLElement, text: string): void => {
  area(root).value = text;
  area(root).dispatchEvent(new Event('input'));
};

describe('a reply in one’s own words', () => {
  it('is sent as typed, shown as text, and its consequence told like a choice’s', async () => {
    const sim = await begun(new FakeAsking('reply'));
    const label = document.getElementById(area(sim.root).getAttribute('aria-labelledby')!)!;
    expect(label.textContent).toBe('Bạn nhắn lại thế nào?');
    expect(document.getElementById(area(sim.root).getAttribute('aria-describedby')!)!.textContent).toContain('nhiều nhất 300 ký tự');
    expect(area(sim.root).getAttribute('maxlength')).toBe('300');
    write(sim.root, '  Không <b>cho</b> mượn ');
    expect(sim.text()).toContain('24/300');
    await sim.press('Gửi');
    expect(sim.net.log.at(-1)).toEqual(['choose', { play: sim.server.play!.id, step: 1, typed: 'Không <b>cho</b> mượn' }]);
    expect(document.activeElement!.textContent).toBe('Chuyện gì xảy ra?');
    for (const part of ['Bạn viết: Không <b>cho</b> mượn', 'Bạn đã dừng lại đúng lúc.']) expect(sim.text()).toContain(part);
    await sim.press('Xem kết thúc');
    expect(sim.text()).toContain('Bạn trả lời: Từ chối');
  });

  it('stands beside choices, which are sent as ever', async () => {
    const sim = await begun(new FakeAsking('reply'));
    await sim.press('Xóa tin nhắn');
    expect(sim.net.log.at(-1)![1]).toEqual({ play: sim.server.play!.id, step: 1, choice: '1' });
    expect(sim.text()).toContain('Bạn chọn: Xóa tin nhắn');
  });

  it('asks for words where there are none, and sends nothing', async () => {
    const sim = await begun(new FakeAsking('reply'));
    write(sim.root, '   ');
    await sim.press('Gửi');
    expect(sim.root.querySelector('.hv-status')!.textContent).toContain('Bạn viết vài chữ');
    expect(document.activeElement).toBe(area(sim.root));
    expect(sim.net.log).toHaveLength(1);
    write(sim.root, 'a');
    expect(sim.root.querySelector('.hv-status')!.textContent).toBe('');
  });

  it('loses no word when the server asks for others', async () => {
    const sim = await begun(new FakeAsking('reply'));
    write(sim.root, '!!!');
    await sim.press('Gửi');
    await settle();
    expect(sim.text()).toContain('Bạn hãy viết vài chữ nhé.');
    expect([area(sim.root).value, area(sim.root).readOnly]).toEqual(['!!!', false]);
  });

  it('is kept without a network, also through a reload, and sent once', async () => {
    const first = await begun(new FakeAsking('reply'));
    first.net.offline = true;
    write(first.root, 'Dạ, chị chuyển liền');
    await first.press('Gửi');
    expect(first.text()).toContain('gửi xong là đi tiếp');
    expect(area(first.root).readOnly).toBe(true);
    await first.press('Gửi');
    expect(first.root.querySelector('[data-choice=typed]')!.getAttribute('aria-disabled')).toBe('true');
    const net = new Net(first.server);
    net.offline = true;
    const again = open(first.server as unknown as FakeAsking, { store: first.store, net });
    await settle();
    expect([area(again.root).value, area(again.root).readOnly]).toEqual(['Dạ, chị chuyển liền', true]);
    net.offline = false;
    await later();
    expect(again.text()).toContain('Bạn viết: Dạ, chị chuyển liền');
    expect(net.log).toHaveLength(1);
    await again.press('Xem kết thúc');
    expect(again.text()).toContain('Bạn trả lời: theo cách khác');
  });

  it('arrives once although its reply is lost', async () => {
    const fake = new FakeAsking('reply');
    const net = new Net(fake);
    net.failOnce = 'reply';
    const sim = await begun(fake, { net });
    write(sim.root, 'không');
    await sim.press('Gửi');
    await later();
    expect(sim.text()).toContain('Bạn viết: không');
    expect(fake.play!.step).toBe(1);
  });

  it('says that the page lacks a part where it did not come', async () => {
    place['hvSim'] = undefined;
    const sim = await begun(new FakeAsking('reply'));
    expect(sim.text()).toContain('Bạn tải lại trang giúp nhé');
    expect(sim.root.querySelector('textarea')).toBeNull();
  });
});

describe('a question in a scene', () => {
  it('is answered with the quiz’s widget and judged in the consequence', async () => {
    const sim = await begun(new FakeAsking('question'));
    expect(sim.text()).toContain('Công an thật làm việc ở trụ sở.');
    await sim.press('Trả lời');
    expect(sim.root.querySelector('.hv-status')!.textContent).toContain('Bạn chọn một câu trả lời trước nhé');
    sim.pick(1);
    await sim.press('Trả lời');
    expect(sim.net.log.at(-1)![1]).toEqual({ play: sim.server.play!.id, step: 1, answer: '2' });
    expect(document.activeElement!.textContent).toBe('Đúng rồi');
    for (const part of ['Bạn chọn đúng', 'Đúng. Công an không làm việc qua gọi video.', 'không bao giờ']) expect(sim.text()).toContain(part);
    expect(sim.text()).not.toContain('Lựa chọn đã được ghi nhận');
    await sim.press('Xem kết thúc');
    expect(sim.root.querySelector('.hv-path')!.textContent).toMatch(/Câu hỏi: Có người tự xưng.*Đúng rồi/);
  });

  it('tells a wrong answer kindly, and never the key', async () => {
    const sim = await begun(new FakeAsking('question'));
    sim.pick(0);
    await sim.press('Trả lời');
    expect(document.activeElement!.textContent).toBe('Chưa đúng');
    expect(sim.root.querySelectorAll('.hv-opt--good')).toHaveLength(0);
    expect(sim.root.querySelectorAll('.hv-opt--care')).toHaveLength(1);
  });

  it.each([1, 2])('takes the type of sample %i', async (n) => {
    const item = items[n]!;
    const sim = await begun(new FakeAsking('question', true, item));
    sim.pick(...[item.key].flat().map((id) => Number(id) - 1));
    await sim.press('Trả lời');
    expect(sim.net.log.at(-1)![1]['answer']).toEqual(item.key);
    expect(document.activeElement!.textContent).toBe('Đúng rồi');
  });

  it('takes a rarer type where the page brought it, and says so where not', async () => {
    const without = await begun(new FakeAsking('question', true, rareItem));
    expect(without.text()).toContain('chưa biết hiện loại câu hỏi này');
    place['hvTypes'] = TYPES;
    const sim = await begun(new FakeAsking('question', true, rareItem));
    const input = sim.root.querySelector<HTMLInputElement>('input[type=text]')!;
    input.value = 'mã OTP';
    await sim.press('Trả lời');
    expect(sim.net.log.at(-1)![1]['answer']).toBe('mã OTP');
    expect(sim.text()).toContain('Chưa đúng');
  });

  it('only notes the answer where correctness is hidden', async () => {
    const sim = await begun(new FakeAsking('question', false));
    sim.pick(1);
    await sim.press('Trả lời');
    expect(sim.text()).toContain('Lựa chọn đã được ghi nhận');
    expect(sim.text()).not.toContain('Đúng');
  });

  it('keeps the answer through a reload, and judges it without the question', async () => {
    const first = await begun(new FakeAsking('question'));
    first.net.failOnce = 'reply';
    first.pick(1);
    await first.press('Trả lời');
    const again = open(first.server as unknown as FakeAsking, { store: first.store });
    await later();
    expect(again.text()).toContain('Đúng. Công an không làm việc qua gọi video.');
    expect(first.server.play!.step).toBe(1);
  });

  it('has in its own catalogue all that the widgets say', () => {
    const texts = sources('../quiz/questions');
    const said = Object.keys(quizStrings).filter((key) => texts.some((text) => text.split('\n').some((line) => line.includes('words.') && line.includes(`'${key}'`))));
    expect(said.length).toBeGreaterThan(8);
    expect(said.filter((key) => !(key in askStrings))).toEqual([]);
  });
});

describe('an inbox', () => {
  it('shows one message at a time, says after each what it was, and counts in plain words', async () => {
    const sim = await begun(new FakeAsking('inbox'));
    expect(document.activeElement!.textContent).toBe('Thư 1 trong 3');
    expect(sim.root.querySelector('.hv-ch--sms')).not.toBeNull();
    expect(sim.text()).toContain('Bạn thấy thư này thế nào?');
    await sim.press('Lừa đảo');
    expect(document.activeElement!.textContent).toBe('Đúng rồi');
    for (const part of ['Đây là tin lừa đảo.', 'Ngân hàng không gửi đường dẫn', 'Bạn chọn: Lừa đảo']) expect(sim.text()).toContain(part);
    await sim.press('Xem dấu hiệu');
    expect(sim.root.querySelector('mark')!.textContent).toContain('khóa sau 2 giờ');
    await sim.press('Thư tiếp theo');
    expect(document.activeElement!.textContent).toBe('Thư 2 trong 3');
    expect(sim.root.querySelector<HTMLElement>('.hv-bar > span')!.style.width).toMatch(/^33\.3/);
    await sim.press('Lừa đảo');
    expect(document.activeElement!.textContent).toBe('Chưa đúng');
    expect(sim.text()).toContain('Đây là tin thật.');
    await sim.press('Thư tiếp theo');
    expect(document.activeElement!.textContent).toBe('Thư 3 trong 3: Trúng thưởng');
    await sim.press('Tin được');
    await sim.press('Xem kết quả');
    expect(document.activeElement!.textContent).toBe('Kết quả');
    const found = [...sim.root.querySelectorAll('.hv-told li')].map((li) => li.textContent);
    expect(found).toEqual(['Bạn nhận ra 1 trong 2 tin lừa đảo.', '1 tin lừa đảo bạn đã tin.', 'Bạn nghi nhầm 1 trong 1 tin thật.']);
    // What was mistaken stands in sight, with the reason; all messages are folded below.
    const mistaken = [...sim.root.querySelectorAll('.hv-section')].filter((one) => one.textContent!.startsWith('Những thư bạn nhầm'))[0]!;
    expect(mistaken.closest('details')).toBeNull();
    expect(mistaken.querySelectorAll('li')).toHaveLength(2);
    expect(mistaken.textContent).toContain('Thư 2 trong 3: Trường học (giả định). Đây là tin thật.');
    expect(mistaken.textContent).toContain('Thư 3 trong 3: Trúng thưởng. Đây là tin lừa đảo.');
    const measures = [...sim.root.querySelectorAll('details')].filter((d) => d.textContent!.includes('d′'))[0]!;
    expect(measures.open).toBe(false);
    expect(measures.textContent).toContain('(d′): 0,67');
    const path = sim.root.querySelector('.hv-path')!;
    expect(path.children).toHaveLength(letters.length);
    expect(path.children[1]!.textContent).toContain('Bạn cho là: Lừa đảo');
    expect(path.children[1]!.textContent).toContain('Chưa đúng. Đây là tin thật.');
    expect(path.children[1]!.querySelector('.hv-ch--email')!.textContent).toContain('Kính mời phụ huynh');
    expect(sim.text()).not.toContain('Lần này bị lừa');
  });

  it('praises a full score without a word of misses', async () => {
    const sim = await begun(new FakeAsking('inbox'));
    for (const [label, on] of [['Lừa đảo', 'Thư tiếp theo'], ['Tin được', 'Thư tiếp theo'], ['Lừa đảo', 'Xem kết quả']] as const) {
      await sim.press(label);
      await sim.press(on);
    }
    expect(sim.text()).not.toContain('Những thư bạn nhầm');
    expect([...sim.root.querySelectorAll('.hv-told li')].map((li) => li.textContent)).toEqual(['Bạn nhận ra 2 trong 2 tin lừa đảo.', 'Bạn không tin nhầm tin lừa đảo nào.', 'Bạn không nghi nhầm tin thật nào.']);
  });

  it('tells nothing where correctness is hidden', async () => {
    const sim = await begun(new FakeAsking('inbox', false));
    await sim.press('Lừa đảo');
    expect(document.activeElement!.textContent).toBe('Đã ghi nhận');
    for (const part of ['Đúng', 'Đây là tin', 'Ngân hàng không gửi']) expect(sim.text()).not.toContain(part);
    await sim.press('Thư tiếp theo');
    await sim.press('Tin được');
    await sim.press('Thư tiếp theo');
    await sim.press('Tin được');
    await sim.press('Xem kết quả');
    expect(sim.text()).toContain('Kết quả sẽ được công bố sau.');
    expect(sim.text()).not.toContain('Những thư bạn nhầm');
  });

  it('speaks English whole', async () => {
    bring('en');
    const sim = await begun(new FakeAsking('inbox'), { lang: 'en' });
    expect(document.activeElement!.textContent).toBe('Message 1 of 3');
    await sim.press('Lừa đảo');
    expect(sim.text()).toContain('This is a fraud.');
  });

  it('marks the verdict that is on its way and takes no second one', async () => {
    const sim = await begun(new FakeAsking('inbox'));
    sim.net.offline = true;
    await sim.press('Lừa đảo');
    await sim.press('Tin được');
    expect([...sim.root.querySelectorAll('[data-choice]')].map((b) => b.getAttribute('aria-pressed'))).toEqual([null, 'true']);
    sim.net.offline = false;
    await later();
    expect(sim.text()).toContain('Đây là tin lừa đảo.');
  });
});

describe('a question in a scene that is heard or looked at', () => {
  it('has its recording and pictures that can be seen larger where the page brought the extras', async () => {
    place['hvExtras'] = extras;
    (place['hvStrings'] as Record<string, unknown>)['skill_quiz_extras'] = table(extraStrings, 'vi');
    const fake = new FakeAsking('question');
    const held = fake as unknown as { call(name: string, body: Record<string, unknown>): { status: number; body: { state?: { play?: { scene: { question?: Record<string, unknown> } } } } } };
    const call = held.call.bind(fake);
    held.call = (name, body) => {
      const reply = call(name, body);
      const question = reply.body.state?.play?.scene.question;
      if (question) Object.assign(question, { audio: '/files/cau.mp3', text: 'Xem <img src="/files/a.png" alt="Tin nhắn">' });
      return reply;
    };
    const sim = await begun(fake);
    expect(sim.root.querySelector('.hv-ask audio')!.getAttribute('src')).toBe('/files/cau.mp3');
    await settle();
    expect(sim.root.querySelectorAll('.hv-ask .hv-zoomer')).toHaveLength(1);
  });
});
