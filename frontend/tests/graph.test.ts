import { afterEach, describe, expect, it, vi } from 'vitest';
import { beginning, detailAt, READABLE, showing, whole, zoomed, type Camera } from '../scenario/graph/camera';
import { fold, graphOf, readLayout, sceneAt, writeLayout, type StoryLike } from '../scenario/graph/data';
import { find } from '../scenario/graph/finder';
import { Graph } from '../scenario/graph/graph';
import { layers, layout, places, HEIGHT, WIDTH } from '../scenario/graph/layout';
import { lanes, wrap } from '../scenario/graph/shape';
import { strings } from '../scenario/graph/strings';
import type { GraphData, Positions } from '../scenario/graph/types';
import { walk } from '../scenario/graph/walk';
import { words } from '../shared/i18n';

const w = words(strings, 'vi');
const story: StoryLike = {
  start: 'goi',
  scenes: [
    { id: 'goi', title: 'Cuộc gọi lạ', channel: 'call', text: '<p>Điện thoại <em>reo</em>.</p>', choices: [{ id: 'cup', text: 'Cúp <strong>máy</strong>', to: 'tot', exit: true }, { id: 'nghe', text: 'Nghe tiếp', to: 'hoi' }, { id: 'mat', text: 'Mất hút', to: 'khong-co' }] },
    {
      id: 'hoi', title: 'Họ hỏi', channel: 'chat', messages: [{ from: 'Lạ', text: 'Đọc mã OTP đi' }],
      input: { prompt: 'Bạn trả lời sao?', replies: [{ id: 'khong', patterns: ['không'], to: 'tot' }], fallback: { id: 'khac', to: 'goi' } },
      question: { item: { text: 'Ai được biết mã?' }, right: { id: 'dung', to: 'tot' }, wrong: { id: 'sai', to: 'xau' } },
    },
    { id: 'tot', title: '', ending: { kind: 'good', title: 'An toàn' } },
    { id: 'xau', title: 'Mất tiền', ending: { kind: 'bad', title: '' } },
    { id: 'le', title: 'Cảnh lẻ', choices: [] },
  ],
};
const data = (more: Partial<GraphData> = {}): GraphData => ({ ...graphOf(story), positions: {}, selected: null, ...more });

function open(given: GraphData = data()) {
  const all = { onselect: vi.fn<(id: string) => void>(), onopen: vi.fn<(id: string) => void>(), onmove: vi.fn<(p: Positions) => void>(), onplay: vi.fn<(id: string) => void>() };
  const graph = new Graph(w, all);
  document.body.appendChild(graph.root);
  graph.update(given);
  const box = (id: string): SVGElement => graph.root.querySelector<SVGElement>(`.hv-gnode[data-id="${id}"]`)!;
  const key = (id: string, name: string, more: KeyboardEventInit = {}): void => void box(id).dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }));
  const at = (id: string): [number, number] => /translate\(([-\d.]+) ([-\d.]+)\)/.exec(box(id).getAttribute('transform')!)!.slice(1).map(Number) as [number, number];
  return { graph, box, key, at, hooks: all };
}

afterEach(() => {
  document.body.textContent = '';
});

