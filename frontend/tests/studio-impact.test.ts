import { afterEach, describe, expect, it } from 'vitest';
import type { Reply } from '../shared/net';
import { Editor } from '../studio/editor';
import { Desk } from '../studio/visual/desk';
import { strings } from '../studio/visual/strings';
import { QuizSubject } from '../quiz/studio/subject';
import { whole, type QuizModel } from '../quiz/studio/model';
import { words } from '../shared/i18n';
import { settle } from './helpers';

const ok = (data: unknown): Reply => ({ kind: 'ok', data });
const init = { v: 1, lang: 'vi', title: 'T', source: '## mot', digest: 'd1', fields: [] };

/** Both editors, over a server at which two people have ended. */
async function open(which: 'forms' | 'text', told: Record<string, unknown>, batches: Reply[] = [], digest = 'd2') {
  const root = document.createElement('div');
  document.body.appendChild(root);
  const calls: Array<[string, Record<string, unknown>]> = [];
  const events: unknown[] = [];
  const answers: Record<string, () => Reply> = {
    studio_model: () => ok({ model: whole({ items: [] }), settings: {}, digest: 'd1', formats: [] }),
    studio_check: () => ok({ findings: [], summary: '', preview: null, source: '' }),
    studio_lint: () => ok({ findings: [], summary: '', preview: null }),
    studio_impact: () => ok({ open: 0, done: 2, words: ['2 lượt đã xong.'], ...told }),
    studio_save_model: () => ok({ digest, findings: [] }),
    studio_save: () => ok({ digest, findings: [] }),
    studio_regrade_all: () => batches.shift()!,
  };
  const post = async (name: string, body: unknown): Promise<Reply> => {
    calls.push([name, body as Record<string, unknown>]);
    return answers[name]!();
  };
  const runtime = { handlerUrl: () => '', notify: (name: string, data: { state?: string }) => void events.push([name, data.state]) } as never;
  if (which === 'forms') await new Desk<QuizModel>(root, init as never, runtime, post, words(strings, 'vi'), new QuizSubject('vi', () => undefined, {})).open();
  else new Editor(root, init as never, runtime, post, () => undefined);
  await settle();
  const button = (label: RegExp): HTMLButtonElement => [...root.querySelectorAll('button')].filter((one) => label.test(one.textContent!)).pop()!;
  const press = async (label: RegExp): Promise<void> => {
    button(label).click();
    await settle();
  };
  const sent = (name: string): Array<Record<string, unknown>> => calls.filter(([one]) => one === name).map(([, body]) => body);
  /** Save, then the Save of the panel. */
  const save = async (): Promise<void> => {
    [...root.querySelectorAll<HTMLButtonElement>('.hv-savebar button')][0]!.click();
    await settle();
    [...root.querySelectorAll<HTMLButtonElement>('.hv-note--care button')][0]!.click();
    await settle();
  };
  return { root, events, button, press, sent, save, text: () => root.textContent! };
}

afterEach(() => void (document.body.textContent = ''));

describe.each(['forms', 'text'] as const)('saving in %s what people have worked with', (which) => {
  it('says before where course staff regrade, if it cannot be done here, and leaves as ever', async () => {
    const e = await open(which, { regrade: false });
    [...e.root.querySelectorAll<HTMLButtonElement>('.hv-savebar button')][0]!.click();
    await settle();
    expect(document.activeElement!.textContent).toBe('Trước khi lưu');
    expect(e.text()).toContain('phần dành cho người phụ trách ngay dưới bài');
    expect(e.events).toEqual([]);
    await e.press(/^Xem lại$/);
    expect(e.sent('studio_save').concat(e.sent('studio_save_model'))).toEqual([]);
    await e.save();
    expect(e.events).toEqual([['save', 'start'], ['save', 'end']]);
    expect(e.text()).not.toContain('Chấm lại 2 lượt');
  });

  it('offers to regrade once changed content is saved, in batches, and closes when told to', async () => {
    const mai = { name: 'Mai', username: 'mai', from: 40, to: 80 };
    const e = await open(which, { regrade: true }, [
      ok({ regraded: 1, skipped: 2, changed: [mai], closed: [], next: 9, left: 1 }),
      { kind: 'failed' },
      ok({ regraded: 1, skipped: 0, changed: [], closed: [], next: null, left: 0 }),
    ]);
    await e.save();
    expect(e.events).toEqual([]);
    expect(document.activeElement!.textContent).toBe('Đã lưu');
    e.root.querySelector<HTMLInputElement>('.hv-note--good input[type=checkbox]')!.checked = true;
    await e.press(/^Chấm lại 2 lượt đã xong/);
    expect(e.sent('studio_regrade_all')).toEqual([{ after: 0, only_if_higher: true }, { after: 9, only_if_higher: true }, { after: 9, only_if_higher: true }]);
    expect(e.text()).toContain('Xong: 2 người được chấm lại, 1 người đổi điểm.');
    expect(e.text()).toContain('Mai: 40% → 80%');
    expect(e.events).toEqual([]);
    expect(document.activeElement!.textContent).toBe('Đóng');
    await e.press(/^Đóng$/);
    expect(e.events).toEqual([['save', 'start'], ['save', 'end']]);
  });

  it('can be stopped and gone on with, and lets the scores be', async () => {
    let go = (_reply: Reply): void => undefined;
    const waiting = new Promise<Reply>((done) => (go = done));
    const e = await open(which, { regrade: true }, [waiting as unknown as Reply, ok({ regraded: 1, skipped: 0, changed: [], closed: [{}], next: null, left: 0 })]);
    await e.save();
    await e.press(/^Chấm lại 2/);
    await e.press(/^Dừng$/);
    go(ok({ regraded: 1, skipped: 0, changed: [], closed: [], next: 5, left: 1 }));
    await settle();
    expect(e.text()).toContain('Đã dừng. 1 người được chấm lại');
    expect(document.activeElement!.textContent).toBe('Chấm tiếp');
    await e.press(/^Chấm tiếp$/);
    expect(e.sent('studio_regrade_all').map(({ after }) => after)).toEqual([0, 5]);
    expect(e.text()).toContain('1 người không còn mở được bài');
  });

  it('says a refusal in its own words', async () => {
    const e = await open(which, { regrade: true }, [{ kind: 'refused', status: 403, code: 'not-here', message: 'Từ đây không chấm lại được.', data: {} }]);
    await e.save();
    await e.press(/^Chấm lại 2/);
    expect(e.text()).toContain('Từ đây không chấm lại được.');
    await e.press(/^Giữ điểm cũ và đóng$/);
    expect(e.events).toEqual([['save', 'start'], ['save', 'end']]);
  });

  it('offers nothing where only settings were saved', async () => {
    const e = await open(which, { regrade: true }, [], 'd1');
    await e.save();
    expect(e.events).toEqual([['save', 'start'], ['save', 'end']]);
  });
});
