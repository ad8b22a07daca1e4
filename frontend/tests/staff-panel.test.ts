import { beforeEach, describe, expect, it, vi } from 'vitest';
import { strings as picture } from '../scenario/graph/strings';
import { speak, table } from '../shared/i18n';
import type { Post, Reply } from '../shared/net';
import type { Choices, LearnerView } from '../staff/model';
import { panel } from '../staff/panel';
import { strings as quizStrings } from '../staff/quiz-strings';
import { pictureOf } from '../staff/sim';
import { strings as simStrings } from '../staff/sim-strings';
import { strings as shared } from '../staff/strings';
import '../staff/quiz';
import { settle } from './helpers';

const w = speak<typeof quizStrings>(table(quizStrings, 'vi'));
const person = { id: 7, username: 'lan', name: 'Nguyễn Thị Lan' };
const line = { id: 'a1', number: 1, status: 'finished' as const, started: '08:00 20/11/2026', finished: '08:05 20/11/2026', earned: 2, possible: 3, percent: 67, passed: true, regraded: null };
const view: LearnerView = { learner: person, grade: { earned: 0.67, possible: 1, percent: 67 }, extra_time: 1, newest: 'a1', can_regrade: true, attempts: [line] };

type Answers = Record<string, (body: Record<string, unknown>) => unknown>;
let log: Array<[string, Record<string, unknown>]> = [];
let host: HTMLElement;

/** The panel, opened, with a server that answers by `answers` (an Error is a refusal, null no network). */
function open(answers: Answers, limited = false): HTMLElement {
  const post: Post = async (handler, body) => {
    await Promise.resolve();
    log.push([handler, body as Record<string, unknown>]);
    const found = answers[handler]!(body as Record<string, unknown>);
    if (found === null) return { kind: 'failed' };
    if (found instanceof Error) return { kind: 'refused', status: 409, code: 'x', message: found.message, data: {} };
    return { kind: 'ok', data: found } as Reply;
  };
  panel(host, w, post, limited, { title: document.createTextNode('Thống kê'), draw: () => undefined });
  toggle('Dành cho người phụ trách');
  return host;
}
function toggle(text: string): void {
  const summary = [...host.querySelectorAll('summary')].find((s) => s.textContent!.includes(text))!;
  const details = summary.parentElement as HTMLDetailsElement;
  details.open = true;
  details.dispatchEvent(new Event('toggle'));
}
const button = (text: string): HTMLButtonElement => [...host.querySelectorAll('button')].find((b) => b.textContent!.trim() === text)!;
async function press(text: string): Promise<void> {
  button(text).click();
  await settle();
}
async function toLearner(answers: Answers, limited = false): Promise<void> {
  open({ staff_find: () => ({ learners: [{ ...person, attempts: 1, percent: 67 }], more: false }), staff_learner: () => view, ...answers }, limited);
  toggle('Bài làm của một người học');
  host.querySelector('input')!.value = 'lan';
  await press('Tìm');
  host.querySelector<HTMLButtonElement>('.hv-spick')!.click();
  await settle();
}

beforeEach(() => {
  log = [];
  document.body.innerHTML = '<div class="hv-staff"></div>';
  host = document.body.querySelector('.hv-staff')!;
});

