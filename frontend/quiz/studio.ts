/** `SkillQuizStudio(runtime, element, init)`: the author's forms, and the source editor, whose preview is the question that the caret is in. */
import { fill, h, rich } from '../shared/dom';
import { toLang, words } from '../shared/i18n';
import type { Preview } from '../studio/editor';
import { workbench } from '../studio/visual/workbench';
import type { Item } from './model';
import { WIDGETS } from './questions';
import type { WidgetFactory } from './questions/base';
import { TYPES } from './questions/types';
import { strings as typeStrings } from './questions/strings';
import { strings } from './strings';
import { QuizSubject } from './studio/subject';

/** Index of the question that line `line` of `source` belongs to; 0 before the first. */
export function itemAt(source: string, line: number): number {
  const heads = source.split('\n').slice(0, line).filter((text) => /^## /.test(text)).length;
  return Math.max(0, heads - 1);
}

const widgetOf = (type: string): WidgetFactory | undefined => WIDGETS[type] || TYPES[type];

const preview: Preview = (host, data, { lang, uid, line, source }) => {
  const { intro, items } = data as { intro?: string; items?: Item[] };
  const w = words(strings, toLang(lang));
  const list = items || [];
  const index = Math.min(itemAt(source, line), list.length - 1);
  const item = list[index];
  const make = item && widgetOf(item.type);
  const same = JSON.stringify([intro, item, index, list.length]);
  if (host.dataset['shown'] === same) return;
  host.dataset['shown'] = same;
  fill(
    host,
    intro && h('div', { class: 'hv-rich' }, rich(intro)),
    item && [
      h('p', { class: 'hv-kicker' }, w.say('progress', { i: index + 1, n: list.length })),
      make ? make(item, { name: uid + '-preview', words: w, types: words(typeStrings, toLang(lang)), authored: (node) => node, onchange: () => undefined }).node : h('p', null, w.say('unknown')),
    ],
  );
};

(window as unknown as Record<string, unknown>)['SkillQuizStudio'] = workbench((w) => new QuizSubject(w.lang, widgetOf, words(typeStrings, w.lang)), preview);
