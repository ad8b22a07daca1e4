import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { scenes } from '../dev/content';
import { FakeSim } from '../dev/fake';
import { day, reconcile, share, type Play } from '../scenario/model';
import { markQuote } from '../scenario/marks';
import { h, rich } from '../shared/dom';
import { later, memoryStore, Net, openSim, settle } from './helpers';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.textContent = '';
});

describe('a learner’s way through a simulation', () => {
  it('plays to a bad ending, sees the consequence and the signs, then a debrief with source and date', async () => {
    const sim = openSim();
    expect(sim.text()).toContain('Đây là tình huống giả định');
    await sim.press('Bắt đầu diễn tập');
    expect(document.activeElement!.textContent).toBe('Cuộc gọi lạ');
    for (const part of ['Diễn tập', 'Đang nghe máy', 'Số lạ', 'Tiền trong tài khoản100%', 'Bạn làm gì?']) expect(sim.text()).toContain(part);
    const looks = Array.from(sim.root.querySelectorAll('[data-choice]')).map((one) => one.className);
    expect(new Set(looks).size).toBe(1);
    expect(sim.root.textContent).toContain('Cúp máy');
    await sim.press('Chuyển tiền cho xong chuyện');
    expect(document.activeElement!.textContent).toBe('Chuyện gì xảy ra?');
    for (const part of ['Bạn chọn: Chuyển tiền cho xong chuyện', 'Bạn vừa chuyển tiền', 'giảm từ 100% còn 0%']) expect(sim.text()).toContain(part);
    const signs = sim.root.querySelector<HTMLElement>('.hv-signs')!;
    expect(signs.hidden).toBe(true);
    await sim.press('Xem dấu hiệu');
    expect(signs.hidden).toBe(false);
    expect([...signs.querySelectorAll('mark')].map((m) => m.textContent).join('|')).toBe('Không được nói với ai1|tài khoản an toàn| ngay trong 15 phút2');
    expect(sim.root.querySelector('[aria-expanded]')!.getAttribute('aria-expanded')).toBe('true');
    await sim.press('Xem kết thúc');
    for (const part of ['Tiền đã mất', 'May là diễn tập', 'Ngoài đời, bạn nên làm', 'Nguồn: example.gov.vn', 'kiểm tra ngày 21/11/2026', 'Từng bước, dấu hiệu, thử lại', 'Dấu hiệu (2)']) expect(sim.text()).toContain(part);
    // What to do stays in sight; the official text and its source are one press away.
    const details = sim.root.querySelector('.hv-do details')!;
    expect(details.querySelector('summary')!.textContent).toBe('Nguồn chính thức');
    expect(details.textContent).toContain('nhắn tin LD');
    expect(sim.root.querySelector('.hv-do .hv-rich')!.closest('details')).toBeNull();
    // The way step by step, and the skills, are folded: what matters first fits on two screens of a phone.
    expect(sim.root.querySelector('.hv-path')!.closest('details')!.open).toBe(false);
    expect([...sim.root.querySelectorAll('.hv-section > summary')].map((one) => one.textContent)).toEqual(['Từng bước, dấu hiệu, thử lại từ một bước', 'Theo từng kỹ năng']);
    expect([...sim.root.querySelectorAll('button')].filter((b) => b.textContent === 'Diễn tập lại')).toHaveLength(1);
    await sim.press('Diễn tập lại');
    expect(sim.server.used).toBe(2);
    await sim.press('Cúp máy');
    await sim.press('Xem kết thúc');
    expect(sim.text()).toContain('Kết thúc tốt');
  });

  it('does not choose in the next scene on a double tap', async () => {
    const sim = openSim();
    await sim.press('Bắt đầu diễn tập');
    sim.root.querySelector<HTMLElement>('.hv-choice')!.click();
    expect(sim.net.log).toHaveLength(1);
  });

  it('marks the choice that is on its way and takes no second one', async () => {
    const sim = openSim();
    await sim.press('Bắt đầu diễn tập');
    sim.net.offline = true;
    await sim.press('Chuyển qua trò chuyện');
    await sim.press('Cúp máy');
    const buttons = [...sim.root.querySelectorAll('[data-choice]')];
    expect(buttons.map((b) => b.getAttribute('aria-disabled'))).toEqual(['true', 'true', 'true']);
    expect(buttons.map((b) => b.getAttribute('aria-pressed'))).toEqual([null, 'true', null]);
    expect(sim.text()).toContain('Lựa chọn của bạn được giữ lại');
    sim.net.offline = false;
    await later();
    expect(sim.text()).toContain('Chuyện gì xảy ra?');
    expect(sim.server.play!.step).toBe(1);
  });

  it.each(['request', 'reply'] as const)('arrives at an ending although every %s is lost once', async (failOnce) => {
    const server = new FakeSim(scenes, 'goi');
    const net = new Net(server);
    net.failOnce = failOnce;
    const sim = openSim({ server, net });
    await sim.press('Bắt đầu diễn tập');
    await sim.press('Chuyển qua trò chuyện');
    await later();
    await sim.press('Đi tiếp');
    await sim.press('Đưa điện thoại cho con xem');
    await later();
    await sim.press('Xem kết thúc');
    expect(sim.text()).toContain('Bạn đã an toàn');
    expect([server.play!.step, server.used]).toEqual([2, 1]);
  });

  it('after a reload sends the kept choice, and shows the consequence even where only the reply had been lost', async () => {
    for (const lost of ['offline', 'reply'] as const) {
      const first = openSim();
      await first.press('Bắt đầu diễn tập');
      if (lost === 'offline') first.net.offline = true;
      else first.net.failOnce = 'reply';
      await first.press('Chuyển qua trò chuyện');
      const again = openSim({ server: first.server, store: first.store });
      await later();
      expect(again.text()).toContain('Họ gửi cho bạn ảnh một tờ lệnh bắt');
      await again.press('Đi tiếp');
      expect(again.text()).toContain('Tin nhắn trong ứng dụng trò chuyện');
      expect(first.server.play!.step).toBe(1);
      expect((first.store as ReturnType<typeof memoryStore>).data.size).toBe(0);
    }
  });

  it('keeps the choice through an ended session, and apart from other learners', async () => {
    const lan = openSim();
    await lan.press('Bắt đầu diễn tập');
    lan.net.expired = true;
    await lan.press('Cúp máy');
    expect(lan.text()).toContain('Phiên đăng nhập đã hết');
    const minh = openSim({ learner: 'minh', store: lan.store });
    await later();
    expect(minh.net.log).toHaveLength(0);
    expect((lan.store as ReturnType<typeof memoryStore>).data.size).toBe(1);
    const again = openSim({ server: lan.server, store: lan.store });
    await settle();
    expect(again.text()).toContain('Bạn giữ được tiền');
  });

  it('takes the server’s scene when the story went on elsewhere', async () => {
    const sim = openSim();
    await sim.press('Bắt đầu diễn tập');
    sim.server.call('choose', { play: sim.server.play!.id, step: 1, choice: '2' });
    await sim.press('Cúp máy');
    await settle();
    expect(sim.text()).toContain('Bài này đã được làm tiếp ở nơi khác');
    expect(sim.text()).toContain('Tin nhắn trong ứng dụng trò chuyện');
  });

  it('shows visitors what it is and asks the server nothing', async () => {
    const sim = openSim({ mode: 'public', learner: null });
    await settle();
    expect(sim.text()).toContain('Đăng nhập');
    expect(sim.net.log).toHaveLength(0);
  });

  it('says that it needs the network, also when it cannot start', async () => {
    const sim = openSim();
    expect(sim.text()).toContain('Phần này cần có mạng.');
    sim.net.offline = true;
    await sim.press('Bắt đầu diễn tập');
    expect(sim.text()).toContain('Chưa kết nối được');
  });
});

