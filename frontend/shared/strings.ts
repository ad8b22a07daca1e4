/** Strings that both blocks use: [Vietnamese, English, Khmer where we are sure of it]. */
export const shared = {
  saved: ['Đã lưu.', 'Saved.', 'បានរក្សាទុក'],
  sending: ['Đang gửi…', 'Sending…', 'កំពុងផ្ញើ…'],
  waiting: [
    'Đã lưu trên máy này, chưa gửi. Có mạng là tự gửi.',
    'Kept on this device, not sent yet. It will be sent when the network is back.',
  ],
  waiting_memory: [
    'Chưa gửi được. Bạn giữ trang này mở, có mạng là tự gửi.',
    'Not sent yet. Please keep this page open; it will be sent when the network is back.',
  ],
  expired: ['Phiên đăng nhập đã hết. Câu trả lời vẫn được giữ.', 'Your session has ended. Your answers are kept.'],
  sign_in: ['Đăng nhập lại', 'Sign in again'],
  retry: ['Thử lại', 'Try again', 'ព្យាយាមម្តងទៀត'],
  not_recorded: ['Đang xem thử: không ghi lại kết quả.', 'Preview: nothing is recorded.'],
  offline_start: [
    'Chưa kết nối được. Bạn kiểm tra mạng rồi bấm lại nhé.',
    'No connection yet. Please check the network and press again.',
  ],
  moved_on: [
    'Bài này đã được làm tiếp ở nơi khác. Chúng tôi đã cập nhật lại cho bạn.',
    'This was continued somewhere else. We have brought this page up to date.',
  ],
  old_left: [
    'Có câu trả lời của lần làm trước chưa kịp gửi. Lần đó đã đóng nên không tính nữa.',
    'Some answers of an earlier attempt were not sent in time. That attempt is closed, so they do not count.',
  ],
  refused: ['Máy chủ chưa nhận được. Bạn tải lại trang giúp nhé.', 'The server could not take this. Please reload the page.'],
  broken: ['Chưa mở được phần này. Bạn tải lại trang giúp nhé.', 'This part could not be opened. Please reload the page.'],
  attempts_left: ['Bạn còn {n} lần làm.', 'You have {n} {n:attempt|attempts} left.'],
  attempts_free: ['Làm lại bao nhiêu lần cũng được.', 'You may try as often as you like.'],
  due: ['Hạn làm: {when}.', 'Due: {when}.'],
  best: ['Kết quả tốt nhất của bạn: {percent}%.', 'Your best result: {percent}%.'],
  past_due: ['Đã hết hạn làm bài này.', 'The due date has passed.'],
  public: [
    'Bạn đang xem khi chưa đăng nhập. Đăng nhập để làm bài và lưu kết quả.',
    'You are not signed in. Sign in to take part and keep your results.',
  ],
  public_link: ['Đăng nhập', 'Sign in', 'ចូល'],
  firm: ['Đã vững', 'Firm'],
  read_again: ['Nên đọc lại', 'Worth reading again'],
  by_skill: ['Theo từng kỹ năng', 'By skill'],
  points_of: ['{a} trên {b} điểm', '{a} of {b} points'],
} as const;
