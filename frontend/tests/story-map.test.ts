import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoryLike } from '../scenario/graph/data';
import { strings } from '../scenario/graph/strings';
import { StoryMap } from '../scenario/studio/map';
import { Outline, partsOf, type OutlineFinding } from '../scenario/studio/outline';
import { Tryout, type Tried } from '../scenario/studio/play';
import { playStrings } from '../scenario/studio/play-strings';
import { words } from '../shared/i18n';
import type { Reply } from '../shared/net';
import { settle } from './helpers';

const w = words(strings, 'vi');
const p = words(playStrings, 'vi');
const story = (): StoryLike => ({
  start: 'goi',
  scenes: [
    { id: 'tot', title: 'An toàn', ending: { kind: 'good', title: '' } },
    { id: 'goi', title: 'Cuộc gọi lạ', channel: 'call', choices: [{ id: 'cup', text: 'Cúp <strong>máy</strong>', to: 'tot', exit: true }, { id: 'nghe', text: 'Nghe tiếp', to: 'hoi' }] },
    { id: 'le', title: 'Cảnh lẻ', choices: [{ id: 'ra', text: 'Ra', to: 'mat' }, { id: 'x', text: 'X', to: '' }] },
    { id: 'hoi', title: 'Họ hỏi', choices: [{ id: 'lui', text: 'Lùi', to: 'goi' }] },
    { id: 'cut', title: 'Cụt', choices: [] },
  ],
});
const finding = (where: string, severity: 'error' | 'warning' = 'error', message = 'Sai ở đây.'): OutlineFinding => ({ where, severity, message });

beforeEach(() => {
  Object.defineProperty(window, 'innerWidth', { value: 1280, configurable: true });
});
afterEach(() => {
  document.body.textContent = '';
});

