/**
 * Pictures that can be seen larger where they stand: twice as wide within a box that scrolls both ways (finger, wheel, arrow keys). No
 * window opens over the page, which a frame as tall as its content could not bear. A picture in a label, a legend or a button keeps
 * what pressing it does; the button for its size stands behind it.
 */
import { fill, h } from '../../shared/dom';
import type { Frame } from '../../shared/frame';
import { eye, icon } from '../../shared/icons';
import type { ExtraWords } from './base';

/** A button behind `image` that shows it larger where it stands. */
export function dress(image: HTMLImageElement, w: ExtraWords): void {
  const thing = image.closest<HTMLElement>('.hv-pic') || image;
  const taken = thing.closest<HTMLElement>('label,legend,button');
  const alt = image.alt ? ': ' + image.alt : '';
  const box = h('span', { class: 'hv-zoom', 'data-zoom': '' });
  thing.parentNode!.insertBefore(box, thing);
  box.appendChild(thing);
  const button = h('button', { type: 'button', class: 'hv-btn hv-btn--text hv-zoomer', 'aria-expanded': 'false' });
  const how = h('span', { class: 'hv-how', hidden: true }, w.say('larger_how'));
  const set = (large: boolean): void => {
    box.classList.toggle('hv-zoom--on', large);
    button.setAttribute('aria-expanded', String(large));
    button.setAttribute('aria-label', w.t(large ? 'smaller' : 'larger') + alt);
    fill(button, icon(eye), h('span', null, w.say(large ? 'smaller' : 'larger')));
    how.hidden = !large;
    if (large) {
      box.setAttribute('tabindex', '0');
      box.setAttribute('role', 'group');
      box.setAttribute('aria-label', image.alt || w.t('larger'));
    } else ['tabindex', 'role', 'aria-label'].forEach((name) => box.removeAttribute(name));
  };
  const isLarge = (): boolean => box.classList.contains('hv-zoom--on');
  const toggle = (): void => set(!isLarge());
  const close = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isLarge()) return;
    set(false);
    button.focus();
  };
  button.addEventListener('click', toggle);
  button.addEventListener('keydown', close);
  box.addEventListener('keydown', close);
  if (!taken && thing === image) image.addEventListener('click', toggle);
  set(false);
  const after = taken || box;
  after.parentNode!.insertBefore(how, after.nextSibling);
  after.parentNode!.insertBefore(button, after.nextSibling);
}

/** Looks after every picture that comes to stand in the frame. One in a link leads where the link leads; in a list of questions it is a reminder. */
export function zoom({ stage, status }: Frame, w: ExtraWords): void {
  const look = (): void => [stage, status].forEach((part) => part.querySelectorAll('img').forEach((image) => !image.closest('[data-zoom],a,.hv-items') && dress(image, w)));
  if (typeof MutationObserver !== 'function') return;
  const observer = new MutationObserver(look);
  [stage, status].forEach((part) => observer.observe(part, { childList: true, subtree: true }));
}