describe('the panel for course staff', () => {
  it('says of a part without weight that it does not count', async () => {
    await toLearner({ staff_learner: () => ({ ...view, grade: { earned: 0, possible: 0, percent: null } }) });
    expect(host.textContent).toContain('Phần này không tính vào điểm khóa học.');
    expect(host.textContent).not.toContain('0 trên 0');
  });

  it('is closed at first and asks nothing before it is opened', () => {
    open({});
    expect([...host.querySelectorAll('details')].filter((d) => d.open)).toHaveLength(1);
    expect(log).toEqual([]);
  });

  it('finds a learner, shows attempts, and reads one attempt on demand', async () => {
    await toLearner({
      staff_attempt: () => ({ attempt: line, void: false, rows: [{ question: 'Câu một?', answer: 'Cúp máy', percent: 100, right: true, at: '08:01:02 20/11/2026' }, { question: 'Câu hai?', answer: null, percent: 0, right: null, at: null }] }),
    });
    expect(log).toEqual([['staff_find', { query: 'lan' }], ['staff_learner', { learner: 7 }]]);
    expect(document.activeElement!.textContent).toContain('Nguyễn Thị Lan');
    expect(host.textContent).toContain('Điểm trong sổ: 0,67 trên 1 (67%)');
    toggle('Lượt 1');
    await settle();
    expect(log[2]).toEqual(['staff_attempt', { learner: 7, attempt: 'a1' }]);
    const rows = [...host.querySelectorAll('.hv-srows li')].map((li) => li.textContent);
    expect(rows[0]).toBe('Câu một?Cúp máyđúng · 08:01:02 20/11/2026');
    expect(rows[1]).toContain('không trả lời');
  });

  it('asks before it takes an attempt away, names the attempt that was seen, and can be told no', async () => {
    await toLearner({ staff_reset: () => ({ ...view, reset: true, newest: '', attempts: [{ ...line, status: 'reset' }] }) });
    await press('Cho làm lại từ đầu');
    expect(log.map(([name]) => name)).not.toContain('staff_reset');
    expect(document.activeElement!.textContent).toBe('Đồng ý');
    await press('Thôi');
    expect(document.activeElement!.textContent).toBe('Cho làm lại từ đầu');
    await press('Cho làm lại từ đầu');
    await press('Đồng ý');
    expect(log.pop()).toEqual(['staff_reset', { learner: 7, newest: 'a1' }]);
    expect(host.textContent).toContain('Đã cho làm lại');
    expect(host.textContent).toContain('đã bỏ để làm lại');
    expect(button('Cho làm lại từ đầu')).toBeUndefined();
  });

  it('shows a refusal where it was asked, in the server’s words', async () => {
    await toLearner({ staff_regrade: () => new Error('Ở đây không chấm lại được.') });
    await press('Chấm lại người này');
    await press('Đồng ý');
    expect(host.querySelector('[role=status] .hv-note--care')!.textContent).toContain('Ở đây không chấm lại được.');
  });

  it.each([['2', 2], ['1,5', 1.5]])('sets more time as people write it: %s', async (written, factor) => {
    await toLearner({ set_extra_time: (body) => ({ username: 'lan', factor: body['factor'] }) }, true);
    host.querySelector<HTMLInputElement>('.hv-sinput--short')!.value = written;
    await press('Đặt thời gian');
    expect(log.pop()).toEqual(['set_extra_time', { username: 'lan', factor }]);
  });

  it('sends no time that cannot be', async () => {
    await toLearner({}, true);
    for (const written of ['0,5', '11', 'nhiều', '']) {
      host.querySelector<HTMLInputElement>('.hv-sinput--short')!.value = written;
      await press('Đặt thời gian');
    }
    expect(log.map(([name]) => name)).toEqual(['staff_find', 'staff_learner']);
    expect(host.textContent).toContain('từ 1 đến 10');
  });

  it('offers no time where there is no limit', async () => {
    await toLearner({});
    expect(button('Đặt thời gian')).toBeUndefined();
  });

  it('regrades everybody batch by batch, goes on where the network failed, and says who changed', async () => {
    const batches = [
      { regraded: 10, skipped: 1, changed: [{ ...person, from: 50, to: 75 }], closed: [], next: 40, left: 3 },
      null,
      { regraded: 3, skipped: 0, changed: [], closed: [], next: null, left: 0 },
    ];
    open({ staff_regrade_all: () => batches.shift() });
    toggle('Chấm lại cho mọi người');
    await press('Bắt đầu chấm lại');
    expect(log.map(([, body]) => body['after'])).toEqual([0, 40, 40]);
    expect(host.textContent).toContain('Xong: 13 người được chấm lại, 1 người đổi điểm, 1 người chưa có lượt nào xong.');
    expect(host.textContent).toContain('50% → 75%');
    expect(button('Bắt đầu chấm lại')).toBe(document.activeElement);
  });

  it('stops when asked, and goes on from there', async () => {
    let n = 0;
    open({
      staff_regrade_all: () => {
        if (++n === 2) button('Dừng').click();
        return { regraded: 1, skipped: 0, changed: [], closed: [], next: n < 4 ? n : null, left: 4 - n };
      },
    });
    toggle('Chấm lại cho mọi người');
    await press('Bắt đầu chấm lại');
    expect(host.textContent).toContain('Đã dừng. 2 người được chấm lại, còn 2 người.');
    await press('Chấm tiếp');
    expect(log.map(([, body]) => body['after'])).toEqual([0, 1, 2, 3]);
  });

  it('puts the parts of a file together in order, and saves nothing where there is nothing', async () => {
    const saved: Blob[] = [];
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: (blob: Blob) => (saved.push(blob), 'blob:x'), revokeObjectURL: () => undefined }));
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    const parts = [{ name: 'a.csv', text: '\ufeffhead\r\n1\r\n', rows: 1, next: 5, left: 2 }, { name: 'a.csv', text: '2\r\n', rows: 1, next: null, left: 0 }, { name: 'a.csv', text: '\ufeffhead\r\n', rows: 0, next: null, left: 0 }];
    open({ staff_download: () => parts.shift() });
    toggle('Tải về tệp');
    await press('Tải tệp CSV');
    expect(log.map(([, body]) => body['after'])).toEqual([0, 5]);
    expect(saved).toHaveLength(1);
    expect(saved[0]!.size).toBe(new Blob(['\ufeffhead\r\n1\r\n2\r\n']).size);
    await press('Tải tệp CSV');
    expect(saved).toHaveLength(1);
    expect(host.textContent).toContain('Chưa có gì để tải.');
    click.mockRestore();
  });

  it('joins the pieces of a workbook and hands each mark on, and puts the focus back on the button that was pressed', async () => {
    const saved: Blob[] = [];
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: (blob: Blob) => (saved.push(blob), 'blob:x'), revokeObjectURL: () => undefined }));
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    const parts = [{ name: 'a.xlsx', data: btoa('PK\u00ff1'), mark: [3, 1, 2, 3], rows: 2, next: 5, left: 2 }, { name: 'a.xlsx', data: btoa('22'), rows: 1, next: null, left: 0 }];
    open({ staff_download: () => parts.shift() });
    toggle('Tải về tệp');
    expect([...host.querySelectorAll('.hv-sfile button')].map((b) => b.textContent)).toEqual(['Tải tệp Excel', 'Tải tệp CSV', 'Tải tệp Excel', 'Tải tệp CSV']);
    await press('Tải tệp Excel');
    expect(log.map(([, body]) => [body['form'], body['after'], body['mark']])).toEqual([['xlsx', 0, undefined], ['xlsx', 5, [3, 1, 2, 3]]]);
    expect([saved.length, saved[0]!.size]).toEqual([1, 6]);
    expect(saved[0]!.type).toContain('spreadsheetml');
    expect(document.activeElement!.textContent).toBe('Tải tệp Excel');
    click.mockRestore();
  });

  it('calls an answer partly right only where it has parts, else says how much of the points it brought', async () => {
    const row = { question: 'Câu?', answer: 'A', percent: 80, right: false, at: null };
    await toLearner({ staff_attempt: () => ({ attempt: line, void: false, rows: [row, { ...row, parts: true }] }) });
    toggle('Lượt 1');
    await settle();
    const rows = [...host.querySelectorAll('.hv-srows li')].map((li) => li.textContent);
    expect(rows[0]).toContain('được 80% số điểm');
    expect(rows[1]).toContain('đúng một phần (80%)');
  });

  it('has the way to another learner beside the name', async () => {
    await toLearner({});
    expect(host.querySelector('.hv-shead')!.textContent).toContain('Nguyễn Thị Lan');
    await press('Chọn người khác');
    expect(document.activeElement!.tagName).toBe('INPUT');
  });

  it('never makes markup of what people wrote', async () => {
    await toLearner({ staff_attempt: () => ({ attempt: line, void: false, rows: [{ question: '<img src=x onerror=alert(1)>', answer: '<b>x</b>', percent: null, right: null, at: null }] }) });
    toggle('Lượt 1');
    await settle();
    expect(host.querySelector('img, .hv-srows b')).toBeNull();
    expect(host.textContent).toContain('<b>x</b>');
  });
});

