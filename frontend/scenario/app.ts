/** The simulation in the browser: holds the state, talks through the outbox, decides which view is shown. */
import { Frame } from '../shared/frame';
import type { Post, Reply } from '../shared/net';
import { kept, Outbox, outboxKey, outboxPrefix, type Entry } from '../shared/outbox';
import type { Store } from '../shared/store';
import type { SimWords } from './channels/base';
import { firstView, reconcile, withReply, type ChooseReply, type Consequence, type PlayState, type SimInit, type View } from './model';
import { draw, drawPending } from './views';

export class SimApp {
  readonly frame: Frame;
  state: PlayState | null;
  view: View;
  consequence: Consequence | null = null;
  busy = false;
  private box: Outbox | null = null;

  constructor(
    root: HTMLElement,
    readonly init: SimInit,
    readonly w: SimWords,
    private readonly post: Post,
    private readonly store: Store,
  ) {
    this.frame = new Frame(root, init, this.w, () => (this.box && this.box.list.length ? this.box.retry() : void this.start()));
    this.state = init.state;
    this.openBox();
    this.view = firstView(init, this.state);
    this.saved();
    draw(this, false);
    if (this.box) this.box.retry();
  }

  /** The move that is on its way, or null: the public id of a choice, `typed` or `answer`, and what is sent. */
  get pending(): { choice: string; earlier: boolean; body: Record<string, unknown> } | null {
    const entry = this.box && this.box.list[0];
    if (!entry || !this.state || !this.state.play) return null;
    const { body } = entry;
    return { choice: String(body['choice'] || (body['typed'] === undefined ? 'answer' : 'typed')), earlier: body['step'] === this.state.play.step, body };
  }

  get trouble(): boolean {
    return !!this.box && (this.box.state === 'waiting' || this.box.state === 'expired');
  }

  go(view: View): void {
    this.view = view;
    this.frame.tell(null);
    draw(this, true);
  }

  /** The learner's move, one of `choice`, `typed` and `answer`: kept and sent once. */
  send(move: { choice: string } | { typed: string } | { answer: unknown }): void {
    const { box, state } = this;
    if (!box || !state || !state.play || box.list.length || this.view !== 'scene') return;
    box.add({ handler: 'choose', body: { play: state.play.id, step: state.play.step + 1, ...move } });
    drawPending(this);
  }

  /** After a consequence: the next scene or the ending. */
  goOn(): void {
    this.consequence = null;
    this.go(firstView(this.init, this.state));
  }

  async start(): Promise<void> {
    if (this.busy || !this.state) return;
    this.busy = true;
    this.frame.tell(null);
    this.frame.saved('sending', true);
    const reply = await this.ask('start_attempt', { after: this.state.plays_used });
    this.busy = false;
    if (reply.kind === 'expired') return this.frame.saved('expired', true);
    if (reply.kind === 'ok') {
      this.adopt((reply.data as { state: PlayState }).state);
      this.saved();
      return this.go(firstView(this.init, this.state));
    }
    this.saved();
    if (reply.kind === 'refused' && reply.data['state']) {
      this.adopt(reply.data['state'] as PlayState);
      this.go(firstView(this.init, this.state));
    }
    this.frame.tell((reply.kind === 'refused' && reply.message) || this.w.say('offline_start'));
  }

  /** One more try at once for a request that is not in the outbox: every request may fail once. */
  private async ask(handler: string, body: unknown): Promise<Reply> {
    const reply = await this.post(handler, body);
    return reply.kind === 'failed' ? this.post(handler, body) : reply;
  }

  private adopt(state: PlayState): void {
    if (!state) return;
    const before = this.state && this.state.play && this.state.play.id;
    this.state = state;
    if (before !== (state.play && state.play.id)) this.openBox();
    else this.tidy();
  }

  private openBox(): void {
    const { init, state, store } = this;
    if (this.box) this.box.stop();
    this.box = null;
    const play = state && state.play;
    const mine = !!init.learner && init.mode === 'learn';
    const key = mine && play ? outboxKey(init.learner!, init.block, play.id) : null;
    if (mine) {
      const old = store.keys(outboxPrefix(init.learner!, init.block)).filter((k) => k !== key);
      if (old.some((k) => kept(store, k).length)) this.frame.tell(this.w.say('old_left'));
      old.forEach((k) => store.remove(k));
    }
    if (!play) return;
    this.box = new Outbox({ key, store, post: this.post, onReply: (entry, reply) => this.onReply(entry, reply), onState: () => this.onState() });
    this.tidy();
  }

  private tidy(): void {
    const { box, state } = this;
    if (!box || box.inFlight || !box.list.length || !state || !state.play) return;
    const left = reconcile(box.list, state.play);
    if (left.length !== box.list.length) box.replace(left);
  }

  private saved(): void {
    const { box, state } = this;
    const idle = state && state.play && state.play.step > 0 ? 'saved' : 'idle';
    this.frame.saved(!box || box.state === 'idle' ? idle : box.state, !box || box.durable);
  }

  private onState(): void {
    this.saved();
    if (this.view === 'scene') drawPending(this);
  }

  private onReply(entry: Entry, reply: Extract<Reply, { kind: 'ok' | 'refused' }>): void {
    const { state } = this;
    if (!state || !state.play) return;
    if (reply.kind === 'ok') {
      const data = reply.data as unknown as ChooseReply;
      const current = entry.body['step'] === state.play.step + 1;
      const { scene } = state.play;
      const choice = scene.choices.filter((c) => c.id === entry.body['choice'])[0];
      this.consequence = { scene: current ? scene : null, choice: current && choice ? choice.text : null, move: entry.body, reply: data };
      this.state = withReply(state, data);
      return this.go('consequence');
    }
    const fresh = reply.data['state'] as PlayState | undefined;
    const sentence = reply.code === 'stale-step' ? this.w.say('moved_on') : reply.message || this.w.say('refused');
    const after = (): void => {
      this.go(firstView(this.init, this.state));
      this.frame.tell(sentence);
    };
    if (fresh) {
      this.adopt(fresh);
      return after();
    }
    void this.ask('current', {}).then((told) => {
      if (told.kind === 'ok') this.adopt((told.data as { state: PlayState }).state);
      after();
    });
  }
}
