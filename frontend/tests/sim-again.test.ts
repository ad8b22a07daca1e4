import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeAsking, letters } from '../dev/asking';
import { ASK } from '../scenario/ask';
import { strings as askStrings } from '../scenario/ask/strings';
import { INBOX } from '../scenario/inbox';
import { strings as inboxStrings } from '../scenario/inbox/strings';
import { picture, sceneMap } from '../scenario/map';
import { BOX, layers, layout, WIDTH, wrap, type Visited } from '../scenario/map/layout';
import { strings as mapStrings } from '../scenario/map/strings';
import { table } from '../shared/i18n';
import type { FakeSim } from '../dev/fake';
import { later, memoryStore, Net, openSim, settle } from './helpers';

const place = window as unknown as Record<string, unknown>;
beforeEach(() => {
  vi.useFakeTimers();
  delete place['hvExtras']; // these pages hold neither pictures nor recordings
  place['hvStrings'] = { scenario_sim_ask: table(askStrings, 'vi'), scenario_sim_inbox: table(inboxStrings, 'vi'), scenario_sim_map: table(mapStrings, 'vi') };
  place['hvSim'] = { ask: ASK, inbox: INBOX, map: (app: Parameters<typeof sceneMap>[0], at: HTMLElement) => void sceneMap(app, at) };
});
afterEach(() => {
  vi.useRealTimers();
  document.body.textContent = '';
});

type Sim = ReturnType<typeof openSim>;
async function walk(sim: Sim, ...choices: string[]): Promise<void> {
  for (const choice of choices) {
    await sim.press(choice);
    await sim.press(sim.text().includes('Xem kết thúc') ? 'Xem kết thúc' : 'Đi tiếp');
  }
}
async function lost(options: Parameters<typeof openSim>[0] = {}): Promise<Sim> {
  const sim = openSim(options);
  await sim.press('Bắt đầu diễn tập');
  await walk(sim, 'Chuyển qua trò chuyện', 'Bấm vào đường dẫn', 'Nhập thông tin');
  return sim;
}
const agains = (sim: Sim): HTMLElement[] => [...sim.root.querySelectorAll<HTMLElement>('.hv-path button')];

