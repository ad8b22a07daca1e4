/* docs/visual-language.html: the visual language on one page, made of the real style sheets, tokens and icons. */

const esc = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const tokens = (css) => [...css.matchAll(/--hv-([\w-]+):([^;}]+)/g)].map((m) => [m[1], m[2]]);
const svg = (path) => `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"></path></svg>`;

const MEANING = {
  paper: 'nền trang', surface: 'thẻ, ô nhập', sunken: 'vùng lặng', ink: 'chữ', soft: 'chữ phụ', line: 'đường kẻ', control: 'viền điều khiển',
  primary: 'hành động chính, liên kết', 'primary-hover': 'khi rê chuột', 'primary-soft': 'đang chọn', 'on-primary': 'chữ trên nền chính',
  amber: 'cần chú ý (chữ)', 'amber-soft': 'cần chú ý (nền)', 'amber-line': 'cần chú ý (viền)', good: 'đúng, an toàn (chữ)', 'good-soft': 'đúng, an toàn (nền)',
  danger: 'lỗi, không hoàn lại được (chữ)', 'danger-soft': 'lỗi (nền)', focus: 'vòng tiêu điểm',
};

/** The page's HTML from the sources of tokens.css and icons.ts. */
export function visualLanguage(tokensCss, iconsTs) {
  const light = tokens(tokensCss.split('@media')[0]);
  const colours = light.filter(([, value]) => value.startsWith('#'));
  const icons = Object.fromEntries([...iconsTs.matchAll(/^export const (\w+) = '([^']+)';$/gm)].map((m) => [m[1], m[2]]));
  const swatch = ([name, value]) => `<li><span class="sw" style="background:var(--hv-${name})"></span><span><code>--hv-${name}</code><br>${esc(MEANING[name] || '')} <small>${value}</small></span></li>`;
  const sizes = [['xl', 'Tiêu đề trang'], ['l', 'Tiêu đề, câu hỏi'], ['', 'Chữ thường: đọc được ở tuổi 60'], ['s', 'Chú thích, trạng thái']];
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ngôn ngữ hình ảnh · Visual language</title>
<link rel="stylesheet" href="../classroom/static/classroom/app.css">
<link rel="stylesheet" href="../xblocks/skill_quiz/public/core.css">
<link rel="stylesheet" href="../xblocks/scenario_sim/public/student.css">
<style>
.sw{display:inline-block;flex:none;width:56px;height:56px;border:1px solid var(--hv-control);border-radius:8px}
.swatches,.icons{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,16rem),1fr));gap:12px;padding:0;list-style:none}
.swatches li,.icons li{display:flex;gap:12px;align-items:center;margin:0;line-height:1.4}.icons{grid-template-columns:repeat(auto-fill,minmax(9rem,1fr))}
.icons svg{width:28px;height:28px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.bar{height:20px;background:var(--hv-primary-soft);border-left:3px solid var(--hv-primary)}
</style>
</head>
<body class="hv-body">
<main class="hv-page">
<h1>Ngôn ngữ hình ảnh</h1>
<p class="hv-lead">Bình tĩnh, ấm, dễ đọc ở tuổi 60. Trang này dùng đúng các tệp CSS mà các khối bài và lớp học dùng. <span lang="en">(The visual language on one page, drawn with the very style sheets that blocks and classroom use.)</span></p>

<section class="hv-card"><h2>Màu</h2><p>Mọi cặp chữ và nền đạt tương phản từ 7:1; viền điều khiển từ 3:1. Không điều gì chỉ nói bằng màu.</p><ul class="swatches">${colours.map(swatch).join('')}</ul></section>

<section class="hv-card"><h2>Cỡ chữ</h2>${sizes.map(([name, text]) => `<p style="font-size:var(--hv-fs${name && '-' + name})">${text} <code>--hv-fs${name && '-' + name}</code></p>`).join('')}<p>Giãn dòng <code>--hv-lh</code> 1,65, vì dấu tiếng Việt cao.</p></section>

<section class="hv-card"><h2>Khoảng cách và hình khối</h2>${[1, 2, 3, 4, 5, 6, 7].map((n) => `<p><code>--hv-s${n}</code> <span class="bar" style="display:inline-block;width:var(--hv-s${n})"></span></p>`).join('')}<p>Bo góc <code>--hv-radius</code>, <code>--hv-radius-s</code>. Vùng chạm nhỏ nhất <code>--hv-target</code>: 48 px.</p></section>

<section class="hv-card"><h2>Nút và trạng thái</h2>
<div class="hv-actions"><button class="hv-btn hv-btn--primary">Việc chính</button><button class="hv-btn">Việc khác</button><button class="hv-btn hv-btn--text">Nhẹ</button><button class="hv-btn hv-btn--small">Nhỏ</button><button class="hv-btn hv-btn--danger">Không hoàn lại được</button><button class="hv-btn" aria-disabled="true">Chưa dùng được</button></div>
<p class="hv-alert hv-alert--info">Cho biết.</p><p class="hv-alert hv-alert--success">Đã xong.</p><p class="hv-alert hv-alert--care">Cần chú ý, không hốt hoảng.</p><p class="hv-alert hv-alert--error">Có lỗi, và cách sửa.</p>
<p><span class="hv-tag">Chưa học</span> <span class="hv-tag hv-tag--care">Đang học</span> <span class="hv-tag hv-tag--good">✓ Xong</span></p>
<progress class="hv-progress" max="100" value="60" aria-label="Tiến độ">60%</progress></section>

<section class="hv-card"><h2>Biểu mẫu</h2><div class="hv-field"><label for="a">Họ tên</label><p class="hv-help" id="ah">Như trong giấy tờ.</p><input id="a" aria-describedby="ah"></div><div class="hv-field hv-field--error"><label for="b">Mật khẩu</label><input id="b" aria-describedby="be"><p class="hv-error" id="be">Mật khẩu ngắn quá. Hãy dùng ít nhất 10 ký tự.</p></div></section>

<section class="hv-card"><h2>Danh sách và bảng</h2><ul class="hv-list"><li><a href="#l">Cuộc gọi lạ</a><span class="hv-tag hv-tag--good">✓ Xong</span></li><li><a href="#l">Tin nhắn mang tên ngân hàng</a><span class="hv-tag">Chưa học</span></li></ul>
<div class="hv-tablewrap" tabindex="0" role="region" aria-label="Bảng điểm"><table class="hv-table"><caption>Phần trăm số điểm</caption><thead><tr><th scope="col">Người học</th><th scope="col" class="hv-num">Bài 1</th><th scope="col" class="hv-num">Bài 2</th></tr></thead><tbody><tr><th scope="row">Người học A</th><td class="hv-num">80%</td><td class="hv-num">60%</td></tr></tbody></table></div></section>

<section class="hv-card"><h2>Hình vẽ</h2><p>Nét 2, khung 24, cùng màu chữ, luôn đi với chữ.</p><ul class="icons">${Object.entries(icons).map(([name, path]) => `<li>${svg(path)}<code>${name}</code></li>`).join('')}</ul></section>

<h2>Trong khối bài</h2>
<div class="hv"><h3>Câu 2 trong 5</h3><div class="hv-bar" aria-hidden="true"><span style="width:40%"></span></div>
<fieldset class="hv-q hv-locked"><legend>Có người gọi video, tự xưng công an. Bạn làm gì?</legend>
<label class="hv-opt hv-opt--good"><input type="radio" name="q" disabled><span class="hv-grow">Cúp máy và hỏi công an xã</span><span class="hv-mark">${svg(icons.check)}Câu đúng</span></label>
<label class="hv-opt hv-opt--care"><input type="radio" name="q" checked disabled><span class="hv-grow">Chuyển một ít để thử</span><span class="hv-mark">${svg(icons.again)}Bạn đã chọn, chưa đúng</span></label></fieldset>
<div class="hv-note hv-note--care">${svg(icons.again)}<div><strong>Chưa đúng</strong><p>Chuyển một ít rồi họ sẽ đòi thêm.</p></div></div>
<div class="hv-save hv-save--care">${svg(icons.phone)}<span>Đã lưu trên máy này, chưa gửi. Có mạng là tự gửi.</span></div></div>
</main>
</body>
</html>
`;
}
