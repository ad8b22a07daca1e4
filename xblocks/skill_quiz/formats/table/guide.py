"""The header of the table, the words of its cells, and the sheet of instructions."""

from __future__ import annotations

from collections.abc import Mapping

#: Field -> the header that is written, and what is read as well (without accents, words joined by hyphens).
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("Mã câu", "id", "ma"),
    "type": ("Loại câu", "type", "loai"),
    "text": ("Câu hỏi", "question", "text", "noi-dung", "cau"),
    "answer": ("Đáp án", "answer", "answers", "correct", "dap-an-dung"),
    "other": ("Phản hồi khác", "other-feedback"),
    "scoring": ("Cách chấm", "scoring"),
    "shuffle": ("Trộn", "shuffle", "tron-lua-chon"),
    "more": ("Tùy chọn", "settings"),
    "points": ("Điểm", "points", "so-diem"),
    "competencies": ("Năng lực", "competencies", "competency"),
    "tags": ("Nhãn", "tags"),
    "hint": ("Gợi ý", "hint"),
    "explanation": ("Giải thích", "explanation"),
    "audio": ("Âm thanh", "audio"),
}
OPTION = ("Lựa chọn", "option", "lua-chon", "phuong-an", "choice")
FEEDBACK = ("Phản hồi", "feedback", "phan-hoi")

#: Type -> the word that is written, and what is read as well.
TYPES: Mapping[str, tuple[str, ...]] = {
    "single_choice": ("một lựa chọn", "single choice", "single"),
    "multiple_choice": ("nhiều lựa chọn", "multiple choice", "multiple"),
    "true_false": ("đúng sai", "đúng/sai", "true false", "true/false"),
    "short_text": ("trả lời ngắn", "short text", "short answer"),
    "number": ("số", "number", "numerical"),
    "matching": ("ghép đôi", "matching"),
    "ordering": ("sắp thứ tự", "ordering"),
    "grouping": ("xếp nhóm", "grouping"),
    "gaps": ("điền chỗ trống", "gaps", "cloze"),
    "spot_signs": ("tìm dấu hiệu", "spot the signs", "spot signs"),
}
SCORINGS: Mapping[str, tuple[str, ...]] = {
    "all_or_nothing": ("tất cả", "all_or_nothing", "all or nothing"),
    "partial": ("từng phần", "partial"),
    "right_minus_wrong": ("đúng trừ sai", "right_minus_wrong", "right minus wrong"),
}
YES, NO = ("có", "yes", "true", "x", "đúng"), ("không", "no", "false", "sai")
TRUE, FALSE = ("đúng", "true", "t", "đ"), ("sai", "false", "f", "s")

CHOICES: Mapping[str, tuple[str, ...]] = {
    COLUMNS["type"][0]: tuple(words[0] for words in TYPES.values()),
    COLUMNS["scoring"][0]: tuple(words[0] for words in SCORINGS.values()),
    COLUMNS["shuffle"][0]: (YES[0], NO[0]),
}
WIDTHS: Mapping[str, int] = {
    COLUMNS["id"][0]: 18,
    COLUMNS["type"][0]: 16,
    COLUMNS["text"][0]: 60,
    COLUMNS["answer"][0]: 12,
    COLUMNS["scoring"][0]: 14,
    COLUMNS["shuffle"][0]: 8,
    COLUMNS["more"][0]: 20,
    COLUMNS["points"][0]: 8,
    COLUMNS["competencies"][0]: 20,
    COLUMNS["tags"][0]: 20,
    "Cột": 20,
    "Cách điền": 90,
}

GUIDE: tuple[tuple[str, ...], ...] = (
    ("Cột", "Cách điền"),
    ("Câu hỏi", "Mỗi dòng một câu. Chỉ cột này, các lựa chọn và đáp án là bắt buộc."),
    ("Lựa chọn A, B, …", "Mỗi ô một lựa chọn. Cần thêm lựa chọn thì thêm cột “Lựa chọn E”, “Phản hồi E”."),
    (
        "Phản hồi A, B, …",
        "Lời nói với người chọn lựa chọn đó: vì sao đúng, vì sao chưa. Lựa chọn nào cũng nên có.",
    ),
    ("Đáp án", "Chữ cái của lựa chọn đúng: B. Nhiều lựa chọn đúng: A, C. Câu đúng sai: Đúng hoặc Sai."),
    (
        "Mã câu",
        "Chữ thường không dấu, số, gạch nối: goi-video. Để trống thì mã lấy từ câu hỏi. Đã dùng thì đừng đổi.",
    ),
    ("Loại câu", "Để trống cũng được: một đáp án là một lựa chọn, nhiều đáp án là nhiều lựa chọn."),
    ("Cách chấm", "Cho câu nhiều đáp án: tất cả (đúng hết mới có điểm), từng phần, đúng trừ sai."),
    ("Trộn", "không: giữ nguyên thứ tự lựa chọn. Để trống: trộn."),
    ("Điểm", "Để trống là 1."),
    ("Năng lực", "Mã năng lực, ví dụ tt02-2025:4.2; nhiều mã cách nhau bằng dấu phẩy."),
    ("Nhãn", "Từ của riêng bạn để chọn câu, ví dụ mao-danh, otp."),
    ("Gợi ý", "Người học đọc được trước khi trả lời."),
    ("Giải thích", "Hiện cùng đáp án đúng."),
    ("Âm thanh", "Tệp đọc câu hỏi, ví dụ /static/cau-1.mp3. Không có thì không cần cột này."),
    ("Trả lời ngắn", "Loại câu: trả lời ngắn. Mỗi lựa chọn là một cách trả lời. Đáp án: A, B=0,5 (B được nửa điểm)."),
    ("Số", "Loại câu: số. Lựa chọn: 12,5 hoặc 12,5 ± 0,1. Đáp án như trên. Tùy chọn: đơn vị: km."),
    ("Ghép đôi", "Loại câu: ghép đôi. Mỗi lựa chọn: vế trái => vế phải. Phần gây nhiễu: => vế phải."),
    ("Sắp thứ tự", "Loại câu: sắp thứ tự. Các lựa chọn là các bước theo thứ tự đúng; không cần đáp án."),
    ("Xếp nhóm", "Loại câu: xếp nhóm. Mỗi lựa chọn: thứ cần xếp => tên nhóm."),
    ("Điền chỗ trống", "Câu hỏi, xuống dòng rồi đến đoạn văn có [[1]], [[2]]. Mỗi lựa chọn: [[1]] chữ điền vào."),
    (
        "",
        "Đáp án: chữ cái của mọi lựa chọn đúng. Tùy chọn, mỗi dòng một chỗ: [[1]]: chọn; [[1]]: gõ, không cần dấu.",
    ),
    ("Tìm dấu hiệu", "Mỗi lựa chọn là một phần của tin; đáp án: chữ cái của các dấu hiệu; phản hồi: vì sao."),
    (
        "",
        "Tùy chọn, mỗi dòng một mục: giao diện: tin nhắn (thư điện tử, trang web, hình); từ: …; tiêu đề: …",
    ),
    ("Chữ đậm, ảnh", "**đậm**, *nghiêng*, ![mô tả](/static/anh.png). Xuống dòng trong ô: Alt+Enter."),
)