describe('what the picture is drawn from', () => {
  it('makes a box of every scene and an arrow of every way that leads to one', () => {
    const { nodes, edges } = graphOf(story);
    expect(nodes.map((n) => [n.id, n.label, n.kind, !!n.start])).toEqual([['goi', 'Cuộc gọi lạ', 'scene', true], ['hoi', 'Họ hỏi', 'scene', false], ['tot', 'An toàn', 'good', false], ['xau', 'Mất tiền', 'bad', false], ['le', 'Cảnh lẻ', 'scene', false]]);
    expect(edges.map((e) => [e.id, e.to, e.kind, e.label, !!e.exit])).toEqual([
      ['goi.cup', 'tot', 'choice', 'Cúp máy', true],
      ['goi.nghe', 'hoi', 'choice', 'Nghe tiếp', false],
      ['hoi.khong', 'tot', 'reply', 'không', false],
      ['hoi.khac', 'goi', 'fallback', '', false],
      ['hoi.dung', 'tot', 'right', '', false],
      ['hoi.sai', 'xau', 'wrong', '', false],
    ]);
  });

  it('marks each scene with the worst that was found in it', () => {
    const { nodes } = graphOf(story, [{ severity: 'warning', where: 'scenes.goi.text' }, { severity: 'error', where: 'scenes.goi.choices.cup' }, { severity: 'warning', where: 'scenes.goi' }, { severity: 'warning', where: 'scenes.hoi.input' }, { severity: 'error', where: 'facts.x' }]);
    expect(nodes.map((n) => n.trouble)).toEqual(['error', 'warning', null, null, null]);
    expect(sceneAt('scenes.a-b.choices.c')).toBe('a-b');
    expect(sceneAt('meters.tien')).toBe('');
  });

  it('bears an unfinished story', () => {
    expect(graphOf({})).toEqual({ nodes: [], edges: [] });
    expect(graphOf({ start: 'x', scenes: [{ id: 'a' }, { id: 'b', choices: [{ id: 'c' }], input: null, question: { item: null, right: null, wrong: null } }] }).edges).toEqual([]);
  });

  it('keeps places as text and takes nothing else for places', () => {
    expect(writeLayout({ b: [1.4, -2.6], a: [3, 4] })).toBe('{"a":[3,4],"b":[1,-3]}');
    expect(readLayout(writeLayout({ b: [1, -3], a: [3, 4] }))).toEqual({ b: [1, -3], a: [3, 4] });
    expect(writeLayout({})).toBe('');
    for (const bad of ['', 'x', '[1]', '{"a":[1]}', '{"a":["1",2]}', null, 7, '{"a":[1,2,3]}']) expect(readLayout(bad)).toEqual({});
  });

  it('finds scenes by title, id and words without diacritics, titles first', () => {
    const { nodes } = graphOf(story);
    expect(fold('Đọc  MÃ')).toBe('doc ma');
    expect(find(nodes, 'cuoc goi')).toEqual(['goi']);
    expect(find(nodes, 'otp')).toEqual(['hoi']);
    expect(find(nodes, 'mat')).toEqual(['xau', 'goi']);
    expect(find(nodes, 'tot')).toEqual(['tot']);
    expect(find(nodes, '  ')).toEqual([]);
    expect(find(nodes, 'xyz')).toEqual([]);
  });
});

describe('layout', () => {
  const shape = graphOf(story);
  const given = shape.nodes.map((n) => ({ id: n.id, start: !!n.start, ending: n.kind !== 'scene' }));

  it('puts scenes by their distance from the start and endings below all that lead to them', () => {
    const depth = layers(given, shape.edges);
    expect([depth.get('goi'), depth.get('hoi'), depth.get('tot'), depth.get('xau')]).toEqual([0, 1, 2, 2]);
  });

  it('lets no two boxes lie on each other, also in a tangled story of 300 scenes', () => {
    let seed = 7;
    const random = (): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
    const nodes = Array.from({ length: 300 }, (_x, i) => ({ id: 's' + i, start: i === 0, ending: i > 290 }));
    const edges = nodes.slice(0, 291).flatMap((n, i) => [1, 2, 3].map((k) => ({ from: n.id, to: 's' + (k === 1 ? Math.min(299, i + 1 + Math.floor(random() * 5)) : Math.floor(random() * 300)) })));
    const { positions } = layout(nodes, edges);
    expect(layout(nodes, edges).positions).toEqual(positions);
    const all = Object.values(positions);
    expect(all).toHaveLength(300);
    for (let i = 0; i < all.length; i++) for (let j = 0; j < i; j++) expect(Math.abs(all[i]![0] - all[j]![0]) >= WIDTH || Math.abs(all[i]![1] - all[j]![1]) >= HEIGHT).toBe(true);
  });

  it('leaves arranged scenes where they are and finds a free place for a new one near what leads to it', () => {
    const arranged: Positions = { goi: [0, 0], hoi: [0, 160], tot: [240, 320] };
    const { positions } = places(given, shape.edges, arranged);
    for (const id of Object.keys(arranged)) expect(positions[id]).toEqual(arranged[id]);
    expect(Math.abs(positions['xau']![0]) + Math.abs(positions['xau']![1] - 160)).toBeLessThan(600);
    const all = Object.values(positions);
    expect(all).toHaveLength(5);
    for (let i = 0; i < all.length; i++) for (let j = 0; j < i; j++) expect(Math.abs(all[i]![0] - all[j]![0]) >= WIDTH || Math.abs(all[i]![1] - all[j]![1]) >= HEIGHT).toBe(true);
  });

  it('bears stories without scenes, without a start, with a loop to itself', () => {
    expect(Object.keys(layout([], []).positions)).toEqual([]);
    expect(Object.keys(layout([{ id: 'a' }, { id: 'b' }], [{ from: 'a', to: 'a' }, { from: 'a', to: 'b' }, { from: 'b', to: 'a' }, { from: 'a', to: 'gone' }]).positions)).toEqual(['a', 'b']);
    const odd = [{ id: 'constructor', start: true }, { id: 'valueof' }];
    for (const arranged of [{}, { valueof: [5, 5] as [number, number] }]) expect(Object.keys(places(odd, [{ from: 'constructor', to: 'valueof' }, { from: 'valueof', to: 'constructor' }], arranged).positions).sort()).toEqual(['constructor', 'valueof']);
  });
});

