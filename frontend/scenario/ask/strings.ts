/** Strings of typed replies and of questions in a scene: [Vietnamese, English, Khmer where we are sure of it]. */
import { strings as quiz } from '../../quiz/strings';

const { choose_one, choose_many, true: yes, false: no, hint, answer, choose_first, fill_all, right, partly, wrong, mark_right, mark_yours_right, mark_yours_wrong, unknown } = quiz;

export const strings = {
  // What the quiz's widgets say.
  true: yes,
  false: no,
  choose_one,
  choose_many,
  hint,
  answer,
  choose_first,
  fill_all,
  right,
  partly,
  wrong,
  mark_right,
  mark_yours_right,
  mark_yours_wrong,
  unknown,
  send: ['Gửi', 'Send', 'ផ្ញើ'],
  your_words: ['Lời của bạn', 'Your words'],
  at_most: ['Viết vài chữ là được, nhiều nhất {n} ký tự.', 'A few words will do, {n} characters at most.'],
  write_first: ['Bạn viết vài chữ rồi gửi nhé.', 'Please write a few words first.'],
  wrote: ['Bạn viết:', 'You wrote:'],
  answered: ['Bạn trả lời:', 'You answered:'],
  otherwise: ['theo cách khác', 'in another way'],
  asked: ['Câu hỏi:', 'Question:'],
} as const;
