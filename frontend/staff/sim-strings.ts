/** The panel below a simulation, with the words of the picture. */
import { strings as picture } from '../scenario/graph/strings';
import type { Catalogue } from '../shared/i18n';
import { strings as shared } from './strings';

export const strings = {
  ...picture,
  ...shared,
  s_practice: ['tập lại, không tính', 'rehearsal, not counted', 'ហាត់ឡើងវិញ មិនរាប់'],
  s_statistics: ['Người học đã chọn gì', 'What learners chose', 'អ្វីដែលអ្នករៀនបានជ្រើស'],
  s_endings: ['Kết thúc ở đâu', 'Where plays end', 'ចប់នៅទីណា'],
  s_unended: ['không tới hồi kết nào của bản này', 'came to no ending of this version', 'មិនដល់ចុងបញ្ចប់ណានៃកំណែនេះ'],
  s_falls: ['Chỗ người học hay vấp', 'Where people fall', 'កន្លែងដែលមនុស្សជំពប់'],
  s_falls_note: ['Sau những lựa chọn này, số lượt kết thúc xấu nhiều hơn mức chung ({p}%).', 'After these choices more plays end badly than usual ({p}%).', 'ក្រោយជម្រើសទាំងនេះ ការលេងចប់អាក្រក់ច្រើនជាងធម្មតា ({p}%)។'],
  s_falls_none: ['Chưa thấy lựa chọn nào dẫn tới kết thúc xấu nhiều hơn mức chung.', 'No choice leads to bad endings more than usual.', 'គ្មានជម្រើសណានាំទៅចុងបញ្ចប់អាក្រក់ច្រើនជាងធម្មតាទេ។'],
  s_fall: ['{bad} trên {n} lượt chọn câu này kết thúc xấu ({p}%)', '{bad} of {n} plays that took it end badly ({p}%)', '{bad} ក្នុង {n} ដងដែលជ្រើសនេះ ចប់អាក្រក់ ({p}%)'],
  s_in_scene: ['ở cảnh “{title}”', 'in the scene “{title}”', 'ក្នុងឈុត “{title}”'],
  s_scenes: ['Từng cảnh', 'Scene by scene', 'ឈុតម្ដងមួយៗ'],
  s_scene_plays: ['{n} lượt qua đây', '{n} {n:play passes|plays pass} here', '{n} ដងឆ្លងកាត់ទីនេះ'],
  s_leads: ['→ {title}', '→ {title}', '→ {title}'],
  s_typed_other: ['(gõ câu khác)', '(typed something else)', '(វាយផ្សេង)'],
  s_gone_moves: ['{n} bước ở những cảnh hay lựa chọn nay không còn: không được vẽ.', '{n} {n:move|moves} in scenes or choices that are no longer there {n:is|are} not drawn.', '{n} ជំហានក្នុងឈុត ឬជម្រើសដែលលែងមាន មិនត្រូវបានគូរ។'],
  s_picture: ['Xem thành sơ đồ', 'See it as a picture', 'មើលជារូបភាព'],
  s_times: ['{n} lượt', '{n} {n:play|plays}', '{n} ដង'],
  s_edge: ['{n} · {p}%', '{n} · {p}%', '{n} · {p}%'],
  s_messages: ['Từng tin', 'Message by message', 'សារម្ដងមួយៗ'],
  s_judged: ['{r} đúng, {w} sai ({p}% đúng)', '{r} right, {w} wrong ({p}% right)', '{r} ត្រូវ {w} ខុស (ត្រូវ {p}%)'],
  s_hits: ['Nhận ra lừa đảo: {a} trên {b}', 'Frauds found out: {a} of {b}', 'រកឃើញការបោក៖ {a} ក្នុង {b}'],
  s_alarms: ['Nghi oan tin thật: {a} trên {b}', 'Genuine messages suspected: {a} of {b}', 'សង្ស័យសារពិត៖ {a} ក្នុង {b}'],
  s_dprime: ['Khả năng phân biệt d′ = {d} (0 là đoán mò, từ 2 là tốt)', 'Sensitivity d′ = {d} (0 is guessing, 2 and more is good)', 'សមត្ថភាពបែងចែក d′ = {d} (0 គឺទាយ ពី 2 គឺល្អ)'],
  s_bias: ['Xu hướng c = {c} (trên 0: dễ tin; dưới 0: dễ nghi)', 'Bias c = {c} (above 0: inclined to trust; below 0: to suspect)', 'ទំនោរ c = {c} (លើ 0៖ ងាយជឿ ក្រោម 0៖ ងាយសង្ស័យ)'],
  s_mean_of: ['trung bình từng người: d′ {d}, c {c}', 'mean over learners: d′ {d}, c {c}', 'មធ្យមម្នាក់ៗ៖ d′ {d}, c {c}'],
} satisfies Catalogue;