describe('lanes and lines', () => {
  it('parts ways between the same two scenes', () => {
    expect(lanes([{ from: 'a', to: 'b' }, { from: 'a', to: 'c' }, { from: 'a', to: 'b' }, { from: 'b', to: 'a' }])).toEqual([-0.5, 0, 0.5, 0]);
  });

  it('breaks words into lines and says when something is left out', () => {
    expect(wrap('Cuộc gọi từ người tự xưng công an', 20, 2)).toEqual(['Cuộc gọi từ người tự', 'xưng công an']);
    expect(wrap('một hai ba bốn năm sáu', 8, 2)).toEqual(['một hai', 'ba bốn…']);
    expect(wrap('ក'.repeat(50), 20, 2)).toEqual(['ក'.repeat(20), 'ក'.repeat(19) + '…']);
    expect(wrap('', 10, 2)).toEqual([]);
  });
});

describe('words on ways', () => {
  const told = (root: Element): string[] => Array.from(root.querySelectorAll('.hv-gway')).map((t) => Array.from(t.querySelectorAll('tspan')).map((one) => one.textContent).join(' '));

  it('stand on the ways of the chosen scene alone, with the numbers and letters of the list below', () => {
    const { graph } = open(data({ selected: 'hoi' }));
    const list = Array.from(graph.root.querySelectorAll('.hv-gways li')).map((li) => li.textContent);
    expect(list).toEqual(['1không → 3. An toàn', '2Gõ câu khác → 1. Cuộc gọi lạ', '3Trả lời đúng → 3. An toàn', '4Trả lời chưa đúng → 4. Mất tiền', 'aNghe tiếp ← 1. Cuộc gọi lạ']);
    const shown = told(graph.root);
    expect(shown.length).toBeGreaterThan(2);
    for (const words of shown) expect(words).toMatch(/^([1-4]|a)($|\. )/);
    expect(graph.root.querySelectorAll('.hv-gedge--near')).toHaveLength(5);
    expect(graph.root.classList.contains('hv-graph--chosen')).toBe(true);
    graph.select(null);
    expect(told(graph.root)).toEqual([]);
    expect(graph.root.querySelectorAll('.hv-gedge--near')).toHaveLength(0);
    expect(graph.root.classList.contains('hv-graph--chosen')).toBe(false);
  });

  it('are marks alone where the picture is small, and larger there', () => {
    const { graph } = open(data({ selected: 'hoi' }));
    graph.look({ x: 0, y: 0, k: 0.3 });
    for (const words of told(graph.root)) expect(words).toMatch(/^([1-4]|a)$/);
    const scale = Number(/--hv-gz:\s*([\d.]+)/.exec(graph.root.querySelector('.hv-gfield > g')!.getAttribute('style')!)![1]);
    expect(13 * scale * 0.3).toBeGreaterThanOrEqual(11);
  });

  it('lead to the scene that a line of the list names', () => {
    const { graph, hooks, box } = open(data({ selected: 'hoi' }));
    Array.from(graph.root.querySelectorAll<HTMLButtonElement>('.hv-gways button')).pop()!.click();
    expect(hooks.onselect).toHaveBeenLastCalledWith('goi');
    expect(document.activeElement).toBe(box('goi'));
  });

  it('tells counts of every way where no scene is chosen', () => {
    const scenes = [{ id: 'a', title: 'A', choices: [1, 2, 3].map((i) => ({ id: 'c' + i, text: 'Chọn', to: i < 3 ? 'b' : 'c' })) }, { id: 'b', title: 'B', choices: [] }, { id: 'c', title: 'C', choices: [] }];
    const drawn = graphOf({ start: 'a', scenes });
    const { graph } = open({ ...drawn, edges: drawn.edges.map((edge, i) => ({ ...edge, note: `${i} lượt` })), positions: {}, selected: null });
    expect(told(graph.root).sort()).toEqual(['0 lượt', '1 lượt', '2 lượt']);
  });
});

