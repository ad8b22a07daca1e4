/**
 * The outbox: what the learner did and the server has not yet acknowledged, in order, kept on this device.
 *
 * - A box belongs to one learner, block and attempt (its key); nobody else's box is ever read or sent. Phones are shared.
 * - One request at a time, the oldest first. A request is a replay of the same (attempt, step): sending it twice is harmless.
 * - `failed` waits 1, 2, 4 … 60 s and also wakes on `online`, on becoming visible and on `retry()`. `expired` waits for one of
 *   those wakers only. There is no polling and no loop without a wait.
 */
import type { Post, Reply } from './net';
import type { Store } from './store';

export interface Entry {
  handler: string;
  /** The whole request body; what makes a repeat harmless (attempt, step) is in it. */
  body: Record<string, unknown>;
}

export type SaveState =
  | 'idle' /* nothing has been sent from this page */
  | 'sending'
  | 'waiting' /* kept here, will be tried again */
  | 'expired' /* kept here, needs a sign-in */
  | 'saved';

export interface OutboxOptions {
  key: string | null /* null: memory only (no learner, or nothing to keep) */;
  store: Store;
  post: Post;
  /** The first entry was accepted or refused; it has left the box. The listener may call `replace`. */
  onReply(entry: Entry, reply: Extract<Reply, { kind: 'ok' | 'refused' }>): void;
  onState(state: SaveState): void;
}

const PREFIX = 'hv1';
export const outboxKey = (learner: string, block: string, attempt: string): string => [PREFIX, learner, block, attempt].map(encodeURIComponent).join('|');
export const outboxPrefix = (learner: string, block: string): string => outboxKey(learner, block, '');

/** The entries kept under `key`; what is not a list of entries counts as none. */
export function kept(store: Store, key: string | null): Entry[] {
  try {
    const list: unknown = JSON.parse((key && store.get(key)) || '[]');
    return Array.isArray(list) ? list.filter((e: Entry) => e && typeof e.handler === 'string' && !!e.body && typeof e.body === 'object') : [];
  } catch (_e) {
    return [];
  }
}

export class Outbox {
  state: SaveState = 'idle';
  /** False once the device has refused to keep the box: the sentence on the page then asks to leave the page open. */
  durable = true;
  /** True while the first entry may already have reached the server. */
  inFlight = false;
  private entries: Entry[];
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private stopped = false;

  constructor(private readonly options: OutboxOptions) {
    this.entries = kept(options.store, options.key);
    if (!options.key) this.durable = false;
    window.addEventListener('online', this.wake);
    document.addEventListener('visibilitychange', this.wake);
  }

  get list(): readonly Entry[] {
    return this.entries;
  }

  /** Puts an entry at the end, keeps it, and sends. */
  add(entry: Entry): void {
    this.entries.push(entry);
    this.keep();
    void this.flush();
  }

  /** Puts other entries in the place of all that are here (after a reconciliation with the server's state). Does not send. */
  replace(entries: Entry[]): void {
    this.entries = entries.slice();
    this.keep();
  }

  /** Sends what is there; safe to call at any time. */
  async flush(): Promise<void> {
    if (this.inFlight || this.stopped) return;
    this.unwait();
    while (this.entries.length && !this.stopped) {
      const entry = this.entries[0]!;
      this.inFlight = true;
      this.become('sending');
      const reply = await this.options.post(entry.handler, entry.body);
      this.inFlight = false;
      if (this.stopped) return;
      if (reply.kind === 'failed' || reply.kind === 'expired') {
        if (reply.kind === 'failed') this.wait();
        this.become(reply.kind === 'failed' ? 'waiting' : 'expired');
        return;
      }
      this.tries = 0;
      if (this.entries[0] === entry) this.entries.shift();
      this.keep();
      if (!this.entries.length) this.become('saved');
      this.options.onReply(entry, reply);
    }
  }

  /** The learner asked, or something hints that the network or the session is back. */
  retry(): void {
    if (this.entries.length) void this.flush();
  }

  /** For a box that gives way to another (a new attempt). What it holds stays on the device. */
  stop(): void {
    this.stopped = true;
    this.unwait();
    window.removeEventListener('online', this.wake);
    document.removeEventListener('visibilitychange', this.wake);
  }

  private readonly wake = (): void => {
    if (document.visibilityState !== 'hidden') this.retry();
  };

  private wait(): void {
    const seconds = Math.min(60, Math.pow(2, this.tries++));
    this.timer = setTimeout(() => this.retry(), seconds * 1000);
  }

  private unwait(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private keep(): void {
    const { key, store } = this.options;
    if (!key) return;
    if (!this.entries.length) store.remove(key);
    else this.durable = store.set(key, JSON.stringify(this.entries));
  }

  private become(state: SaveState): void {
    this.state = state;
    this.options.onState(state);
  }
}
