/** Strings of typed replies and of questions in a scene: [Vietnamese, English, Khmer, which awaits a native reader]. */
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
  your_words: ['Lời của bạn', 'Your words', 'ពាក្យរបស់អ្នក'],
  at_most: ['Viết vài chữ là được, nhiều nhất {n} ký tự.', 'A few words will do, {n} characters at most.', 'សរសេរពីរបីពាក្យក៏បាន ច្រើនបំផុត {n} តួ។'],
  write_first: ['Bạn viết vài chữ rồi gửi nhé.', 'Please write a few words first.', 'សូមសរសេរពីរបីពាក្យ រួចផ្ញើ។'],
  wrote: ['Bạn viết:', 'You wrote:', 'អ្នកសរសេរ៖'],
  answered: ['Bạn trả lời:', 'You answered:', 'អ្នកឆ្លើយ៖'],
  otherwise: ['theo cách khác', 'in another way', 'តាមវិធីផ្សេង'],
  asked: ['Câu hỏi:', 'Question:', 'សំណួរ៖'],
} as const;