describe('the outline', () => {
  function open(model = story(), findings: OutlineFinding[] = []) {
    const hooks = { onselect: vi.fn<(id: string) => void>(), onopen: vi.fn<(id: string) => void>(), onplay: vi.fn<(id: string) => void>() };
    const outline = new Outline(w, hooks);
    document.body.appendChild(outline.root);
    outline.update({ model, findings, selected: null });
    const item = (id: string): HTMLElement => outline.root.querySelector<HTMLElement>(`[data-id="${id}"]`)!;
    const at = (id: string, name: string): HTMLElement => item(id).querySelector<HTMLElement>(`[data-at="${name}"]`)!;
    const key = (name: string): void => void document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
    return { outline, hooks, item, at, key };
  }

  it('tells scenes from the start, endings apart, and what nothing leads to in a section of its own', () => {
    const parts = partsOf(story());
    expect([parts.way, parts.endings, parts.lost].map((list) => list.map((s) => s.id))).toEqual([['goi', 'hoi'], ['tot'], ['le', 'cut']]);
    expect(partsOf({ scenes: [{ id: 'a' }] }).lost).toHaveLength(1);
    const { outline } = open();
    expect(Array.from(outline.root.querySelectorAll('h4')).map((n) => n.textContent)).toEqual(['Các cảnh, từ chỗ bắt đầu (2)', 'Các kết thúc (1)', 'Chưa có đường nào dẫn tới (2)']);
  });

  it('names where each way leads, also nowhere, and where a scene is reached from', () => {
    const { item } = open();
    expect(item('goi').querySelector('.hv-outline-ways')!.textContent).toBe('Lối thoát: Cúp máy đến An toànNghe tiếp đến Họ hỏi');
    expect(item('tot').querySelector('.hv-outline-from')!.textContent).toBe('Từ: Cuộc gọi lạ');
    expect(item('le').textContent).toContain('cảnh “mat” không có');
    expect(item('le').textContent).toContain('chưa nối tới cảnh nào');
    expect(item('cut').textContent).toContain('Chưa có đường đi tiếp.');
    expect(item('tot').textContent).toContain('kết thúc tốt');
  });

  it('shows findings in words at their scene', () => {
    const { item } = open(story(), [finding('scenes.hoi.choices.lui'), finding('scenes.hoi', 'warning', 'Xem lại.')]);
    expect(item('hoi').querySelector('.hv-outline-head')!.textContent).toContain('Lỗi');
    expect(Array.from(item('hoi').querySelectorAll('.hv-outline-said li')).map((n) => n.textContent)).toEqual(['Lỗi Sai ở đây.', 'Cần xem Xem lại.']);
  });

  it('is one tab stop: up and down between scenes, Tab within one', () => {
    const { outline, hooks, at, key } = open();
    const stops = (): string[] => Array.from(outline.root.querySelectorAll('[data-at][tabindex="0"]')).map((n) => n.closest('[data-id]')!.getAttribute('data-id')!);
    expect(new Set(stops())).toEqual(new Set(['goi']));
    at('goi', 'title').focus();
    key('ArrowDown');
    expect(document.activeElement).toBe(at('hoi', 'title'));
    expect(hooks.onselect).toHaveBeenLastCalledWith('hoi');
    expect(new Set(stops())).toEqual(new Set(['hoi']));
    key('End');
    expect(document.activeElement).toBe(at('cut', 'title'));
    key('Home');
    expect(document.activeElement).toBe(at('goi', 'title'));
  });

  it('opens, plays, and follows a way to its scene', () => {
    const { hooks, at } = open();
    at('hoi', 'title').click();
    expect(hooks.onopen).toHaveBeenCalledWith('hoi');
    at('hoi', 'play').click();
    expect(hooks.onplay).toHaveBeenCalledWith('hoi');
    at('hoi', 'way.lui').click();
    expect(document.activeElement).toBe(at('goi', 'title'));
    expect(at('hoi', 'play').getAttribute('aria-label')).toBe('Chơi thử từ “Họ hỏi”');
  });

  it('keeps what did not change, and the focus', () => {
    const { outline, item, at } = open();
    const kept = item('hoi');
    at('goi', 'way.nghe').focus();
    const next = story();
    next.scenes![1]!.choices![0]!.text = 'Dập máy';
    outline.update({ model: next, findings: [], selected: 'goi' });
    expect(item('hoi')).toBe(kept);
    expect(item('goi').textContent).toContain('Dập máy');
    expect(document.activeElement).toBe(at('goi', 'way.nghe'));
  });
});

type Ask = { model: unknown; from: string; moves: Array<Record<string, unknown>> };

/** A server with one meter and two scenes: "next" leads on, "end" ends. */
function server(fail?: (ask: Ask) => Reply | null) {
  const asks: Ask[] = [];
  const post = vi.fn(async (handler: string, body: unknown): Promise<Reply> => {
    const ask = JSON.parse(JSON.stringify(body)) as Ask;
    asks.push(ask);
    expect(handler).toBe('studio_play');
    const refused = fail && fail(ask);
    if (refused) return refused;
    const { from, moves } = ask;
    const trail = moves.map((_m, i) => ({ scene: i ? 'hoi' : from, way: 'nghe' }));
    const scene = moves.length ? 'hoi' : from;
    const play = {
      id: '0'.repeat(32), number: 1, status: 'open', step: moves.length, debrief: null,
      scene: { title: scene, channel: 'narration', channel_info: {}, text: `Lời ${moves.length}`, messages: [], choices: [{ id: '1', text: 'Nghe tiếp' }], ending: null },
      meters: [{ label: 'Tiền', value: 100 - moves.length, min: 0, max: 100, unit: '%', good: 'high' }],
    };
    const tried = {
      state: { plays_used: 1, can_start: true, why_not: null, best: null, play }, error: null, scene, trail, visits: {}, hidden: ['Lối kín'], flags: [{ id: 'da-tin', set: moves.length > 0 }],
      moves: moves.map((m) => (m['choice'] ? { way: 'nghe' } : m)),
      reply: moves.length ? { step: moves.length, feedback: 'Phản hồi', cues: [], effects: [], play } : null,
    } as unknown as Tried;
    return { kind: 'ok', data: tried as unknown as Record<string, unknown> };
  });
  return { post, asks };
}