describe('trying again from a decision', () => {
  it('is offered at every step, each button named after its step, and said not to count', async () => {
    const sim = await lost();
    expect(agains(sim).map((one) => one.textContent)).toEqual(['Cuộc gọi lạ', 'Tin nhắn trong ứng dụng trò chuyện', 'Trang web lạ'].map((scene) => 'Thử lại từ đây: ' + scene));
    expect(sim.text()).toContain('chỉ luyện thử, không tính điểm');
    expect(sim.text()).not.toContain('Luyện thử, không tính điểm.');
  });

  it('begins a rehearsal at that decision, says so on every screen, and shows no points at its end', async () => {
    const sim = await lost();
    const { id } = sim.server.play!;
    agains(sim)[1]!.click();
    await settle();
    expect(sim.net.log.at(-1)).toEqual(['rehearse_from', { play: id, step: 2, after: 1 }]);
    expect(document.activeElement!.textContent).toBe('Tin nhắn trong ứng dụng trò chuyện');
    expect(sim.text()).toContain('Luyện thử, không tính điểm.');
    await walk(sim, 'Đưa điện thoại cho con xem');
    for (const part of ['Bạn đã an toàn', 'Luyện thử, không tính điểm.']) expect(sim.text()).toContain(part);
    expect(sim.text()).not.toContain('Bạn được');
    expect(agains(sim)).toHaveLength(2);
    await sim.press('Diễn tập lại');
    expect(sim.net.log.at(-1)).toEqual(['start_attempt', { after: 2 }]);
    expect(sim.text()).not.toContain('Luyện thử');
  });

  it('can be left on every screen, and ends on the result that it came from', async () => {
    const sim = await lost();
    const result = sim.root.querySelector('.hv-stage')!.textContent;
    const finished: unknown[] = [];
    sim.root.parentElement!.addEventListener('hv-completed', (event) => finished.push((event as CustomEvent).detail));
    expect(sim.text()).not.toContain('Thôi tập');
    for (const before of [[], ['Đưa điện thoại cho con xem']]) {
      agains(sim)[1]!.click();
      await settle();
      await walk(sim, ...before);
      const { id } = sim.server.play!;
      await sim.press('Thôi tập, về kết quả');
      expect(sim.net.log.at(-1)![0]).toBe('leave_rehearsal');
      expect(sim.net.log.at(-1)![1]).toMatchObject({ play: id });
      expect(sim.root.querySelector('.hv-stage')!.textContent).toBe(result);
      expect(document.activeElement!.tagName).toBe('H3');
    }
    expect(finished.length).toBeGreaterThan(0);
    expect(finished).toEqual(finished.map(() => ({ block: 'block-v1:s' })));
  });

  it('sends a doubled press once, and the same again where the reply was lost', async () => {
    const sim = await lost();
    sim.net.failOnce = 'reply';
    agains(sim)[0]!.click();
    agains(sim)[0]!.click();
    await settle();
    const sent = sim.net.log.filter(([name]) => name === 'rehearse_from');
    expect(sent).toHaveLength(2);
    expect(sent[0]).toEqual(sent[1]);
    expect(sim.server.used).toBe(2);
    expect(sim.text()).toContain('Luyện thử');
  });

  it('asks to sign in where the session has ended, and the retry is of the rehearsal, not of a play that counts', async () => {
    const sim = await lost();
    sim.net.expired = true;
    agains(sim)[2]!.click();
    await settle();
    expect(sim.text()).toContain('Phiên đăng nhập đã hết');
    sim.net.expired = false;
    sim.root.querySelector<HTMLElement>('.hv-save button')!.click();
    await settle();
    expect(sim.net.log.at(-1)).toEqual(['rehearse_from', { play: expect.any(String), step: 3, after: 1 }]);
    expect(sim.text()).toContain('Luyện thử');
  });

  it('stays where it was without a network, and says so', async () => {
    const sim = await lost();
    sim.net.offline = true;
    agains(sim)[0]!.click();
    await settle();
    expect(sim.root.querySelector('.hv-notice')!.textContent).toContain('Chưa kết nối được');
    expect(agains(sim)).toHaveLength(3);
  });

  it('goes on after a reload as what it is', async () => {
    const store = memoryStore();
    const sim = await lost({ store });
    agains(sim)[1]!.click();
    await settle();
    const again = openSim({ store, server: sim.server });
    expect(again.text()).toContain('Luyện thử, không tính điểm.');
  });
});

describe('the map of the scenes visited', () => {
  it('is fetched when it is asked for, shows what was met, and says the same as a list', async () => {
    const sim = await lost();
    expect(sim.net.log.some(([name]) => name === 'scene_map')).toBe(false);
    await sim.press('Xem những nơi đã qua');
    expect(document.activeElement!.textContent).toBe('Những nơi bạn đã qua');
    const svg = sim.root.querySelector('.hv-map svg')!;
    expect(svg.getAttribute('aria-hidden')).toBe('true');
    expect(svg.querySelectorAll('rect')).toHaveLength(4);
    expect(svg.textContent).toContain('✕ 4. Tiền');
    const list = sim.root.querySelector('.hv-map details')!.textContent!;
    for (const part of ['Cuộc gọi lạ', 'Chuyển qua trò chuyện để nói tiếp → tới 2. Tin nhắn', 'Tiền đã mất (kết thúc xấu), lần này']) expect(list).toContain(part);
    expect(sim.text()).not.toContain('Bạn đã an toàn');
  });

  it('grows with rehearsals and counts moves', async () => {
    const sim = await lost();
    agains(sim)[0]!.click();
    await settle();
    await walk(sim, 'Chuyển qua trò chuyện', 'Đưa điện thoại cho con xem');
    await sim.press('Xem những nơi đã qua');
    expect(sim.root.querySelectorAll('.hv-map rect')).toHaveLength(5);
    expect(sim.root.querySelector('.hv-map details')!.textContent).toContain('(2 lần)');
    expect(sim.root.querySelector('.hv-map svg')!.textContent).toContain('×2');
  });

  it('says kindly where it cannot be had, and can be asked for again', async () => {
    const sim = await lost();
    sim.net.offline = true;
    await sim.press('Xem những nơi đã qua');
    expect(sim.root.querySelector('.hv-notice')!.textContent).toContain('Chưa kết nối được');
    sim.net.offline = false;
    await sim.press('Xem những nơi đã qua');
    expect(sim.root.querySelector('.hv-notice')!.textContent).toBe('');
    expect(sim.root.querySelectorAll('.hv-map rect')).toHaveLength(4);
  });

  it('is not offered where there is none to be had, as in the editor’s trial', async () => {
    const sim = openSim();
    delete (sim.app.init as { map_url?: string }).map_url;
    await sim.press('Bắt đầu diễn tập');
    await walk(sim, 'Cúp máy');
    expect(agains(sim)).toHaveLength(1);
    expect(sim.text()).not.toContain('Xem những nơi đã qua');
  });

  it('brings its script once, and tells where it does not come', async () => {
    const sim = await lost();
    const { map, ...rest } = place['hvSim'] as Record<string, unknown>;
    place['hvSim'] = rest;
    (sim.app.init as { map_url?: string }).map_url = 'about:blank#map';
    await sim.press('Xem những nơi đã qua');
    const script = document.head.querySelector<HTMLScriptElement>('script[src="about:blank#map"]')!;
    script.dispatchEvent(new Event('error'));
    await settle();
    expect(sim.root.querySelector('.hv-notice')!.textContent).toContain('Chưa kết nối được');
    (place['hvSim'] as Record<string, unknown>)['map'] = map;
    script.dispatchEvent(new Event('load'));
    await settle();
    expect(sim.root.querySelectorAll('.hv-map rect')).toHaveLength(4);
    script.remove();
  });
});

