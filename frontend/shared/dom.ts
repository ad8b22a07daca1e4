/** A few lines that build DOM without a framework. Text is always text; only `rich` makes markup of a string. */

export type Child = Node | string | number | null | undefined | false | Child[];
export type Attrs = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

function append(parent: Node, child: Child): void {
  if (child === null || child === undefined || child === false) return;
  if (Array.isArray(child)) child.forEach((one) => append(parent, one));
  else parent.appendChild(typeof child === 'object' ? child : document.createTextNode(String(child)));
}

/** An element. `class` and other attributes by name; functions become listeners (`onclick`); false, null and undefined are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attrs?: Attrs | null, ...children: Child[]): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const name of Object.keys(attrs || {})) {
    const value = attrs![name];
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value === true ? '' : String(value));
  }
  append(node, children);
  return node;
}

/** Empties `parent` and puts `children` in. */
export function fill(parent: Element, ...children: Child[]): void {
  parent.textContent = '';
  append(parent, children);
}

const KEEP = 'p,br,strong,em,code,a,img,ul,ol,li,blockquote,span';

/**
 * The contracts' small subset of HTML as a fragment. The server has sanitised it already; this is the second lock:
 * the string is parsed in an inert template and everything outside the subset is taken out before it meets the page.
 */
export function rich(html: string | null | undefined): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = html || '';
  const { content } = template;
  content.querySelectorAll('*').forEach((node) => {
    if (!node.matches(KEEP)) {
      // Words stay where they are words; code and drawings go.
      if (!node.matches('script,style,template,iframe,object,svg,svg *,math,math *')) while (node.firstChild) node.parentNode!.insertBefore(node.firstChild, node);
      return node.parentNode && node.parentNode.removeChild(node);
    }
    for (const { name, value } of Array.from(node.attributes)) {
      if (!/^(href|src|alt|title|lang)$/.test(name) || (/^(href|src)$/.test(name) && !/^(https?:|mailto:|tel:|[/#])/i.test(value))) node.removeAttribute(name);
    }
    if (node.matches('a')) {
      node.setAttribute('rel', 'noopener');
      node.setAttribute('target', '_blank');
    }
  });
  return content;
}

/** Moves keyboard and screen reader to `node` (a heading after a move) and brings it into view, also inside the platform's tall frame. */
export function focusOn(node: HTMLElement): void {
  if (!/^(BUTTON|A|INPUT|TEXTAREA|SELECT)$/.test(node.tagName)) node.setAttribute('tabindex', '-1');
  node.focus({ preventScroll: true });
  reveal(node, 'start');
}

/** Brings `lead` and, above it, what it leads on from into view; where both do not fit, the beginning of what is to be read. */
export function revealBoth(above: HTMLElement, lead: HTMLElement): void {
  reveal(lead);
  const { top, height } = above.getBoundingClientRect();
  if (top < 0 && above.scrollIntoView) above.scrollIntoView({ block: height < window.innerHeight ? 'nearest' : 'start' });
}

/** Scrolls only as far as is needed to see `node`. */
export function reveal(node: HTMLElement, block: 'start' | 'nearest' = 'nearest'): void {
  if (!node.scrollIntoView) return;
  const box = node.getBoundingClientRect();
  if (block === 'nearest' || box.top < 0 || box.bottom > (window.innerHeight || 0)) node.scrollIntoView({ block });
}
