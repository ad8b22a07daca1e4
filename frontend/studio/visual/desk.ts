/**
 * The desk on which content is written in forms: holds the content and its history, asks the server what is wrong, saves without
 * losing a word. What the forms look like is the business of a `Subject` (the quiz, the simulation).
 */
import type { Runtime } from '../../shared/boot';
import { fill, focusOn, h, reveal, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import type { Reply } from '../../shared/net';
import type { FieldSpec } from '../fields';
import type { StudioInit, StudioPost } from '../editor';
import type { Finding } from '../source';
import { Titles, type Competency } from './competencies';
import { Places, unfold } from './fields';
import { History } from './history';
import { Impact, isNews, versionOf, type Stored } from './impact';
import type { StudioWords } from './strings';
import type { Change, Checked, Doc, FormatInfo, Model, Settings, Subject } from './subject';

import { CourseFiles } from './upload';

export type { Change, Checked, Doc, FormatInfo, Model, Settings, Subject };

const CHECK_AFTER = 400;
const SIDE_AFTER = 150;
let desks = 0;

export class Desk<M extends Model = Model> {
  readonly uid = 'hvd' + ++desks;
  readonly places: Places;
  readonly titles: Titles;
  readonly main = h('div', { class: 'hv-desk-main' });
  private readonly side = h('div', { class: 'hv-desk-side' });
  private readonly list = h('div', { class: 'hv-finds' });
  private readonly tally = h('p', { class: 'hv-tally', role: 'status' });
  private readonly report = h('div', { role: 'status' });
  private readonly whisper = h('p', { class: 'hv-sr', role: 'status' });
  private readonly state = h('span', { class: 'hv-savestate' });
  private readonly undoButton: HTMLButtonElement;
  private readonly redoButton: HTMLButtonElement;
  private readonly saveButton: HTMLButtonElement;
  private history!: History<Doc<M>>;
  private savedDoc: Doc<M> | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private sideTimer: ReturnType<typeof setTimeout> | null = null;
  private abort: AbortController | null = null;
  private number = 0;
  private saving = false;
  /** A way back is offered; the next step takes the offer away. */
  private offered = false;
  private readonly impact: Impact;
  private lastChecked: { doc: Doc<M>; result: Checked } | null = null;
  base = '';
  formats: FormatInfo[] = [];
  findings: Finding[] = [];
  view = '';

  constructor(
    readonly root: HTMLElement,
    readonly init: StudioInit,
    private readonly runtime: Runtime,
    readonly post: StudioPost,
    readonly w: StudioWords,
    readonly subject: Subject<M>,
  ) {
    this.places = new Places(this.uid, w);
    this.impact = new Impact(w.lang, post);
    this.titles = new Titles(async (query) => {
      const reply = await post('studio_competencies', { query });
      return reply.kind === 'ok' ? (reply.data as { competencies: Competency[] }).competencies || [] : null;
    });
    this.undoButton = this.button(w.say('undo'), () => this.step('undo'), 'small');
    this.redoButton = this.button(w.say('redo'), () => this.step('redo'), 'small');
    this.saveButton = this.button(w.say('save'), () => void this.save(), 'primary');
    this.undoButton.setAttribute('aria-keyshortcuts', 'Control+Z');
    this.redoButton.setAttribute('aria-keyshortcuts', 'Control+Y');
    window.addEventListener('beforeunload', this.guard);
  }

  get doc(): Doc<M> {
    return this.history.state;
  }

  get model(): M {
    return this.history.state.model;
  }

  get dirty(): boolean {
    return !!this.savedDoc && this.doc !== this.savedDoc;
  }

  get opened(): boolean {
    return !!this.history;
  }

  button(label: Child, onclick: () => void, kind = '', path = ''): HTMLButtonElement {
    return h('button', { type: 'button', class: 'hv-btn' + (kind && ' hv-btn--' + kind), 'data-path': path || null, onclick }, label);
  }

  note(kind: 'good' | 'care' | '', ...children: Child[]): HTMLElement {
    return h('div', { class: 'hv-note' + (kind && ' hv-note--' + kind) }, icon(kind === 'good' ? icons.check : icons.info), h('div', null, children));
  }

  // --- opening ------------------------------------------------------------------------------------------------------

  /** Fetches the content and draws the desk; where that fails, says so and offers to try again. */
  async open(): Promise<void> {
    const { w, root } = this;
    fill(root, h('p', { role: 'status' }, w.say('opening')));
    const reply = await this.post('studio_model', {});
    if (reply.kind !== 'ok') {
      const sentence = (reply.kind === 'refused' && reply.message) || w.t('not_opened');
      fill(root, this.note('care', h('p', null, sentence), h('div', { class: 'hv-row' }, this.button(w.say('retry'), () => void this.open()))));
      return;
    }
    const data = reply.data as { model: Model | null; settings: Settings; digest: string; formats?: FormatInfo[]; uploads?: boolean };
    let { model } = data;
    if (!model && this.init.source) {
      // A new block: its author starts from the same sample as in the text.
      const sample = await this.post('studio_lint', { source: this.init.source, model: true });
      if (sample.kind === 'ok') model = (sample.data as { model?: Model | null }).model || null;
    }
    this.base = versionOf(data);
    this.formats = data.formats || [];
    const { upload } = this.post;
    if (upload && data.uploads) this.places.files = new CourseFiles(upload, this.post, this.places.pictures, root, w.lang, (sentence) => this.say(this.note('good', h('p', null, sentence))));
    this.start({ model: this.subject.whole(model), settings: data.settings || {} });
  }

  private start(doc: Doc<M>): void {
    const { w } = this;
    this.history = new History<Doc<M>>(doc);
    this.savedDoc = doc;
    this.view = this.subject.fix(doc.model, '');
    fill(
      this.root,
      h('div', { class: 'hv-desk-bar' }, this.button(w.say('save'), () => void this.save(), 'small'), this.undoButton, this.redoButton, this.tally),
      h('div', { class: 'hv-desk' }, this.side, this.main),
      h('details', { class: 'hv-settings hv-fixes' }, h('summary', null, w.say('fix_list')), this.list),
      this.report,
      this.whisper,
      h('div', { class: 'hv-row hv-savebar' }, this.saveButton, this.button(w.say('cancel'), () => this.cancel()), this.state),
    );
    this.root.onkeydown = (event) => this.key(event);
    this.draw();
    void this.check();
  }

  /** The text editor's content becomes one step that can be undone; `base` and `dirty` are how it stands with the server. */
  adopt(model: Model, settings: Settings, base: string, dirty: boolean): void {
    this.base = base;
    const whole = model === this.model ? this.model : this.subject.whole(model);
    const same = Object.keys(settings).every((name) => JSON.stringify(settings[name]) === JSON.stringify(this.doc.settings[name]));
    if (whole !== this.model || !same) this.commit({ model: whole, settings: { ...this.doc.settings, ...settings } }, { label: this.w.t('from_text'), redraw: true });
    if (!dirty) this.savedDoc = this.doc;
    this.paint();
  }

  // --- changing -----------------------------------------------------------------------------------------------------

  /** Makes `model` the content. The same object changes nothing. */
  change(model: M, change: Change): void {
    if (model !== this.model) this.commit({ model, settings: this.doc.settings }, change);
  }

  /** Makes `settings` the block's settings. */
  set(settings: Settings, change: Partial<Change> = {}): void {
    this.commit({ model: this.model, settings }, { label: this.w.t('did_settings'), key: 'settings', ...change });
  }

  /** Content and settings in one step, where one follows the other. */
  changeBoth(model: M, settings: Settings, change: Change): void {
    if (model !== this.model || settings !== this.doc.settings) this.commit({ model, settings }, change);
  }

  private commit(next: Doc<M>, { label, key, redraw, focus, view, say }: Change): void {
    this.history.set(next, label, key);
    if (this.offered) this.say();
    this.view = this.subject.fix(next.model, view || this.view);
    this.after();
    if (redraw) this.draw(focus);
    else this.drawSideSoon();
    if (say) fill(this.whisper, say);
  }

  private after(): void {
    this.paint();
    this.checkSoon();
  }

  /** Asks the server again in a moment: the content has changed, or another part of it is looked at. */
  checkSoon(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.check(), CHECK_AFTER);
  }

  step(way: 'undo' | 'redo'): void {
    const what = this.history[way]();
    const { w } = this;
    if (what === null) return fill(this.whisper, w.say('nothing_to_undo'));
    this.view = this.subject.fix(this.model, this.view);
    this.after();
    this.draw();
    fill(this.whisper, w.say(way === 'undo' ? 'undone' : 'redone', { what }));
  }

  /** A note with a way back, after something was removed. */
  offerUndo(sentence: string): void {
    const doc = this.doc;
    const back = this.button(this.w.say('undo'), () => {
      fill(this.report);
      if (this.doc === doc) this.step('undo');
    });
    fill(this.report, this.note('', h('p', null, sentence), h('div', { class: 'hv-row' }, back)));
    this.offered = true;
  }

  say(...children: Child[]): void {
    this.offered = false;
    fill(this.report, children);
    if (children.length) reveal(this.report);
  }

  /** Shows a panel that wants a decision; the focus goes to its heading. */
  private ask(panel: HTMLElement): void {
    this.say(panel);
    panel.querySelector('h3')!.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    // What is typed into a search, an address or an id is not content yet: there the browser's own undo works.
    const own = !!target.closest('.hv-rt-ask,[data-own]') || (!!target.closest('.hv-combo') && !!(target as HTMLInputElement).value);
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !own) {
      const name = event.key.toLowerCase();
      const way = name === 'y' || (name === 'z' && event.shiftKey) ? 'redo' : name === 'z' ? 'undo' : null;
      if (way) {
        event.preventDefault();
        this.step(way);
      } else if (name === 's') {
        event.preventDefault();
        void this.save();
      }
      return;
    }
    if (this.subject.onkey && this.subject.onkey(this, event)) event.preventDefault();
  }

  // --- drawing ------------------------------------------------------------------------------------------------------

  /** Shows a view; the focus goes to its heading, or to what is nearest to `where`. */
  go(view: string, where = ''): void {
    this.view = this.subject.fix(this.model, view);
    this.history.seal();
    this.draw();
    if (where && this.places.go(where)) return;
    const heading = this.main.querySelector<HTMLElement>('h3');
    if (heading) focusOn(heading);
  }

  /** Draws list and form; the focus stays where it was, or goes to `focus`. */
  draw(focus = ''): void {
    const active = document.activeElement as HTMLElement | null;
    const inside = !!active && this.root.contains(active);
    const path = focus || (inside && active.getAttribute('data-path')) || '';
    this.places.clear();
    fill(this.main, this.subject.form(this, this.view));
    this.drawSide();
    this.showFindings();
    const found = path ? Array.from(this.root.querySelectorAll<HTMLElement>('[data-path]')).filter((node) => node.getAttribute('data-path') === path)[0] : null;
    if (!found) {
      // What had the focus is gone, as after an undo: a keyboard must not fall off the desk.
      const heading = this.main.querySelector<HTMLElement>('h3');
      if (inside && !this.root.contains(document.activeElement) && heading) focusOn(heading);
      return;
    }
    if (focus) unfold(found);
    found.focus({ preventScroll: !focus });
    if (focus) reveal(found);
    caretToEnd(found);
  }

  /** While somebody types, the list follows in pauses: it may have 2,000 rows. */
  private drawSideSoon(): void {
    if (this.sideTimer !== null) clearTimeout(this.sideTimer);
    this.sideTimer = setTimeout(() => this.drawSide(), SIDE_AFTER);
  }

  drawSide(): void {
    if (this.sideTimer !== null) clearTimeout(this.sideTimer);
    this.sideTimer = null;
    const scroller = this.side.querySelector('.hv-qlist');
    const top = scroller ? scroller.scrollTop : 0;
    const active = document.activeElement as HTMLElement | null;
    const path = active && this.side.contains(active) ? active.getAttribute('data-path') : null;
    fill(this.side, this.subject.nav(this));
    const next = this.side.querySelector('.hv-qlist');
    if (next) next.scrollTop = top;
    if (path) Array.from(this.side.querySelectorAll<HTMLElement>('[data-path]')).filter((node) => node.getAttribute('data-path') === path)[0]?.focus({ preventScroll: true });
  }

  private paint(): void {
    const { w } = this;
    fill(this.state, w.say(this.saving ? 'saving' : this.dirty ? 'unsaved' : 'clean'));
    const off = (button: HTMLElement, is: boolean): void => (is ? button.setAttribute('aria-disabled', 'true') : button.removeAttribute('aria-disabled'));
    off(this.saveButton, this.saving);
    off(this.undoButton, !this.history.canUndo);
    off(this.redoButton, !this.history.canRedo);
  }

  // --- checking -----------------------------------------------------------------------------------------------------

  /** Asks the server about the content as it stands. A newer question cancels an older one, whose late answer is not shown. */
  async check(): Promise<Checked | null> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const number = ++this.number;
    const { doc, w } = this;
    if (this.abort) this.abort.abort();
    this.abort = typeof AbortController === 'function' ? new AbortController() : null;
    fill(this.tally, w.say('checking'));
    const reply = await this.post('studio_check', { model: doc.model, ...(this.subject.asks ? this.subject.asks(this) : {}) }, this.abort ? this.abort.signal : undefined);
    if (number !== this.number) return null;
    if (reply.kind !== 'ok') {
      fill(this.tally, (reply.kind === 'refused' && reply.message) || w.say('unchecked'));
      return null;
    }
    const result = reply.data as unknown as Checked;
    this.lastChecked = { doc, result };
    this.places.pictures.learn(result.urls, this.root);
    this.subject.checked(this, doc.model, result);
    this.adoptFindings(result.findings || [], result.summary);
    return result;
  }

  private adoptFindings(findings: Finding[], summary = ''): void {
    this.findings = findings.map((f) => ({ ...f, where: this.subject.place(f), message: this.subject.message(f) }));
    const errors = this.findings.filter((f) => f.severity === 'error').length;
    fill(this.tally, this.findings.length ? this.w.say('count', { e: errors, w: this.findings.length - errors }) : this.w.say('none'), summary && ' ' + summary);
    this.drawSide();
    this.showFindings();
  }

  private showFindings(): void {
    const { w, model, subject } = this;
    this.places.show(this.findings);
    const sorted = this.findings.filter((f) => f.severity === 'error').concat(this.findings.filter((f) => f.severity !== 'error'));
    (this.list.parentElement as HTMLElement).hidden = !sorted.length;
    fill(
      this.list,
      h(
        'ul',
        { class: 'hv-items' },
        sorted.map((f) =>
          h(
            'li',
            { class: 'hv-find hv-find--' + f.severity },
            h('b', null, icon(f.severity === 'error' ? icons.info : icons.think), ' ', w.say(f.severity)),
            this.button(subject.nameOf(model, f.where) || w.say('go_there'), () => this.go(subject.viewOf(this.model, f.where), f.where), 'text'),
            h('span', { class: 'hv-sub' }, f.message),
          ),
        ),
      ),
    );
  }

  /** The content as Markdown; null while it has errors or cannot be asked for. */
  async source(): Promise<string | null | undefined> {
    const known = this.lastChecked && this.lastChecked.doc.model === this.model ? this.lastChecked.result : await this.check();
    return known ? known.source : undefined;
  }

  // --- leaving and saving -------------------------------------------------------------------------------------------

  private readonly guard = (event: BeforeUnloadEvent): void => {
    if (!this.root.isConnected) window.removeEventListener('beforeunload', this.guard);
    else if (this.opened && this.dirty && !this.root.closest('[hidden]')) {
      event.preventDefault();
      event.returnValue = '';
    }
  };

  private notify(name: string, data: unknown): void {
    if (this.runtime.notify) this.runtime.notify(name, data);
  }

  private cancel(): void {
    const { w } = this;
    const leave = (): void => {
      this.savedDoc = this.doc;
      this.notify('cancel', {});
    };
    if (!this.dirty) return leave();
    const stay = this.button(w.say('stay'), () => fill(this.report));
    this.say(this.note('care', h('p', null, w.say('sure')), h('div', { class: 'hv-row' }, stay, this.button(w.say('drop'), leave))));
    stay.focus();
  }

  /** Saves, unless somebody who is in the middle makes the author think again. */
  async save(sure = false): Promise<void> {
    if (this.saving) return;
    const { w } = this;
    this.history.seal();
    fill(this.report);
    let sent = this.doc;
    await this.impact.save({
      sure,
      message: w.t('saving'),
      busy: (is) => {
        this.saving = is;
        this.paint();
      },
      ask: (panel) => this.ask(panel),
      back: () => {
        fill(this.report);
        this.saveButton.focus();
      },
      again: () => void this.save(true),
      send: () => {
        sent = this.doc;
        return this.post('studio_save_model', { ...sent, base: this.base });
      },
      stored: (data) => {
        const stored = data as Stored;
        const news = isNews(stored, this.base);
        this.base = versionOf(stored);
        // What was written while the request was under way is not saved yet.
        this.savedDoc = sent;
        return news;
      },
      done: () => this.say(this.note('good', h('p', null, w.say('saved')))),
      trouble: (reply) => (reply.kind === 'refused' && reply.status === 409 ? this.conflict() : this.trouble(reply)),
      notify: (name, data) => this.notify(name, data),
    });
  }

  /** Not saved: says why, keeps everything. */
  private trouble(reply: Reply): void {
    const { w } = this;
    let sentence = reply.kind === 'refused' ? reply.message || w.t('refused') : w.t(reply.kind === 'expired' ? 'expired' : 'failed');
    if (reply.kind === 'refused' && Array.isArray(reply.data['findings'])) {
      this.adoptFindings(reply.data['findings'] as Finding[]);
      sentence = w.t('has_errors', { n: this.findings.filter((f) => f.severity === 'error').length });
      (this.list.parentElement as HTMLDetailsElement).open = true;
    }
    this.say(this.note('care', h('p', null, sentence), reply.kind === 'expired' && h('p', null, h('a', { class: 'hv-btn', href: '/login', target: '_blank', rel: 'noopener' }, w.say('sign_in')))));
    this.notify('error', { title: w.t('refused'), message: sentence });
  }

  /** Somebody else saved meanwhile: the author chooses; taking theirs is a step that can be undone. */
  private async conflict(): Promise<void> {
    const { w, subject } = this;
    this.notify('error', { title: w.t('conflict'), message: w.t('conflict_forms') });
    const reply = await this.post('studio_model', {});
    if (reply.kind !== 'ok') return this.trouble(reply);
    const theirs = reply.data as { model: Model | null; settings: Settings } & Stored;
    const model = subject.whole(theirs.model);
    const settings = this.fields().filter(({ name, value }) => name in theirs.settings && JSON.stringify(theirs.settings[name]) !== JSON.stringify(value)).map(({ label }) => label);
    const heading = h('h3', { tabindex: -1 }, w.say('conflict'));
    const mine = this.button(w.say('save_mine'), () => {
      this.base = versionOf(theirs);
      void this.save(true);
    });
    const take = this.button(w.say('take_theirs'), () => {
      this.base = versionOf(theirs);
      fill(this.report);
      this.commit({ model, settings: { ...theirs.settings } }, { label: w.t('did_theirs'), redraw: true });
      this.savedDoc = this.doc;
      this.paint();
    });
    this.say(this.note('care', heading, h('p', null, w.say('conflict_forms')), h('p', null, subject.difference(this.model, model)), settings.length > 0 && h('p', null, w.say('conflict_settings', { what: settings.join(', ') })), h('div', { class: 'hv-row' }, mine, take)));
    heading.focus({ preventScroll: true });
  }

  /** The settings form's fields with their present values. */
  fields(): FieldSpec[] {
    return (this.init.fields || []).map((spec) => (spec.name in this.doc.settings ? { ...spec, value: this.doc.settings[spec.name] } : spec));
  }
}

function caretToEnd(node: HTMLElement): void {
  if (!node.isContentEditable) return;
  const selection = window.getSelection();
  if (!selection) return;
  selection.selectAllChildren(node);
  selection.collapseToEnd();
}
