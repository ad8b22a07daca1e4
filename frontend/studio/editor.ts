/** The source editor of both blocks: settings, text with findings, preview, saving that never loses a word. */
import type { Runtime } from '../shared/boot';
import { fill, h, reveal, type Child } from '../shared/dom';
import * as icons from '../shared/icons';
import { icon } from '../shared/icons';
import { toLang, words, type Words } from '../shared/i18n';
import type { Reply } from '../shared/net';
import { form, type FieldSpec, type Form } from './fields';
import { SourceBox, type Finding } from './source';
import { Impact, isNews, versionOf, type Stored } from './visual/impact';
import { strings } from './strings';
import type { Upload } from './visual/upload';

export interface StudioInit {
  v: number;
  lang: string;
  title: string;
  fields: FieldSpec[];
  source: string;
  digest: string;
  version?: string;
}
export type StudioWords = Words<typeof strings>;
interface LintReply {
  findings: Finding[];
  summary: string;
  preview: unknown;
}
export interface PreviewContext {
  w: StudioWords;
  lang: string;
  uid: string;
  /** The source line the caret is in, and the source. */
  line: number;
  source: string;
}
/** Draws the block's preview into `host`. */
export type Preview = (host: HTMLElement, preview: unknown, context: PreviewContext) => void;
export interface StudioPost {
  (handler: string, body: unknown, signal?: AbortSignal): Promise<Reply>;
  /** Sends a file, where the page can. */
  upload?: Upload;
}

const LINT_AFTER = 400;
let editors = 0;

