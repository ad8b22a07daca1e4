/**
 * A server in the page, for looking at the blocks and for tests: it keeps the promises of docs/developers/contracts.md (steps,
 * repeats, refusals) over made-up content. It is no grader of anything real.
 */
import type { Visited } from '../scenario/map/layout';
import type { Item, ItemResult, QuizState, Attempt } from '../quiz/model';
import type { Result } from '../shared/types';
import type { Play, PlayState, Scene, ChooseReply } from '../scenario/model';

export interface FakeItem {
  item: Omit<Item, 'answer' | 'result'>;
  key: unknown;
  feedback: Record<string, string>;
  explanation: string;
}
type Answer = { status: number; body: unknown };
const ok = (body: unknown): Answer => ({ status: 200, body });
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export class FakeQuiz {
  used = 0;
  attempt: Attempt | null = null;
  best: QuizState['best'] = null;
  private log: Array<{ step: number; item: string; answer: unknown }> = [];

  constructor(
    readonly pool: FakeItem[],
    readonly deferred = false,
    readonly allowed = 0,
    readonly passMark = 0.6,
    /** Tries at each item, as in the behaviour `tries`; 0 for the others. */
    readonly tries = 0,
    /** Whether answers say how sure one is, and whether an attempt keeps what the one before had right. */
    readonly certainty = false,
    readonly keepRight = false,
  ) {}

  get state(): QuizState {
    const open = !!this.attempt && this.attempt.status === 'open';
    const out = this.allowed > 0 && this.used >= this.allowed;
    return JSON.parse(
      JSON.stringify({ attempts_used: this.used, can_start: !open && !out, why_not: out && !open ? 'Bạn đã dùng hết số lần làm.' : null, best: this.best, attempt: this.attempt }),
    ) as QuizState;
  }

  call(name: string, body: Record<string, unknown>): Answer {
    if (name === 'current') return ok({ state: this.state });
    if (name === 'start_attempt') return this.start(body);
    const { attempt } = this;
    if (!attempt || attempt.id !== body['attempt']) return this.refuse(403, 'not-yours', 'Lần làm này không phải của bạn.');
    if (name === 'finish') {
      if (attempt.status === 'open') this.close();
      return ok({ state: this.state });
    }
    const step = body['step'] as number;
    const repeat = this.log.find((l) => l.step === step);
    if (!repeat || repeat.item !== body['item'] || !same(repeat.answer, body['answer'])) {
      if (attempt.status !== 'open') return this.refuse(409, 'closed', 'Lần làm này đã kết thúc.');
      if (step !== attempt.step + 1) return this.refuse(409, 'stale-step', 'Bài đã được làm tiếp ở nơi khác.');
      const item = attempt.items.find((one) => one.id === body['item']);
      if (!item || (!this.deferred && item.answer !== null && !item.tries_left)) return this.refuse(409, 'stale-step', 'Câu này đã trả lời rồi.');
      item.answer = body['answer'];
      if (this.certainty) item.certainty = (body['certainty'] as string) || null;
      if (!this.deferred) item.result = this.grade(item);
      if (this.tries) item.tries_left = item.result!.correct ? 0 : (item.tries_left || this.tries) - 1;
      if (item.tries_left) Object.assign(item.result!, { key: null, explanation: null }, this.parts(item));
      attempt.step = step;
      this.log.push({ step, item: item.id, answer: item.answer });
      if (!this.deferred && attempt.items.every((one) => one.answer !== null && !one.tries_left)) this.close();
    }
    const item = attempt.items.find((one) => one.id === body['item'])!;
    const { best, can_start, why_not } = this.state;
    const more = this.tries ? { tries_left: item.tries_left } : {};
    return ok({ ...more, step, item: item.id, result: item.result, attempt: { status: attempt.status, step: attempt.step, result: attempt.result }, best, can_start, why_not });
  }

  private start(body: Record<string, unknown>): Answer {
    if (body['after'] === this.used && (!this.attempt || this.attempt.status !== 'open')) {
      if (!this.state.can_start) return this.refuse(403, 'no-attempts', 'Bạn đã dùng hết số lần làm.');
      this.used += 1;
      this.log = [];
      const id = ('0'.repeat(31) + this.used).slice(-32);
      const before = this.attempt && this.attempt.items;
      const full = !!before && before.every((one) => one.result && one.result.correct);
      const items = this.pool.map(({ item }, i) => {
        const fresh = Object.assign({}, item, { answer: null, result: null }, this.certainty && { certainty: null }) as Item;
        const old = before && before[i];
        if (!this.keepRight || full || !old || !old.result || !old.result.correct) return fresh;
        return Object.assign(fresh, { answer: old.answer, result: this.deferred ? null : old.result, kept: true });
      });
      this.attempt = { id, number: this.used, status: 'open', step: 0, items, result: null };
    }
    return ok({ state: this.state });
  }

  private parts(item: Item): Partial<ItemResult> {
    const { key } = this.pool.find((one) => one.item.id === item.id)!;
    if (!key || typeof key !== 'object' || Array.isArray(key)) return {};
    const right = key as Record<string, unknown>;
    const given = item.answer as Record<string, unknown>;
    const fits = (id: string): boolean => (Array.isArray(right[id]) ? (right[id] as unknown[]).indexOf(given[id]) >= 0 : right[id] === given[id]);
    return { parts: { right: Object.keys(right).filter(fits).length, of: Object.keys(right).length } };
  }

  private again(items: Item[]): NonNullable<Result['again']> {
    const wrong = items.filter((one) => !one.result || !one.result.correct);
    const sure = (item: Item): number => Number(item.certainty || 0);
    return [
      ...wrong.slice().sort((a, b) => sure(b) - sure(a)).map((one) => ({ item: one.id, why: one.certainty === '3' ? ('sure-and-wrong' as const) : ('wrong' as const) })),
      ...items.filter((one) => wrong.indexOf(one) < 0 && one.certainty === '1').map((one) => ({ item: one.id, why: 'guessed' as const })),
    ];
  }

  private grade(item: Item): ItemResult {
    const { key, feedback, explanation } = this.pool.find((one) => one.item.id === item.id)!;
    const typed = item.type === 'short_text' || item.type === 'number';
    const correct = typed ? (key as string[]).indexOf(item.answer as string) >= 0 : same(key, item.answer);
    const nested = !!key && typeof key === 'object' && !Array.isArray(key);
    const chosen = (Array.isArray(item.answer) ? item.answer : [item.answer]) as string[];
    return {
      score: correct ? 1 : 0,
      correct,
      feedback: chosen.filter((id) => feedback[id]).map((id) => ({ for: id, html: feedback[id]! })),
      explanation,
      key: nested || Array.isArray(key) ? key : [key],
    };
  }

  private close(): void {
    const attempt = this.attempt!;
    attempt.items.forEach((item) => item.answer !== null && (item.result = this.grade(item)));
    const earned = attempt.items.filter((item) => item.result && item.result.correct).length;
    const possible = attempt.items.length;
    const result = { earned, possible, percent: Math.round((100 * earned) / possible), passed: earned >= possible * this.passMark };
    attempt.status = 'finished';
    attempt.result = Object.assign({ competencies: [{ id: 'tt02-2025:4.2', title: 'Bảo vệ dữ liệu cá nhân và sự riêng tư', earned, possible }, { id: 'tt02-2025:4.1', title: 'Bảo vệ thiết bị', earned: 1, possible: 1 }] }, result, this.certainty && { again: this.again(attempt.items) });
    if (!this.best || (this.best.percent || 0) < result.percent) this.best = result;
  }

  private refuse(status: number, code: string, error: string): Answer {
    return { status, body: { error, code, state: this.state } };
  }
}

