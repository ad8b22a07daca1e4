/** What concerns all learners of the block: regrading, a few in each request, and files. Both can be stopped. */
import { fill, h } from '../shared/dom';
import { bytesOf, download } from '../shared/download';
import { button, checkbox, fresh, note, percent, type Desk } from './desk';
import { who } from './learner';
import type { Batch, Change, Part, Person } from './model';

const RETRIES = 3;

/** Asks again a few times where the network fails: what was done before stays done. */
async function patient<T>(desk: Desk, handler: string, body: object): Promise<T | string> {
  for (let i = 0; ; i++) {
    const reply = await desk.post(handler, body);
    if (reply.kind === 'ok') return reply.data as T;
    if (reply.kind === 'refused') return reply.message;
    if (reply.kind === 'expired') return desk.w.t('s_expired');
    if (i >= RETRIES) return desk.w.t('s_failed');
  }
}

export function regradeAll(desk: Desk, body: HTMLElement): void {
  const { w } = desk;
  const higher = checkbox(w.say('s_higher'));
  const says = h('div', { role: 'status' });
  const going = h('div', null);
  const results = h('div', null);
  const row = h('div', { class: 'hv-row' });
  let after = 0;
  let counts = { regraded: 0, skipped: 0 };
  const changed: Array<Person & Change> = [];
  const closed: Person[] = [];

  const listed = (): void => {
    const lists: Array<[string, Array<Person & Partial<Change>>]> = [
      [w.t('s_changed'), changed],
      [w.t('s_closed'), closed],
    ];
    fill(
      results,
      lists.map(([title, people]) => people.length > 0 && h('div', null, h('h4', null, title), h('ul', { class: 'hv-slist' }, people.map((one) => h('li', null, h('span', { class: 'hv-swho' }, who(desk, one)), 'to' in one && h('b', null, `${percent(desk, one.from!)} → ${percent(desk, one.to!)}`)))))),
    );
  };

  const run = async (): Promise<void> => {
    let stopped = false;
    const progress = h('progress', { class: 'hv-sprogress', max: 1, value: 0, 'aria-label': w.t('s_all') });
    const line = h('p', null);
    const stop = button(w.say('s_stop'), () => (stopped = true));
    fill(says);
    fill(row, stop);
    fill(going, progress, line);
    stop.focus();
    higher.input.disabled = true;
    let left: number | null = null;
    let seen = counts.regraded + counts.skipped + closed.length;
    while (!stopped) {
      const reply: Batch | string = await patient<Batch>(desk, 'staff_regrade_all', { after, only_if_higher: higher.input.checked });
      if (typeof reply === 'string') {
        fill(going);
        fill(says, note('care', h('p', null, reply)));
        return ended(w.t('s_all_on'));
      }
      counts = { regraded: counts.regraded + reply.regraded, skipped: counts.skipped + reply.skipped };
      changed.push(...reply.changed);
      closed.push(...reply.closed);
      left = reply.left;
      seen += reply.regraded + reply.skipped + reply.closed.length;
      progress.max = seen + left || 1;
      progress.value = left ? seen : progress.max;
      fill(line, w.say('s_all_going', { n: seen, all: seen + left }));
      listed();
      if (reply.next === null) {
        fill(going);
        fill(says, note('good', h('p', null, w.say('s_all_done', { n: counts.regraded, c: changed.length, s: counts.skipped }))));
        after = 0;
        counts = { regraded: 0, skipped: 0 };
        changed.length = closed.length = 0;
        return ended(w.t('s_all_start'));
      }
      after = reply.next;
    }
    fill(going);
    fill(says, note('', h('p', null, w.say('s_all_stopped', { n: counts.regraded, left: left === null ? '?' : left }))));
    ended(w.t('s_all_on'));
  };

  const ended = (label: string): void => {
    higher.input.disabled = false;
    const begin = button(label, () => void run(), 'primary');
    fill(row, begin);
    begin.focus();
  };
  fill(row, button(w.say('s_all_start'), () => void run(), 'primary'));
  fill(body, h('p', null, w.say('s_all_note')), higher.node, says, going, row, results);
}

const FORMS = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv;charset=utf-8' } as const;
type Form = keyof typeof FORMS;

export function files(desk: Desk, body: HTMLElement): void {
  const { w } = desk;
  const trial = checkbox(w.say('s_with_trial'));
  trial.node.hidden = !desk.trial;
  const says = h('div', { role: 'status' });
  const out = h('div', null);

  const run = async (what: string, form: Form): Promise<void> => {
    let stopped = false;
    const stop = button(w.say('s_stop'), () => (stopped = true));
    fill(out, h('div', { class: 'hv-row' }, stop));
    stop.focus();
    fill(says, h('p', null, w.say('s_wait')));
    const parts: BlobPart[] = [];
    let rows = 0;
    let after = 0;
    let mark: unknown;
    for (;;) {
      const reply: Part | string = await patient<Part>(desk, 'staff_download', { what, form, after, attempts: 'first', demo: trial.input.checked, ...(mark ? { mark } : {}) });
      if (stopped) fill(says, note('', h('p', null, w.say('s_file_stopped'))));
      else if (typeof reply === 'string') fill(says, note('care', h('p', null, reply)));
      else {
        parts.push(reply.data === undefined ? reply.text || '' : bytesOf(reply.data));
        rows += reply.rows;
        if (reply.next !== null) {
          after = reply.next;
          mark = reply.mark;
          fill(says, h('p', null, w.say('s_file_going', { left: reply.left })));
          continue;
        }
        if (rows) {
          download(reply.name, parts, FORMS[form]);
          fill(says, note('good', h('p', null, w.say('s_file_done', { name: reply.name }))));
        } else fill(says, note('', h('p', null, w.say('s_file_empty'), desk.trial && !trial.input.checked && [' ', w.say('s_file_trial')])));
      }
      break;
    }
    idle();
    out.querySelector<HTMLElement>(`[data-file="${what}.${form}"]`)!.focus();
  };
  const idle = (): void =>
    fill(
      out,
      (['answers', 'statistics'] as const).map((what) => {
        const title = w.say(`s_file_${what}`);
        const id = fresh('file');
        return h(
          'div',
          { class: 'hv-sfile', role: 'group', 'aria-labelledby': id },
          h('h4', { id }, title),
          what === 'answers' && h('p', { class: 'hv-sub' }, w.say('s_file_named')),
          h(
            'div',
            { class: 'hv-row' },
            (Object.keys(FORMS) as Form[]).map((form) => {
              const one = button(w.say(`s_form_${form}`), () => void run(what, form), form === 'xlsx' ? 'primary' : '');
              one.dataset['file'] = `${what}.${form}`;
              return one;
            }),
          ),
        );
      }),
    );
  idle();
  fill(body, h('p', null, w.say('s_files_note')), trial.node, says, out);
}
