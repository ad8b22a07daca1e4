/**
 * What the server found, on the desk: the count, the list, and beside the fields. What an author has made but not begun to write is
 * no mistake yet: it is told as what is left to do, until its field is touched or the author wants to save.
 */
import { fill, h } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import type { Finding } from '../source';
import type { Places } from './fields';
import type { StudioWords } from './strings';

/** A finding, and whether it is only left to do. */
export type Found = Finding & { todo?: boolean };

/** A part that its author has made (path of the model; "" is everything), as long as saving was not tried. */
export interface Fresh {
  path: string;
  due: boolean;
}

const within = (where: string, path: string): boolean => path === '' || where === path || where.indexOf(path + '.') === 0;

/** The sign, the class and the word of a finding. */
export function look({ severity, todo }: Found): { sign: string; kind: string; word: 'error' | 'warning' | 'todo' | 'could' } {
  if (todo) return { sign: icons.list, kind: 'todo', word: severity === 'error' ? 'todo' : 'could' };
  return { sign: severity === 'error' ? icons.info : icons.think, kind: severity, word: severity };
}

export class Findings {
  readonly tally = h('p', { class: 'hv-tally', role: 'status' });
  private readonly list = h('div', { class: 'hv-finds' });
  readonly box: HTMLDetailsElement;
  all: Found[] = [];
  private raw: Finding[] = [];
  private summary = '';
  private readonly touched = new Set<string>();

  constructor(
    private readonly w: StudioWords,
    private readonly places: Places,
    private readonly hooks: {
      /** Parts of the content as it stands that were made and not begun. */
      fresh(): readonly Fresh[];
      nameOf(where: string): string;
      go(where: string): void;
    },
  ) {
    this.box = h('details', { class: 'hv-settings hv-fixes', hidden: true }, h('summary', null, w.say('fix_list')), this.list);
  }

  /** A part that is made anew has no past. */
  made(path: string): Fresh {
    this.touched.forEach((one) => within(one, path) && this.touched.delete(one));
    return { path, due: false };
  }

  /** Something was written at the place of a control. */
  touch(target: Element): void {
    const at = target.closest('[data-path]');
    const path = at && at.getAttribute('data-path');
    if (path) this.touched.add(path);
  }

  /** Whether `path` was made and nothing was written in it. */
  untouched(path: string): boolean {
    return this.isFresh(path) && !Array.from(this.touched).some((one) => within(one, path));
  }

  private isFresh(where: string): boolean {
    return this.hooks.fresh().some((one) => !one.due && within(where, one.path));
  }

  /** What is left to do stands in the way from now on: its author wants to save. */
  due(): void {
    this.hooks.fresh().forEach((one) => (one.due = true));
    this.adopt(this.raw, this.summary);
  }

  get errors(): number {
    return this.all.filter((f) => f.severity === 'error').length;
  }

  adopt(findings: Finding[], summary = ''): void {
    this.raw = findings;
    this.summary = summary;
    this.all = findings.map((f) => (this.isFresh(f.where) && !this.touched.has(f.where) ? { ...f, todo: true } : f));
    const { w, all, errors } = this;
    const n = all.filter((f) => f.todo && f.severity === 'error').length;
    const counts = { e: errors - n, w: all.length - errors };
    const more = counts.e > 0 ? [' ', w.say('count', counts)] : counts.w > 0 && [' ', w.say('n_warning', { n: counts.w }), '.'];
    fill(this.tally, n ? [w.say('left', { n }), more] : all.length ? w.say('count', counts) : w.say('none'), summary && ' ' + summary);
  }

  /** Shows each finding beside its field, and all of them in the list: errors first, what is left to do last. */
  show(): void {
    const { w, hooks, all } = this;
    this.places.show(all);
    const rank = (f: Found): number => (f.todo ? 2 : 0) + (f.severity === 'error' ? 0 : 1);
    const sorted = [0, 1, 2, 3].reduce<Found[]>((some, n) => some.concat(all.filter((f) => rank(f) === n)), []);
    this.box.hidden = !sorted.length;
    fill(
      this.list,
      h(
        'ul',
        { class: 'hv-items' },
        sorted.map((f) => {
          const { sign, kind, word } = look(f);
          return h(
            'li',
            { class: 'hv-find hv-find--' + kind },
            h('b', null, icon(sign), ' ', w.say(word)),
            h('button', { type: 'button', class: 'hv-btn hv-btn--text', onclick: () => hooks.go(f.where) }, hooks.nameOf(f.where) || w.say('go_there')),
            h('span', { class: 'hv-sub' }, f.message),
          );
        }),
      ),
    );
  }
}
