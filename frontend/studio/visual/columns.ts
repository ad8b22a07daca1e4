/** A form with its preview: side by side, or on a phone one below the other with a way there and back. */
import { focusOn, h, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { unfold } from './fields';
import type { Desk } from './desk';
import type { Model } from './subject';

const GAP = 12;

/** What `node` scrolls in; null in a frame as tall as its content, where nothing can stay in view by itself. */
export function scroller(node: Element): Element | null {
  for (let at = node.parentElement; at; at = at.parentElement) {
    if (at.scrollHeight <= at.clientHeight + 1) continue;
    if (at === document.scrollingElement || /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return null;
}

/** The focus goes to `node`, which a person asked to see: in a tall frame the page around it scrolls too. */
function bring(node: HTMLElement, block: 'start' | 'center'): void {
  focusOn(node);
  if (node.scrollIntoView) node.scrollIntoView({ block });
}

/** Stays in view while the form is scrolled; what is taller than the view stays with its end. */
function stick(node: HTMLElement): void {
  if (typeof ResizeObserver !== 'function') return;
  const place = (): void => {
    const around = scroller(node);
    const room = around ? (around === document.scrollingElement ? window.innerHeight : around.clientHeight) : 0;
    node.style.top = Math.min(GAP, around ? room - node.offsetHeight - GAP : GAP) + 'px';
  };
  new ResizeObserver(place).observe(node);
}

/** In a frame as tall as its content it cannot stick: it goes level with what is being written. */
function follow(pane: HTMLElement, target: HTMLElement, form: HTMLElement): void {
  const around = pane.parentElement;
  const part = (target.closest('.hv-rowbox,.hv-part,.hv-fieldbox') || target).getBoundingClientRect();
  const { top, bottom, right } = form.getBoundingClientRect();
  // Below the form, as on a phone, it stays where it is.
  const beside = around && !scroller(pane) && around.getBoundingClientRect().left >= right - 1;
  pane.style.marginTop = beside ? Math.max(0, Math.min(part.top - top - GAP, bottom - top - pane.offsetHeight)) + 'px' : '';
}

export interface Columns {
  /** The part that the form is of. */
  path: string;
  form: Child;
  /** What to do first in a part that is not begun. */
  steps: Child[];
  heading: Child;
  label: string;
  preview: HTMLElement;
}

export function columns<M extends Model>(desk: Desk<M>, { path, form, steps, heading, label, preview }: Columns): HTMLElement {
  const { w } = desk;
  let last: HTMLElement | null = null;
  const title = h('h4', null, heading);
  const box = h('div', { class: 'hv-itemform' }, h('p', { class: 'hv-tolook' }, desk.button([icon(icons.eye), w.say('to_look')], () => bring(title, 'start'), 'small', 'act.look')), form);
  box.addEventListener('focusin', (event) => {
    if (!(event.target as HTMLElement).closest('.hv-tolook')) last = event.target as HTMLElement;
  });
  const head = box.querySelector('.hv-itemhead');
  if (head && desk.untouched(path)) {
    const note = desk.note('', h('p', null, h('b', null, w.say('begin'))), h('ol', { class: 'hv-steplist' }, steps.map((one) => h('li', null, one))), h('p', null, w.say('begin_how')));
    note.classList.add('hv-begin');
    head.insertBefore(note, head.querySelector('.hv-slot'));
  }
  const back = desk.button([icon(icons.up), w.say('to_form')], () => {
    const to = last && last.isConnected ? last : box.querySelector<HTMLElement>('h3')!;
    unfold(to);
    bring(to, 'center');
  }, 'small');
  const pane = h('div', { class: 'hv-stick' }, title, preview, h('p', { class: 'hv-tolook' }, back));
  stick(pane);
  box.addEventListener('focusin', (event) => follow(pane, event.target as HTMLElement, box));
  return h('div', { class: 'hv-itemcols' }, box, h('section', { class: 'hv-itempreview', 'aria-label': label }, pane));
}