describe('playing from any scene', () => {
  const now = Date.now;
  beforeEach(() => {
    // The double-tap guard of the learner's page counts half a second.
    let clock = now();
    vi.spyOn(Date, 'now').mockImplementation(() => (clock += 1000));
  });
  afterEach(() => vi.restoreAllMocks());

  async function open(fail?: (ask: Ask) => Reply | null) {
    const { post, asks } = server(fail);
    let model: unknown = story();
    const hooks = { model: () => model, title: () => 'T', nameOf: (id: string) => ({ goi: 'Cuộc gọi lạ', hoi: 'Họ hỏi' })[id] || id, onwhere: vi.fn(), onopen: vi.fn(), onclose: vi.fn() };
    const player = new Tryout('vi', post, hooks);
    document.body.appendChild(player.root);
    await player.play('goi');
    const act = (name: string): void => player.root.querySelector<HTMLElement>(`[data-do="${name}"]`)!.click();
    const choose = async (): Promise<void> => {
      player.root.querySelector<HTMLElement>('.hv-choice')!.click();
      await settle();
    };
    const on = async (): Promise<void> => {
      player.root.querySelector<HTMLElement>('.hv-tryout-stage .hv-btn--primary')!.click();
      await settle();
    };
    return { player, asks, hooks, act, choose, on, change: (next: unknown) => void (model = next) };
  }

  it('draws the learner’s page and says where one is', async () => {
    const { player, asks, hooks } = await open();
    expect(asks[0]).toMatchObject({ from: 'goi', moves: [] });
    expect(player.root.querySelector('.hv-tryout-at')!.textContent).toBe('Đang ở: Cuộc gọi lạ');
    expect(player.root.querySelector('.hv-story')!.textContent).toBe('Lời 0');
    expect(hooks.onwhere).toHaveBeenLastCalledWith('goi', []);
    expect(player.root.querySelector('.hv-tryout-inside')!.textContent).toContain('100 %');
    expect(player.root.querySelector('.hv-tryout-inside')!.textContent).toContain('da-tinchưa');
    expect(player.root.querySelector('.hv-tryout-inside')!.textContent).toContain('Lối kín');
    expect(document.activeElement).toBe(player.root.querySelector('h3'));
  });

  it('sends the moves made so far with each one, and steps back', async () => {
    const { player, asks, act, choose, on } = await open();
    await choose();
    expect(asks[1]!.moves).toEqual([{ choice: '1' }]);
    expect(player.root.textContent).toContain('Phản hồi');
    expect(player.root.querySelector('.hv-tryout-inside')!.textContent).toContain('99 %');
    await on();
    await choose();
    expect(asks[2]!.moves).toEqual([{ way: 'nghe' }, { choice: '1' }]);
    act('back');
    await settle();
    expect(asks[3]!.moves).toEqual([{ way: 'nghe' }]);
    expect(player.root.querySelector('.hv-story')!.textContent).toBe('Lời 1');
    act('again');
    await settle();
    expect(asks[4]).toMatchObject({ from: 'goi', moves: [] });
    act('back');
    await settle();
    expect(asks).toHaveLength(5);
  });

  it('plays a changed story again up to where one was, and an unchanged one not', async () => {
    const { player, asks, change, choose } = await open();
    await choose();
    await player.follow();
    expect(asks).toHaveLength(2);
    change({ ...story(), start: 'hoi' });
    await player.follow();
    expect(asks).toHaveLength(3);
    expect(asks[2]).toMatchObject({ model: { start: 'hoi' }, moves: [{ way: 'nghe' }] });
    expect(player.root.textContent).toContain(p.t('followed'));
  });

  it('says what must be mended before it can be played', async () => {
    const { player, act, hooks } = await open(() => ({ kind: 'refused', status: 422, code: 'invalid-content', message: 'Chưa.', data: { findings: [{ severity: 'warning', message: 'Nhẹ.' }, { severity: 'error', message: 'Thiếu cảnh.' }] } }));
    expect(player.root.textContent).toContain(p.t('cannot'));
    expect(player.root.textContent).toContain('Thiếu cảnh.');
    expect(player.root.textContent).not.toContain('Nhẹ.');
    act('close');
    expect(player.root.hidden).toBe(true);
    expect(hooks.onclose).toHaveBeenCalled();
  });

  it('says when the server is away, and tries again', async () => {
    let away = true;
    const { player } = await open(() => (away ? { kind: 'failed' } : null));
    expect(player.root.textContent).toContain(p.t('failed'));
    away = false;
    Array.from(player.root.querySelectorAll('button')).filter((b) => b.textContent === p.t('retry'))[0]!.click();
    await settle();
    expect(player.root.querySelector('.hv-story')!.textContent).toBe('Lời 0');
  });

  it('lets a late answer of an earlier play change nothing', async () => {
    const { player, hooks } = await open();
    const late = player.play('hoi');
    player.close();
    await late;
    expect(player.root.hidden).toBe(true);
    expect(hooks.onwhere).toHaveBeenLastCalledWith(null, []);
  });
});

