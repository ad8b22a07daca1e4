/** A fake server for what only some simulations have: replies in one's own words, questions in a scene, an inbox. For the development page and the tests. */
import type { ItemResult } from '../quiz/model';
import type { ChooseReply, Debrief, Play, PlayState, Scene } from '../scenario/model';
import { items, typeItems } from './content';
import type { FakeItem } from './fake';

interface Answer {
  status: number;
  body: unknown;
}
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const bare: Omit<Scene, 'title'> = { channel: 'sms', channel_info: { from: 'Số lạ' }, text: '', messages: [], choices: [], ending: null };

export interface Letter {
  title: string;
  channel: string;
  channel_info: Record<string, string>;
  text: string;
  genuine: boolean;
  why: string;
  quote?: string;
}
export const letters: Letter[] = [
  { title: '', channel: 'sms', channel_info: { from: 'NGANHANG (giả định)' }, text: 'Tài khoản của quý khách sẽ bị khóa sau 2 giờ. Bấm nganhang-xacminh.example', genuine: false, why: 'Ngân hàng không gửi đường dẫn để xác minh.', quote: 'khóa sau 2 giờ' },
  { title: '', channel: 'email', channel_info: { from: 'Trường học (giả định)', subject: 'Lịch họp phụ huynh', address: 'vanphong@truong.example' }, text: 'Kính mời phụ huynh họp lúc 8 giờ sáng thứ bảy tại trường.', genuine: true, why: 'Thư không đòi tiền, không đòi mã, nơi hẹn là trường.' },
  { title: 'Trúng thưởng', channel: 'chat', channel_info: { from: 'Người lạ' }, text: 'Chúc mừng bạn trúng xe máy! Chuyển 500.000đ tiền phí để nhận.', genuine: false, why: 'Quà thật không bắt bạn trả tiền trước.', quote: 'Chuyển 500.000đ tiền phí' },
];
const verdicts = [{ id: '1', text: 'Tin được', verdict: 'genuine' as const }, { id: '2', text: 'Lừa đảo', verdict: 'fraud' as const }];

/** An ending reached by the right way, and another. */
const end = (kind: 'good' | 'bad'): Scene => ({ ...bare, title: 'Hết', channel: 'narration', ending: { kind, title: kind === 'good' ? 'Bạn đã an toàn' : 'Lần này chưa ổn', text: 'Chuyện dừng ở đây.' } });

export class FakeAsking {
  used = 0;
  play: Play | null = null;
  private path: Debrief['path'] = [];
  private done: Record<number, { move: string; reply: ChooseReply }> = {};

  /** `what`: typed replies with a choice beside them, a question, or an inbox. `shown` false: correctness is hidden. */
  constructor(
    readonly what: 'reply' | 'question' | 'inbox',
    readonly shown = true,
    readonly asked: FakeItem = items[0]!,
  ) {}

  get state(): PlayState {
    return copy({ plays_used: this.used, can_start: !this.play || this.play.status !== 'open', why_not: null, best: null, play: this.play });
  }

  call(name: string, body: Record<string, unknown>): Answer {
    if (name === 'start_attempt' && body['after'] === this.used && (!this.play || this.play.status !== 'open')) {
      this.used += 1;
      this.path = [];
      this.done = {};
      const play: Play = { id: 'e'.repeat(31) + this.used, number: this.used, status: 'open', step: 0, scene: { ...bare, title: '' }, meters: [], debrief: null };
      this.play = play;
      this.place(play);
    }
    if (name !== 'choose') return { status: 200, body: { state: this.state } };
    const { play } = this;
    const { step, play: id, ...move } = body as { step: number; play: string };
    if (!play || play.id !== id) return { status: 403, body: { code: 'not-yours', error: 'Không phải của bạn.', state: this.state } };
    const told = this.done[step];
    if (told && told.move === JSON.stringify(move)) return { status: 200, body: told.reply };
    if (step !== play.step + 1 || play.status !== 'open') return { status: 409, body: { code: 'stale-step', error: 'Đã đi tiếp.', state: this.state } };
    const { choice, typed, answer } = move as { choice?: string; typed?: string; answer?: unknown };
    if (typed !== undefined && !/\p{L}|\p{N}/u.test(typed)) return { status: 400, body: { code: 'empty-reply', error: 'Bạn hãy viết vài chữ nhé.' } };
    play.step = step;
    const reply = this.what === 'inbox' ? this.judge(play, choice!) : this.answer(play, choice, typed, answer);
    this.done[step] = { move: JSON.stringify(move), reply: copy({ ...reply, step, effects: [], play, best: null, can_start: play.status !== 'open', why_not: null }) as ChooseReply };
    return { status: 200, body: this.done[step]!.reply };
  }