describe('titles of boxes', () => {
  it('are short and large where the picture is small, numbers at last', () => {
    const { graph, box } = open();
    const title = (k: number): string => (graph.look({ x: 0, y: 0, k }), Array.from(box('goi').querySelectorAll('.hv-glabel tspan')).map((t) => t.textContent).join('|'));
    expect(title(1)).toBe('Cuộc gọi lạ');
    expect(title(0.5)).toBe('▶ 1. Cuộc gọi|lạ');
    expect(title(0.15)).toBe('▶ 1');
    expect(box('xau').textContent).toBe('✕ 4');
    expect(title(0.06)).toBe('');
    expect(title(1)).toBe('Cuộc gọi lạ');
  });
});

describe('walking', () => {
  const spots: Positions = { a: [0, 0], b: [0, 200], c: [300, 200], d: [0, 400], e: [-300, 10] };
  it('goes along the ways first, then to what is nearest', () => {
    const edges = graphOf({ scenes: [{ id: 'a', choices: [{ id: '1', to: 'c' }] }, { id: 'c' }] }).edges;
    expect(walk('a', [0, 1], spots, edges)).toBe('c');
    expect(walk('a', [0, 1], spots, [])).toBe('b');
    expect(walk('a', [-1, 0], spots, edges)).toBe('e');
    expect(walk('a', [0, -1], spots, edges)).toBeNull();
    expect(walk('c', [0, -1], spots, edges)).toBe('a');
  });
});

