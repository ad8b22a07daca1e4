/** Two ways to write the same content: forms first, the text (Markdown) second. Going from one to the other converts on the server. */
import { mount, parseInit, type Runtime } from '../../shared/boot';
import { fill, h } from '../../shared/dom';
import { toLang, words } from '../../shared/i18n';
import { post } from '../../shared/net';
import { Editor, type Preview, type StudioInit, type StudioPost } from '../editor';
import type { Finding } from '../source';
import { Desk, type Model, type Settings, type Subject } from './desk';
import { strings, type StudioWords } from './strings';
import { uploadTo } from './upload';

type Tab = 'forms' | 'text';

export class Workbench<M extends Model> {
  readonly desk: Desk<M>;
  editor: Editor | null = null;
  private readonly w: StudioWords;
  private readonly tabs: Record<Tab, HTMLButtonElement>;
  private readonly panels: Record<Tab, HTMLElement>;
  private readonly says = h('div', { role: 'status' });
  private tab: Tab = 'forms';
  private given = '';
  private busy = false;

  constructor(
    root: HTMLElement,
    private readonly init: StudioInit,
    private readonly runtime: Runtime,
    private readonly post: StudioPost,
    makeSubject: (w: StudioWords, uid: string) => Subject<M>,
    private readonly preview: Preview,
  ) {
    this.w = words(strings, toLang(init.lang));
    const { w } = this;
    root.lang = w.lang;
    const forms = h('div');
    this.desk = new Desk<M>(forms, init, runtime, post, w, makeSubject(w, 'hvw'));
    const { uid } = this.desk;
    const panel = (tab: Tab, ...children: HTMLElement[]): HTMLElement => h('div', { id: `${uid}-${tab}`, role: 'tabpanel', 'aria-labelledby': `${uid}-tab-${tab}`, hidden: tab !== this.tab }, children);
    const button = (tab: Tab): HTMLButtonElement =>
      h('button', { type: 'button', class: 'hv-tab', role: 'tab', id: `${uid}-tab-${tab}`, 'aria-controls': `${uid}-${tab}`, onclick: () => void this.go(tab) }, w.say(tab === 'forms' ? 'tab_forms' : 'tab_text'));
    this.tabs = { forms: button('forms'), text: button('text') };
    this.panels = { forms: panel('forms', forms), text: panel('text') };
    const list = h('div', { class: 'hv-tabs', role: 'tablist', 'aria-label': w.t('tabs') }, this.tabs.forms, this.tabs.text);
    list.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      event.preventDefault();
      this.tabs[document.activeElement === this.tabs.forms ? 'text' : 'forms'].focus();
    });
    fill(root, list, this.says, this.panels.forms, this.panels.text);
    this.paint();
    void this.desk.open();
  }

  private paint(): void {
    for (const tab of ['forms', 'text'] as const) {
      this.tabs[tab].setAttribute('aria-selected', String(tab === this.tab));
      this.panels[tab].hidden = tab !== this.tab;
    }
  }

  /** Shows a tab; where the content cannot be converted, says why and stays. */
  async go(tab: Tab): Promise<void> {
    if (tab === this.tab || this.busy) return;
    this.busy = true;
    fill(this.says);
    const trouble = tab === 'text' ? await this.toText() : await this.toForms();
    this.busy = false;
    if (trouble) fill(this.says, this.desk.note('care', h('p', null, trouble)));
    else {
      this.tab = tab;
      this.paint();
    }
  }

  /** A sentence where it did not work; null where it did. */
  private async toText(): Promise<Node | null> {
    const { desk, init, panels, w } = this;
    let source: string | null | undefined = init.source;
    if (desk.opened) source = await desk.source();
    if (source === undefined) return w.say('no_switch');
    if (source === null) {
      desk.due();
      return w.say('to_text_errors');
    }
    const root = h('div');
    fill(panels.text, root);
    const editor = new Editor(root, { ...init, fields: desk.opened ? desk.fields() : init.fields, source, ...(desk.opened && { version: desk.saver.base }) }, this.runtime, this.post, this.preview);
    if (desk.opened && desk.dirty) editor.touch();
    this.given = source;
    this.editor = editor;
    return null;
  }

  private async toForms(): Promise<Node | null> {
    const { desk, editor, w } = this;
    if (!editor) return null;
    const { source, settings, base, dirty } = editor.snapshot();
    let model: Model | null = desk.opened ? desk.model : null;
    let found: Settings = {};
    if (source !== this.given || !model) {
      const reply = await this.post('studio_lint', { source, model: true });
      if (reply.kind !== 'ok') return w.say('no_switch');
      const data = reply.data as { model?: Model | null; settings?: Settings; findings: Finding[] };
      if (!data.model || data.findings.some((f) => f.severity === 'error')) return w.say('to_forms_errors');
      ({ model } = data);
      found = data.settings || {};
    }
    if (!desk.opened) await desk.open();
    if (!desk.opened) return w.say('not_opened');
    desk.adopt(model || {}, { ...settings, ...found }, base, dirty);
    fill(this.panels.text);
    this.editor = null;
    return null;
  }
}

/** An entry function for a block's editor with forms and text. A plain function, because runtimes call it with `new`. */
export function workbench<M extends Model>(makeSubject: (w: StudioWords, uid: string) => Subject<M>, preview: Preview): (runtime: Runtime, element: unknown, raw: unknown) => void {
  return function (runtime, element, raw) {
    const root = mount(element, 'hv hv-studio');
    if (!root) return;
    const init = parseInit<StudioInit>(raw);
    if (!init) return fill(root, h('p', { lang: 'vi' }, strings.broken[0]));
    const ask: StudioPost = (handler, body, signal) => post(runtime.handlerUrl(element, handler), body, 30000, signal);
    ask.upload = uploadTo(runtime.handlerUrl(element, 'studio_upload'));
    new Workbench<M>(root, init, runtime, ask, makeSubject, preview);
  };
}
