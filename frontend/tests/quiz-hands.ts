import { singleChoice } from '../quiz/questions/single_choice';
import { whole, type QuizModel } from '../quiz/studio/model';
import { QuizSubject } from '../quiz/studio/subject';
import type { Reply } from '../shared/net';
import type { StudioInit } from '../studio/editor';
import { Workbench } from '../studio/visual/workbench';
import { settle } from './helpers';

export const ok = (data: unknown): Reply => ({ kind: 'ok', data });
export const quiz = (): QuizModel =>
  whole({
    schema: 1, intro: 'Chào <strong>bạn</strong>', future: 7,
    items: [
      { id: 'mot', type: 'single_choice', text: 'Câu <em>một</em>', competencies: ['tt:4.2'], tags: [], points: 1, hint: '', explanation: '', shuffle: false, options: [{ id: 'a', text: 'Có', correct: true, feedback: 'Đ' }, { id: 'b', text: 'Không', correct: false, feedback: '' }] },
      { id: 'hai', type: 'hologram', text: 'Câu lạ', beam: 9 },
      { id: 'ba', type: 'true_false', text: 'Câu ba', answer: true, feedback_true: '', feedback_false: '' },
    ],
  });
const init: StudioInit = { v: 1, lang: 'vi', title: 'T', source: '# cũ', digest: 'd0', fields: [{ name: 'display_name', label: 'Tên', help: '', type: 'text', value: 'A' }] };
export type Answer = (body: Record<string, unknown>) => Reply | Promise<Reply>;

/** The quiz's editor over a fake server, and the hands of an author. */
export async function open(answers: Record<string, Answer> = {}, lang = 'vi') {
  const root = document.createElement('div');
  document.body.appendChild(root);
  const calls: Array<[string, Record<string, unknown>, AbortSignal | undefined]> = [];
  const events: Array<[string, unknown]> = [];
  const usual: Record<string, Answer> = {
    studio_model: () => ok({ model: quiz(), settings: { display_name: 'A' }, digest: 'd1', formats: [{ name: 'gift', label: 'GIFT', endings: ['.gift'], reads: true, writes: true }, { name: 'markdown', label: 'Markdown', endings: ['.md'], reads: true, writes: false }] }),
    studio_check: () => ok({ findings: [], summary: '3 câu.', preview: null, source: '# văn bản' }),
    studio_competencies: () => ok({ competencies: [{ id: 'tt:4.2', title: 'Bảo vệ' }, { id: 'tt:4.3', title: 'Sức khỏe' }] }),
    studio_impact: () => ok({ open: 0, done: 0, words: [] }),
    studio_save_model: () => ok({ digest: 'd2', findings: [] }),
    studio_lint: () => ok({ findings: [], summary: '', preview: null, model: quiz(), settings: {} }),
  };
  const bench = new Workbench<QuizModel>(
    root, { ...init, lang }, { handlerUrl: () => '', notify: (name, data) => void events.push([name, data]) },
    async (name, body, signal) => {
      calls.push([name, JSON.parse(JSON.stringify(body)) as Record<string, unknown>, signal]);
      return (answers[name] || usual[name]!)(body as Record<string, unknown>);
    },
    (w) => new QuizSubject(w.lang, (type) => (type === 'single_choice' ? singleChoice : undefined), {}),
    (host) => (host.textContent = 'P'),
  );
  await settle();
  const at = (path: string): HTMLElement => [...root.querySelectorAll<HTMLElement>('[data-path]')].filter((node) => node.getAttribute('data-path') === path)[0]!;
  const press = async (label: string): Promise<void> => {
    const found = [...root.querySelectorAll('button')].filter((b) => b.textContent === label && !b.closest('[hidden]'))[0];
    if (!found) throw new Error(`no button ${label}: ${root.textContent}`);
    found.focus();
    found.click();
    await settle();
  };
  const write = (path: string, html: string): void => {
    at(path).innerHTML = html;
    at(path).dispatchEvent(new Event('input', { bubbles: true }));
  };
  const key = (name: string, more: KeyboardEventInit = {}): void => void (root.contains(document.activeElement) ? document.activeElement! : root.querySelector('.hv-desk')!).dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }));
  const sent = (name: string): Array<Record<string, unknown>> => calls.filter(([one]) => one === name).map(([, body]) => body);
  return { root, bench, desk: bench.desk, calls, events, at, press, write, key, sent, ids: () => bench.desk.model.items.map((item) => item.id), text: () => root.textContent! };
}