export class Editor {
  private readonly w: StudioWords;
  private readonly uid = 'hvs' + ++editors;
  private readonly fields: Form;
  private readonly box: SourceBox;
  private readonly report = h('div', { class: 'hv-finds' });
  private readonly tally = h('p', { class: 'hv-tally', role: 'status' });
  private readonly pane = h('div', { class: 'hv-preview' });
  private readonly say = h('div', { role: 'status' });
  private readonly state = h('span', { class: 'hv-savestate' });
  private readonly saveButton: HTMLButtonElement;
  private readonly impact: Impact;
  private base: string;
  private dirty = false;
  private saving = false;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private abort: AbortController | null = null;
  private lintNumber = 0;
  private preview: unknown = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly init: StudioInit,
    private readonly runtime: Runtime,
    private readonly post: StudioPost,
    private readonly drawPreview: Preview,
  ) {
    const { uid } = this;
    this.w = words(strings, toLang(init.lang));
    const { w } = this;
    root.lang = w.lang;
    this.base = versionOf(init);
    this.impact = new Impact(w.lang, post);
    this.fields = form(init.fields || [], uid, () => this.changed());
    this.box = new SourceBox(init.source || '', () => {
      this.changed();
      this.lintSoon();
    });
    const { area } = this.box;
    area.id = uid + '-source';
    area.setAttribute('aria-describedby', uid + '-how');
    const follow = (): void => this.drawPane();
    area.addEventListener('keyup', follow);
    area.addEventListener('click', follow);
    this.saveButton = this.button(w.say('save'), () => void this.save(), 'primary');
    fill(
      root,
      h('details', { class: 'hv-settings', open: true }, h('summary', null, w.say('settings')), this.fields.node),
      h(
        'div',
        { class: 'hv-cols' },
        h('div', { class: 'hv-left' }, h('label', { class: 'hv-lab', for: area.id }, w.say('source')), h('p', { class: 'hv-how', id: uid + '-how' }, w.say('source_help')), this.box.node),
        h(
          'div',
          { class: 'hv-right' },
          h('section', { 'aria-label': w.t('findings') }, h('h3', null, w.say('findings')), this.tally, this.report),
          h('section', { class: 'hv-section', 'aria-label': w.t('preview') }, h('h3', null, w.say('preview')), this.pane),
        ),
      ),
      this.say,
      h('div', { class: 'hv-row hv-savebar' }, this.saveButton, this.button(w.say('cancel'), () => this.cancel()), this.state),
    );
    this.paintState();
    window.addEventListener('beforeunload', this.guard);
    void this.lint();
  }

  /** How the text stands: for the forms, which take it over. */
  snapshot(): { source: string; settings: Record<string, unknown>; base: string; dirty: boolean } {
    return { source: this.box.value, settings: this.fields.read(), base: this.base, dirty: this.dirty };
  }

  /** What it was opened with has not been saved yet. */
  touch(): void {
    this.changed();
  }

  private button(label: Child, onclick: () => void, kind = ''): HTMLButtonElement {
    return h('button', { type: 'button', class: 'hv-btn' + (kind && ' hv-btn--' + kind), onclick }, label);
  }

  private note(kind: 'good' | 'care' | '', ...children: Child[]): HTMLElement {
    return h('div', { class: 'hv-note' + (kind && ' hv-note--' + kind) }, icon(kind === 'good' ? icons.check : icons.info), h('div', null, children));
  }

  private readonly guard = (event: BeforeUnloadEvent): void => {
    // An editor that Studio has taken off the page guards nothing any more.
    if (!this.root.isConnected) window.removeEventListener('beforeunload', this.guard);
    else if (this.dirty) {
      event.preventDefault();
      event.returnValue = '';
    }
  };

  private changed(): void {
    this.dirty = true;
    this.paintState();
  }

  private paintState(): void {
    fill(this.state, this.w.say(this.saving ? 'saving' : this.dirty ? 'unsaved' : 'clean'));
    if (this.saving) this.saveButton.setAttribute('aria-disabled', 'true');
    else this.saveButton.removeAttribute('aria-disabled');
  }

  private lintSoon(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.lint(), LINT_AFTER);
  }

  /** Asks the server what is wrong. A newer question cancels an older one, whose late answer is not shown. */
  private async lint(): Promise<void> {
    const number = ++this.lintNumber;
    if (this.abort) this.abort.abort();
    this.abort = typeof AbortController === 'function' ? new AbortController() : null;
    fill(this.tally, this.w.say('checking'));
    const reply = await this.post('studio_lint', { source: this.box.value }, this.abort ? this.abort.signal : undefined);
    if (number !== this.lintNumber) return;
    if (reply.kind !== 'ok') {
      fill(this.tally, reply.kind === 'refused' && reply.message ? reply.message : this.w.say('unchecked'));
      return;
    }
    const data = reply.data as LintReply;
    this.show(data.findings || [], data.summary);
    this.preview = data.preview;
    this.drawPane();
  }

  private show(findings: Finding[], summary = ''): void {
    const { w } = this;
    const errors = findings.filter((f) => f.severity === 'error').length;
    fill(this.tally, findings.length ? w.say('count', { e: errors, w: findings.length - errors }) : w.say('none'), summary && ' ' + summary);
    const sorted = findings.slice().sort((a, b) => (a.line || 0) - (b.line || 0));
    fill(
      this.report,
      sorted.length > 0 &&
        h(
          'ul',
          { class: 'hv-items' },
          sorted.map((f) =>
            h(
              'li',
              { class: 'hv-find hv-find--' + f.severity },
              h('b', null, icon(f.severity === 'error' ? icons.info : icons.think), ' ', w.say(f.severity)),
              f.line ? this.button(w.say('line', { n: f.line }), () => this.box.goTo(f.line!), 'text') : h('code', null, f.where),
              h('span', { class: 'hv-sub' }, f.message),
            ),
          ),
        ),
    );
    this.box.mark(findings);
  }

  private drawPane(): void {
    if (!this.preview) fill(this.pane, h('p', { class: 'hv-how' }, this.w.say('preview_none')));
    else this.drawPreview(this.pane, this.preview, { w: this.w, lang: this.init.lang, uid: this.uid, line: this.box.line, source: this.box.value });
  }

  private cancel(): void {
    const { w } = this;
    const leave = (): void => {
      this.dirty = false;
      this.notify('cancel', {});
    };
    if (!this.dirty) return leave();
    const stay = this.button(w.say('stay'), () => {
      fill(this.say);
      this.box.area.focus();
    });
    fill(this.say, this.note('care', h('p', null, w.say('sure')), h('div', { class: 'hv-row' }, stay, this.button(w.say('drop'), leave))));
    reveal(this.say);
    stay.focus();
  }

  private notify(name: string, data: unknown): void {
    if (this.runtime.notify) this.runtime.notify(name, data);
  }

  /** A panel that wants a decision; the focus goes to its heading. */
  private ask(panel: HTMLElement): void {
    fill(this.say, panel);
    panel.querySelector('h3')!.focus({ preventScroll: true });
    reveal(this.say);
  }

  /** Saves, unless somebody who is in the middle makes the author think again. */
  private async save(sure = false): Promise<void> {
    if (this.saving) return;
    const { w } = this;
    fill(this.say);
    const written = (): { source: string; settings: Record<string, unknown> } => ({ source: this.box.value, settings: this.fields.read() });
    let sent = written();
    await this.impact.save({
      sure,
      message: w.t('saving'),
      busy: (is) => {
        this.saving = is;
        this.paintState();
      },
      ask: (panel) => this.ask(panel),
      back: () => {
        fill(this.say);
        this.saveButton.focus();
      },
      again: () => void this.save(true),
      send: () => {
        sent = written();
        return this.post('studio_save', { ...sent, base: this.base });
      },
      stored: (data) => {
        const { findings, ...stored } = data as Stored & { findings?: Finding[] };
        const news = isNews(stored, this.base);
        this.base = versionOf(stored);
        // What was typed while the request was under way is not saved yet.
        this.dirty = JSON.stringify(written()) !== JSON.stringify(sent);
        if (findings) this.show(findings);
        return news;
      },
      done: () => fill(this.say, this.note('good', h('p', null, w.say('saved')))),
      trouble: (reply) => (reply.kind === 'refused' && reply.status === 409 ? this.conflict() : this.trouble(reply)),
      notify: (name, data) => this.notify(name, data),
    });
  }

  /** Not saved: says why, keeps everything. */
  private trouble(reply: Reply): void {
    const { w } = this;
    const sentence = reply.kind === 'refused' ? reply.message || w.t('refused') : w.t(reply.kind === 'expired' ? 'expired' : 'failed');
    if (reply.kind === 'refused' && Array.isArray(reply.data['findings'])) this.show(reply.data['findings'] as Finding[]);
    fill(
      this.say,
      this.note('care', h('p', null, sentence), reply.kind === 'expired' && h('p', null, h('a', { class: 'hv-btn', href: '/login', target: '_blank', rel: 'noopener' }, w.say('sign_in')))),
    );
    reveal(this.say);
    this.notify('error', { title: w.t('refused'), message: sentence });
  }

  /** Somebody else saved meanwhile: both versions are shown, the author chooses. */
  private async conflict(): Promise<void> {
    const { w, box } = this;
    this.notify('error', { title: w.t('conflict'), message: w.t('conflict_how') });
    const reply = await this.post('studio_source', {});
    if (reply.kind !== 'ok') return this.trouble(reply);
    const theirs = reply.data as { source: string; settings?: Record<string, unknown> } & Stored;
    const other = (label: 'theirs' | 'mine', text: string): HTMLElement => {
      const id = this.uid + '-' + label;
      const area = h('textarea', { id, class: 'hv-other', readonly: true, rows: 10 });
      area.value = text;
      return h('div', null, h('label', { class: 'hv-lab', for: id }, w.say(label)), area);
    };
    const heading = h('h3', { tabindex: -1 }, w.say('conflict'));
    fill(
      this.say,
      this.note(
        'care',
        heading,
        h('p', null, w.say('conflict_how')),
        other('theirs', theirs.source),
        h(
          'div',
          { class: 'hv-row' },
          this.button(w.say('save_mine'), () => {
            this.base = versionOf(theirs);
            void this.save(true);
          }),
          this.button(w.say('take_theirs'), () => {
            const mine = box.value;
            box.value = theirs.source;
            if (theirs.settings) this.fields.write(theirs.settings);
            this.base = versionOf(theirs);
            this.changed();
            fill(this.say, this.note('', other('mine', mine)));
            box.area.focus();
            void this.lint();
          }),
        ),
      ),
    );
    heading.focus({ preventScroll: true });
    reveal(this.say);
  }
}