/** Made-up ways through made-up scenes: connected, with loops, returns and repeats. */
function someone(seed: number): Visited {
  let n = seed * 2654435761;
  const roll = (below: number): number => ((n = (n * 1103515245 + 12345) & 0x7fffffff) >> 8) % below;
  const count = 1 + roll(12);
  const kinds = [null, null, 'good', 'bad', 'mixed'] as const;
  const scenes = Array.from({ length: count }, (_, i) => ({ title: 'Cảnh '.repeat(1 + roll(9)) + i, kind: i ? kinds[roll(5)]! : null, here: i === count - 1 }));
  const moves = scenes.slice(1).map((_, i) => ({ from: roll(i + 1), to: i + 1, text: 'x', count: 1 + roll(3) }));
  for (let i = roll(6); i > 0; i--) moves.push({ from: roll(count), to: roll(count), text: 'y', count: 1 + roll(3) });
  return { scenes, moves };
}

describe('where the scenes stand', () => {
  it('holds for any way through any story: nothing overlaps, nothing leaves the picture, every move is drawn once', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const found = someone(seed);
      const { width, height, boxes, lines } = layout(found);
      expect(boxes).toHaveLength(found.scenes.length);
      boxes.forEach((a, i) => {
        expect(a.x).toBeGreaterThanOrEqual(0);
        expect(a.x + BOX.w).toBeLessThanOrEqual(width);
        expect(a.y + BOX.h).toBeLessThanOrEqual(height);
        expect(boxes.slice(i + 1).every((b) => Math.abs(a.x - b.x) >= BOX.w || Math.abs(a.y - b.y) >= BOX.h)).toBe(true);
      });
      const pairs = new Set(found.moves.map(({ from, to }) => from + '>' + to));
      expect(new Set(lines.map(({ from, to }) => from + '>' + to))).toEqual(pairs);
      expect(lines).toHaveLength(pairs.size);
      expect(lines.reduce((all, line) => all + line.count, 0)).toBe(found.moves.reduce((all, move) => all + move.count, 0));
      for (const { d, at } of lines) {
        expect(d).not.toContain('NaN');
        expect([...d.matchAll(/-?[\d.]+/g)].every((m) => Number(m[0]) >= 0)).toBe(true);
        expect(at.x).toBeGreaterThanOrEqual(0);
        expect(at.x).toBeLessThanOrEqual(WIDTH);
      }
      const depth = layers(found);
      found.moves.forEach(({ from, to }) => expect(depth[to]!).toBeLessThanOrEqual(depth[from]! + 1));
      expect(picture(found, '?').querySelectorAll('rect')).toHaveLength(found.scenes.length);
    }
  });

  it('is drawn also for one scene and for none', () => {
    expect(layout({ scenes: [{ title: 'a', kind: null, here: true }], moves: [{ from: 0, to: 0, text: 'x', count: 2 }] }).lines[0]!.back).toBe(true);
    expect(picture({ scenes: [], moves: [] }, '?').querySelectorAll('rect')).toHaveLength(0);
  });

  it('cuts long titles with an ellipsis and leaves short ones whole', () => {
    expect(wrap('Một hai')).toEqual(['Một hai']);
    expect(wrap('')).toEqual([]);
    const long = wrap('Tin nhắn trong ứng dụng trò chuyện của người lạ ở xa');
    expect(long).toHaveLength(3);
    expect(long[2]!.endsWith('…')).toBe(true);
    expect(wrap('a'.repeat(40))).toEqual(['a'.repeat(14) + '…']);
    for (const line of long) expect(line.length).toBeLessThanOrEqual(15);
  });
});

