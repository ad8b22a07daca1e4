/**
 * Signs in a message: words are selected in the text (or chosen one by one, without any dragging) and marked as a sign, each with what
 * it tells. What is quoted is an exact piece of the plain text, as the server looks for it.
 */
import { fill, h } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { plain, type Row } from '../../quiz/studio/model';
import { numbered, type Cue } from './model';
import { rowsField, type Spot } from './scene-fields';

const tidy = (text: string): string => text.normalize('NFC').replace(/[\s\u00a0]+/g, ' ').trim();
const LETTER = /[\p{L}\p{N}]/u;

/** Words without the marks around them, as a hand would select them. */
const bare = (words: string): string => words.replace(/^[“"'(\[]+|[,.;:!?…”"')\]]+$/g, '') || words;

/** `quote` grown to whole words in `text`; null where it does not stand there. */
export function wholeWords(text: string, quote: string): string | null {
  const words = tidy(quote);
  const all = tidy(text);
  let from = words ? all.indexOf(words) : -1;
  if (from < 0) return null;
  let to = from + words.length;
  while (from > 0 && LETTER.test(all[from]!) && LETTER.test(all[from - 1]!)) from--;
  while (to < all.length && LETTER.test(all[to - 1]!) && LETTER.test(all[to]!)) to++;
  return all.slice(from, to);
}

/** What is selected inside `area`; "" where nothing is. */
function selectedIn(area: HTMLElement): string {
  const selection = window.getSelection();
  if (!selection || !selection.rangeCount || selection.isCollapsed) return '';
  const range = selection.getRangeAt(0);
  if (!area.contains(range.startContainer) || !area.contains(range.endContainer)) return '';
  const box = document.createElement('div');
  box.appendChild(range.cloneContents());
  return plain(box.innerHTML);
}

/** Below a message's text `area`: the button that marks, the words to choose from, and the signs with what they tell. */
export function cuesField(message: Spot, area: HTMLElement): HTMLElement {
  const { desk, q } = message;
  const spot = message.at('cues');
  const says = h('p', { class: 'hv-bad', role: 'alert' });
  const chooser = h('div', { class: 'hv-words' });
  const text = (): string => plain(message.get('text'));
  // On some phones the selection is gone once the button is touched, with a keyboard once it has the focus: the last one is remembered.
  let last = '';
  const remember = (): void => void (last = selectedIn(area));
  for (const name of ['keyup', 'mouseup', 'touchend', 'blur']) area.addEventListener(name, remember);
  const follow = (): void => void (area.isConnected ? document.activeElement === area && remember() : document.removeEventListener('selectionchange', follow));
  area.addEventListener('focus', () => document.addEventListener('selectionchange', follow));

  const add = (quote: string): void => {
    const list = spot.list as Cue[];
    const found = wholeWords(text(), quote);
    if (!found) return void (says.textContent = q.t('cue_select'));
    if (list.some((cue) => cue.quote === found)) return void (says.textContent = q.t('cue_has', { quote: found }));
    const id = numbered('c', list.map((cue) => cue.id));
    last = '';
    spot.choose(list.concat({ id, quote: found, why: '' }), `${spot.where}.${id}.why`, 'did_cue');
  };

  const openWords = (): void => {
    if (chooser.firstChild) return fill(chooser);
    const words = tidy(text()).split(' ').filter((word) => word);
    let from = -1;
    let to = -1;
    const help = h('p', { class: 'hv-how', role: 'status' }, q.say(words.length ? 'words_first' : 'words_none'));
    const buttons = words.map((word, i) => h('button', { type: 'button', class: 'hv-word', 'aria-pressed': 'false', onclick: () => press(i) }, word));
    const ok = desk.button([icon(icons.eye), q.say('cue_mark')], () => add(bare(words.slice(from, to + 1).join(' '))), 'primary');
    const press = (i: number): void => {
      if (from < 0 || i < from || from !== to) from = to = i;
      else to = i;
      buttons.forEach((button, k) => button.setAttribute('aria-pressed', String(k >= from && k <= to)));
      fill(help, q.say('words_chosen', { quote: words.slice(from, to + 1).join(' ') }));
      ok.removeAttribute('aria-disabled');
    };
    ok.setAttribute('aria-disabled', 'true');
    fill(chooser, help, h('div', { class: 'hv-wordlist', role: 'group', 'aria-label': q.t('cue_words') }, buttons), h('div', { class: 'hv-row hv-row--tight' }, ok, desk.button(desk.w.say('rt_close'), () => fill(chooser), '')));
    if (buttons[0]) buttons[0].focus();
  };

  const mark = desk.button([icon(icons.eye), q.say('cue_mark')], () => add(selectedIn(area) || last), 'small', spot.where + '.mark');
  mark.addEventListener('mousedown', (event) => event.preventDefault());
  const words = desk.button(q.say('cue_words'), openWords, 'small', spot.where + '.words');
  area.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'm') {
      event.preventDefault();
      add(selectedIn(area));
    }
  });
  return h(
    'div',
    { class: 'hv-cuebox' },
    h('div', { class: 'hv-row hv-row--tight' }, mark, words),
    h('p', { class: 'hv-how' }, q.say('cue_how')),
    says,
    chooser,
    spot.list.length > 0 &&
      rowsField({
        spot, label: 'cues', name: (_row: Row, i) => q.t('cue_n', { n: i + 1 }), add: 'cue_by_hand', first: 'quote', fixed: true,
        fresh: (list) => ({ id: numbered('c', list.map((one) => String(one['id']))), quote: '', why: '' }),
        fields: (cue) => [cue.line('quote', 'cue_quote', { help: 'cue_quote_how' }), cue.line('why', 'cue_why', { help: 'cue_why_how', area: true })],
      }),
    !spot.list.length && desk.places.slot(spot.where, mark),
  );
}