describe('the picture', () => {
  it('is one tab stop, and names every box for readers who do not see it', () => {
    const { graph, box } = open(data({ nodes: graphOf(story, [{ severity: 'error', where: 'scenes.hoi' }]).nodes }));
    expect(Array.from(graph.root.querySelectorAll('.hv-gnode[tabindex="0"]')).map((n) => n.getAttribute('data-id'))).toEqual(['goi']);
    expect(box('goi').getAttribute('aria-label')).toBe('Cuộc gọi lạ, cảnh, Bắt đầu, 2 đường ra');
    expect(box('hoi').getAttribute('aria-label')).toBe('Họ hỏi, cảnh, Lỗi, 4 đường ra');
    expect(box('hoi').textContent).toContain('Lỗi');
    expect(box('xau').getAttribute('aria-label')).toBe('Mất tiền, kết thúc xấu');
  });

  it('walks by arrow keys, opens by Enter, plays by P', () => {
    const { key, hooks, box, at } = open();
    const down = at('hoi')[1] > at('goi')[1];
    key('goi', down ? 'ArrowDown' : 'ArrowRight');
    const first = hooks.onselect.mock.calls[0]![0];
    expect(['hoi', 'tot']).toContain(first);
    expect(document.activeElement).toBe(box(first));
    expect(box(first).getAttribute('tabindex')).toBe('0');
    expect(box('goi').getAttribute('tabindex')).toBe('-1');
    key(first, 'Enter');
    expect(hooks.onopen).toHaveBeenCalledWith(first);
    key(first, 'p');
    expect(hooks.onplay).toHaveBeenCalledWith(first);
    key(first, 'Home');
    expect(hooks.onselect).toHaveBeenLastCalledWith('goi');
  });

  it('moves a scene by keyboard: announced, put down as one step, or taken back', () => {
    const { key, hooks, at, graph } = open();
    const from = at('goi');
    key('goi', 'm');
    expect(graph.root.querySelector('.hv-gsays')!.textContent).toContain('Đang dời “Cuộc gọi lạ”');
    key('goi', 'ArrowRight');
    key('goi', 'ArrowDown', { shiftKey: true });
    expect(at('goi')).toEqual([from[0] + 20, from[1] + 100]);
    expect(hooks.onmove).not.toHaveBeenCalled();
    key('goi', 'Enter');
    expect(hooks.onmove).toHaveBeenCalledTimes(1);
    const told = hooks.onmove.mock.calls[0]![0];
    expect(told['goi']).toEqual([from[0] + 20, from[1] + 100]);
    expect(Object.keys(told).sort()).toEqual(['goi', 'hoi', 'le', 'tot', 'xau']);
    key('goi', 'm');
    key('goi', 'ArrowLeft');
    key('goi', 'Escape');
    expect(at('goi')).toEqual([from[0] + 20, from[1] + 100]);
    expect(hooks.onmove).toHaveBeenCalledTimes(1);
  });

  it('moves at once with Shift and an arrow', () => {
    const { key, hooks, at } = open();
    const from = at('hoi');
    key('hoi', 'ArrowLeft', { shiftKey: true });
    expect(hooks.onmove.mock.calls[0]![0]['hoi']).toEqual([from[0] - 20, from[1]]);
  });

  it('moves nothing where it is only read', () => {
    const graph = new Graph(w, { onselect: vi.fn(), onopen: vi.fn() });
    document.body.appendChild(graph.root);
    graph.update(data());
    const box = graph.root.querySelector('.hv-gnode[data-id="goi"]')!;
    const before = box.getAttribute('transform');
    for (const [name, shiftKey] of [['m', false], ['ArrowLeft', true]] as const) box.dispatchEvent(new KeyboardEvent('keydown', { key: name, shiftKey, bubbles: true }));
    expect(box.getAttribute('transform')).toBe(before);
    expect(graph.root.textContent).not.toContain(w.t('relayout'));
  });

  it('redraws only what a change touches', () => {
    const { graph, box } = open();
    const kept = box('hoi').firstChild;
    const line = graph.root.querySelector('.hv-gedge path')!;
    const next = JSON.parse(JSON.stringify(story)) as StoryLike;
    next.scenes![0]!.title = 'Tên mới';
    graph.update({ ...graphOf(next), positions: {}, selected: 'goi' });
    expect(box('goi').textContent).toContain('Tên mới');
    expect(box('hoi').firstChild).toBe(kept);
    expect(line.isConnected).toBe(true);
    next.scenes!.pop();
    graph.update({ ...graphOf(next), positions: {}, selected: 'goi' });
    expect(graph.root.querySelectorAll('.hv-gnode')).toHaveLength(4);
  });

  it('forgets arranged places on demand', () => {
    const { graph, hooks, at } = open(data({ positions: { goi: [900, 900], hoi: [0, 0], tot: [0, 200], xau: [300, 300], le: [600, 0] } }));
    expect(at('goi')).toEqual([900, 900]);
    graph.relayout();
    expect(hooks.onmove).toHaveBeenCalledWith({});
    expect(at('goi')).not.toEqual([900, 900]);
  });

  it('drags with a pointer: one step at the end, none when broken off, none for a tremble', () => {
    const { graph, box, hooks, at } = open();
    const frames: FrameRequestCallback[] = [];
    vi.spyOn(window, 'requestAnimationFrame').mockImplementation((f) => frames.push(f));
    const send = (type: string, x: number, y: number): void => {
      const event = new MouseEvent(type, { bubbles: true, clientX: x, clientY: y, button: 0 });
      Object.defineProperty(event, 'pointerId', { value: 1 });
      box('hoi').dispatchEvent(event);
    };
    const from = at('hoi');
    send('pointerdown', 100, 100);
    send('pointermove', 103, 102);
    send('pointerup', 103, 102);
    expect(hooks.onmove).not.toHaveBeenCalled();
    const { k } = graph.camera;
    send('pointerdown', 100, 100);
    send('pointermove', 150, 130);
    send('pointermove', 160, 140);
    send('pointerup', 160, 140);
    expect(hooks.onmove).toHaveBeenCalledTimes(1);
    expect(hooks.onmove.mock.calls[0]![0]['hoi']).toEqual([Math.round(from[0] + 60 / k), Math.round(from[1] + 40 / k)]);
    const now = at('hoi');
    send('pointerdown', 100, 100);
    send('pointermove', 300, 300);
    send('pointercancel', 300, 300);
    expect(at('hoi')).toEqual(now);
    expect(hooks.onmove).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
  });

  it('moves a box by finger only where it was chosen before; else the picture is pushed', () => {
    const { graph, box, hooks } = open();
    vi.spyOn(window, 'requestAnimationFrame').mockImplementation(() => 1);
    const swipe = (): void => {
      for (const [type, x] of [['pointerdown', 100], ['pointermove', 150], ['pointerup', 150]] as const) {
        const event = new MouseEvent(type, { bubbles: true, clientX: x, clientY: 100, button: 0 });
        Object.defineProperties(event, { pointerId: { value: 1 }, pointerType: { value: 'touch' } });
        box('hoi').dispatchEvent(event);
      }
    };
    const { x } = graph.camera;
    swipe();
    expect(hooks.onmove).not.toHaveBeenCalled();
    expect(graph.camera.x).toBe(x + 50);
    graph.select('hoi');
    swipe();
    expect(hooks.onmove).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
  });

  it('zooms with the wheel only when Ctrl is held', () => {
    const { graph } = open();
    const before = graph.camera.k;
    graph.field.dispatchEvent(new WheelEvent('wheel', { deltaY: 60, cancelable: true }));
    expect(graph.camera.k).toBe(before);
    const event = new WheelEvent('wheel', { deltaY: 60, ctrlKey: true, cancelable: true });
    graph.field.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(graph.camera.k).toBeLessThan(before);
  });

  it('goes through what was found with Enter and says where one is', () => {
    const { graph, hooks } = open();
    const input = graph.root.querySelector<HTMLInputElement>('input[type=search]')!;
    input.value = 'mat';
    input.dispatchEvent(new Event('input'));
    expect(hooks.onselect).toHaveBeenLastCalledWith('xau');
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    expect(hooks.onselect).toHaveBeenLastCalledWith('goi');
    expect(graph.root.querySelector('.hv-gfound')!.textContent).toBe('2 trên 2: Cuộc gọi lạ');
    input.value = 'không có đâu';
    input.dispatchEvent(new Event('input'));
    expect(graph.root.querySelector('.hv-gfound')!.textContent).toBe(w.t('none_found'));
  });
});

