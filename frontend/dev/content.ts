/** Made-up content for the development page and the tests. */
import type { Message } from '../scenario/model';
import type { FakeItem, FakeScene } from './fake';

export const items: FakeItem[] = [
  {
    item: { id: 'goi-video', type: 'single_choice', text: 'Có người tự xưng công an gọi video, yêu cầu bạn chuyển tiền để “xác minh”. Bạn làm gì?', points: 1, hint: 'Công an thật làm việc ở trụ sở.', options: [{ id: '1', text: 'Chuyển một ít để thử' }, { id: '2', text: 'Cúp máy và hỏi công an xã' }, { id: '3', text: 'Xin số tài khoản rồi tính sau' }] },
    key: '2',
    feedback: { '1': 'Chưa đúng. Chuyển một ít rồi họ sẽ đòi thêm.', '2': 'Đúng. Công an không làm việc qua gọi video.', '3': 'Chưa đúng. Nói chuyện càng lâu càng dễ bị dẫn dắt.' },
    explanation: 'Công an không làm việc qua gọi video và <strong>không bao giờ</strong> yêu cầu chuyển tiền.',
  },
  {
    item: { id: 'dau-hieu', type: 'multiple_choice', text: 'Những điều nào là dấu hiệu lừa đảo?', points: 1, options: [{ id: '1', text: 'Hối thúc, dọa nạt' }, { id: '2', text: 'Bảo giữ bí mật với gia đình' }, { id: '3', text: 'Hẹn bạn đến trụ sở có giấy mời' }, { id: '4', text: 'Xin mã xác thực (OTP)' }] },
    key: ['1', '2', '4'],
    feedback: { '1': 'Đúng. Hối thúc là để bạn không kịp nghĩ.', '2': 'Đúng. Giữ bí mật là để không ai giúp bạn.', '3': 'Chưa đúng. Đây là cách làm việc thật.', '4': 'Đúng. Không ai được xin mã này.' },
    explanation: 'Ba dấu hiệu hay gặp: làm bạn sợ, làm bạn vội, bắt bạn giấu.',
  },
  {
    item: { id: 'otp', type: 'true_false', text: 'Nhân viên ngân hàng được phép hỏi mã OTP của bạn qua điện thoại.', points: 1, options: [] },
    key: '2',
    feedback: { '1': 'Chưa đúng. Ngân hàng không bao giờ hỏi mã OTP.', '2': 'Đúng. Mã OTP chỉ mình bạn biết.' },
    explanation: 'Mã OTP giống như chìa khóa két.',
  },
];