describe('the whole story', () => {
  it('shows the picture on wide pages and the outline on narrow ones, each on demand', () => {
    const hooks = { model: story, title: () => 'T', onopen: vi.fn(), onmove: vi.fn() };
    const wide = new StoryMap('vi', server().post, hooks);
    document.body.appendChild(wide.root);
    wide.update([], {});
    expect(wide.root.querySelectorAll('.hv-gnode')).toHaveLength(5);
    Array.from(wide.root.querySelectorAll('button')).filter((b) => b.textContent === w.t('outline'))[0]!.click();
    expect(wide.root.querySelector('.hv-gnode')).toBeNull();
    expect(wide.root.querySelectorAll('.hv-outline-item')).toHaveLength(5);
    Object.defineProperty(window, 'innerWidth', { value: 360, configurable: true });
    const narrow = new StoryMap('vi', server().post, hooks);
    narrow.update([], {});
    expect(narrow.root.querySelectorAll('.hv-outline-item')).toHaveLength(5);
  });

  it('marks the scene that is played, in both', async () => {
    const map = new StoryMap('vi', server().post, { model: story, title: () => 'T', onopen: vi.fn(), onmove: vi.fn() });
    document.body.appendChild(map.root);
    map.update([], {});
    await map.play('hoi');
    expect(map.root.querySelector('.hv-gnode[aria-current]')!.getAttribute('data-id')).toBe('hoi');
    map.show('outline');
    expect(map.root.querySelector('.hv-outline-item[data-id="hoi"]')!.textContent).toContain(p.t('at_short'));
    map.player.close();
    expect(map.root.textContent).not.toContain(p.t('at_short'));
  });

  it('has of an inbox the list of its messages, each to be played from', async () => {
    const { post, asks } = server();
    const model = { triage: { items: [{ id: 'mot', title: 'Tin một' }, { id: 'hai', channel_info: { from: 'Số lạ' } }] } };
    const map = new StoryMap('vi', post, { model: () => model, title: () => 'T', onopen: vi.fn(), onmove: vi.fn() });
    document.body.appendChild(map.root);
    map.update([], {});
    expect(map.root.querySelector<HTMLElement>('.hv-seg')!.hidden).toBe(true);
    const buttons = Array.from(map.root.querySelectorAll<HTMLElement>('[data-path$=".play"]'));
    expect(buttons.map((b) => b.getAttribute('aria-label'))).toEqual(['Chơi thử từ “Tin một”', 'Chơi thử từ “Số lạ”']);
    buttons[1]!.click();
    await settle();
    expect(asks[0]).toMatchObject({ from: 'hai', moves: [] });
    map.player.close();
    expect(document.activeElement!.getAttribute('data-path')).toBe('map.mot.play');
  });
});
