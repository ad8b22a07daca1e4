/** The panel below a quiz. */
import type { Catalogue } from '../shared/i18n';
import { strings as shared } from './strings';

export const strings = {
  ...shared,
  s_statistics: ['Thống kê câu hỏi', 'Item statistics', 'ស្ថិតិសំណួរ'],
  s_look_at: ['{n} câu nên xem lại.', '{n} {n:question deserves|questions deserve} a look.'],
  s_all_well: ['Số liệu không cho thấy câu nào có vấn đề.', 'Nothing in the figures speaks against a question.'],
  s_whole: ['Trung bình {m}%, trung vị {d}%', 'Mean {m}%, median {d}%'],
  s_consistency: ['Độ nhất quán nội tại {c}%, sai số chuẩn {e}%', 'Internal consistency {c}%, standard error {e}%'],
  s_facility: ['Dễ: {p}%', 'Facility {p}%'],
  s_discrimination: ['Phân biệt: {d}', 'Discrimination {d}'],
  s_efficiency: ['Hiệu quả phân biệt: {e}', 'Discriminative efficiency {e}'],
  s_guess: ['Đoán mò được {p}%', 'Guessing gives {p}%'],
  s_shown: ['{n} lần hỏi', 'asked {n} {n:time|times}'],
  s_unanswered: ['không trả lời', 'not answered'],
  s_others: ['câu trả lời khác', 'other answers'],
  s_gone: ['không còn trong bài', 'no longer in the quiz'],
  s_edited: ['đã sửa lời: câu trả lời của mọi phiên bản được tính chung', 'edited meanwhile: all wordings are counted together'],
  s_means: ['Các con số nói gì?', 'What the figures mean'],
  s_means_facility: ['Dễ: trung bình người học được bao nhiêu phần trăm số điểm. Càng cao càng dễ.', 'Facility: the share of the points that learners reached on average. High means easy.'],
  s_means_discrimination: ['Phân biệt (−100 đến 100): người làm tốt các câu khác có làm tốt câu này không. Từ 50 là rất tốt, dưới 20 là yếu, dưới 0 thì đáp án có thể sai.', 'Discrimination (−100 to 100): whether those who do well elsewhere do well here. 50 is very good, under 20 weak; below 0 the key may be wrong.'],
  s_means_formulas: ['Công thức của Moodle. Câu không trả lời được tính 0 điểm.', 'The formulas are Moodle’s. A question without an answer counts 0.'],
} satisfies Catalogue;