/** The rarer question types, one of each; `?types` on the development page. */
export const typeItems: FakeItem[] = [
  {
    item: { id: 'ten-ma', type: 'short_text', text: 'Mã gồm sáu số mà ngân hàng gửi cho bạn gọi là gì?', points: 1, max_length: 200 },
    key: ['mã xác thực', 'mã OTP'], feedback: {}, explanation: 'Mã xác thực (OTP) chỉ mình bạn biết.',
  },
  {
    item: { id: 'tong-dai', type: 'number', text: 'Phản ánh cuộc gọi lừa đảo đến số nào?', points: 1, unit: 'đồng' },
    key: ['156'], feedback: {}, explanation: 'Số 156 là tổng đài tiếp nhận phản ánh.',
  },
  {
    item: { id: 'viec-noi', type: 'matching', text: 'Mỗi việc thì hỏi ở đâu?', points: 1, left: [{ id: '1', text: 'Mất điện thoại có tài khoản ngân hàng' }, { id: '2', text: 'Nhận cuộc gọi “công an”' }], right: [{ id: '1', text: 'Công an xã, phường' }, { id: '2', text: 'Tổng đài ngân hàng trên thẻ' }, { id: '3', text: 'Số trong tin nhắn lạ' }] },
    key: { '1': '2', '2': '1' }, feedback: {}, explanation: '',
  },
  {
    item: { id: 'thu-tu', type: 'ordering', text: 'Lỡ chuyển tiền cho kẻ gian. Làm gì trước, làm gì sau?', points: 1, options: [{ id: '1', text: 'Báo công an' }, { id: '2', text: 'Gọi ngân hàng xin khóa giao dịch' }, { id: '3', text: 'Đổi mật khẩu' }] },
    key: ['2', '1', '3'], feedback: {}, explanation: '',
  },
  {
    item: { id: 'chia-nhom', type: 'grouping', text: 'Tin nào đáng tin?', points: 1, groups: [{ id: '1', title: 'Đáng tin' }, { id: '2', title: 'Đáng ngờ' }], things: [{ id: '1', text: 'Giấy mời ghi rõ trụ sở' }, { id: '2', text: 'Tin nhắn giục bấm đường dẫn' }] },
    key: { '1': '1', '2': '2' }, feedback: {}, explanation: '',
  },
  {
    item: { id: 'dien-cho', type: 'gaps', text: 'Điền cho đủ câu.', points: 1, parts: [{ html: '<p>Khi có người xin mã, bạn <strong>' }, { gap: '1', mode: 'choose', options: [{ id: '1', text: 'đọc cho họ' }, { id: '2', text: 'không đọc' }] }, { html: '</strong> và gọi số ' }, { gap: '2', mode: 'type' }, { html: ' trên thẻ.</p>' }] },
    key: { '1': '2', '2': ['tổng đài'] }, feedback: {}, explanation: '',
  },
  {
    item: { id: 'tim-dau-hieu', type: 'spot_signs', text: 'Tin nhắn này có những dấu hiệu nào?', points: 1, skin: 'sms', skin_info: { from: 'NGANHANG (giả định)' }, parts: [{ id: '1', text: 'Kính gửi quý khách,' }, { id: '2', text: 'tài khoản sẽ bị khóa sau 2 giờ.' }, { id: '3', text: 'Bấm nganhang-xacminh.example' }] },
    key: ['2', '3'], feedback: { '2': 'Hối thúc để bạn không kịp nghĩ.', '3': 'Ngân hàng không gửi đường dẫn.' }, explanation: '',
  },
  {
    item: { id: 'tim-trong-hinh', type: 'spot_signs', text: 'Trong hình này, chỗ nào đáng ngờ?', points: 1, skin: 'picture', skin_info: {}, picture: { src: '/docs/img/cau-hoi.png', alt: 'Hình chụp một trang web giả định' }, parts: [{ id: '1', label: 'Địa chỉ trang', x: 5, y: 5, w: 60, h: 10 }, { id: '2', label: 'Nút nhập mã', x: 20, y: 60, w: 40, h: 12 }] },
    key: ['1'], feedback: {}, explanation: '',
  },
];

/** Pictures and a recording; `?media` on the development page. */
export const mediaItems: FakeItem[] = [
  {
    item: { id: 'hinh', type: 'single_choice', audio: '/docs/img/khong-co.mp3', text: '<p>Đây là tin nhắn bạn nhận được.</p><p><img src="/docs/img/cau-hoi.png" alt="Tin nhắn giục chuyển tiền"></p><p>Bạn làm gì?</p>', points: 1, options: [{ id: '1', text: 'Bấm vào đường dẫn' }, { id: '2', text: 'Gọi số trên thẻ <img src="/docs/img/cau-hoi.png" alt="Mặt sau một thẻ ngân hàng">' }] },
    key: '2', feedback: { '1': 'Chưa đúng.', '2': 'Đúng.' }, explanation: 'Xem lại: <img src="/docs/img/cau-hoi.png" alt="Hình đã đánh dấu">',
  },
  ...typeItems.slice(7),
];

const choice = (id: string, text: string): { id: string; text: string } => ({ id, text });

/** A recording. Whoever looks at the page puts one there; nothing is recorded here. */
const TONE = '/tone.wav';

