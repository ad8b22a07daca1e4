/**
 * What both learner blocks do alike: hold the server's state, start the next attempt, keep what the learner did in an outbox and
 * send it, and say in one sentence what is saved. A subclass calls `open` at the end of its constructor.
 */
import { Frame, type SharedWords } from './frame';
import type { Post, Reply } from './net';
import { kept, Outbox, outboxKey, outboxPrefix, type Entry } from './outbox';
import type { Store } from './store';
import type { InitBase } from './types';

export type Told = Extract<Reply, { kind: 'ok' | 'refused' }>;

export abstract class Player<S, V, W extends SharedWords, I extends InitBase & { state: S | null }> {
  readonly frame: Frame;
  state: S | null;
  view!: V;
  /** True while a request of `start` is under way. */
  busy = false;
  protected box: Outbox | null = null;
  /** What was last started, for a retry. */
  private last: [string?, (object | undefined)?] = [];

  constructor(
    root: HTMLElement,
    readonly init: I,
    readonly w: W,
    protected readonly post: Post,
    readonly store: Store,
  ) {
    this.frame = new Frame(root, init, w, () => (this.box && this.box.list.length ? this.box.retry() : void this.start(...this.last)));
    this.state = init.state;
  }

  /** The attempt or play that the state holds, and how many were begun. */
  protected abstract run(): { id: string; step: number } | null | undefined;
  protected abstract used(): number;
  /** What of `entries` still has to be sent, given the state. */
  protected abstract unsent(entries: readonly Entry[]): Entry[];
  /** Where the learner stands by the state. */
  protected abstract here(): V;
  protected abstract draw(moved: boolean): void;
  protected abstract onReply(entry: Entry, reply: Told): void;
  protected abstract onState(): void;
  /** After a new state. */
  protected adopted(): void {}

  protected open(): void {
    this.openBox();
    this.view = this.here();
    this.saved();
    this.adopted();
    this.draw(false);
    if (this.box) this.box.retry();
  }

  get trouble(): boolean {
    return !!this.box && (this.box.state === 'waiting' || this.box.state === 'expired');
  }

  /** Shows a view and moves the focus to its heading. */
  go(view: V): void {
    this.view = view;
    this.frame.tell(null);
    this.draw(true);
  }

  /** Starts the next attempt, or what `handler` starts. Needs the network; a repeat of the same request starts nothing twice. */
  async start(handler = 'start_attempt', body?: object): Promise<void> {
    if (this.busy || !this.state) return;
    this.busy = true;
    this.last = [handler, body];
    this.frame.tell(null);
    this.frame.saved('sending', true);
    const reply = await this.ask(handler, { ...body, after: this.used() });
    this.busy = false;
    if (reply.kind === 'expired') return this.frame.saved('expired', true);
    const told = reply.kind !== 'failed' && (reply.data as { state?: S }).state;
    if (told) this.adopt(told);
    this.saved();
    if (told) this.go(this.here());
    if (reply.kind !== 'ok') this.frame.tell((reply.kind === 'refused' && reply.message) || this.w.say('offline_start'));
  }

  /** One more try at once for a request that is not in the outbox: every request may fail once. */
  async ask(handler: string, body: unknown): Promise<Reply> {
    const reply = await this.post(handler, body);
    return reply.kind === 'failed' ? this.post(handler, body) : reply;
  }

  protected adopt(state: S | undefined): void {
    if (!state) return;
    const before = this.run();
    this.state = state;
    const after = this.run();
    if ((before && before.id) !== (after && after.id)) this.openBox();
    else this.tidy();
    this.adopted();
  }

  /** Opens the box of the current attempt; boxes of this learner's closed attempts in this block are told of and emptied. */
  private openBox(): void {
    const { init, store } = this;
    if (this.box) this.box.stop();
    this.box = null;
    const run = this.run();
    const mine = !!init.learner && init.mode === 'learn';
    const key = mine && run ? outboxKey(init.learner!, init.block, run.id) : null;
    if (mine) {
      const old = store.keys(outboxPrefix(init.learner!, init.block)).filter((k) => k !== key);
      if (old.some((k) => kept(store, k).length)) this.frame.tell(this.w.say('old_left'));
      old.forEach((k) => store.remove(k));
    }
    if (!run) return;
    this.box = new Outbox({ key, store, post: this.post, onReply: (entry, reply) => this.onReply(entry, reply), onState: () => this.onState() });
    this.tidy();
  }

  private tidy(): void {
    const { box } = this;
    if (!box || box.inFlight || !box.list.length || !this.run()) return;
    const left = this.unsent(box.list);
    if (JSON.stringify(left) !== JSON.stringify(box.list)) box.replace(left);
  }

  protected saved(): void {
    const { box } = this;
    const run = this.run();
    const idle = run && run.step > 0 ? 'saved' : 'idle';
    this.frame.saved(!box || box.state === 'idle' ? idle : box.state, !box || box.durable);
  }
}
