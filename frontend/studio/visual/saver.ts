/** Saving what is on the desk without losing a word, and leaving it. */
import type { Runtime } from '../../shared/boot';
import { fill, h } from '../../shared/dom';
import type { Reply } from '../../shared/net';
import type { Finding } from '../source';
import type { Desk } from './desk';
import { Impact, isNews, versionOf, type Stored } from './impact';
import { off } from './side';
import type { Doc, Model, Settings } from './subject';

export class Saver<M extends Model> {
  /** What is stored, as it was on this desk; and the server's name for it. */
  savedDoc: Doc<M> | null = null;
  base = '';
  readonly bar: HTMLElement;
  private saving = false;
  private readonly state = h('span', { class: 'hv-savestate' });
  private readonly button: HTMLButtonElement;
  private readonly impact: Impact;

  constructor(
    private readonly desk: Desk<M>,
    private readonly runtime: Runtime,
  ) {
    const { w } = desk;
    this.impact = new Impact(w.lang, desk.post);
    this.button = desk.button(w.say('save'), () => void this.save(), 'primary');
    this.bar = h('div', { class: 'hv-row hv-savebar' }, this.button, desk.button(w.say('cancel'), () => this.cancel()), this.state);
    window.addEventListener('beforeunload', this.guard);
  }

  paint(): void {
    fill(this.state, this.desk.w.say(this.saving ? 'saving' : this.desk.dirty ? 'unsaved' : 'clean'));
    off(this.button, this.saving);
  }

  private readonly guard = (event: BeforeUnloadEvent): void => {
    const { desk } = this;
    if (!desk.root.isConnected) window.removeEventListener('beforeunload', this.guard);
    else if (desk.opened && desk.dirty && !desk.root.closest('[hidden]')) {
      event.preventDefault();
      event.returnValue = '';
    }
  };

  private notify(name: string, data: unknown): void {
    if (this.runtime.notify) this.runtime.notify(name, data);
  }

  private cancel(): void {
    const { desk } = this;
    const { w } = desk;
    const leave = (): void => {
      this.savedDoc = desk.doc;
      this.notify('cancel', {});
    };
    if (!desk.dirty) return leave();
    const stay = desk.button(w.say('stay'), () => desk.say());
    desk.say(desk.note('care', h('p', null, w.say('sure')), h('div', { class: 'hv-row' }, stay, desk.button(w.say('drop'), leave))));
    stay.focus();
  }

  /** Saves, unless somebody who is in the middle makes the author think again. */
  async save(sure = false): Promise<void> {
    if (this.saving) return;
    const { desk } = this;
    const { w } = desk;
    desk.seal();
    desk.due();
    desk.say();
    let sent = desk.doc;
    await this.impact.save({
      sure,
      message: w.t('saving'),
      busy: (is) => {
        this.saving = is;
        this.paint();
      },
      ask: (panel) => desk.ask(panel),
      back: () => {
        desk.say();
        this.button.focus();
      },
      again: () => void this.save(true),
      send: () => {
        sent = desk.doc;
        return desk.post('studio_save_model', { model: sent.model, settings: sent.settings, base: this.base });
      },
      stored: (data) => {
        const stored = data as Stored;
        const news = isNews(stored, this.base);
        this.base = versionOf(stored);
        // What was written while the request was under way is not saved yet.
        this.savedDoc = sent;
        return news;
      },
      done: () => desk.say(desk.note('good', h('p', null, w.say('saved')))),
      trouble: (reply) => (reply.kind === 'refused' && reply.status === 409 ? this.conflict() : this.trouble(reply)),
      notify: (name, data) => this.notify(name, data),
    });
  }

  /** Not saved: says why, keeps everything. */
  private trouble(reply: Reply): void {
    const { desk } = this;
    const { w } = desk;
    let sentence = reply.kind === 'refused' ? reply.message || w.t('refused') : w.t(reply.kind === 'expired' ? 'expired' : 'failed');
    if (reply.kind === 'refused' && Array.isArray(reply.data['findings'])) sentence = w.t('has_errors', { n: desk.refused(reply.data['findings'] as Finding[]) });
    desk.say(desk.note('care', h('p', null, sentence), reply.kind === 'expired' && h('p', null, h('a', { class: 'hv-btn', href: '/login', target: '_blank', rel: 'noopener' }, w.say('sign_in')))));
    this.notify('error', { title: w.t('refused'), message: sentence });
  }

  /** Somebody else saved meanwhile: the author chooses; taking theirs is a step that can be undone. */
  private async conflict(): Promise<void> {
    const { desk } = this;
    const { w, subject } = desk;
    this.notify('error', { title: w.t('conflict'), message: w.t('conflict_forms') });
    const reply = await desk.post('studio_model', {});
    if (reply.kind !== 'ok') return this.trouble(reply);
    const theirs = reply.data as { model: Model | null; settings: Settings } & Stored;
    const model = subject.whole(theirs.model);
    const settings = desk
      .fields()
      .filter(({ name, value }) => name in theirs.settings && JSON.stringify(theirs.settings[name]) !== JSON.stringify(value))
      .map(({ label }) => label);
    const heading = h('h3', { tabindex: -1 }, w.say('conflict'));
    const mine = desk.button(w.say('save_mine'), () => {
      this.base = versionOf(theirs);
      void this.save(true);
    });
    const take = desk.button(w.say('take_theirs'), () => {
      this.base = versionOf(theirs);
      desk.say();
      desk.take({ model, settings: { ...theirs.settings } }, w.t('did_theirs'));
      this.savedDoc = desk.doc;
      this.paint();
    });
    const differs = [h('p', null, subject.difference(desk.model, model)), settings.length > 0 && h('p', null, w.say('conflict_settings', { what: settings.join(', ') }))];
    desk.say(desk.note('care', heading, h('p', null, w.say('conflict_forms')), differs, h('div', { class: 'hv-row' }, mine, take)));
    heading.focus({ preventScroll: true });
  }
}
