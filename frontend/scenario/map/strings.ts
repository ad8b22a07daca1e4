/** Strings of the map: [Vietnamese, English, Khmer, which awaits a native reader]. */
export const strings = {
  title: ['Những nơi bạn đã qua', 'Where you have been', 'កន្លែងដែលអ្នកបានទៅ'],
  only: ['Chỉ vẽ những cảnh bạn đã gặp, qua mọi lần diễn tập.', 'Only scenes that you have met are drawn, from all of your plays.', 'គូរតែឈុតដែលអ្នកបានជួប ក្នុងការហាត់សាកទាំងអស់។'],
  in_words: ['Đọc bằng chữ', 'Read it as a list', 'អានជាអក្សរ'],
  times: ['{n} lần', '{n} {n:time|times}', '{n} ដង'],
  to: ['tới {i}', 'to {i}', 'ទៅ {i}'],
  good: ['kết thúc tốt', 'a good ending', 'បញ្ចប់ល្អ'],
  mixed: ['kết thúc', 'an ending', 'ការបញ្ចប់'],
  bad: ['kết thúc xấu', 'a bad ending', 'បញ្ចប់មិនល្អ'],
  here: ['lần này', 'this time', 'លើកនេះ'],
  nameless: ['Cảnh không tên', 'A scene without a name', 'ឈុតគ្មានឈ្មោះ'],
  legend: ['✓ kết thúc tốt · ✕ kết thúc xấu · nét đứt: quay lại', '✓ a good ending · ✕ a bad ending · broken line: the way back', '✓ បញ្ចប់ល្អ · ✕ បញ្ចប់មិនល្អ · បន្ទាត់ដាច់៖ ត្រឡប់ក្រោយ'],
} as const;