describe('the picture with counts', () => {
  const found: Choices = {
    attempts: 'first', trial: 'absent', learners: 4, plays: 4, gone: 0, start: 'a',
    scenes: {
      a: { visits: 4, plays: 4, title: 'Cuộc gọi', channel: 'call', kind: 'scene', ways: [{ id: 'x', text: 'Cúp máy', to: 'b', n: 3, by: 'choice', exit: true }, { id: 'y', text: '', to: 'c', n: 1, by: 'fallback' }, { id: 'z', text: 'Lạc', to: 'khong-co', n: 0, by: 'choice' }] },
      b: { visits: 3, plays: 3, title: 'Yên', channel: 'narration', kind: 'good', ways: [] },
      c: { visits: 1, plays: 1, title: 'Mất', channel: 'narration', kind: 'bad', ways: [] },
    },
  };

  it('draws every way with its share and its number, and none that leads nowhere', () => {
    const words = speak<typeof simStrings>(table(simStrings, 'vi'));
    const { nodes, edges } = pictureOf(words, found);
    expect(nodes.map((n) => [n.id, n.kind, !!n.start, n.note])).toEqual([['a', 'scene', true, '4 lượt'], ['b', 'good', false, '3 lượt'], ['c', 'bad', false, '1 lượt']]);
    expect(edges.map((e) => [e.id, e.to, e.share, e.note, !!e.exit, e.kind])).toEqual([['a.x', 'b', 0.75, '3 · 75%', true, 'choice'], ['a.y', 'c', 0.25, '1 · 25%', false, 'fallback']]);
  });

  it('has words of its own beside the picture’s', () => {
    expect(Object.keys(shared).filter((key) => key in picture)).toEqual([]);
    for (const catalogue of [quizStrings, simStrings]) for (const [key, entry] of Object.entries(catalogue)) expect((entry as readonly string[]).filter(Boolean), key).toHaveLength(3);
  });
});

it('the entry function draws the learner’s view, then the panel, also when called with new', () => {
  const page = window as unknown as Record<string, unknown>;
  const called: unknown[] = [];
  page['SkillQuizStudent'] = (...args: unknown[]) => called.push(args);
  (page['hvStrings'] as unknown) = { skill_quiz_staff: table(quizStrings, 'en') };
  const element = document.createElement('div');
  element.innerHTML = '<div class="hv-block"></div><div class="hv-staff"></div>';
  const runtime = { handlerUrl: () => '/' };
  const init = JSON.stringify({ v: 1, rules: {} });
  new (page['SkillQuizStaff'] as new (...args: unknown[]) => object)(runtime, element, init);
  expect(called).toEqual([[runtime, element, init]]);
  expect(element.querySelector('.hv-staff summary')!.textContent).toBe('For course staff');
  expect(element.querySelector('.hv-staff')!.getAttribute('lang')).toBe('en');
  expect(element.querySelector('details')!.open).toBe(false);
});
