/**
 * Small conveniences of the classroom's pages; every page works without them.
 * - A frame marked `data-hv-autosize` is as tall as what it shows (the frame mode of unit pages and the editor frame).
 * - A page inside such a frame tells its height, also when it is of another origin's frame.
 * - A form marked `data-hv-once` is sent once, also on a double tap.
 * - A box marked `data-hv-show` shows the passwords of its form while they are typed.
 * - A button marked `data-hv-print` prints the page.
 * - A unit whose blocks are finished (`hv-completed`, also in its frame) leads on by a button at once, and says so.
 * - A menu marked `data-hv-menu` closes on Escape, and when one goes on past it.
 */
const MESSAGE = 'hv-height';
const DONE = 'hv-completed';

/** A block of this unit is finished. When it was the last, the way on becomes the button that it is after a reload; the focus stays. */
function finished(block: unknown): void {
  const told = document.querySelector<HTMLElement>('[data-hv-left]');
  const next = document.querySelector<HTMLElement>('[data-hv-next]');
  if (!told || !next) return;
  const left = told.dataset['hvLeft']!.split(' ').filter((one) => one && one !== block);
  told.dataset['hvLeft'] = left.join(' ');
  if (left.length || told.textContent) return;
  told.textContent = told.dataset['hvWords']!;
  next.className = 'hv-btn hv-btn--primary';
}

function autosize(frame: HTMLIFrameElement): void {
  const fit = (): void => {
    try {
      const page = frame.contentDocument;
      if (page && page.body) frame.style.height = Math.max(page.body.scrollHeight, page.documentElement.offsetHeight) + 'px';
    } catch (_e) {
      // Another origin: its own message tells the height.
    }
  };
  frame.setAttribute('scrolling', 'no');
  const watch = (): void => {
    fit();
    const page = frame.contentDocument;
    if (page && page.body && 'ResizeObserver' in window) new ResizeObserver(fit).observe(page.body);
  };
  frame.addEventListener('load', watch);
  watch();
}

function offerToShow(box: HTMLElement): void {
  const form = box.closest('form');
  const tick = box.querySelector<HTMLInputElement>('input');
  if (!form || !tick) return;
  const fields = Array.from(form.querySelectorAll<HTMLInputElement>('input[type=password]'));
  const show = (shown: boolean): void => fields.forEach((field) => (field.type = shown ? 'text' : 'password'));
  tick.checked = false;
  tick.addEventListener('change', () => show(tick.checked));
  form.addEventListener('submit', () => show(false)); // browsers keep passwords from password fields only
  box.hidden = false;
}

function closes(menu: HTMLDetailsElement): void {
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
  const outside = (event: Event): void => {
    if (menu.open && !menu.contains(event.target as Node)) menu.open = false;
  };
  document.addEventListener('focusin', outside);
  document.addEventListener('click', outside);
}

function start(): void {
  document.querySelectorAll<HTMLDetailsElement>('details[data-hv-menu]').forEach(closes);
  document.querySelectorAll<HTMLElement>('[data-hv-show]').forEach(offerToShow);
  document.querySelectorAll<HTMLElement>('[data-hv-print]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  });
  document.querySelectorAll<HTMLIFrameElement>('iframe[data-hv-autosize]').forEach(autosize);
  window.addEventListener('message', (event) => {
    const data = event.data as { type?: unknown; height?: unknown; block?: unknown } | null;
    const frames = Array.from(document.querySelectorAll<HTMLIFrameElement>('iframe[data-hv-autosize]')).filter((frame) => frame.contentWindow === event.source);
    if (!data || !frames.length) return;
    if (data.type === DONE) finished(data.block);
    if (data.type === MESSAGE && typeof data.height === 'number') frames[0]!.style.height = Math.min(20000, Math.ceil(data.height)) + 'px';
  });
  if (window.parent !== window && 'ResizeObserver' in window) {
    new ResizeObserver(() => window.parent.postMessage({ type: MESSAGE, height: document.documentElement.offsetHeight }, '*')).observe(document.body);
  }
  document.addEventListener(DONE, (event) => {
    const { block } = (event as CustomEvent<{ block: unknown }>).detail;
    finished(block);
    if (window.parent !== window) window.parent.postMessage({ type: DONE, block }, '*');
  });
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.hasAttribute('data-hv-once')) return;
    if (form.dataset['sent']) event.preventDefault();
    form.dataset['sent'] = '1';
  });
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
else start();
// A page that comes back from the browser's back button may be sent again.
window.addEventListener('pageshow', () => document.querySelectorAll<HTMLElement>('form[data-sent]').forEach((form) => delete form.dataset['sent']));

export {};
