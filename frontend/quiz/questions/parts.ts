/** What the rarer types have in common. Not a type itself. */
import { h, rich, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import type { Item } from '../model';
import type { TypeWords, WidgetContext } from './base';

export interface Part {
  id: string;
  text?: string;
  label?: string;
  title?: string;
}

export const speak = (context: WidgetContext): TypeWords => context.types!;

/** Rich text as one line of plain text. */
export const plain = (html: string): string => (h('span', null, rich(html)).textContent || '').trim();
export const nameOf = (part: Part | undefined): string => (part ? plain(part.text || '') || part.label || part.title || '' : '');

/** Every type is a fieldset whose legend is the question. */
export const shell = (item: Item, context: WidgetContext, how: Child, ...children: Child[]): HTMLElement =>
  h('fieldset', { class: 'hv-q' }, h('legend', null, context.authored(h('span', { class: 'hv-rich' }, rich(item.text)))), how && h('p', { class: 'hv-how' }, how), children);

/** Right or not by icon and word; `tell` goes below: the right answer where it is shown. */
export function mark(host: Element, right: boolean | null, word: Child, tell?: Child): void {
  if (host.querySelector('.hv-mark')) return;
  if (right !== null) host.classList.add(right ? 'hv-opt--good' : 'hv-opt--care');
  if (right !== null) host.appendChild(h('span', { class: 'hv-mark' }, icon(right ? icons.check : icons.again), h('span', null, word)));
  if (tell) host.appendChild(h('span', { class: 'hv-mark hv-mark--key' }, icon(icons.info), h('span', null, tell)));
}

/** A value as a list: `key` holds a list where several are right. */
export const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : value === null || value === undefined || value === '' ? [] : [String(value)]);
export const record = (value: unknown): Record<string, unknown> => (value && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {});