  private place(play: Play): void {
    if (this.what === 'inbox') {
      const letter = letters[play.step]!;
      play.scene = { ...bare, title: letter.title, channel: letter.channel, channel_info: letter.channel_info, messages: [{ from: '', side: 'them', text: letter.text }], choices: copy(verdicts) };
      play.triage = { index: play.step + 1, count: letters.length };
      return;
    }
    play.scene = { ...bare, title: 'Tin nhắn lạ', messages: [{ from: 'Số lạ', side: 'them', text: 'Chị ơi em là con của bác Tư, chị cho em mượn ít tiền.' }], choices: this.what === 'reply' ? [{ id: '1', text: 'Xóa tin nhắn' }] : [] };
    if (this.what === 'reply') play.scene.input = { prompt: 'Bạn nhắn lại <strong>thế nào</strong>?', max_length: 300 };
    else play.scene.question = { ...copy(this.asked.item), answer: null, result: null };
  }

  private answer(play: Play, choice?: string, typed?: string, answer?: unknown): Partial<ChooseReply> {
    const right = answer === undefined ? !!choice || /không/i.test(typed || '') : JSON.stringify(answer) === JSON.stringify(this.asked.key);
    const feedback = answer === undefined ? (right ? 'Bạn đã dừng lại đúng lúc.' : 'Họ giục thêm.') : '';
    const step = { scene: 'Tin nhắn lạ', feedback, score: right ? 1 : 0, cues: [] };
    if (choice) this.path.push({ ...step, choice: 'Xóa tin nhắn' });
    else if (typed !== undefined) this.path.push({ ...step, choice: right ? 'Từ chối' : '', by: 'typed' });
    else this.path.push({ ...step, choice: this.asked.item.text, by: 'answer', correct: right });
    this.end(play, end(right ? 'good' : 'bad'));
    const question: ItemResult = { score: right ? 1 : 0, correct: right, feedback: [answer].flat().map((one) => ({ for: String(one), html: this.asked.feedback[String(one)] || '' })), explanation: right ? this.asked.explanation : null, key: null };
    return { feedback, cues: [], ...(answer === undefined || !this.shown ? {} : { question }) };
  }

  private judge(play: Play, choice: string): Partial<ChooseReply> {
    const letter = letters[play.step - 1]!;
    const correct = (choice === '1') === letter.genuine;
    const verdict = { correct, genuine: letter.genuine };
    const cues = letter.quote ? [{ message: 0, quote: letter.quote, why: 'Đây là dấu hiệu.' }] : [];
    this.path.push({ scene: letter.title || letter.channel_info['from']!, choice: verdicts[Number(choice) - 1]!.text, feedback: letter.why, score: correct ? 1 : 0, cues, by: 'verdict', channel: letter.channel, channel_info: play.scene.channel_info, messages: play.scene.messages, ...(this.shown ? verdict : {}) });
    if (play.step < letters.length) this.place(play);
    else {
      this.end(play, { ...end('good'), title: '', ending: { kind: 'mixed', title: '', text: '' } });
      const of = (genuine: boolean, right: boolean): number => this.path.filter((p) => p.genuine === genuine && p.correct === right).length;
      if (this.shown) play.debrief!.triage = { hits: of(false, true), misses: of(false, false), false_alarms: of(true, false), correct_rejections: of(true, true), sensitivity: 0.674, bias: -0.337 };
      play.triage = { index: letters.length, count: letters.length };
    }
    return this.shown ? { feedback: letter.why, cues, verdict } : { feedback: '', cues: [] };
  }

  private end(play: Play, scene: Scene): void {
    play.status = 'ended';
    play.scene = scene;
    play.debrief = { text: '', path: this.path, actions: [], result: null };
  }
}

/** One of the rarer question types, asked in a scene. */
export const rareItem = typeItems[0]!;