describe('what is being written', () => {
  const area = (sim: Sim): HTMLTextAreaElement => sim.root.querySelector('textarea')!;
  const write = (sim: Sim, text: string): void => {
    area(sim).value = text;
    area(sim).dispatchEvent(new Event('input'));
  };
  const open = (fake: FakeAsking, options: Parameters<typeof openSim>[0] = {}): Sim => openSim({ ...options, server: fake as unknown as FakeSim });

  it('is there again after a reload, and gone once it is sent', async () => {
    const [store, fake] = [memoryStore(), new FakeAsking('reply')];
    const sim = open(fake, { store });
    await sim.press('Bắt đầu diễn tập');
    write(sim, 'Để tôi hỏi con đã');
    const again = open(fake, { store });
    expect(area(again).value).toBe('Để tôi hỏi con đã');
    await again.press('Gửi');
    expect([...store.data.values()].join()).not.toContain('hỏi con');
    expect([...store.data.keys()]).toEqual([]);
  });

  it('is a choice of the question as well', async () => {
    const [store, fake] = [memoryStore(), new FakeAsking('question')];
    const sim = open(fake, { store });
    await sim.press('Bắt đầu diễn tập');
    sim.pick(1);
    const again = open(fake, { store });
    expect([...again.root.querySelectorAll<HTMLInputElement>('fieldset input')].map((one) => one.checked)).toEqual([false, true, false]);
  });

  it('stays while it could not be sent, and is not told to the next learner at this phone', async () => {
    const [store, fake] = [memoryStore(), new FakeAsking('reply')];
    const net = new Net(fake);
    const sim = open(fake, { store, net });
    await sim.press('Bắt đầu diễn tập');
    write(sim, 'Chuyện riêng của Lan');
    const other = new FakeAsking('reply');
    const binh = open(other, { store, learner: 'binh' });
    await binh.press('Bắt đầu diễn tập');
    expect(area(binh).value).toBe('');
    expect(binh.text()).not.toContain('Chuyện riêng');
    write(binh, 'Của Bình');
    await binh.press('Gửi');
    expect(area(open(fake, { store })).value).toBe('Chuyện riêng của Lan');
    net.offline = true;
    await sim.press('Gửi');
    await later(3000);
    expect(area(open(fake, { store })).value).toBe('Chuyện riêng của Lan');
  });

  it('of a step that is over is not offered at the next, and nothing odd in the store does harm', async () => {
    const [store, fake] = [memoryStore(), new FakeAsking('reply')];
    const sim = open(fake, { store });
    await sim.press('Bắt đầu diễn tập');
    write(sim, 'Cũ');
    const [key] = [...store.data.keys()];
    for (const odd of ['{', 'null', '[]', '"x"', '{"at":"x","typed":"lạ"}', `{"at":"${fake.play!.id}0","typed":5}`]) {
      store.data.set(key!, odd);
      expect(area(open(fake, { store })).value).toBe('');
    }
    store.data.set(key!.replace(/0$/, '7'), '{}');
    open(fake, { store });
    expect([...store.data.keys()].some((one) => one.endsWith('7'))).toBe(false);
  });

  it('is kept neither in the author’s preview nor without a learner', async () => {
    for (const options of [{ mode: 'author' as const }, { learner: null }]) {
      const store = memoryStore();
      const sim = open(new FakeAsking('reply'), { ...options, store });
      await sim.press('Bắt đầu diễn tập');
      write(sim, 'Thử');
      expect(store.data.size).toBe(0);
    }
  });
});