describe('small rules', () => {
  it('keeps of a box only the next choice or the last one', () => {
    const play = { id: 'p', step: 3 } as Play;
    const at = (step: number) => ({ handler: 'choose', body: { step } });
    expect([1, 2, 3, 4, 5].filter((s) => reconcile([at(s)], play).length)).toEqual([3, 4]);
  });

  it('fills a meter’s bar between its ends', () => {
    const meter = (value: number, min = 0, max = 100) => share({ label: '', value, min, max, unit: '', good: 'high' });
    expect([meter(50), meter(-10), meter(200), meter(5, 0, 10), meter(1, 1, 1)]).toEqual([50, 0, 100, 50, 0]);
  });

  it('writes days as readers do', () => expect([day('2026-11-21', 'vi'), day('2026-11-21', 'en'), day('hôm nay', 'vi')]).toEqual(['21/11/2026', '2026-11-21', 'hôm nay']));

  it('marks a quote across inline elements without changing the text', () => {
    const box = h('div', null, rich('Chuyển vào <strong>tài khoản</strong> an toàn (ngay!)'));
    const before = box.textContent;
    expect(markQuote(box, 'tài  khoản an toàn (ngay', '1')).toBe(true);
    expect(box.textContent!.replace('1', '')).toBe(before);
    expect(box.querySelector('strong mark')).not.toBeNull();
    expect(markQuote(box, 'không có', '2')).toBe(false);
    expect(markQuote(box, ' ', '2')).toBe(false);
  });
});