describe('looking', () => {
  it('keeps the point under the pointer where it is', () => {
    const before: Camera = { x: 10, y: 20, k: 0.5 };
    const after = zoomed(before, 2, 100, 80);
    expect([(100 - before.x) / before.k, (80 - before.y) / before.k]).toEqual([(100 - after.x) / after.k, (80 - after.y) / after.k]);
    expect(zoomed(before, 1000, 0, 0).k).toBe(2.5);
    expect(zoomed(before, 1e-9, 0, 0).k).toBe(0.06);
  });

  it('shows all, and brings a box that is outside into the field', () => {
    const all = whole([[0, 0], [2000, 900]], [900, 500]);
    for (const [x, y] of [[0, 0], [2000, 900]]) {
      expect(x! * all.k + all.x).toBeGreaterThan(0);
      expect(x! * all.k + all.x).toBeLessThan(900);
      expect(y! * all.k + all.y).toBeGreaterThan(0);
      expect(y! * all.k + all.y).toBeLessThan(500);
    }
    expect(whole([[5, 5]], [900, 500]).k).toBe(1);
    const near: Camera = { x: 0, y: 0, k: 1 };
    expect(showing(near, [400, 250], [900, 500], 0.4)).toEqual(near);
    expect(showing(near, [3000, 250], [900, 500], 0.4)).toEqual({ x: -2550, y: 0, k: 1 });
    expect(showing({ x: 0, y: 0, k: 0.1 }, [3000, 250], [900, 500], 0.4).k).toBe(0.8);
  });

  it('shows letters that can be read at every zoom, as long as a box holds any', () => {
    for (let k = 2.5; k > 0.09; k *= 0.97) {
      const { font, rows, columns } = detailAt(k)!;
      expect(font * k).toBeGreaterThanOrEqual(READABLE - 1e-6);
      expect(font * k).toBeLessThan(Math.max(12.1, 15 * k + 1e-6));
      if (rows > 1) expect(rows * font * 1.1).toBeLessThan(HEIGHT);
      expect(columns).toBeGreaterThan(0);
    }
    expect(detailAt(0.06)).toBeNull();
  });

  it('begins with all where that can be read, else with the whole width, else at the start, near the top', () => {
    const small: Array<[number, number]> = [[0, 0], [300, 400]];
    expect(beginning(small, [0, 0], [900, 600], 'TB')).toEqual(whole(small, [900, 600]));
    const tall: Array<[number, number]> = [[0, 0], [500, 400], [200, 4000]];
    const from = beginning(tall, [0, 0], [900, 600], 'TB');
    expect(from.k).toBe(1);
    expect(from.y - (HEIGHT / 2) * from.k).toBeGreaterThan(12);
    expect(from.y - (HEIGHT / 2) * from.k).toBeLessThan(60);
    const wide: Array<[number, number]> = [[2000, 0], [0, 500], [4000, 4000]];
    const begin = beginning(wide, [2000, 0], [900, 600], 'TB');
    expect([begin.k, 2000 * begin.k + begin.x]).toEqual([0.7, 450]);
    expect(begin.y - (HEIGHT / 2) * begin.k).toBeLessThan(60);
    const across = beginning(wide, [0, 500], [900, 600], 'LR');
    expect(across.x - (WIDTH / 2) * across.k).toBeLessThan(60);
    expect(500 * across.k + across.y).toBe(300);
  });

  it('leaves no empty space above a story that is lower than the field', () => {
    const { y, k } = whole([[0, 0], [3000, 200]], [900, 500]);
    expect(y - (HEIGHT / 2) * k).toBeLessThan(20);
  });
});

