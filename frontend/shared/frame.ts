/**
 * The frame of a learner block: title, stage (one view at a time), status region, actions, one sentence on what is saved.
 * Everything but the stage's content exists from the first moment, so that live regions announce.
 */
import { fill, focusOn, h, type Child } from './dom';
import * as icons from './icons';
import { icon } from './icons';
import type { Catalogue, Words } from './i18n';
import type { SaveState } from './outbox';
import type { shared } from './strings';
import type { InitBase, Result } from './types';

export type SharedWords = Words<typeof shared & Catalogue>;

/** Where to sign in and come back: the whole page, not only the platform's frame. */
export function loginUrl(init: InitBase): string {
  let here: Location = window.location;
  try {
    if (window.top && window.top.location.href) here = window.top.location;
  } catch (_e) {
    here = window.location;
  }
  return init.login_url || '/login?next=' + encodeURIComponent(here.pathname + here.search);
}

export class Frame {
  readonly stage = h('div', { class: 'hv-stage' });
  readonly status = h('div', { class: 'hv-status', role: 'status' });
  readonly actions = h('div', { class: 'hv-row' });
  readonly notice = h('div', { class: 'hv-notice', role: 'status' });
  private readonly save = h('div', { class: 'hv-save' });
  private readonly whisper = h('p', { class: 'hv-sr', role: 'status' });
  private shown = '';
  private spoken = '';

  constructor(
    root: HTMLElement,
    private readonly init: InitBase,
    private readonly w: SharedWords,
    private readonly onRetry: () => void,
  ) {
    root.lang = w.lang;
    fill(root, this.notice, this.stage, this.status, this.actions, this.save, this.whisper);
  }

  /** Shows a view. `heading` gets the focus when the learner moved (not at the first paint). */
  show(heading: HTMLElement, content: Child, actions: Child, moved: boolean): void {
    this.speak('');
    fill(this.stage, heading, content);
    fill(this.actions, actions);
    if (moved) focusOn(heading);
  }

  /** Puts `content` into the status region, once per `key`: what is already there is not announced again. */
  speak(key: string, content?: Child): void {
    if (this.spoken !== key || !key) fill(this.status, content);
    this.spoken = key;
  }

  /** Adds `lang` of the authored text where it is known. */
  authored<T extends HTMLElement>(node: T): T {
    if (this.init.content_lang) node.lang = this.init.content_lang;
    return node;
  }

  note(kind: '' | 'good' | 'care', name: string, ...children: Child[]): HTMLElement {
    return h('div', { class: 'hv-note' + (kind && ' hv-note--' + kind) }, icon(name), h('div', null, children));
  }

  /** One kind sentence above the stage, announced. Empty takes it away. */
  tell(text: Child): void {
    fill(this.notice, text && this.note('care', icons.info, h('p', null, text)));
  }

  /** The one sentence on what is saved. Trouble is announced; the ordinary coming and going is not. */
  saved(state: SaveState, durable: boolean): void {
    const { w, save } = this;
    const author = this.init.mode === 'author';
    const trouble = state === 'waiting' || state === 'expired';
    save.className = 'hv-save' + (trouble ? ' hv-save--care' : '');
    const key = state === 'waiting' && !durable ? 'waiting_memory' : author && !trouble && state !== 'sending' ? 'not_recorded' : state;
    if (key === 'idle') {
      this.shown = this.whisper.textContent = '';
      return fill(save);
    }
    fill(
      save,
      icon(trouble ? icons.phone : icons.saved),
      h('span', null, w.say(key)),
      state === 'expired' && h('a', { class: 'hv-btn hv-btn--text', href: loginUrl(this.init), target: '_top' }, w.say('sign_in')),
      trouble && h('button', { type: 'button', class: 'hv-btn hv-btn--text', onclick: this.onRetry }, w.say('retry')),
    );
    const news = trouble ? w.t(key) : this.shown && state === 'saved' ? w.t('saved') : '';
    if (state !== 'sending' && news !== this.shown) {
      this.shown = trouble ? news : '';
      this.whisper.textContent = news;
    }
  }

  button(label: Child, onclick: () => void, kind = '', name?: string): HTMLButtonElement {
    return h('button', { type: 'button', class: 'hv-btn' + (kind && ' hv-btn--' + kind), onclick }, name && icon(name), h('span', null, label));
  }

  /** What a visitor without an account sees below the introduction. */
  publicNote(): Child {
    return this.note('', icons.user, h('p', null, this.w.say('public')), h('p', null, h('a', { href: loginUrl(this.init), target: '_top', class: 'hv-btn' }, this.w.say('public_link'))));
  }

  facts(list: Array<false | null | undefined | [string, Child]>): HTMLElement {
    return h('ul', { class: 'hv-facts' }, list.map((one) => one && h('li', null, icon(one[0]), h('span', null, one[1]))));
  }

  /** Tells the page around the block that this activity is done. */
  done(): void {
    this.stage.dispatchEvent(new CustomEvent('hv-completed', { bubbles: true, detail: { block: this.init.block } }));
  }

  /** Score by competency, in words; `folded` behind its heading. */
  skills(result: Result | null, folded?: boolean): Child {
    const list = (result && result.competencies) || [];
    const { w } = this;
    return (
      list.length > 0 &&
      h(
        folded ? 'details' : 'section',
        { class: 'hv-section' },
        h(folded ? 'summary' : 'h3', null, w.say('by_skill')),
        h(
          'ul',
          { class: 'hv-items' },
          list.map((one) => {
            const firm = one.earned >= one.possible * (this.init.rules.pass_mark || 0.6);
            return h(
              'li',
              null,
              h('span', { class: firm ? 'hv-yes' : 'hv-no' }, icon(firm ? icons.check : icons.again)),
              h(
                'div',
                null,
                this.authored(h('span', null, one.title || one.id)),
                h('span', { class: 'hv-sub' }, h('b', { class: firm ? 'hv-yes' : 'hv-no' }, w.say(firm ? 'firm' : 'read_again')), ' · ', w.say('points_of', { a: w.num(one.earned), b: w.num(one.possible) })),
              ),
            );
          }),
        ),
      )
    );
  }
}
