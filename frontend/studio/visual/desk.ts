/**
 * The desk on which content is written in forms: holds the content and its history, asks the server what is wrong, saves without
 * losing a word. What the forms look like is the business of a `Subject` (the quiz, the simulation).
 */
import type { Runtime } from '../../shared/boot';
import { fill, focusOn, h, reveal, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import type { FieldSpec } from '../fields';
import type { StudioInit, StudioPost } from '../editor';
import type { Finding } from '../source';
import { Titles, type Competency } from './competencies';
import { Places, unfold } from './fields';
import { Findings, type Found } from './findings';
import { History } from './history';
import { versionOf } from './impact';
import { Saver } from './saver';
import { off, side } from './side';
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
  private readonly report = h('div', { role: 'status' });
  private readonly whisper = h('p', { class: 'hv-sr', role: 'status' });
  private readonly undoButton: HTMLButtonElement;
  private readonly redoButton: HTMLButtonElement;
  private history!: History<Doc<M>>;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private sideTimer: ReturnType<typeof setTimeout> | null = null;
  private abort: AbortController | null = null;
  private number = 0;
  /** A way back is offered; the next step takes the offer away. */
  private offered = false;
  readonly saver: Saver<M>;
  private lastChecked: { doc: Doc<M>; result: Checked } | null = null;
  formats: FormatInfo[] = [];
  view = '';
  /** Whether the list beside the forms is unfolded on a phone. */
  sideOpen = false;
  private readonly found: Findings;

  constructor(
    readonly root: HTMLElement,
    readonly init: StudioInit,
    runtime: Runtime,
    readonly post: StudioPost,
    readonly w: StudioWords,
    readonly subject: Subject<M>,
  ) {
    this.places = new Places(this.uid, w);
    this.found = new Findings(w, this.places, {
      fresh: () => this.doc.fresh || [],
      nameOf: (where) => subject.nameOf(this.model, where),
      go: (where) => this.go(subject.viewOf(this.model, where), where),
    });
    this.titles = new Titles(async (query) => {
      const reply = await post('studio_competencies', { query });
      return reply.kind === 'ok' ? (reply.data as { competencies: Competency[] }).competencies || [] : null;
    });
    this.undoButton = this.button(w.say('undo'), () => this.step('undo'), 'small');
    this.redoButton = this.button(w.say('redo'), () => this.step('redo'), 'small');
    this.undoButton.setAttribute('aria-keyshortcuts', 'Control+Z');
    this.redoButton.setAttribute('aria-keyshortcuts', 'Control+Y');
    this.saver = new Saver<M>(this, runtime);
  }

  get doc(): Doc<M> {
    return this.history.state;
  }

  get model(): M {
    return this.history.state.model;
  }

  get findings(): Found[] {
    return this.found.all;
  }

  /** Whether the part at `path` was made just now and is not begun. */
  untouched(path: string): boolean {
    return this.found.untouched(path);
  }

  get dirty(): boolean {
    return !!this.saver.savedDoc && this.doc !== this.saver.savedDoc;
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
    this.saver.base = versionOf(data);
    this.formats = data.formats || [];
    const { upload } = this.post;
    if (upload && data.uploads) this.places.files = new CourseFiles(upload, this.post, this.places.pictures, root, w.lang, (sentence) => this.say(this.note('good', h('p', null, sentence))));
    this.start({ model: this.subject.whole(model), settings: data.settings || {}, ...(!model && { fresh: [this.found.made('')] }) });
  }

  private start(doc: Doc<M>): void {
    const { w } = this;
    this.history = new History<Doc<M>>(doc);
    this.saver.savedDoc = doc;
    this.view = this.subject.fix(doc.model, '');
    fill(
      this.root,
      h('div', { class: 'hv-desk-bar' }, this.button(w.say('save'), () => void this.save(), 'small'), this.undoButton, this.redoButton, this.found.tally),
      h('div', { class: 'hv-desk' }, this.side, this.main),
      this.found.box,
      this.report,
      this.whisper,
      this.saver.bar,
    );
    this.root.onkeydown = (event) => this.key(event);
    this.main.oninput = this.main.onchange = (event) => this.found.touch(event.target as Element);
    this.draw();
    void this.check();
  }

  /** The text editor's content becomes one step that can be undone; `base` and `dirty` are how it stands with the server. */
  adopt(model: Model, settings: Settings, base: string, dirty: boolean): void {
    this.saver.base = base;
    const whole = model === this.model ? this.model : this.subject.whole(model);
    const same = Object.keys(settings).every((name) => JSON.stringify(settings[name]) === JSON.stringify(this.doc.settings[name]));
    if (whole !== this.model || !same) this.commit({ model: whole, settings: { ...this.doc.settings, ...settings } }, { label: this.w.t('from_text'), redraw: true, fresh: null });
    if (!dirty) this.saver.savedDoc = this.doc;
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

  private commit(next: Doc<M>, { label, key, redraw, focus, view, say, fresh }: Change): void {
    const made = this.doc.fresh || [];
    this.history.set({ ...next, fresh: fresh === undefined ? made : fresh === null ? [] : (fresh ? made : []).concat(this.found.made(fresh)) }, label, key);
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
  ask(panel: HTMLElement): void {
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
    this.sideOpen = false;
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
    this.found.show();
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
    fill(this.side, side(this, this.subject.nav(this)));
    const next = this.side.querySelector('.hv-qlist');
    if (next) next.scrollTop = top;
    if (path) Array.from(this.side.querySelectorAll<HTMLElement>('[data-path]')).filter((node) => node.getAttribute('data-path') === path)[0]?.focus({ preventScroll: true });
  }

  private paint(): void {
    this.saver.paint();
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
    fill(this.found.tally, w.say('checking'));
    const reply = await this.post('studio_check', { model: doc.model, ...(this.subject.asks ? this.subject.asks(this) : {}) }, this.abort ? this.abort.signal : undefined);
    if (number !== this.number) return null;
    if (reply.kind !== 'ok') {
      fill(this.found.tally, (reply.kind === 'refused' && reply.message) || w.say('unchecked'));
      return null;
    }
    const result = reply.data as unknown as Checked;
    this.lastChecked = { doc, result };
    this.places.pictures.learn(result.urls, this.root);
    this.adoptFindings(result.findings || [], result.summary);
    this.subject.checked(this, doc.model, result);
    return result;
  }

  private adoptFindings(findings: Finding[], summary = ''): void {
    const { subject } = this;
    this.found.adopt(findings.map((f) => ({ ...f, where: subject.place(f), message: subject.message(f) })), summary);
    this.drawSide();
    this.found.show();
  }

  /** What its author has not begun yet counts as missing from now on: they want to save, or to go on without the forms. */
  due(): void {
    this.found.due();
    this.main.querySelectorAll('.hv-begin').forEach((note) => note.remove());
    this.drawSide();
    this.found.show();
  }

  /** The content as Markdown; null while it has errors or cannot be asked for. */
  async source(): Promise<string | null | undefined> {
    const known = this.lastChecked && this.lastChecked.doc.model === this.model ? this.lastChecked.result : await this.check();
    return known ? known.source : undefined;
  }

  // --- leaving and saving: what `Saver` needs ---------------------------------------------------------------------------

  async save(): Promise<void> {
    return this.saver.save();
  }

  /** What is typed next is a step of its own. */
  seal(): void {
    this.history.seal();
  }

  /** The server would not keep the content because of `findings`: all of them are shown. Gives the number of errors. */
  refused(findings: Finding[]): number {
    this.adoptFindings(findings);
    this.found.box.open = true;
    return this.found.errors;
  }

  /** Takes another version over, as one step. */
  take(doc: Doc<M>, label: string): void {
    this.commit(doc, { label, redraw: true, fresh: null });
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
