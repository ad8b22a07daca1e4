/** What dated statements with their sources are called in every visual editor: [Vietnamese, English]. */
export const facts = {
  facts: ['Thông tin có nguồn', 'Facts with their sources'],
  facts_how: ['Số điện thoại, kênh chính thức, quy định: mỗi thông tin có nguồn và ngày kiểm tra.', 'Telephone numbers, official channels, rules: each with its source and when it was checked.'],
  fact_n: ['Thông tin {n}', 'Fact {n}'],
  add_fact: ['Thêm thông tin', 'Add a fact'],
  fact_text: ['Thông tin', 'The fact'],
  fact_source: ['Nguồn (https://…)', 'Source (https://…)'],
  fact_source_how: ['Trang chính thức nói điều này.', 'The official page that says so.'],
  open_source: ['Mở nguồn', 'Open the source'],
  fact_checked: ['Kiểm tra ngày', 'Checked on'],
  fact_checked_how: ['Ngày bạn mở nguồn và thấy vẫn đúng.', 'The day you opened the source and it still held.'],
  checked_today: ['Vừa kiểm tra hôm nay', 'Checked today'],
  fact_from: ['Có hiệu lực từ ngày', 'Valid from'],
  fact_from_how: ['Để trống nếu không có.', 'Empty if there is none.'],
} as const;