export const scenes: Record<string, FakeScene> = {
  goi: {
    title: 'Cuộc gọi lạ', channel: 'call', channel_info: { from: 'Số lạ', number: '+84 000 000 000' }, ending: null,
    text: 'Buổi trưa, điện thoại của bạn reo. Một giọng nam nghiêm nghị.',
    messages: [
      { from: 'Số lạ', side: 'them', text: 'Tôi là cán bộ điều tra. Anh chị đang liên quan đến một vụ rửa tiền. Không được nói với ai, kể cả người nhà.' },
      { from: '', side: 'me', text: 'Tôi có làm gì đâu?' },
      { from: 'Số lạ', side: 'them', text: 'Chuyển tiền vào <strong>tài khoản an toàn</strong> ngay trong 15 phút để chứng minh.' },
    ],
    choices: [choice('1', 'Chuyển tiền cho xong chuyện'), choice('2', 'Chuyển qua trò chuyện để nói tiếp'), choice('3', 'Cúp máy và hỏi công an xã')],
    moves: [
      { to: 'mat', feedback: 'Bạn vừa chuyển tiền. Người kia cúp máy ngay.', add: -100, score: 0 },
      { to: 'chat', feedback: 'Họ gửi cho bạn ảnh một tờ lệnh bắt có dấu đỏ.', score: 0.2 },
      { to: 'tot', feedback: 'Đúng rồi. Bạn giữ được tiền và sự bình tĩnh.', score: 1 },
    ],
    cues: [
      { message: 0, quote: 'Không được nói với ai', why: 'Kẻ gian muốn bạn chỉ có một mình.' },
      { message: 2, quote: 'tài khoản an toàn ngay trong 15 phút', why: 'Không cơ quan nào có “tài khoản an toàn”. Hối thúc là để bạn không kịp nghĩ.' },
    ],
  },
  chat: {
    title: 'Tin nhắn trong ứng dụng trò chuyện', channel: 'chat', channel_info: { from: 'Cán bộ điều tra', status: 'đang hoạt động' }, ending: null, text: '',
    messages: [{ from: 'Cán bộ điều tra', side: 'them', text: 'Đây là lệnh bắt. Bấm vào đây cài ứng dụng: cong-an-so.example' }, { from: '', side: 'system', text: 'Người này không có trong danh bạ của bạn.' }],
    choices: [choice('1', 'Bấm vào đường dẫn'), choice('2', 'Đưa điện thoại cho con xem')],
    moves: [{ to: 'web', feedback: 'Một trang web hiện ra, trông giống trang thật.', score: 0 }, { to: 'tot', feedback: 'Hỏi người thân là cách tốt nhất.', score: 1 }],
    cues: [{ message: 0, quote: 'cong-an-so.example', why: 'Trang của cơ quan nhà nước có đuôi gov.vn.' }],
  },
  web: {
    title: 'Trang web lạ', channel: 'web', channel_info: { url: 'https://cong-an-so.example/tai-ung-dung' }, ending: null, text: '',
    messages: [{ from: '', side: 'them', text: '<strong>Cổng hỗ trợ điều tra</strong><br>Nhập số tài khoản và mã OTP để được xác minh.' }],
    choices: [choice('1', 'Nhập thông tin'), choice('2', 'Đóng trang')],
    moves: [{ to: 'mat', feedback: 'Tài khoản của bạn bị rút sạch.', add: -100, score: 0 }, { to: 'tot', feedback: 'Đóng lại là an toàn.', score: 1 }],
    cues: [],
  },
  tot: { title: 'Bạn đã an toàn', channel: 'narration', channel_info: {}, text: '', messages: [], choices: [], ending: { kind: 'good', title: 'Bạn đã an toàn', text: 'Bạn ra công an xã hỏi. Không có vụ án nào cả.' } },
  mat: { title: 'Tiền đã mất', channel: 'sms', channel_info: { from: 'Ngân hàng (giả định)' }, text: '', messages: [{ from: 'Ngân hàng (giả định)', side: 'them', text: 'Tài khoản của quý khách: −48.000.000đ.' }], choices: [], ending: { kind: 'bad', title: 'Tiền đã mất', text: 'Chuyện này xảy ra với nhiều người. Gọi ngân hàng ngay, rồi báo công an.' } },
};
/** One scene for each channel that the story above does not use, with what people meet there. */
const them = (text: string, from = ''): Message => ({ from, side: 'them', text });
const me = (text: string): Message => ({ from: '', side: 'me', text });
const system = (text: string): Message => ({ from: '', side: 'system', text });
const looks: Record<string, { title: string; text?: string; info: Record<string, string>; messages: Message[]; channel?: string; cue?: string }> = {
  sms: { title: 'Tin nhắn tối muộn', info: { from: 'NGAN HANG', number: '6xxx', time: '21:47' }, messages: [them('Tai khoan cua ban vua dang nhap tu thiet bi la. Neu khong phai ban, bam <strong>xac-minh.example/vn</strong> de huy trong 10 phut.'), system('Số này không có trong danh bạ của bạn.'), me('Ai vậy?')], cue: 'trong 10 phut' },
  reo: { title: 'Điện thoại reo', channel: 'call', text: 'Đang nấu cơm thì điện thoại reo.', info: { from: 'Số lạ', number: '0900 000 000', state: 'incoming' }, messages: [] },
  nghe: { title: 'Nghe lại tin thoại', channel: 'call', info: { from: 'Cô Sáu', number: 'có trong danh bạ' }, messages: [{ ...them('Cháu ơi, cô đang cần gấp hai triệu.'), audio: TONE, transcript: 'Cháu ơi, cô đang cần gấp hai triệu, chuyển cho cô số tài khoản này nhé.' }], cue: 'cần gấp' },
  email: { title: 'Thư mời nhận việc', info: { from: 'Phòng nhân sự', address: 'tuyendung@viec-nhe.example', to: 'ban@thu.example', subject: 'Trúng tuyển: việc nhẹ tại nhà, 500.000đ/ngày' }, messages: [them('<p>Chúc mừng bạn đã trúng tuyển.</p><p>Để giữ chỗ, bạn nộp <strong>phí hồ sơ 300.000đ</strong> trước 17 giờ hôm nay.</p>')], cue: 'phí hồ sơ 300.000đ' },
  notice: { title: 'Màn hình khóa', info: { from: 'Ngân hàng', time: '09:12' }, messages: [them('Số dư +5.000.000đ. Nội dung: CHUYEN NHAM, XIN HOAN LAI.', 'Ngân hàng (giả định)'), them('Anh chị ơi em chuyển nhầm, cho em xin lại ạ.', 'Tin nhắn')], cue: 'CHUYEN NHAM' },
  app: { title: 'Cài ứng dụng?', info: { app: 'Dịch vụ công (giả định)', source: 'Tải từ: dich-vu.example, không phải kho ứng dụng' }, messages: [them('Ứng dụng này muốn: <ul><li>đọc tin nhắn của bạn</li><li>xem và điều khiển màn hình</li></ul>')], cue: 'điều khiển màn hình' },
  qr: { title: 'Mã ở sạp rau', info: { place: 'Sạp rau chợ sáng', name: 'LE THI B' }, messages: [them('Quét mã này trả tiền cho nhanh em ơi.', 'Người bán'), me('Tên trên mã không phải tên chị?')], cue: 'Quét mã này' },
  post: { title: 'Bài đăng trong nhóm', info: { from: 'Hội mẹ và bé', shares: '2 giờ trước · 1.200 lượt chia sẻ' }, messages: [them('<p>Quán chú Tư bỏ chất cấm vào phở, cả xóm đi viện!</p><p>Chia sẻ ngay trước khi bị xóa.</p>'), them('Có thật không vậy?', 'Chị Hai')], cue: 'Chia sẻ ngay' },
  door: { title: 'Tiếng gõ cửa', text: 'Chiều muộn, có người gõ cửa.', info: { from: 'Người mặc áo ghi-lê', place: 'Trước cửa nhà' }, messages: [them('Em bên điện lực, kiểm tra đồng hồ. Cô đóng giúp em 500 nghìn tiền thay thiết bị.'), me('Cháu cho cô xem thẻ.')], cue: 'đóng giúp em 500 nghìn' },
  narration: { title: 'Sáng thứ bảy', text: 'Bạn đang uống nước ở quán đầu xóm.', info: {}, messages: [them('Bà biết chưa, nhà nước phát tiền qua mạng đó.', 'Bà Năm')], cue: 'phát tiền qua mạng' },
};
for (const name of Object.keys(looks)) {
  const { title, text, info, messages, channel, cue } = looks[name]!;
  scenes[name] = {
    title, channel: channel || name, ending: null, text: text || '', channel_info: info, messages,
    choices: [choice('1', 'Làm theo'), choice('2', 'Hỏi người thân')],
    moves: [{ to: 'mat', feedback: 'Không ổn rồi.', add: -50, score: 0 }, { to: 'tot', feedback: 'Tốt lắm.', score: 1 }],
    cues: cue ? [{ message: 0, quote: cue, why: 'Hối thúc để bạn không kịp nghĩ.' }] : [],
  };
}
