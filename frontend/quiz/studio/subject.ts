/** The quiz on the desk: its list of questions, its views, and the server's findings in the words of its forms. */
import { h, type Child } from '../../shared/dom';
import { toLang, words, type Words } from '../../shared/i18n';
import { form } from '../../studio/fields';
import { columns } from '../../studio/visual/columns';
import type { Checked, Desk, Model, Subject } from '../../studio/visual/desk';
import { richField } from '../../studio/visual/fields';
import { filesView } from '../../studio/visual/files';
import type { Side } from '../../studio/visual/side';
import type { Finding } from '../../studio/source';
import type { Item } from '../model';
import { factsView } from './facts';
import { ItemForm } from './item';
import { append, freshId, insertItem, listOf, plain, whole, type QuizItem, type QuizModel, type Row } from './model';
import { poolsView } from './pools';
import { ItemPreview, type WidgetOf } from './preview';
import { strings } from './strings';
import { TableView } from './table';
import { newItem, TYPE_FORMS } from './types';

export type QuizDesk = Desk<QuizModel>;
export type QuizStudioWords = Words<typeof strings>;

const SECTIONS = ['intro', 'pools', 'facts', 'table', 'files'] as const;
/** Codes of findings whose sentence speaks of Markdown, and what the forms say instead. */
const SAID: Record<string, keyof typeof strings> = {
  'no-items': 'f_no_items', 'too-few-options': 'f_too_few_options', 'no-right-option': 'f_no_right_option', 'option-without-text': 'f_option_without_text', 'part-without-text': 'f_option_without_text',
  'option-without-feedback': 'f_option_without_feedback', 'item-without-text': 'f_item_without_text', 'picture-without-alt': 'f_picture_without_alt', 'empty-pool': 'f_empty_pool', 'item-never-drawn': 'f_item_never_drawn',
  'too-few-steps': 'f_too_few_steps', 'too-few-pairs': 'f_too_few_pairs', 'one-right-side': 'f_one_right_side', 'too-few-groups': 'f_too_few_groups', 'too-few-things': 'f_too_few_things',
  'unknown-gap': 'f_unknown_gap', 'gap-not-once': 'f_gap_not_once', 'several-right-options': 'f_several_right_options', 'no-right-answer': 'f_no_right_answer', 'answer-without-text': 'f_option_without_text', 'no-gap': 'f_no_gap', 'no-sign': 'f_no_sign', 'only-signs': 'f_only_signs', 'no-picture': 'f_no_picture', 'fact-without-text': 'f_fact_without_text', 'bad-number': 'f_bad_number',
};
/** Where, below its `where`, the field is that mends a finding. */
const FIELD: Record<string, string> = { 'item-without-text': 'text', 'option-without-text': 'text', 'option-without-feedback': 'feedback', 'no-right-option': 'options', 'too-few-options': 'options', 'several-right-options': 'options', 'no-right-answer': 'alternatives', 'part-without-text': 'text', 'answer-without-text': 'text', 'no-picture': 'src', 'fact-without-text': 'text' };

/** The first words of a text. */
const shortly = (text: string): string => (text.length > 60 ? text.slice(0, 60).replace(/\s+\S*$/, '') + '…' : text);

export class QuizSubject implements Subject<QuizModel> {
  private readonly q: QuizStudioWords;
  private readonly preview: ItemPreview;
  private table: TableView | null = null;
  private kind = 'single_choice';
  /** Place of the question that was shown last. */
  private shown = 0;

  constructor(lang: string, widgetOf: WidgetOf, types: unknown) {
    this.q = words(strings, toLang(lang));
    this.preview = new ItemPreview(lang, widgetOf, types);
  }

  whole(model: Model | null): QuizModel {
    return whole(model);
  }

  fix(model: QuizModel, view: string): string {
    if ((SECTIONS as readonly string[]).indexOf(view) >= 0) return view;
    const id = view.slice(5);
    // A question that went (an undo) leaves the author where it stood.
    const near = model.items[Math.min(this.shown, model.items.length - 1)];
    return model.items.some((item) => item.id === id) ? view : near ? 'item:' + near.id : 'intro';
  }

