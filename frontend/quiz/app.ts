/** The quiz in the browser: holds the state, talks through the outbox, decides which view is shown. Views only draw. */
import { fill, h } from '../shared/dom';
import { Frame } from '../shared/frame';
import type { Post, Reply } from '../shared/net';
import { kept, Outbox, outboxKey, outboxPrefix, type Entry } from '../shared/outbox';
import type { Store } from '../shared/store';
import { answerOf, firstOpen, firstView, nextStep, reconcile, same, unsent, withReply, type AnswerReply, type Item, type QuizInit, type QuizState, type Raw, type View } from './model';
import type { QuizWords } from './questions/base';
import { draw, drawFeedback } from './views';

let pages = 0;

export class QuizApp {
  readonly frame: Frame;
  /** Makes names of inputs unique when several quizzes are on one page. */
  readonly uid = 'hvq' + ++pages;
  state: QuizState | null;
  view: View;
  readonly deferred: boolean;
  readonly tries: boolean;
  /** Minutes that are left, where the time is limited; it is read, not announced, until the last one. */
  readonly time = h('span');
  private clock: ReturnType<typeof setTimeout> | undefined;
  /** True while `start` or `current` is under way. */
  busy = false;
  private box: Outbox | null = null;
  private refusals = 0;

  constructor(
    root: HTMLElement,
    readonly init: QuizInit,
    readonly w: QuizWords,
    private readonly post: Post,
    private readonly store: Store,
  ) {
    this.frame = new Frame(root, init, this.w, () => (this.box && this.box.list.length ? this.box.retry() : void this.start()));
    this.deferred = init.rules.behaviour === 'deferred';
    this.tries = init.rules.behaviour === 'tries';
    this.state = init.state;
    this.openBox();
    this.view = firstView(init, this.state, this.entries);
    this.saved();
    this.watch();
    draw(this, false);
    if (this.box) this.box.retry();
  }

  get entries(): readonly Entry[] {
    return this.box ? this.box.list : [];
  }

  get trouble(): boolean {
    return !!this.box && (this.box.state === 'waiting' || this.box.state === 'expired');
  }

  /** Shows a view and moves the focus to its heading. */
  go(view: View): void {
    this.view = view;
    this.frame.tell(null);
    draw(this, true);
  }

  /** The learner's answer to an item: kept, sent, shown as kept until the server has spoken. */
  answer(item: Item, raw: Raw, certainty: string | null = null): void {
    const { state, box } = this;
    if (!state || !state.attempt || !box || (same(answerOf(item, box.list), raw) && (!certainty || certainty === item.certainty))) return;
    box.add({ handler: 'answer', body: { attempt: state.attempt.id, step: nextStep(state.attempt, box.list), item: item.id, answer: raw, ...(certainty ? { certainty } : {}) } });
  }

  /** Hands in a deferred attempt, after everything that is still to be sent. */
  finish(): void {
    const { state, box } = this;
    if (!state || !state.attempt || !box) return;
    if (!box.list.some((e) => e.handler === 'finish')) box.add({ handler: 'finish', body: { attempt: state.attempt.id } });
    this.go({ name: 'outcome' });
  }

  /** Starts the next attempt. Needs the network; a repeat of the same request starts nothing twice. */
  async start(): Promise<void> {
    if (this.busy || !this.state) return;
    this.busy = true;
    this.frame.tell(null);
    this.frame.saved('sending', true);
    const reply = await this.ask('start_attempt', { after: this.state.attempts_used });
    this.busy = false;
    if (reply.kind === 'ok') {
      this.saved();
      this.adopt((reply.data as { state: QuizState }).state);
      const { attempt } = this.state;
      this.go(attempt && attempt.status === 'open' ? { name: 'question', index: Math.max(0, firstOpen(attempt, this.entries)) } : firstView(this.init, this.state, this.entries));
    } else if (reply.kind === 'expired') {
      this.frame.saved('expired', true);
    } else {
      this.saved();
      if (reply.kind === 'refused' && reply.data['state']) {
        this.adopt(reply.data['state'] as QuizState);
        this.go(firstView(this.init, this.state, this.entries));
      }
      this.frame.tell((reply.kind === 'refused' && reply.message) || this.w.say('offline_start'));
    }
  }

  /** Fetches the server's state; what a policy hid during the attempt may be open now. Fails silently. */
  async refresh(): Promise<void> {
    const reply = await this.ask('current', {});
    if (reply.kind !== 'ok') return;
    this.adopt((reply.data as { state: QuizState }).state);
    if (this.view.name === 'results' || this.view.name === 'outcome') this.arrive();
  }

  /** One more try at once for a request that is not in the outbox: every request may fail once. */
  private async ask(handler: string, body: unknown): Promise<Reply> {
    const reply = await this.post(handler, body);
    return reply.kind === 'failed' ? this.post(handler, body) : reply;
  }

