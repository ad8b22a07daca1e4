/**
 * What saving means for people who have begun or ended: told in words beforehand. Where ended attempts can be graded again from here
 * (`studio_regrade_all`), it is offered after content has changed; elsewhere the author is told where course staff do it.
 */
import { fill, h, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { words, type Lang } from '../../shared/i18n';
import type { Reply } from '../../shared/net';
import type { StudioPost } from '../editor';
import { impactStrings } from './impact-strings';

interface Told {
  open: number;
  done: number;
  words: string[];
  regrade?: boolean;
}
interface Batch {
  regraded: number;
  skipped: number;
  changed: Array<{ name: string; username: string; from: number | null; to: number | null }>;
  closed: unknown[];
  next: number | null;
  left: number;
}
/** What an editor does around one saving. */
export interface Saving {
  /** The author has been told who is in the middle. */
  sure: boolean;
  /** Draws that a request is under way, or that it has ended. */
  busy(is: boolean): void;
  /** Shows a panel that wants a decision. */
  ask(panel: HTMLElement): void;
  /** Takes the panel away; back to where saving began. */
  back(): void;
  /** The author said yes: the same again, sure. */
  again(): void;
  send(): Promise<Reply>;
  /** What was sent is stored; whether it is other content than before. */
  stored(data: unknown): boolean;
  /** Says so, where the editor stays open. */
  done(): void;
  /** Not stored: says why, keeps everything. */
  trouble(reply: Reply): void | Promise<void>;
  /** Tells the place around the editor. */
  notify(name: string, data: unknown): void;
  /** What that place shows meanwhile. */
  message: string;
}
const RETRIES = 3;

const button = (label: Child, onclick: () => void, kind = ''): HTMLButtonElement => h('button', { type: 'button', class: 'hv-btn' + (kind && ' hv-btn--' + kind), onclick }, label);
const note = (kind: 'good' | 'care' | '', ...children: Child[]): HTMLElement => h('div', { class: 'hv-note' + (kind && ' hv-note--' + kind) }, icon(kind === 'good' ? icons.check : icons.info), h('div', null, children));

/** What the server calls what it keeps: of content and settings, else of the content alone. */
export interface Stored {
  digest: string;
  version?: string;
}
export const versionOf = ({ version, digest }: Stored): string => version || digest;
/** Whether other content is stored than in the version `base`. */
export const isNews = ({ digest }: Stored, base: string): boolean => digest !== base.split('.')[0];

export class Impact {
  private readonly q: ReturnType<typeof words<typeof impactStrings>>;
  private told: Told | null = null;

  constructor(
    lang: Lang,
    private readonly post: StudioPost,
  ) {
    this.q = words(impactStrings, lang);
  }

  /** Says who is in the middle where somebody is; saves where there is nobody, or when told to. */
  async save(one: Saving): Promise<void> {
    one.busy(true);
    if (!one.sure) {
      const panel = await this.before(one.again, one.back);
      if (panel) {
        one.busy(false);
        return one.ask(panel);
      }
    }
    const begin = (): void => one.notify('save', { state: 'start', message: one.message });
    const end = (): void => one.notify('save', { state: 'end' });
    // Where regrading may be offered the editor stays; the place around it is told when the author leaves.
    const { offers } = this;
    if (!offers) begin();
    const reply = await one.send();
    const news = reply.kind === 'ok' && one.stored(reply.data);
    one.busy(false);
    if (reply.kind !== 'ok') return one.trouble(reply);
    if (!offers) {
      one.done();
      return end();
    }
    const leave = (): void => {
      begin();
      end();
    };
    if (news) one.ask(this.after(leave));
    else leave();
  }

  /** Asks who is in the middle. What to show before saving; null where there is nobody (or where it could not be asked). */
  private async before(save: () => void, stay: () => void): Promise<HTMLElement | null> {
    const { q } = this;
    const reply = await this.post('studio_impact', {});
    this.told = reply.kind === 'ok' ? (reply.data as Told) : null;
    const { told } = this;
    if (!told || (!told.open && !told.done)) return null;
    const later = told.done > 0 && q.say(told.regrade ? 'regrade_here' : 'regrade_there');
    return note('care', h('h3', { tabindex: -1 }, q.say('impact')), told.words.map((one) => h('p', null, one)), later && h('p', null, later), h('div', { class: 'hv-row' }, button(q.say('save'), save, 'primary'), button(q.say('look_again'), stay)));
  }

  /** Whether regrading can be offered once changed content is saved. */
  private get offers(): boolean {
    return !!this.told && !!this.told.regrade && this.told.done > 0;
  }

  /** What to show after changed content was saved; `close` leaves the editor. */
  private after(close: () => void): HTMLElement {
    const { q } = this;
    const n = this.told ? this.told.done : 0;
    const heading = h('h3', { tabindex: -1 }, q.say('saved'));
    const higher = h('input', { type: 'checkbox' });
    const says = h('div', { role: 'status' });
    const going = h('div');
    const list = h('div');
    const row = h('div', { class: 'hv-row' });
    const choice = h('div', null, h('p', null, q.say('kept', { n })), h('div', { class: 'hv-fieldbox' }, h('label', { class: 'hv-check' }, higher, h('span', null, q.say('higher')))));
    let after = 0;
    let seen = 0;
    let regraded = 0;
    const changed: Batch['changed'] = [];
    const percent = (one: number | null): string => (one === null ? '–' : one + '%');
    const leave = (label: 'leave' | 'close'): HTMLButtonElement => button(q.say(label), close, label === 'close' ? 'primary' : '');

    const run = async (): Promise<void> => {
      let stopped = false;
      const progress = h('progress', { class: 'hv-progress', max: 1, value: 0, 'aria-label': q.t('regrading') });
      const line = h('p', null, q.say('regrading'));
      const stop = button(q.say('stop'), () => (stopped = true));
      higher.disabled = true;
      fill(says);
      fill(going, progress, line);
      fill(row, stop);
      stop.focus();
      for (let failed = 0; !stopped; ) {
        const reply = await this.post('studio_regrade_all', { after, only_if_higher: higher.checked });
        if (reply.kind !== 'ok') {
          if (reply.kind === 'failed' && ++failed <= RETRIES) continue;
          fill(going);
          fill(says, note('care', h('p', null, reply.kind === 'refused' ? reply.message : q.say(reply.kind === 'expired' ? 'expired' : 'failed'))));
          return ended('go_on');
        }
        failed = 0;
        const batch = reply.data as unknown as Batch;
        regraded += batch.regraded;
        seen += batch.regraded + batch.skipped + batch.closed.length;
        changed.push(...batch.changed);
        progress.max = seen + batch.left || 1;
        progress.value = seen;
        fill(line, q.say('seen', { n: seen, all: seen + batch.left }));
        fill(list, changed.length > 0 && h('ul', { class: 'hv-plainlist hv-scroll' }, changed.map((one) => h('li', null, one.name || one.username, ': ', h('b', null, `${percent(one.from)} → ${percent(one.to)}`)))));
        if (batch.next === null) {
          fill(going);
          choice.remove();
          fill(says, note('good', h('p', null, q.say('done', { n: regraded, c: changed.length }), batch.closed.length > 0 && [' ', q.say('closed', { n: batch.closed.length })])));
          const last = leave('close');
          fill(row, last);
          return last.focus();
        }
        after = batch.next;
      }
      fill(going);
      fill(says, note('', h('p', null, q.say('stopped', { n: regraded }))));
      ended('go_on');
    };
    const ended = (label: 'regrade' | 'go_on'): void => {
      higher.disabled = false;
      const begin = button(q.say(label, { n }), () => void run(), 'primary');
      fill(row, begin, leave('leave'));
      if (label === 'go_on') begin.focus();
    };
    ended('regrade');
    return note('good', heading, choice, says, going, row, list);
  }
}
