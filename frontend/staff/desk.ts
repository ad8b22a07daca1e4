/** What every part of the panel works with: requests that say what went wrong, sections that open on demand, a question before an act. */
import { fill, h, type Child } from '../shared/dom';
import type { Words } from '../shared/i18n';
import * as icons from '../shared/icons';
import { icon } from '../shared/icons';
import type { Post } from '../shared/net';
import type { strings } from './strings';

export type StaffWords = Words<typeof strings>;

export interface Desk {
  w: StaffWords;
  post: Post;
  /** Minutes for everybody, 0 without a limit. */
  limited: boolean;
  /** Whether the place marks trial learners. */
  trial: boolean;
}

let ids = 0;
/** An id that no other element of the page has. */
export const fresh = (name: string): string => `hv-staff-${name}-${++ids}`;

export function button(label: Child, onclick: (event: Event) => void, kind = ''): HTMLButtonElement {
  return h('button', { type: 'button', class: 'hv-btn hv-btn--staff' + (kind && ' hv-btn--' + kind), onclick }, label);
}

export function note(kind: '' | 'good' | 'care', ...children: Child[]): HTMLElement {
  return h('div', { class: 'hv-note' + (kind && ' hv-note--' + kind) }, icon(kind === 'good' ? icons.check : icons.info), h('div', null, children));
}

export const tag = (text: Child, kind = ''): HTMLElement => h('span', { class: 'hv-stag' + (kind && ' hv-stag--' + kind) }, text);

/** A share as a bar; the words beside it say the same. */
export const bar = (percent: number, kind = ''): HTMLElement => h('span', { class: 'hv-sbar' + (kind && ' hv-sbar--' + kind), 'aria-hidden': 'true' }, h('span', { style: `width:${Math.max(0, Math.min(100, percent))}%` }));

/** The text of a refusal, or what to do when nothing came back. */
function trouble(desk: Desk, reply: Exclude<Awaited<ReturnType<Post>>, { kind: 'ok' }>): Child {
  return reply.kind === 'refused' ? reply.message : desk.w.say(reply.kind === 'expired' ? 's_expired' : 's_failed');
}

/** Asks the server; while it waits, and where it fails, `into` says so (with a button that tries again). Null then. */
export async function ask<T>(desk: Desk, into: HTMLElement, handler: string, body: object, again?: () => void): Promise<T | null> {
  fill(into, h('p', { class: 'hv-swait' }, desk.w.say('s_wait')));
  const reply = await desk.post(handler, body);
  if (reply.kind === 'ok') {
    fill(into);
    return reply.data as T;
  }
  fill(into, note('care', h('p', null, trouble(desk, reply)), reply.kind === 'failed' && again && button(desk.w.say('s_again'), again)));
  return null;
}

/** As `ask`, for an act that changes something: a refusal may bring a fresh view with it. */
export async function act<T>(desk: Desk, into: HTMLElement, handler: string, body: object): Promise<{ data: T | null; fresh: unknown }> {
  fill(into, h('p', { class: 'hv-swait' }, desk.w.say('s_wait')));
  const reply = await desk.post(handler, body);
  fill(into);
  if (reply.kind === 'ok') return { data: reply.data as T, fresh: null };
  fill(into, note('care', h('p', null, trouble(desk, reply))));
  return { data: null, fresh: reply.kind === 'refused' && reply.data['attempts'] ? reply.data : null };
}

/** A part of the panel that is drawn when it is first opened. */
export function section(title: Child, draw: (body: HTMLElement) => void, level: 'top' | 'inner' = 'top'): HTMLDetailsElement {
  const body = h('div', { class: 'hv-sbody' });
  let drawn = false;
  const found = h('details', { class: level === 'top' ? 'hv-ssection' : 'hv-sinner' }, h('summary', null, title), body);
  found.addEventListener('toggle', () => {
    if (!found.open || drawn) return;
    drawn = true;
    draw(body);
  });
  return found;
}

/** A button that first says what will happen, in place, and asks. */
export function guarded(desk: Desk, label: Child, warning: Child, run: () => void): HTMLElement {
  const box = h('div', { class: 'hv-sguard' });
  const closed = (focus: boolean): void => {
    const open = button(label, () => {
      const yes = button(desk.w.say('s_yes'), run, 'primary');
      fill(box, note('care', h('p', null, warning), h('div', { class: 'hv-row' }, yes, button(desk.w.say('s_no'), () => closed(true)))));
      yes.focus();
    });
    fill(box, open);
    if (focus) open.focus();
  };
  closed(false);
  return box;
}

/** A line of choices that are sent as one word. */
export function select(label: Child, options: Array<[string, Child]>, value: string): { node: HTMLElement; read(): string; write(value: string): void } {
  const id = fresh('select');
  const control = h('select', { id, class: 'hv-sselect' }, options.map(([name, text]) => h('option', { value: name }, text)));
  control.value = value;
  return { node: h('div', { class: 'hv-sfield' }, h('label', { for: id }, label), control), read: () => control.value, write: (v) => void (control.value = v) };
}

export function checkbox(label: Child): { node: HTMLElement; input: HTMLInputElement } {
  const input = h('input', { type: 'checkbox' });
  return { node: h('label', { class: 'hv-scheck' }, input, h('span', null, label)), input };
}

/** "67%" or a word for none. */
export const percent = (desk: Desk, value: number | null): string => (value === null ? desk.w.t('s_no_grade') : `${value}%`);
