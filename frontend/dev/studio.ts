/** The editors over a fake server (?kind=quiz, sim or inbox): a line with "???" is an error, one with "TODO" a warning. `dev.conflict`, `dev.expired`, `dev.offline` make trouble. */
import { sampleInbox, sampleStory } from '../scenario/studio/model-samples';
import { items, scenes } from './content';

interface StudioDev {
  conflict: boolean;
  expired: boolean;
  offline: boolean;
  events: unknown[];
  requests: string[];
}
const dev: StudioDev = { conflict: false, expired: false, offline: false, events: [], requests: [] };
(window as unknown as { dev: StudioDev }).dev = dev;
const kind = new URLSearchParams(location.search).get('kind') || 'quiz';

const source = `Bạn vừa học xong bài. Giờ thử xem mình nhớ được gì nhé.

## goi-video
năng lực: tt02-2025:4.2

Có người tự xưng công an gọi video, yêu cầu bạn chuyển tiền để “xác minh”, nói rằng phải làm ngay trong hôm nay nếu không sẽ bị bắt. Bạn làm gì?

- [ ] Chuyển một ít để thử
  > Chưa đúng. Chuyển một ít rồi họ sẽ đòi thêm.
- [x] Cúp máy và hỏi công an xã
  > Đúng. Công an không làm việc qua gọi video.
- [ ] Xin số tài khoản rồi tính sau

**Giải thích:** Công an không làm việc qua gọi video. TODO thêm nguồn

## dau-hieu

Những điều nào là dấu hiệu lừa đảo? ???

- [x] Hối thúc, dọa nạt
- [x] Bảo giữ bí mật
- [ ] Hẹn đến trụ sở
`;

const quiz = {
  schema: 1, intro: 'Bạn vừa học xong bài.', pools: [], facts: [],
  items: [
    { id: 'goi-video', type: 'single_choice', text: 'Có người tự xưng công an gọi video. Bạn làm gì?', competencies: ['tt02-2025:4.2'], tags: [], points: 1, hint: '', explanation: '', shuffle: true, options: [{ id: 'a', text: 'Cúp máy', correct: true, feedback: 'Đúng.' }, { id: 'b', text: 'Chuyển một ít', correct: false, feedback: '' }] },
    { id: 'dung-sai', type: 'true_false', text: 'Ngân hàng không hỏi mã OTP.', competencies: [], tags: [], points: 1, hint: '', explanation: '', answer: true, feedback_true: '', feedback_false: '' },
  ],
};

window.fetch = async (url, options) => {
  const handler = String(url).split('/').pop();
  dev.requests.push(String(handler));
  await new Promise((go) => setTimeout(go, 80));
  if (dev.offline) throw new TypeError('offline');
  if (dev.expired) return new Response('<html></html>', { status: 403 });
  const body = JSON.parse(String(options!.body)) as { source?: string };
  const answer = (data: unknown, status = 200): Response => new Response(JSON.stringify(data), { status, headers: { 'Content-Type': 'application/json' } });
  const findings = (body.source || '').split('\n').flatMap((text, i) => [
    ...(text.includes('???') ? [{ severity: 'error', code: 'x', where: 'items.dau-hieu', line: i + 1, message: 'Câu hỏi còn dấu “???”. Hãy viết cho xong rồi bỏ dấu này.' }] : []),
    ...(text.includes('TODO') ? [{ severity: 'warning', code: 'y', where: 'items.goi-video', line: i + 1, message: 'Còn chữ “TODO” trong phần giải thích.' }] : []),
  ]);
  if (handler === 'studio_lint') return answer({ findings, summary: kind === 'quiz' ? '3 câu hỏi.' : '5 cảnh.', preview: kind === 'quiz' ? { intro: 'Bạn vừa học xong bài.', items: items.map((i) => i.item) } : { intro: '', scene: scenes['goi'] } });
  if (handler === 'studio_model') return answer({ model: kind === 'quiz' ? quiz : kind === 'inbox' ? sampleInbox('vi') : sampleStory('vi'), settings: {}, digest: 'd1', formats: [] });
  if (handler === 'studio_check') return answer({ findings: [], summary: '2 câu hỏi.', preview: null, source });
  if (handler === 'studio_competencies') return answer({ competencies: [{ id: 'tt02-2025:4.2', title: 'Bảo vệ dữ liệu cá nhân và quyền riêng tư' }] });
  if (handler === 'studio_impact') return answer({ open: dev.conflict ? 1 : 0, done: 0, words: ['1 người đang làm dở.'] });
  if (handler === 'studio_source') return answer({ source: source.replace('một ít', 'MỘT ÍT (bản kia)'), settings: { display_name: 'Tên của bản kia' }, digest: 'd2' });
  if (dev.conflict) {
    dev.conflict = false;
    return answer({ error: 'Người khác vừa lưu.', code: 'edited-meanwhile' }, 409);
  }
  if (findings.some((f) => f.severity === 'error')) return answer({ error: 'Chưa lưu được. ' + findings[0]!.message, code: 'invalid-content', findings }, 422);
  return answer({ digest: 'd3', findings });
};

const fields = [
  { name: 'display_name', label: 'Tên', help: 'Tên mà người học thấy.', type: 'text', value: 'Kiểm tra nhanh', choices: null },
  { name: 'pass_mark', label: 'Mức đạt', help: 'Từ 0 đến 1.', type: 'number', value: 0.6, choices: null, min: 0, max: 1, step: 0.05 },
  { name: 'max_attempts', label: 'Số lần làm', help: 'Để trống: không giới hạn.', type: 'number', value: null, choices: null, min: 0, max: null, step: 1 },
  { name: 'behaviour', label: 'Nhận xét', help: '', type: 'choice', value: 'immediate', choices: [{ value: 'immediate', label: 'Ngay sau mỗi câu' }, { value: 'deferred', label: 'Sau khi nộp bài' }] },
];
const runtime = { handlerUrl: (_e: unknown, name: string) => '/x/' + name, notify: (name: string, data: unknown) => void dev.events.push([name, data]) };
const entry = window as unknown as Record<string, (runtime: unknown, element: unknown, init: string) => void>;
entry[kind === 'quiz' ? 'SkillQuizStudio' : 'ScenarioSimStudio']!(runtime, { 0: document.getElementById('editor'), length: 1 }, JSON.stringify({ v: 1, lang: 'vi', title: 'Kiểm tra', fields, source, digest: 'd1' }));