describe('moving a box', () => {
  it('leads anew the ways that it lies on, and those that went round it', () => {
    const scenes = [{ id: 'a', title: 'A', choices: [{ id: 'c', text: 'Chọn', to: 'b' }] }, { id: 'b', title: 'B', choices: [] }, { id: 'x', title: 'X', choices: [] }];
    const { graph, key } = open({ ...graphOf({ start: 'a', scenes }), positions: { a: [0, 0], b: [0, 600], x: [400, 300] }, selected: null });
    const line = (): string => graph.root.querySelector('.hv-gedge path')!.getAttribute('d')!;
    const straight = line();
    for (const to of ['ArrowLeft', 'ArrowRight']) {
      key('x', 'm');
      for (let i = 0; i < 4; i++) key('x', to, { shiftKey: true });
      key('x', 'Enter');
      if (to === 'ArrowLeft') expect(line()).not.toBe(straight);
    }
    expect(line()).toBe(straight);
  });
});

describe('a story of very many scenes', () => {
  it('has all its boxes at once and its ways a little later, those of the chosen scene first', () => {
    vi.useFakeTimers();
    const scenes = Array.from({ length: 160 }, (_x, i) => ({ id: 's' + i, title: 'Cảnh ' + i, choices: i < 150 ? [1, 3].map((k) => ({ id: 'c' + k, text: 'Chọn', to: 's' + (i + k) })) : [] }));
    const { graph } = open({ ...graphOf({ start: 's0', scenes }), positions: {}, selected: 's5' });
    const drawn = (): number => graph.root.querySelectorAll('.hv-gfield .hv-gedge path[d]').length;
    expect(graph.root.querySelectorAll('.hv-gnode')).toHaveLength(160);
    expect(graph.root.querySelectorAll('.hv-gedge--near path[d]')).toHaveLength(4);
    expect(drawn()).toBe(4);
    vi.runAllTimers();
    expect(drawn()).toBe(300);
    vi.useRealTimers();
  });
});
