/** Strings of the inbox: [Vietnamese, English, Khmer where we are sure of it]. */
import { strings as quiz } from '../../quiz/strings';

const { right, wrong, see_results, results } = quiz;

export const strings = {
  right,
  wrong,
  see_results,
  results,
  letter: ['Thư {i} trong {n}', 'Message {i} of {n}'],
  judge: ['Bạn thấy thư này thế nào?', 'What do you make of this message?'],
  is_fraud: ['Đây là tin lừa đảo.', 'This is a fraud.'],
  is_genuine: ['Đây là tin thật.', 'This is genuine.'],
  noted: ['Đã ghi nhận', 'Noted'],
  next_letter: ['Thư tiếp theo', 'Next message'],
  hits: ['Bạn nhận ra {a} trong {n} tin lừa đảo.', 'You recognised {a} of {n} {n:fraud|frauds}.'],
  misses: ['{a} tin lừa đảo bạn đã tin.', 'You trusted {a} {a:fraud|frauds}.'],
  no_misses: ['Bạn không tin nhầm tin lừa đảo nào.', 'You trusted no fraud.'],
  false_alarms: ['Bạn nghi nhầm {a} trong {n} tin thật.', 'You suspected {a} of {n} genuine {n:message|messages}.'],
  no_false_alarms: ['Bạn không nghi nhầm tin thật nào.', 'You suspected no genuine message.'],
  hidden: ['Bạn đã xem hết các thư. Kết quả sẽ được công bố sau.', 'You have been through all messages. Results will be shown later.'],
  letters: ['Các thư bạn đã xem', 'The messages you judged'],
  read_letter: ['Đọc lại thư', 'Read the message again'],
  measures: ['Số đo cho người muốn biết thêm', 'Measures, for those who want them'],
  sensitivity: [
    'Khả năng phân biệt (d′): {n}. Số 0 là đoán mò; càng lớn là phân biệt càng tốt.',
    'Sensitivity (d′): {n}. 0 is guessing; the greater, the better told apart.',
  ],
  bias: [
    'Xu hướng (c): {n}. Trên 0 là khi không chắc thì thường tin; dưới 0 là thường nghi.',
    'Bias (c): {n}. Above 0 leans to trust when unsure; below 0 to suspicion.',
  ],
  few: ['Tính từ ít tin nên chỉ là ước lượng.', 'Made from few messages, so only an estimate.'],
  judged: ['Bạn cho là:', 'You said:'],
} as const;
