/** The quiz in the browser: holds the state, talks through the outbox, decides which view is shown. Views only draw. */
import type { Post, Reply } from '../shared/net';
import type { Entry } from '../shared/outbox';
import { Player, type Told } from '../shared/player';
import type { Store } from '../shared/store';
import { answerOf, firstView, nextStep, reconcile, same, unsent, withReply, type AnswerReply, type Attempt, type Item, type QuizInit, type QuizState, type Raw, type View } from './model';
import type { QuizWords } from './questions/base';
import type { Extras, MakeExtras } from './more';
import { draw, drawFeedback, drawQuestion, row } from './views';

let pages = 0;

export class QuizApp extends Player<QuizState, View, QuizWords, QuizInit> {
  /** Makes names of inputs unique when several quizzes are on one page. */
  readonly uid = 'hvq' + ++pages;
  readonly deferred: boolean;
  readonly tries: boolean;
  /** What `extras.<lang>.js` adds, where the page brings it. */
  readonly more: Extras;
  private refusals = 0;

  constructor(root: HTMLElement, init: QuizInit, w: QuizWords, post: Post, store: Store) {
    super(root, init, w, post, store);
    this.deferred = init.rules.behaviour === 'deferred';
    this.tries = init.rules.behaviour === 'tries';
    const { hvExtras } = window as unknown as { hvExtras?: MakeExtras };
    this.more = hvExtras ? hvExtras(this, row) : {};
    this.open();
  }

  protected run(): Attempt | null | undefined {
    return this.state && this.state.attempt;
  }

  protected used(): number {
    return this.state!.attempts_used;
  }

  protected unsent(entries: readonly Entry[]): Entry[] {
    return reconcile(entries, this.state!.attempt!, this.deferred || this.tries);
  }

  protected here(): View {
    return firstView(this.init, this.state, this.entries);
  }

  protected draw(moved: boolean): void {
    draw(this, moved);
  }

  get entries(): readonly Entry[] {
    return this.box ? this.box.list : [];
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

  /** Fetches the server's state; what a policy hid during the attempt may be open now. Fails silently. */
  async refresh(): Promise<void> {
    const reply = await this.ask('current', {});
    if (reply.kind !== 'ok') return;
    this.adopt((reply.data as { state: QuizState }).state);
    if (this.view.name === 'results' || this.view.name === 'outcome') this.arrive();
  }

  protected override adopted(): void {
    if (this.more.adopted) this.more.adopted();
  }

  /** The same question once more, from an empty sheet. */
  retry(): void {
    if (this.view.name === 'question') drawQuestion(this, this.view.index, true, true);
  }

  /** What the learner said of the answer that stands on the page: "1" guessed … "3" sure; null where nothing was said. */
  certainty(): string | null {
    return this.more.certainty ? this.more.certainty() : null;
  }

  protected onState(): void {
    this.saved();
    if (this.trouble && this.view.name === 'question') drawFeedback(this);
  }

  protected onReply(entry: Entry, reply: Told): void {
    const { state } = this;
    if (!state) return;
    if (reply.kind === 'refused') return this.onRefusal(entry, reply);
    this.refusals = 0;
    if (entry.handler === 'finish') {
      this.adopt((reply.data as { state: QuizState }).state);
      return this.arrive();
    }
    const data = reply.data as AnswerReply;
    const body = entry.body as { attempt: string; item: string; answer: Raw; certainty?: string };
    this.state = withReply(state, body, data);
    const { attempt } = this.state;
    this.adopted();
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