  viewOf(model: QuizModel, where: string): string {
    const [part, id] = where.split('.');
    if (part === 'items' && id) {
      const numbered = model.items.some((item) => item.id === id) ? id : (model.items[Number(id) - 1] || { id: '' }).id;
      return this.fix(model, 'item:' + numbered);
    }
    if (part === 'pools' || part === 'facts') return part;
    return part === 'intro' ? 'intro' : this.fix(model, '');
  }

  nameOf(model: QuizModel, where: string): string {
    const [part, id] = where.split('.');
    const index = model.items.findIndex((item) => item.id === id);
    if (part === 'items' && index >= 0) return [this.q.t('question_n', { n: index + 1 }), this.rowName(model.items[index]!, where.split('.').slice(2))].filter((name) => name).join(', ');
    if (part === 'facts') {
      const at = ((model['facts'] as Row[]) || []).findIndex((fact) => fact['id'] === id);
      return at < 0 ? this.q.t('facts') : this.q.t('fact_n', { n: at + 1 });
    }
    return part === 'pools' ? this.q.t('pools_view') : '';
  }

  /** What a row of a question is called ("Option 2"); "" for the question itself. */
  private rowName(item: QuizItem, [list, id]: string[]): string {
    const def = TYPE_FORMS[item.type];
    const field = def && def.fields.filter((one) => one.name === list)[0];
    if (!field || field.kind !== 'rows' || !id) return '';
    const rows = (item[field.name] as Row[]) || [];
    const at = rows.findIndex((row) => row['id'] === id);
    return this.q.t(field.row, { n: at < 0 ? id : at + 1, id });
  }

  place({ code, where }: Finding): string {
    if (code === 'picture-without-alt' && /\.picture$/.test(where)) return where + '.alt';
    const more = FIELD[code];
    if (!more || where.slice(-more.length - 1) === '.' + more || /\.feedback_\w+$/.test(where)) return where;
    return /\.parts\./.test(where) && code === 'option-without-feedback' ? where + '.why' : where + '.' + more;
  }

  message({ code, message }: Finding): string {
    const key = SAID[code];
    return key ? this.q.t(key) : message;
  }

  count(model: QuizModel, present: QuizModel): string {
    return this.q.t('import_count', { n: model.items.length, m: present.items.length });
  }

  append(model: QuizModel, other: QuizModel): QuizModel {
    return append(model, other);
  }

  difference(mine: QuizModel, theirs: QuizModel): string {
    const text = (model: QuizModel, id: string): string => JSON.stringify(model.items.filter((item) => item.id === id)[0]);
    const ids = Array.from(new Set(mine.items.concat(theirs.items).map((item) => item.id))).filter((id) => text(mine, id) !== text(theirs, id));
    // Called by its place and words as its author knows it; what only they have, by theirs.
    const names = ids.map((id) => {
      const { items } = mine.items.some((item) => item.id === id) ? mine : theirs;
      const at = items.findIndex((item) => item.id === id);
      return this.q.t('differs_one', { n: at + 1, text: shortly(plain(items[at]!['text'])) || this.q.t('no_words') });
    });
    return this.q.t('differs', { n: theirs.items.length, what: names.slice(0, 8).join('; ') + (names.length > 8 ? '; …' : '') || this.q.t('differs_other') });
  }

  checked(desk: QuizDesk, model: QuizModel, { preview }: Checked): void {
    const forms = preview ? (preview as { items?: Item[] }).items : null;
    this.preview.learn(model.items, forms || []);
    this.showPreview(desk);
  }

  private showPreview(desk: QuizDesk): void {
    const item = desk.model.items.filter((one) => 'item:' + one.id === desk.view)[0];
    if (item) this.preview.show(item, this.q.t('preview_wait'), desk.places.pictures);
  }