  private adopt(state: QuizState): void {
    if (!state) return;
    const before = this.state && this.state.attempt && this.state.attempt.id;
    this.state = state;
    if (before !== (state.attempt && state.attempt.id)) this.openBox();
    else this.tidy();
    this.watch();
  }

  /** Counts down by the seconds that the server told last; at the end the attempt is handed in. */
  private watch(): void {
    clearTimeout(this.clock);
    const attempt = this.state && this.state.attempt;
    const left = attempt && attempt.status === 'open' ? attempt.seconds_left : undefined;
    fill(this.time);
    if (left === undefined) return;
    const ends = Date.now() + left * 1000;
    const tick = (): void => {
      const rest = ends - Date.now();
      if (rest <= 0) return this.finish();
      const n = Math.ceil(rest / 60000);
      fill(this.time, this.w.say('time_left', { n }));
      if (n === 1) this.frame.tell(this.w.say('time_left', { n }));
      this.clock = setTimeout(tick, rest - (n - 1) * 60000);
    };
    tick();
  }

  /** Opens the box of the current attempt; boxes of this learner's closed attempts in this block are told of and emptied. */
  private openBox(): void {
    const { init, state, store } = this;
    if (this.box) this.box.stop();
    this.box = null;
    const attempt = state && state.attempt;
    const mine = !!init.learner && init.mode === 'learn';
    const key = mine && attempt ? outboxKey(init.learner!, init.block, attempt.id) : null;
    if (mine) {
      const old = store.keys(outboxPrefix(init.learner!, init.block)).filter((k) => k !== key);
      if (old.some((k) => kept(store, k).length)) this.frame.tell(this.w.say('old_left'));
      old.forEach((k) => store.remove(k));
    }
    if (!attempt) return;
    this.box = new Outbox({ key, store, post: this.post, onReply: (entry, reply) => this.onReply(entry, reply), onState: () => this.onState() });
    this.tidy();
  }

  private tidy(): void {
    const { box, state } = this;
    if (box && !box.inFlight && state && state.attempt && box.list.length) {
      const left = reconcile(box.list, state.attempt, this.deferred || this.tries);
      if (!same(left, box.list)) box.replace(left);
    }
  }

  private saved(): void {
    const { box, state } = this;
    const idle = state && state.attempt && state.attempt.step > 0 ? 'saved' : 'idle';
    this.frame.saved(!box || box.state === 'idle' ? idle : box.state, !box || box.durable);
  }

  private onState(): void {
    this.saved();
    if (this.trouble && this.view.name === 'question') drawFeedback(this);
  }

  private onReply(entry: Entry, reply: Extract<Reply, { kind: 'ok' | 'refused' }>): void {
    const { state } = this;
    if (!state) return;
    if (reply.kind === 'refused') return this.onRefusal(entry, reply);
    this.refusals = 0;
    if (entry.handler === 'finish') {
      this.adopt((reply.data as { state: QuizState }).state);
      return this.arrive();
    }
    const data = reply.data as AnswerReply;
    const body = entry.body as { attempt: string; item: string; answer: Raw };
    this.state = withReply(state, body.attempt, body.answer, data);
    const { attempt } = this.state;
    this.watch();
    if (attempt && attempt.status === 'finished') void this.refresh();
    if (this.view.name === 'outcome') this.arrive();
    else if (this.view.name === 'question' && attempt && attempt.items[this.view.index]!.id === body.item) drawFeedback(this);
  }

  private onRefusal(entry: Entry, reply: Extract<Reply, { kind: 'refused' }>): void {
    const { box } = this;
    const fresh = reply.data['state'] as QuizState | undefined;
    const stale = reply.code === 'stale-step' && ++this.refusals < 4;
    // A stale step may only mean that we counted wrongly: the answer goes back in line and is renumbered, a few times at most.
    if (stale && box) box.replace([entry].concat(box.list));
    else if (box && /^(closed|past-due|not-yours|no-attempts|content-changed)$/.test(reply.code)) box.replace([]);
    const after = (): void => {
      this.view = firstView(this.init, this.state, this.entries);
      draw(this, true);
      this.frame.tell(stale ? this.w.say('moved_on') : reply.message || this.w.say('refused'));
    };
    if (fresh) {
      this.adopt(fresh);
      after();
    } else {
      if (stale && box) box.replace(box.list.slice(1));
      void this.refresh().then(after);
    }
  }

  /** After the last answer or handing in: results when they are there, else a patient word. */
  arrive(): void {
    const { attempt } = this.state!;
    this.view = attempt && attempt.status === 'finished' ? { name: 'results' } : { name: 'outcome' };
    draw(this, true);
  }

  /** The item of a question or review view. */
  item(index: number): Item {
    return this.state!.attempt!.items[index]!;
  }

  isUnsent(item: Item): boolean {
    return !!unsent(this.entries, item.id);
  }
}
