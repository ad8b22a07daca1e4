/** Strings of the inbox: [Vietnamese, English, Khmer, which awaits a native reader]. */
import { strings as quiz } from '../../quiz/strings';

const { right, wrong, see_results, results } = quiz;

export const strings = {
  right,
  wrong,
  see_results,
  results,
  letter: ['Thư {i} trong {n}', 'Message {i} of {n}', 'សារទី {i} នៃ {n}'],
  judge: ['Bạn thấy thư này thế nào?', 'What do you make of this message?', 'តើអ្នកគិតយ៉ាងណាចំពោះសារនេះ?'],
  is_fraud: ['Đây là tin lừa đảo.', 'This is a fraud.', 'នេះជាសារបោកប្រាស់។'],
  is_genuine: ['Đây là tin thật.', 'This is genuine.', 'នេះជាសារពិត។'],
  noted: ['Đã ghi nhận', 'Noted', 'បានកត់ត្រា'],
  next_letter: ['Thư tiếp theo', 'Next message', 'សារបន្ទាប់'],
  hits: ['Bạn nhận ra {a} trong {n} tin lừa đảo.', 'You recognised {a} of {n} {n:fraud|frauds}.', 'អ្នកស្គាល់ {a} ក្នុងចំណោមសារបោកប្រាស់ {n}។'],
  misses: ['{a} tin lừa đảo bạn đã tin.', 'You trusted {a} {a:fraud|frauds}.', 'អ្នកបានជឿសារបោកប្រាស់ {a}។'],
  no_misses: ['Bạn không tin nhầm tin lừa đảo nào.', 'You trusted no fraud.', 'អ្នកមិនបានជឿសារបោកប្រាស់ណាមួយទេ។'],
  false_alarms: ['Bạn nghi nhầm {a} trong {n} tin thật.', 'You suspected {a} of {n} genuine {n:message|messages}.', 'អ្នកសង្ស័យខុស {a} ក្នុងចំណោមសារពិត {n}។'],
  no_false_alarms: ['Bạn không nghi nhầm tin thật nào.', 'You suspected no genuine message.', 'អ្នកមិនបានសង្ស័យខុសសារពិតណាមួយទេ។'],
  hidden: ['Bạn đã xem hết các thư. Kết quả sẽ được công bố sau.', 'You have been through all messages. Results will be shown later.', 'អ្នកបានមើលសារទាំងអស់ហើយ។ លទ្ធផលនឹងប្រកាសពេលក្រោយ។'],
  mistaken: ['Những thư bạn nhầm', 'The messages you mistook', 'សារដែលអ្នកច្រឡំ'],
  letters: ['Các thư bạn đã xem', 'The messages you judged', 'សារដែលអ្នកបានមើល'],
  read_letter: ['Đọc lại thư', 'Read the message again', 'អានសារម្តងទៀត'],
  measures: ['Số đo cho người muốn biết thêm', 'Measures, for those who want them', 'ការវាស់វែងសម្រាប់អ្នកចង់ដឹងបន្ថែម'],
  sensitivity: [
    'Khả năng phân biệt (d′): {n}. Số 0 là đoán mò; càng lớn là phân biệt càng tốt.',
    'Sensitivity (d′): {n}. 0 is guessing; the greater, the better told apart.',
    'សមត្ថភាពបែងចែក (d′)៖ {n}។ លេខ 0 គឺទាយ កាន់តែធំកាន់តែបែងចែកបានល្អ។',
  ],
  bias: [
    'Xu hướng (c): {n}. Trên 0 là khi không chắc thì thường tin; dưới 0 là thường nghi.',
    'Bias (c): {n}. Above 0 leans to trust when unsure; below 0 to suspicion.',
    'ទំនោរ (c)៖ {n}។ លើស 0 គឺពេលមិនប្រាកដច្រើនតែជឿ ក្រោម 0 គឺច្រើនតែសង្ស័យ។',
  ],
  few: ['Tính từ ít tin nên chỉ là ước lượng.', 'Made from few messages, so only an estimate.', 'គណនាពីសារតិច ដូច្នេះគ្រាន់តែជាការប៉ាន់ស្មាន។'],
  beside: ['Trước và nay', 'Before and now', 'មុន និងឥឡូវ'],
  beside_hits: ['Nhận ra tin lừa đảo: lần trước {a} trong {n}, lần này {b} trong {m}.', 'Frauds recognised: last time {a} of {n}, this time {b} of {m}.', 'ស្គាល់ការបោកប្រាស់៖ លើកមុន {a} ក្នុង {n} លើកនេះ {b} ក្នុង {m}។'],
  beside_alarms: ['Nghi nhầm tin thật: lần trước {a} trong {n}, lần này {b} trong {m}.', 'Genuine ones suspected: last time {a} of {n}, this time {b} of {m}.', 'សង្ស័យសារពិតខុស៖ លើកមុន {a} ក្នុង {n} លើកនេះ {b} ក្នុង {m}។'],
  better: ['Lần này bạn phân biệt thật giả tốt hơn lần trước.', 'This time you told true from false better than last time.', 'លើកនេះ អ្នកសម្គាល់ពិតនិងក្លែងបានល្អជាងមុន។'],
  same: ['Bạn phân biệt thật giả như lần trước.', 'You told true from false as well as last time.', 'អ្នកសម្គាល់ពិតនិងក្លែងដូចលើកមុន។'],
  worse: ['Lần này khó hơn với bạn. Bạn xem lại lý do ở từng thư nhé.', 'It was harder this time. Do look at the reasons below each message.', 'លើកនេះពិបាកជាង។ សូមមើលហេតុផលនៅសារនីមួយៗ។'],
  sensitivity_was: ['Lần trước d′ là {n}.', 'Last time d′ was {n}.', 'លើកមុន d′ គឺ {n}។'],
  practise: ['Luyện thử lại cả hộp thư (không tính điểm)', 'Practise the whole inbox again (it does not count)', 'ហាត់ម្តងទៀត (មិនរាប់ពិន្ទុ)'],
  judged: ['Bạn cho là:', 'You said:', 'អ្នកថា៖'],
} as const;
