/** The question as learners get it: the server's public form where it is at hand, else the same made here, in authored order. */
import { fill, h, rich } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { toLang, words } from '../../shared/i18n';
import type { Item } from '../model';
import type { WidgetFactory } from '../questions/base';
import { audio } from '../extras/audio';
import { strings as extraStrings } from '../extras/strings';
import { dress } from '../extras/zoom';
import { strings as quizStrings } from '../strings';
import type { Pictures } from '../../studio/visual/pictures';
import type { QuizItem, Row } from './model';

const rows = (item: QuizItem, name: string): Row[] => (Array.isArray(item[name]) ? (item[name] as Row[]) : []);
const shown = (list: Row[], ...names: string[]): Row[] => list.map((row, i) => names.reduce<Row>((out, name) => ({ ...out, [name === 'left' || name === 'right' ? 'text' : name]: row[name] === '' ? '…' : row[name] }), { id: String(i + 1) }));

/** What a browser may see of an item. Never sent anywhere; the author sees the right answers anyway. */
export function publicForm(item: QuizItem): Item {
  const own: Record<string, () => Row> = {
    single_choice: () => ({ options: shown(rows(item, 'options'), 'text') }),
    multiple_choice: () => ({ options: shown(rows(item, 'options'), 'text') }),
    true_false: () => ({ options: [] }),
    short_text: () => ({ max_length: 200 }),
    number: () => ({ unit: item['unit'] || '' }),
    ordering: () => ({ options: shown(rows(item, 'steps'), 'text') }),
    matching: () => ({ left: shown(rows(item, 'pairs'), 'left'), right: shown(rows(item, 'pairs'), 'right') }),
    grouping: () => ({ groups: shown(rows(item, 'groups'), 'title'), things: shown(rows(item, 'things'), 'text') }),
    spot_signs: () => ({ skin: item['skin'], skin_info: item['skin_info'] || {}, picture: item['picture'], parts: shown(rows(item, 'parts'), ...(item['skin'] === 'picture' ? ['label', 'x', 'y', 'w', 'h'] : ['text'])) }),
  };
  const make = own[item.type];
  return { id: item.id, type: item.type, text: String(item['text'] || ''), points: Number(item['points'] || 1), hint: String(item['hint'] || ''), ...(item['audio'] ? { audio: String(item['audio']) } : {}), answer: null, result: null, ...(make ? make() : {}) } as unknown as Item;
}

export type WidgetOf = (type: string) => WidgetFactory | undefined;

export class ItemPreview {
  readonly node = h('div', { class: 'hv-preview' });
  private readonly known = new Map<string, { item: QuizItem; form: Item }>();
  private last = '';

  constructor(
    private readonly lang: string,
    private readonly widgetOf: WidgetOf,
    private readonly types: unknown,
  ) {}

  /** The server's public forms of the items of a model that it could read. */
  learn(items: QuizItem[], forms: Item[]): void {
    this.known.clear();
    items.forEach((item) => {
      const form = forms.filter((one) => one.id === item.id)[0];
      if (form) this.known.set(item.id, { item, form });
    });
  }

  /** Shows `item`; nothing is drawn twice. */
  show(item: QuizItem, wait: string, pictures?: Pictures): void {
    const kept = this.known.get(item.id);
    let form = kept && kept.item === item ? kept.form : publicForm(item);
    if (pictures) form = JSON.parse(pictures.resolve(JSON.stringify(form))) as Item;
    const key = JSON.stringify(form);
    if (key === this.last) return;
    this.last = key;
    const w = words(quizStrings, toLang(this.lang));
    const make = this.widgetOf(item.type);
    try {
      if (!make) throw new Error(item.type);
      const node = make(form, { name: 'hv-preview', words: w, types: this.types, authored: (one) => one, onchange: () => undefined } as Parameters<WidgetFactory>[1]).node;
      const extra = words(extraStrings, toLang(this.lang));
      fill(this.node, audio({ uid: 'hv-preview' }, extra, form), node, form.hint && h('details', { class: 'hv-hint' }, h('summary', null, icon(icons.think), w.say('hint')), h('div', { class: 'hv-rich' }, rich(form.hint))));
      this.node.querySelectorAll('img').forEach((image) => !image.closest('a') && dress(image, extra));
    } catch (_e) {
      // A question that is not whole yet may not be drawable.
      fill(this.node, h('p', { class: 'hv-how' }, wait));
    }
  }
}
