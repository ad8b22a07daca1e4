/** Words of the panel in which an author plays: [Vietnamese, English, Khmer]. */
import type { Catalogue } from '../../shared/i18n';

export const playStrings = {
  tryout: ['Chơi thử', 'Play', 'សាកលេង'],
  tryout_how: ['Chơi đúng như người học thấy, kể cả phần bạn chưa lưu. Không ghi lại gì.', 'As learners see it, with what you have not saved yet. Nothing is recorded.', 'ដូចអ្នករៀនឃើញ រួមទាំងអ្វីមិនទាន់រក្សាទុក។ មិនកត់ត្រាអ្វីទេ។'],
  at: ['Đang ở: {what}', 'Now at: {what}', 'ឥឡូវនៅ៖ {what}'],
  at_short: ['Đang chơi ở đây', 'Playing here', 'កំពុងលេងនៅទីនេះ'],
  back: ['Lùi một bước', 'Back one step', 'ថយមួយជំហាន'],
  again_here: ['Chơi lại từ “{what}”', 'Again from “{what}”', 'លេងម្ដងទៀតពី “{what}”'],
  edit: ['Mở để sửa', 'Open to edit', 'បើកដើម្បីកែ'],
  close: ['Đóng', 'Close', 'បិទ'],
  loading: ['Đang mở…', 'Opening…', 'កំពុងបើក…'],
  failed: ['Chưa nối được với máy chủ. Bạn thử lại sau một lát.', 'The server cannot be reached. Try again in a moment.', 'មិនអាចភ្ជាប់ម៉ាស៊ីនមេ។ សូមព្យាយាមម្ដងទៀត។'],
  expired: ['Phiên đăng nhập đã hết. Bạn đăng nhập lại ở thẻ khác rồi thử lại.', 'Your session has ended. Sign in again in another tab, then try again.', 'សម័យបានផុត។ សូមចូលម្ដងទៀត។'],
  cannot: ['Chưa chơi được, cần sửa các chỗ này trước:', 'It cannot be played before these are mended:', 'មិនទាន់លេងបាន សូមកែសិន៖'],
  retry: ['Thử lại', 'Try again', 'ព្យាយាមម្ដងទៀត'],
  inside: ['Bên trong: chỉ số, dấu nhớ, lối bị ẩn', 'Inside: meters, flags, hidden choices', 'ខាងក្នុង៖ រង្វាស់ សញ្ញា ជម្រើសលាក់'],
  meters: ['Chỉ số', 'Meters', 'រង្វាស់'],
  flags: ['Dấu nhớ', 'Flags', 'សញ្ញា'],
  is_set: ['có', 'set', 'មាន'],
  not_set: ['chưa', 'not set', 'គ្មាន'],
  hidden: ['Lựa chọn đang ẩn ở cảnh này', 'Choices hidden here now', 'ជម្រើសដែលលាក់នៅទីនេះ'],
  path: ['Đã đi qua', 'The way so far', 'ផ្លូវដែលបានដើរ'],
  nothing_inside: ['Tình huống này không có chỉ số hay dấu nhớ nào.', 'This situation has neither meters nor flags.', 'គ្មានរង្វាស់ ឬសញ្ញាទេ។'],
  followed: ['Nội dung vừa sửa: đã chơi lại đến chỗ này.', 'The content was changed: played again up to here.', 'មាតិកាត្រូវបានកែ៖ បានលេងឡើងវិញដល់ទីនេះ។'],
} satisfies Catalogue;
