/** `SkillQuizStudio(runtime, element, init)`: the author's source editor; the preview is the question that the caret is in. */
import { fill, h, rich } from '../shared/dom';
import { toLang, words } from '../shared/i18n';
import type { Preview } from '../studio/editor';
import { studio } from '../studio/start';
import type { Item } from './model';
import { WIDGETS } from './questions';
import { TYPES } from './questions/types';
import { strings as typeStrings } from './questions/strings';
import { strings } from './strings';

/** Index of the question that line `line` of `source` belongs to; 0 before the first. */
export function itemAt(source: string, line: number): number {
  const heads = source.split('\n').slice(0, line).filter((text) => /^## /.test(text)).length;
  return Math.max(0, heads - 1);
}

const preview: Preview = (host, data, { lang, uid, line, source }) => {
  const { intro, items } = data as { intro?: string; items?: Item[] };
  const w = words(strings, toLang(lang));
  const list = items || [];
  const index = Math.min(itemAt(source, line), list.length - 1);
  const item = list[index];
  const make = item && (WIDGETS[item.type] || TYPES[item.type]);
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

(window as unknown as Record<string, unknown>)['SkillQuizStudio'] = studio(preview);
