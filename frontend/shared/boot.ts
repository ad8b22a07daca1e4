/** What every entry function does before its own work. */
import { fill, h } from './dom';
import { speak, type Catalogue, type Table, type Words } from './i18n';

export interface Runtime {
  handlerUrl(element: unknown, name: string, suffix?: string, query?: string): string;
  notify?(name: string, data?: unknown): void;
}

/** The DOM element of what a runtime hands over: an element, or one wrapped by jQuery. */
export function bare(element: unknown): HTMLElement {
  const wrapped = element as { nodeType?: number; 0?: unknown };
  return (wrapped && wrapped.nodeType ? wrapped : wrapped && wrapped[0]) as HTMLElement;
}

/** Init data as an object: the string is parsed until it is one (the LMS delivers a string within JSON). Null when it is not JSON. */
export function parseInit<T>(raw: unknown): T | null {
  let value = raw;
  try {
    for (let i = 0; typeof value === 'string' && i < 3; i++) value = JSON.parse(value);
  } catch (_e) {
    return null;
  }
  return value && typeof value === 'object' ? (value as T) : null;
}

const MARK = 'hvReady';

/** The block's own box inside `element`, once: null when it has been set up before (the platform may call an entry function twice). */
export function mount(element: unknown, className: string): HTMLElement | null {
  const outer = bare(element);
  if (!outer) return null;
  const host = (outer.classList.contains('hv-block') ? outer : outer.querySelector<HTMLElement>('.hv-block')) || outer;
  if (host.dataset[MARK]) return null;
  host.dataset[MARK] = '1';
  host.textContent = '';
  const root = document.createElement('div');
  root.className = className;
  host.appendChild(root);
  return root;
}

/**
 * What a learner's view needs: its root, its init data, and the strings that `public/strings.<lang>.js` has left under `kind`.
 * Null when the element has been set up before. Where data or strings did not arrive, a sentence says so, and null.
 */
export function ready<I, C extends Catalogue>(element: unknown, className: string, raw: unknown, kind: string): { root: HTMLElement; init: I; w: Words<C> } | null {
  const root = mount(element, className);
  if (!root) return null;
  const init = parseInit<I>(raw);
  const table = ((window as unknown as { hvStrings?: Record<string, Table> }).hvStrings || {})[kind];
  if (init && table) return { root, init, w: speak<C>(table) };
  fill(root, h('p', { lang: 'vi' }, 'Chưa mở được phần này. Bạn tải lại trang giúp nhé.'), h('p', { lang: 'en' }, 'This part could not be opened. Please reload the page.'));
  return null;
}
