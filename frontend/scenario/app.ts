/** The simulation in the browser: holds the state, talks through the outbox, decides which view is shown. */
import type { Post } from '../shared/net';
import type { Entry } from '../shared/outbox';
import { Player, type Told } from '../shared/player';
import type { Store } from '../shared/store';
import type { SimWords } from './channels/base';
import { firstView, reconcile, withReply, type ChooseReply, type Consequence, type Play, type PlayState, type SimInit, type View } from './model';
import { draw, drawPending } from './views';

export class SimApp extends Player<PlayState, View, SimWords, SimInit> {
  consequence: Consequence | null = null;

  constructor(root: HTMLElement, init: SimInit, w: SimWords, post: Post, store: Store) {
    super(root, init, w, post, store);
    this.open();
  }

  protected run(): Play | null | undefined {
    return this.state && this.state.play;
  }

  protected used(): number {
    return this.state!.plays_used;
  }

  protected unsent(entries: readonly Entry[]): Entry[] {
    return reconcile(entries, this.state!.play!);
  }

  protected here(): View {
    return firstView(this.init, this.state);
  }

  protected draw(moved: boolean): void {
    draw(this, moved);
  }

  /** The move that is on its way, or null: the public id of a choice, `typed` or `answer`, and what is sent. */
  get pending(): { choice: string; earlier: boolean; body: Record<string, unknown> } | null {
    const entry = this.box && this.box.list[0];
    if (!entry || !this.state || !this.state.play) return null;
    const { body } = entry;
    return { choice: String(body['choice'] || (body['typed'] === undefined ? 'answer' : 'typed')), earlier: body['step'] === this.state.play.step, body };
  }

  /** The learner's move, one of `choice`, `typed` and `answer`: kept and sent once. */
  send(move: { choice: string } | { typed: string } | { answer: unknown }): void {
    const { box, state } = this;
    if (!box || !state || !state.play || box.list.length || this.view !== 'scene') return;
    box.add({ handler: 'choose', body: { play: state.play.id, step: state.play.step + 1, ...move } });
    drawPending(this);
  }

  /** Tries again from step `step` of the play that has ended. */
  rehearse(step: number): void {
    void this.start('rehearse_from', { play: this.state!.play!.id, step });
  }

  /** After a consequence: the next scene or the ending. */
  goOn(): void {
    this.consequence = null;
    this.go(firstView(this.init, this.state));
  }

  protected onState(): void {
    this.saved();
    if (this.view === 'scene') drawPending(this);
  }

  protected onReply(entry: Entry, reply: Told): void {
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
