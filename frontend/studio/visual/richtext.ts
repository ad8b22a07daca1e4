/**
 * A box for the contracts' small subset of HTML. What an author has not touched keeps its very bytes: the text is read from the page
 * only after something was typed. The server cleans once more.
 */
import { fill, h, rich } from '../../shared/dom';
import { pick } from './pick';
import type { Pictures } from './pictures';
import type { StudioWords } from './strings';
import type { CourseFiles } from './upload';

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const attr = (text: string): string => escape(text).replace(/"/g, '&quot;').replace(/'/g, '&#x27;');
type Block = { html: string; inline: boolean };
const BLOCK = /^(P|DIV|H[1-6]|UL|OL|LI|BLOCKQUOTE|PRE|SECTION|ARTICLE|TABLE|TBODY|THEAD|TR|TD|TH)$/;

function inline(node: Node): string {
  if (node.nodeType === 3) return escape((node.nodeValue || '').replace(/[\u200b\ufeff]/g, '').replace(/[\s\u00a0]+/g, ' '));
  if (node.nodeType !== 1) return '';
  const element = node as HTMLElement;
  const inner = (): string => Array.from(element.childNodes).map(inline).join('');
  const wrap = (open: string, close: string): string => {
    const text = inner();
    return text ? open + text + close : '';
  };
  switch (element.tagName) {
    case 'BR':
      return '<br>';
    case 'STRONG':
    case 'B':
      return wrap('<strong>', '</strong>');
    case 'EM':
    case 'I':
      return wrap('<em>', '</em>');
    case 'CODE':
      return wrap('<code>', '</code>');
    case 'A': {
      const href = element.getAttribute('href');
      const title = element.getAttribute('title');
      return href ? wrap(`<a href="${attr(href)}"${title ? ` title="${attr(title)}"` : ''}>`, '</a>') : inner();
    }
    case 'IMG': {
      const src = element.getAttribute('data-static') || element.getAttribute('src');
      return src ? `<img src="${attr(src)}" alt="${attr(element.getAttribute('alt') || '')}">` : '';
    }
    case 'SPAN': {
      const lang = element.getAttribute('lang');
      return lang ? wrap(`<span lang="${attr(lang)}">`, '</span>') : inner();
    }
    case 'SCRIPT':
    case 'STYLE':
      return '';
    default:
      return inner();
  }
}

function blocks(parent: Node): Block[] {
  const out: Block[] = [];
  let run = '';
  const flush = (): void => {
    const html = run.replace(/^(?:\s|<br>)+|(?:\s|<br>)+$/g, '');
    if (html) out.push({ html, inline: true });
    run = '';
  };
  for (const node of Array.from(parent.childNodes)) {
    const element = node as HTMLElement;
    const tag = node.nodeType === 1 ? element.tagName : '';
    if (!BLOCK.test(tag)) {
      // A mark around blocks (some browsers make it) gives way to the blocks.
      if (node.nodeType === 1 && element.querySelector('p,div,ul,ol,blockquote')) {
        flush();
        out.push(...blocks(node));
      } else run += inline(node);
      continue;
    }
    flush();
    if (tag === 'UL' || tag === 'OL') {
      const items = Array.from(element.childNodes)
        .map((child) => join((child as HTMLElement).tagName === 'LI' ? blocks(child) : blocks(boxOf(child)), true))
        .filter((html) => html);
      const name = tag.toLowerCase();
      if (items.length) out.push({ html: `<${name}>${items.map((html) => `<li>${html}</li>`).join('')}</${name}>`, inline: false });
    } else if (tag === 'BLOCKQUOTE') {
      const html = join(blocks(element), false);
      if (html) out.push({ html: `<blockquote>${html}</blockquote>`, inline: false });
    } else out.push(...blocks(element));
  }
  flush();
  return out;
}

function boxOf(node: Node): Node {
  const box = document.createElement('div');
  box.appendChild(node.cloneNode(true));
  return box;
}

/** Paragraphs have `<p>` only where there is more than one block; the first of a list item also not before a list. */
function join(list: Block[], inItem: boolean): string {
  return list
    .map((block, i) => {
      const next = list[i + 1];
      const bare = list.length === 1 || (inItem && i === 0 && !(next && next.inline));
      return block.inline && !bare ? `<p>${block.html}</p>` : block.html;
    })
    .join('');
}

/** The page's nodes as HTML of the subset, in the server's form. */
export const serialize = (root: Node): string => join(blocks(root), false);

/** HTML from a clipboard: the subset only. */
export function cleaned(html: string): string {
  const box = document.createElement('div');
  const template = document.createElement('template');
  template.innerHTML = html.replace(/<!--[\s\S]*?-->/g, '');
  // A picture copied from one of our boxes has its name beside the address that the browser opened.
  template.content.querySelectorAll('img[data-static]').forEach((img) => img.setAttribute('src', img.getAttribute('data-static')!));
  box.appendChild(rich(template.innerHTML));
  box.querySelectorAll('img').forEach((img) => /^(https:|\/static\/)/.test(img.getAttribute('src') || '') || img.remove());
  return serialize(box);
}

/** What a button can carry: words and emphasis. */
const oneLine = (html: string): string => html.replace(/<(?:br|\/p|\/li)>/g, ' ').replace(/<\/?(?:p|ul|ol|li|blockquote|a|img)\b[^>]*>/g, '').replace(/\s+/g, ' ').trim();

const fragment = (html: string): DocumentFragment => {
  const content = rich(html);
  content.querySelectorAll('a').forEach((a) => (a.removeAttribute('target'), a.removeAttribute('rel')));
  return content;
};

export interface RichOptions {
  id: string;
  html: string;
  /** Ids of label and help. */
  labelledby: string;
  describedby?: string;
  /** Options, short lines: a lower box. */
  short?: boolean | undefined;
  /** One line without links and images, as on a button. */
  line?: boolean | undefined;
  w: StudioWords;
  pictures?: Pictures;
  files?: CourseFiles | null;
  oninput(html: string): void;
}
type Tool = 'bold' | 'italic' | 'link' | 'image' | 'list';

export interface RichBox {
  /** The toolbar; belongs beside the label. */
  tools: HTMLElement;
  /** The little form for an address, then the box itself. */
  node: HTMLElement;
  area: HTMLElement;
}

/** A text box with bold, italic, link, image and list: Ctrl+B, Ctrl+I, Ctrl+K, or the tools (Alt+F10, or Shift+Tab). */
export function richBox({ id, html, labelledby, describedby, short, line, w, pictures, files, oninput }: RichOptions): RichBox {
  const area = h('div', {
    id, class: 'hv-rt' + (short || line ? ' hv-rt--short' : ''), contenteditable: 'true', role: 'textbox', 'aria-multiline': line ? null : 'true',
    'aria-labelledby': labelledby, 'aria-describedby': describedby, tabindex: 0,
  });
  const dress = (): void => void (pictures && pictures.dress(area));
  area.appendChild(fragment(html));
  dress();
  const ask = h('div', { class: 'hv-rt-ask' });
  const emit = (): void => oninput(line ? oneLine(serialize(area)) : serialize(area));
  const exec = (command: string, value?: string): void => {
    area.focus();
    if (typeof document.execCommand === 'function') document.execCommand(command, false, value);
    dress();
    emit();
  };
  area.addEventListener('input', emit);
  area.addEventListener('focus', () => {
    try {
      document.execCommand('defaultParagraphSeparator', false, 'p');
      document.execCommand('styleWithCSS', false, 'false');
    } catch (_e) {
      // A browser without these writes other elements; they are read all the same.
    }
  });
  const put = (event: Event, data: DataTransfer | null): void => {
    event.preventDefault();
    if (!data) return;
    const file = Array.from(data.files || []).filter((one) => /^image\//.test(one.type))[0];
    if (file && files && !line && !data.getData('text/html')) return open('image', file);
    const given = data.getData('text/html');
    if (line) return exec('insertHTML', escape(data.getData('text/plain').replace(/\s+/g, ' ')));
    const lines = data.getData('text/plain').split(/\r?\n/).map(escape);
    exec('insertHTML', given ? cleaned(given) : lines.length > 1 ? lines.map((line) => `<p>${line || '<br>'}</p>`).join('') : lines[0] || '');
  };
  area.addEventListener('paste', (event) => put(event, event.clipboardData));
  area.addEventListener('drop', (event) => put(event, event.dataTransfer));

  let range: Range | null = null;
  const close = (): void => {
    fill(ask);
    area.focus();
    const selection = window.getSelection();
    if (range && selection) {
      selection.removeAllRanges();
      selection.addRange(range);
    }
  };
  const open = (kind: 'link' | 'image', file?: File): void => {
    const selection = window.getSelection();
    range = selection && selection.rangeCount && area.contains(selection.anchorNode) ? selection.getRangeAt(0).cloneRange() : null;
    const start = range && (range.startContainer.nodeType === 1 ? (range.startContainer as Element) : range.startContainer.parentElement);
    const link = kind === 'link' && start ? start.closest('a') : null;
    const address = h('input', { id: id + '-address', type: 'text', inputmode: 'url', autocapitalize: 'off', spellcheck: 'false' });
    address.value = (link && area.contains(link) && link.getAttribute('href')) || '';
    const alt = h('input', { id: id + '-alt', type: 'text' });
    const says = h('p', { class: 'hv-bad', role: 'alert' });
    const put = (value: string): void => {
      address.value = value;
      if (ask.contains(document.activeElement)) alt.focus();
    };
    const chooser = kind === 'image' && files ? pick({ files, kind: 'picture', id: address.id, remind: 'remind_alt', value: () => address.value.trim(), put }) : null;
    if (chooser) address.addEventListener('input', chooser.paint);
    const ok = (): void => {
      const value = address.value.trim();
      const good = kind === 'link' ? /^(https?:\/\/[^/]|mailto:.|tel:.|\/static\/.|#.)/i.test(value) : /^(https:\/\/[^/]|\/static\/.)/i.test(value);
      if (!good || (kind === 'image' && !alt.value.trim())) {
        fill(says, w.say(good ? 'rt_alt_missing' : kind === 'link' ? 'rt_bad_link' : 'rt_bad_image'));
        (good ? alt : address).focus();
        return;
      }
      const words = range ? serialize(range.cloneContents()) : '';
      if (link && range) range.selectNode(link);
      close();
      if (kind === 'image') exec('insertHTML', `<img src="${attr(value)}" alt="${attr(alt.value.trim())}">`);
      else exec('insertHTML', `<a href="${attr(value)}">${link ? link.innerHTML : words.replace(/<\/?(a|p|ul|ol|li|blockquote|br)\b[^>]*>/g, ' ').trim() || escape(value)}</a>`);
    };
    const button = (label: 'rt_insert' | 'rt_unlink' | 'rt_close', onclick: () => void): HTMLElement => h('button', { type: 'button', class: 'hv-btn hv-btn--small', onclick }, w.say(label));
    fill(
      ask,
      h('label', { class: 'hv-lab', for: address.id }, w.say(kind === 'link' ? 'rt_link_to' : 'rt_image_at')),
      address,
      chooser && chooser.node,
      kind === 'image' && [h('label', { class: 'hv-lab', for: alt.id }, w.say('rt_alt')), alt],
      says,
      h(
        'div',
        { class: 'hv-row' },
        button('rt_insert', ok),
        link &&
          button('rt_unlink', () => {
            link.replaceWith(...Array.from(link.childNodes));
            range = null;
            close();
            emit();
          }),
        button('rt_close', close),
      ),
    );
    ask.onkeydown = (event) => {
      if (event.key === 'Escape') close();
      if (event.key === 'Enter' && (event.target === address || event.target === alt)) {
        event.preventDefault();
        ok();
      }
    };
    address.focus();
    if (chooser && file) chooser.take(file);
  };

  const run = (tool: Tool): void => (tool === 'link' || tool === 'image' ? open(tool) : exec(tool === 'list' ? 'insertUnorderedList' : tool));
  const names: Tool[] = line ? ['bold', 'italic'] : short ? ['bold', 'italic', 'link', 'image'] : ['bold', 'italic', 'link', 'image', 'list'];
  const buttons = names.map((tool, i) =>
    h('button', { type: 'button', class: 'hv-tool hv-tool--' + tool, tabindex: i ? -1 : 0, onmousedown: (event) => event.preventDefault(), onclick: () => run(tool) }, w.say(('rt_' + tool) as 'rt_bold')),
  );
  const tools = h('div', { class: 'hv-tools', role: 'toolbar', 'aria-label': w.t('rt_tools'), 'aria-controls': id }, buttons);
  tools.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (event.key === 'Escape') area.focus();
    if (!by || at < 0) return;
    event.preventDefault();
    const next = buttons[(at + by + buttons.length) % buttons.length]!;
    buttons.forEach((one) => (one.tabIndex = one === next ? 0 : -1));
    next.focus();
  });
  area.addEventListener('keydown', (event) => {
    if (event.altKey && event.key === 'F10') {
      event.preventDefault();
      buttons.filter((one) => one.tabIndex === 0)[0]!.focus();
    } else if (!line && (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      open('link');
    } else if (line && event.key === 'Enter') event.preventDefault();
  });
  return { tools, node: h('div', null, ask, area), area };
}