export interface FakeScene extends Scene {
  moves?: Array<{ to: string; feedback: string; add?: number; score?: number | null }>;
  cues?: Array<{ message: number; quote: string; why: string }>;
}

export class FakeSim {
  used = 0;
  play: Play | null = null;
  private at = '';
  private path: Array<{ scene: string; choice: string; feedback: string; score: number | null; cues: Array<{ quote: string; why: string }> }> = [];
  private replies: Record<number, { choice: unknown; reply: ChooseReply }> = {};
  private trail: Array<{ at: string; index: number; money: number }> = [];
  private met: string[] = [];
  private counted: Pick<FakeSim, 'play'> & { path: FakeSim['path']; trail: FakeSim['trail'] } = { play: null, path: [], trail: [] };
  private taken: Record<string, { from: string; to: string; text: string; count: number }> = {};

  constructor(
    readonly scenes: Record<string, FakeScene>,
    readonly first: string,
  ) {}

  get state(): PlayState {
    const open = !!this.play && this.play.status === 'open';
    return JSON.parse(JSON.stringify({ plays_used: this.used, can_start: !open, why_not: null, best: null, play: this.play })) as PlayState;
  }

  call(name: string, body: Record<string, unknown>): Answer {
    if (name === 'current') return ok({ state: this.state });
    if (name === 'start_attempt') {
      if (body['after'] === this.used && (!this.play || this.play.status !== 'open')) {
        this.used += 1;
        this.path = [];
        this.trail = [];
        this.replies = {};
        this.play = { id: ('f'.repeat(31) + this.used).slice(-32), number: this.used, status: 'open', step: 0, scene: this.show(this.first), meters: [{ label: 'Tiền trong tài khoản', value: 100, min: 0, max: 100, unit: '%', good: 'high' }], debrief: null };
      }
      return ok({ state: this.state });
    }
    if (name === 'scene_map') return ok({ map: this.map });
    const { play } = this;
    if (!play || play.id !== body['play']) return { status: 403, body: { error: 'Không phải của bạn.', code: 'not-yours', state: this.state } };
    const step = body['step'] as number;
    if (name === 'leave_rehearsal') {
      if (!play.practice) return { status: 409, body: { error: 'Lượt này được tính điểm.', code: 'not-practice' } };
      Object.assign(this, this.counted);
      return ok({ state: this.state });
    }
    if (name === 'rehearse_from') {
      if (!play.practice) this.counted = { play, path: this.path, trail: this.trail };
      const from = this.trail[step - 1];
      if (body['after'] === this.used && play.status !== 'open' && from) {
        this.used += 1;
        this.path = this.path.slice(0, step - 1);
        this.trail = this.trail.slice(0, step - 1);
        this.replies = {};
        this.play = { ...play, id: ('e'.repeat(31) + this.used).slice(-32), number: this.used, status: 'open', step: step - 1, scene: this.show(from.at), meters: [{ ...play.meters[0]!, value: from.money }], debrief: null, practice: true };
      }
      return ok({ state: this.state });
    }
    const earlier = this.replies[step];
    if (earlier && earlier.choice === body['choice']) return ok(earlier.reply);
    if (step !== play.step + 1) return { status: 409, body: { error: 'Câu chuyện đã đi tiếp ở nơi khác.', code: 'stale-step', state: this.state } };
    const scene = this.scenes[this.at]!;
    const index = Number(body['choice']) - 1;
    const move = scene.moves![index]!;
    const cues = scene.cues || [];
    const [meter] = play.meters;
    const from = meter!.value;
    this.trail.push({ at: this.at, index, money: from });
    const key = this.at + index;
    this.taken[key] = { from: this.at, to: move.to, text: scene.choices[index]!.text, count: (this.taken[key] ? this.taken[key]!.count : 0) + 1 };
    meter!.value = Math.max(0, from + (move.add || 0));
    this.path.push({ scene: scene.title, choice: scene.choices[index]!.text, feedback: move.feedback, score: move.score === undefined ? null : move.score, cues });
    play.step = step;
    play.scene = this.show(move.to);
    if (play.scene.ending) {
      play.status = 'ended';
      play.debrief = {
        text: 'Kẻ gian làm bạn <strong>sợ</strong> rồi làm bạn <strong>vội</strong>. Chậm lại một chút là an toàn.',
        path: this.path,
        actions: [{ text: 'Cúp máy, rồi hỏi công an xã hoặc phường.', fact: 'Cuộc gọi lừa đảo: nhắn tin LD (số điện thoại)(nội dung) tới 156.', source: 'https://example.gov.vn/156', checked_on: '2026-11-21' }],
        result: play.practice ? null : { earned: play.scene.ending.kind === 'good' ? 1 : 0, possible: 1, percent: play.scene.ending.kind === 'good' ? 100 : 0, passed: play.scene.ending.kind === 'good', competencies: [{ id: 'tt02-2025:4.2', title: 'Bảo vệ dữ liệu cá nhân', earned: 1, possible: 2 }] },
      };
    }
    const reply = JSON.parse(JSON.stringify({ step, feedback: move.feedback, cues, effects: move.add ? [{ label: meter!.label, from, to: meter!.value }] : [], play, best: null, can_start: play.status !== 'open', why_not: null })) as ChooseReply;
    this.replies[step] = { choice: body['choice'], reply };
    return ok(reply);
  }

  private get map(): Visited {
    const at = (id: string): number => this.met.indexOf(id);
    return {
      scenes: this.met.map((id) => ({ title: this.scenes[id]!.title, kind: this.scenes[id]!.ending ? this.scenes[id]!.ending!.kind : null, here: id === this.at })),
      moves: Object.keys(this.taken).map((key) => ({ ...this.taken[key]!, from: at(this.taken[key]!.from), to: at(this.taken[key]!.to) })),
    };
  }

  private show(id: string): Scene {
    this.at = id;
    if (this.met.indexOf(id) < 0) this.met.push(id);
    const { title, channel, channel_info, text, messages, choices, ending } = this.scenes[id]!;
    return { title, channel, channel_info, text, messages, choices, ending };
  }
}
