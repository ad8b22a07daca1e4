/**
 * Plays the story as it stands on the desk, saved or not, from any scene, with the learner's own views. The server works every step out
 * again from the moves (`studio_play`), so nothing is kept, and a story that was changed meanwhile is played again up to where one was.
 */
import { fill, focusOn, h, reveal, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { toLang, words } from '../../shared/i18n';
import type { Reply } from '../../shared/net';
import type { Store } from '../../shared/store';
import type { StudioPost } from '../../studio/editor';
import { SimApp } from '../app';
import { ACTS } from '../graph/draw';
import type { ChooseReply, PlayState, SimInit } from '../model';
import { strings as simStrings } from '../strings';
import { playStrings } from './play-strings';
import { lend } from './scene-look';

type Move = Record<string, unknown>;
export interface Tried {
  state: PlayState;
  reply: ChooseReply | null;
  moves: Move[];
  error: string | null;
  /** Where the play stands now. */
  scene: string;
  trail: Array<{ scene: string; way: string }>;
  flags: Array<{ id: string; set: boolean }>;
  visits: Record<string, number>;
  hidden: string[];
}

export interface PlayHooks {
  model(): unknown;
  title(): string;
  /** What a scene is called. */
  nameOf(id: string): string;
  /** Where the play stands, and by which scenes; null when it is closed. */
  onwhere?(scene: string | null, trail: Tried['trail']): void;
  onopen?(scene: string): void;
  onclose?(): void;
}

/** An author's play is kept nowhere, not even on this device. */
const nowhere: Store = { get: () => null, set: () => false, remove: () => undefined, keys: () => [] };

export class Tryout {
  readonly root: HTMLElement;
  private readonly w;
  private readonly stage = h('div', { class: 'hv hv-sim hv-tryout-stage' });
  private readonly where = h('p', { class: 'hv-tryout-at', role: 'status' });
  private readonly bar = h('div', { class: 'hv-tryout-bar' });
  private readonly inside = h('div');
  private readonly says = h('div', { role: 'status' });
  private readonly heading: HTMLElement;
  private from = '';
  private moves: Move[] = [];
  private tried: Tried | null = null;
  private model: unknown = null;
  private turn = 0;
  open = false;

  constructor(
    private readonly lang: string,
    private readonly post: StudioPost,
    private readonly hooks: PlayHooks,
  ) {
    this.w = words(playStrings, toLang(lang));
    const { w } = this;
    lend(toLang(lang));
    this.heading = h('h3', { tabindex: -1 }, w.say('tryout'));
    this.root = h(
      'section',
      { class: 'hv-tryout', 'aria-label': w.t('tryout'), hidden: true, 'data-own': true },
      this.heading,
      h('p', { class: 'hv-how' }, w.say('tryout_how')),
      this.where,
      this.bar,
      this.says,
      h('div', { class: 'hv-preview' }, this.stage),
      h('details', { class: 'hv-tryout-inside' }, h('summary', null, w.say('inside')), this.inside),
    );
    // Keys of the desk (undo, save) do not act on what a learner would type.
    this.root.addEventListener('keydown', (event) => event.stopPropagation());
  }

  /** Begins at the scene `from`, with meters and flags at their start. */
  async play(from: string): Promise<void> {
    this.from = from;
    this.open = true;
    this.root.hidden = false;
    this.tried = null;
    fill(this.stage, h('p', { role: 'status' }, this.w.say('loading')));
    fill(this.where);
    await this.go([], true);
    if (!this.open) return;
    reveal(this.root, 'start');
    this.heading.focus({ preventScroll: true });
  }

  /** After a change of the content: the same moves once more. */
  async follow(): Promise<void> {
    if (!this.open || this.hooks.model() === this.model) return;
    const before = this.moves.length;
    await this.go(this.moves, true);
    if (this.tried && !this.tried.error && before) fill(this.says, h('p', { class: 'hv-how' }, this.w.say('followed')));
  }

  close(): void {
    this.turn++;
    this.open = false;
    this.root.hidden = true;
    fill(this.stage);
    this.hooks.onwhere?.(null, []);
    this.hooks.onclose?.();
  }

  /** One request: the content and all moves. */
  private ask(moves: Move[]): Promise<Reply> {
    this.model = this.hooks.model();
    return this.post('studio_play', { model: this.model, from: this.from, moves });
  }

  /** Plays `moves` and draws where they lead. */
  private async go(moves: Move[], quiet = false): Promise<void> {
    const turn = ++this.turn;
    const reply = await this.ask(moves);
    if (turn !== this.turn || !this.open) return;
    if (reply.kind !== 'ok') return this.trouble(reply, () => void this.go(moves, quiet));
    fill(this.says);
    this.adopt(reply.data as unknown as Tried);
    const { tried } = this;
    if (tried!.error) fill(this.says, h('p', { class: 'hv-note hv-note--care' }, icon(icons.info), h('span', null, tried!.error)));
    this.draw();
    if (!quiet) focusOn(this.heading);
  }

  private adopt(tried: Tried): void {
    this.tried = tried;
    this.moves = tried.moves;
    this.paint();
    this.hooks.onwhere?.(tried.scene, tried.trail);
  }

  /** The learner's views over the state that was told. */
  private draw(): void {
    const { hooks, lang, stage, tried } = this;
    const init = {
      v: 1, kind: 'scenario_sim', block: 'tryout', learner: null, lang, mode: 'author', title: hooks.title(), intro: '',
      rules: { attempts_allowed: 0, pass_mark: 0.6, due: null, past_due: false }, state: tried!.state,
    } as unknown as SimInit;
    fill(stage);
    new SimApp(stage, init, words(simStrings, toLang(lang)), (handler, body) => this.answer(handler, body as Move), nowhere);
  }

  /** What the learner's page asks the server, answered from `studio_play`. */
  private async answer(handler: string, body: Move): Promise<Reply> {
    const turn = this.turn;
    let moves = this.moves;
    if (handler === 'choose') {
      const { choice, typed, answer } = body;
      moves = moves.concat(choice !== undefined ? { choice } : typed !== undefined ? { typed } : { answer });
    } else if (handler === 'rehearse_from') moves = moves.slice(0, Number(body['step']) - 1);
    else if (handler === 'start_attempt') moves = [];
    const reply = await this.ask(moves);
    if (turn !== this.turn) return new Promise(() => undefined);
    if (reply.kind !== 'ok') {
      if (reply.kind === 'refused') this.trouble(reply, () => void this.go(this.moves));
      return reply;
    }
    const tried = reply.data as unknown as Tried;
    if (handler !== 'choose') {
      this.adopt(tried);
      return { kind: 'ok', data: { state: tried.state } };
    }
    if (tried.error) return { kind: 'refused', status: 409, code: 'unknown-choice', message: tried.error, data: { state: tried.state } };
    this.adopt(tried);
    fill(this.says);
    return { kind: 'ok', data: tried.reply as unknown as Record<string, unknown> };
  }

  private trouble(reply: Exclude<Reply, { kind: 'ok' }>, again: () => void): void {
    const { w } = this;
    const findings = reply.kind === 'refused' && Array.isArray(reply.data['findings']) ? (reply.data['findings'] as Array<{ message: string; severity: string }>).filter((one) => one.severity === 'error') : [];
    const sentence: Child = reply.kind === 'refused' ? reply.message : w.say(reply.kind === 'expired' ? 'expired' : 'failed');
    fill(this.stage);
    fill(this.inside);
    this.bars(false);
    fill(
      this.says,
      h(
        'div',
        { class: 'hv-note hv-note--care' },
        icon(icons.info),
        h('div', null, findings.length ? [h('p', null, w.say('cannot')), h('ul', null, findings.map((one) => h('li', null, one.message)))] : h('p', null, sentence), h('div', { class: 'hv-row' }, h('button', { type: 'button', class: 'hv-btn hv-btn--small', onclick: again }, w.say('retry')))),
      ),
    );
  }

  // --- beside the stage -------------------------------------------------------------------------------------------------

  private bars(playing: boolean): void {
    const { w, hooks, tried } = this;
    const active = document.activeElement as HTMLElement | null;
    const had = active && this.bar.contains(active) ? active.getAttribute('data-do') : null;
    const button = (name: string, label: Child, path: string, onclick: () => void, off = false): HTMLElement =>
      h('button', { type: 'button', class: 'hv-btn hv-btn--small', 'data-do': name, 'aria-disabled': off ? 'true' : null, onclick: () => !off && onclick() }, icon(path), h('span', null, label));
    fill(
      this.bar,
      playing && button('back', w.say('back'), icons.up, () => void this.go(this.moves.slice(0, -1), true), !this.moves.length),
      playing && button('again', w.say('again_here', { what: hooks.nameOf(this.from) }), icons.again, () => void this.go([], true)),
      playing && hooks.onopen && button('edit', w.say('edit'), ACTS.open, () => hooks.onopen!(tried!.scene)),
      button('close', w.say('close'), icons.check, () => this.close()),
    );
    if (had) this.bar.querySelector<HTMLElement>(`[data-do="${had}"]`)?.focus({ preventScroll: true });
  }

  private paint(): void {
    const { hooks, tried, w } = this;
    const { flags, hidden, scene, state, trail } = tried!;
    fill(this.where, w.say('at', { what: hooks.nameOf(scene) }));
    this.bars(true);
    const meters = state.play!.meters;
    const row = (label: Child, value: Child): HTMLElement => h('div', null, h('dt', null, label), h('dd', null, value));
    fill(
      this.inside,
      meters.length > 0 && [h('h4', null, w.say('meters')), h('dl', { class: 'hv-tryout-facts' }, meters.map((m) => row(m.label, `${w.num(m.value)}${m.unit === '%' ? ' %' : m.unit ? ' ' + m.unit : ''} (${w.num(m.min)}–${w.num(m.max)})`)))],
      flags.length > 0 && [h('h4', null, w.say('flags')), h('dl', { class: 'hv-tryout-facts' }, flags.map((f) => row(f.id, w.say(f.set ? 'is_set' : 'not_set'))))],
      !meters.length && !flags.length && h('p', { class: 'hv-how' }, w.say('nothing_inside')),
      hidden.length > 0 && [h('h4', null, w.say('hidden')), h('ul', null, hidden.map((one) => h('li', null, one)))],
      trail.length > 0 && [h('h4', null, w.say('path')), h('p', null, trail.map((one) => hooks.nameOf(one.scene)).concat(hooks.nameOf(scene)).join(' → '))],
    );
  }
}