  /** Alt with an arrow moves the question that is shown. */
  onkey(desk: QuizDesk, event: KeyboardEvent): boolean {
    const by = event.altKey && !event.ctrlKey && !event.metaKey ? (event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0) : 0;
    if (!by || desk.view.slice(0, 5) !== 'item:' || (event.target as HTMLElement).tagName === 'SELECT') return false;
    new ItemForm(desk, this.q, desk.view.slice(5)).move(by);
    return true;
  }

  // --- the list -----------------------------------------------------------------------------------------------------

  nav(desk: QuizDesk): Side {
    const { q } = this;
    const kinds = h('select', { id: desk.uid + '-kind', 'data-path': 'nav.kind', onchange: () => (this.kind = kinds.value) }, Object.keys(TYPE_FORMS).map((type) => h('option', { value: type }, q.t(TYPE_FORMS[type]!.label))));
    kinds.value = this.kind;
    return {
      label: q.t('questions'), heading: q.say('questions'), empty: q.say('empty'),
      rows: desk.model.items.map((item) => {
        const def = TYPE_FORMS[item.type];
        return {
          view: 'item:' + item.id, path: 'nav.' + item.id, name: plain(item['text']) || q.say('no_words'),
          meta: [h('span', null, def ? q.say(def.label) : item.type), listOf(item['competencies']).map((id) => h('span', { class: 'hv-chip hv-chip--flat' }, id.split(':').pop()))],
        };
      }),
      add: [h('label', { class: 'hv-lab', for: kinds.id }, q.say('add_question')), kinds, desk.button(q.say('add'), () => this.add(desk), 'small', 'nav.add')],
      sections: SECTIONS.map((view) => ({ view, name: view === 'files' ? desk.w.say('files_view') : view === 'facts' ? q.say('facts') : q.say((view + '_view') as 'intro_view') })),
    };
  }

  private add(desk: QuizDesk): void {
    const { q } = this;
    const at = desk.model.items.findIndex((item) => 'item:' + item.id === desk.view);
    const id = freshId('cau', desk.model.items.map((item) => item.id));
    desk.change(insertItem(desk.model, newItem(this.kind, id), at < 0 ? desk.model.items.length : at + 1), { label: q.t('did_add'), fresh: 'items.' + id });
    desk.go('item:' + id, `items.${id}.text`);
  }

  // --- the views ----------------------------------------------------------------------------------------------------

  form(desk: QuizDesk, view: string): Child {
    const { q } = this;
    if (view === 'pools') return poolsView(desk, q);
    if (view === 'facts') return factsView(desk, q);
    if (view === 'files') return filesView(desk);
    if (view === 'table') return (this.table = this.table || new TableView(desk, q)).draw();
    if (view === 'intro') return this.intro(desk);
    this.shown = Math.max(0, desk.model.items.findIndex((item) => 'item:' + item.id === view));
    this.showPreview(desk);
    const id = view.slice(5);
    const steps = (['begin_1', 'begin_2', 'begin_3'] as const).map((one) => q.say(one));
    return columns(desk, { path: 'items.' + id, form: new ItemForm(desk, q, id).draw(), steps, heading: q.say('preview'), label: q.t('preview'), preview: this.preview.node });
  }

  private intro(desk: QuizDesk): Child {
    const { q } = this;
    const fields = form(desk.fields(), desk.uid + '-set', () => desk.set({ ...desk.doc.settings, ...fields.read() }));
    fields.node.querySelectorAll('input,select').forEach((control) => control.setAttribute('data-path', control.id));
    return [
      h('h3', null, q.say('intro_view')),
      richField(desk.places, {
        path: 'intro', label: q.say('intro'), help: q.say('intro_how'), html: String(desk.model['intro'] || ''),
        oninput: (html) => desk.change({ ...desk.model, intro: html }, { label: desk.w.t('did_type'), key: 'intro' }),
      }),
      h('h4', { class: 'hv-section' }, desk.w.say('settings_view')),
      fields.node,
    ];
  }
}