describe('an inbox, afterwards', () => {
  it('shows the letters again as they looked, with address bar and sender', async () => {
    const fake = new FakeAsking('inbox');
    const sim = openSim({ server: fake as unknown as FakeSim });
    await sim.press('Bắt đầu diễn tập');
    const looks: string[] = [];
    for (let i = 0; i < letters.length; i++) {
      looks.push(sim.root.querySelector('.hv-ch')!.outerHTML);
      await sim.press('Tin được');
      await sim.press(i + 1 < letters.length ? 'Thư tiếp theo' : 'Xem kết quả');
    }
    expect([...sim.root.querySelectorAll('.hv-path .hv-ch')].map((one) => one.outerHTML)).toEqual(looks);
    expect(looks.join('')).toContain('vanphong@truong.example');
    expect(agains(sim)).toHaveLength(0);
    expect(sim.text()).not.toContain('Xem những nơi đã qua');
    expect(sim.text()).not.toContain('Luyện thử lại cả hộp thư');
  });

  it('may be practised as a whole where no counted play is left', async () => {
    const fake = new FakeAsking('inbox');
    const net = new Net(fake);
    const sim = openSim({ server: fake as unknown as FakeSim, net });
    await sim.press('Bắt đầu diễn tập');
    for (let i = 0; i < letters.length; i++) {
      await sim.press('Lừa đảo');
      if (i + 1 === letters.length) sim.app.state = { ...sim.app.state!, can_start: false, why_not: 'Hết lượt.' };
      await sim.press(i + 1 < letters.length ? 'Thư tiếp theo' : 'Xem kết quả');
    }
    await sim.press('Luyện thử lại cả hộp thư');
    expect(net.log.at(-1)).toEqual(['rehearse_from', { play: expect.any(String), step: 1, after: 1 }]);
  });
});

describe('a recording', () => {
  it('has a player of the browser with a label, and its words to read', async () => {
    const sim = openSim({ first: 'nghe' });
    await sim.press('Bắt đầu diễn tập');
    const audio = sim.root.querySelector('audio')!;
    expect([audio.controls, audio.getAttribute('preload'), audio.getAttribute('src'), audio.getAttribute('aria-label')]).toEqual([true, 'none', '/tone.wav', 'Đoạn ghi âm']);
    expect(audio.hasAttribute('autoplay')).toBe(false);
    const details = audio.parentElement!.querySelector('details')!;
    expect(details.open).toBe(false);
    expect(details.textContent).toContain('Đọc lời trong đoạn ghi âm');
    expect(details.textContent).toContain('chuyển cho cô số tài khoản này');
    expect(sim.text()).toContain('Đang nghe máy');
  });
});

describe('an inbox before and after', () => {
  const judged = { hits: 4, misses: 1, false_alarms: 0, correct_rejections: 5, sensitivity: 1.9, bias: 0 };
  const was = { hits: 2, misses: 3, false_alarms: 2, correct_rejections: 2, sensitivity: 0.3, bias: 0 };
  async function told(triage: object): Promise<string> {
    const fake = new FakeAsking('inbox');
    const sim = openSim({ server: fake as unknown as FakeSim });
    await sim.press('Bắt đầu diễn tập');
    for (let i = 0; i < letters.length; i++) {
      await sim.press('Tin được');
      if (i + 1 === letters.length) Object.assign(sim.app.state!.play!.debrief!, { triage });
      await sim.press(i + 1 < letters.length ? 'Thư tiếp theo' : 'Xem kết quả');
    }
    return sim.text();
  }

  it('says in plain words what was and what is, and which way it went', async () => {
    const text = await told({ ...judged, before: { ...was, change: 'better' } });
    for (const part of ['Trước và nay', 'tốt hơn lần trước', 'Nhận ra tin lừa đảo: lần trước 2 trong 5, lần này 4 trong 5.', 'Nghi nhầm tin thật: lần trước 2 trong 4, lần này 0 trong 5.', 'Lần trước d′ là 0,3.']) expect(text).toContain(part);
  });

  it('is kind where it went worse, and says nothing where it cannot be told', async () => {
    expect(await told({ ...was, before: { ...judged, change: 'worse' } })).toContain('Lần này khó hơn với bạn');
    document.body.textContent = '';
    const text = await told({ ...judged, before: { hits: 3, misses: 1, false_alarms: 0, correct_rejections: 0, sensitivity: null, bias: null, change: null } });
    expect(text).toContain('lần trước 3 trong 4');
    expect(text).not.toContain('Nghi nhầm tin thật: lần trước');
    expect(text).not.toContain('Lần trước d′');
    document.body.textContent = '';
    expect(await told(judged)).not.toContain('Trước và nay');
  });
});
