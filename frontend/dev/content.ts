/** Made-up content for the development page and the tests. */
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

const choice = (id: string, text: string, exit = false): { id: string; text: string; exit: boolean } => ({ id, text, exit });

export const scenes: Record<string, FakeScene> = {
  goi: {
    title: 'Cuộc gọi lạ', channel: 'call', channel_info: { from: 'Số lạ', number: '+84 000 000 000' }, ending: null,
    text: 'Buổi trưa, điện thoại của bạn reo. Một giọng nam nghiêm nghị.',
    messages: [
      { from: 'Số lạ', side: 'them', text: 'Tôi là cán bộ điều tra. Anh chị đang liên quan đến một vụ rửa tiền. Không được nói với ai, kể cả người nhà.' },
      { from: '', side: 'me', text: 'Tôi có làm gì đâu?' },
      { from: 'Số lạ', side: 'them', text: 'Chuyển tiền vào <strong>tài khoản an toàn</strong> ngay trong 15 phút để chứng minh.' },
    ],
    choices: [choice('1', 'Chuyển tiền cho xong chuyện'), choice('2', 'Chuyển qua trò chuyện để nói tiếp'), choice('3', 'Cúp máy và hỏi công an xã', true)],
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
    choices: [choice('1', 'Bấm vào đường dẫn'), choice('2', 'Đưa điện thoại cho con xem', true)],
    moves: [{ to: 'web', feedback: 'Một trang web hiện ra, trông giống trang thật.', score: 0 }, { to: 'tot', feedback: 'Hỏi người thân là cách tốt nhất.', score: 1 }],
    cues: [{ message: 0, quote: 'cong-an-so.example', why: 'Trang của cơ quan nhà nước có đuôi gov.vn.' }],
  },
  web: {
    title: 'Trang web lạ', channel: 'web', channel_info: { url: 'https://cong-an-so.example/tai-ung-dung' }, ending: null, text: '',
    messages: [{ from: '', side: 'them', text: '<strong>Cổng hỗ trợ điều tra</strong><br>Nhập số tài khoản và mã OTP để được xác minh.' }],
    choices: [choice('1', 'Nhập thông tin'), choice('2', 'Đóng trang', true)],
    moves: [{ to: 'mat', feedback: 'Tài khoản của bạn bị rút sạch.', add: -100, score: 0 }, { to: 'tot', feedback: 'Đóng lại là an toàn.', score: 1 }],
    cues: [],
  },
  tot: { title: 'Bạn đã an toàn', channel: 'narration', channel_info: {}, text: '', messages: [], choices: [], ending: { kind: 'good', title: 'Bạn đã an toàn', text: 'Bạn ra công an xã hỏi. Không có vụ án nào cả.' } },
  mat: { title: 'Tiền đã mất', channel: 'sms', channel_info: { from: 'Ngân hàng (giả định)' }, text: '', messages: [{ from: 'Ngân hàng (giả định)', side: 'them', text: 'Tài khoản của quý khách: −48.000.000đ.' }], choices: [], ending: { kind: 'bad', title: 'Tiền đã mất', text: 'Chuyện này xảy ra với nhiều người. Gọi ngân hàng ngay, rồi báo công an.' } },
};
for (const channel of ['sms', 'email', 'notice', 'app', 'qr', 'post', 'door', 'narration']) {
  scenes[channel] = {
    title: 'Kênh ' + channel, channel, ending: null, text: 'Một đoạn dẫn chuyện ngắn.',
    channel_info: { from: 'Người lạ', number: '0900 000 000', subject: 'Việc gấp', address: 'ai-do@example.com', app: 'Ứng dụng lạ', source: 'cai-dat.example', place: 'Sạp rau chợ sáng', name: 'Tên trên mã', shares: '1.200 lượt chia sẻ' },
    messages: [{ from: 'Người lạ', side: 'them', text: 'Bạn làm theo hướng dẫn này nhé. Gấp lắm!' }, { from: '', side: 'me', text: 'Để tôi xem đã.' }],
    choices: [choice('1', 'Làm theo'), choice('2', 'Hỏi người thân', true)],
    moves: [{ to: 'mat', feedback: 'Không ổn rồi.', add: -50, score: 0 }, { to: 'tot', feedback: 'Tốt lắm.', score: 1 }],
    cues: [{ message: 0, quote: 'Gấp lắm', why: 'Hối thúc.' }],
  };
}
