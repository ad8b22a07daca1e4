"""The Markdown of each further question type: both languages, and every fault with its line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from tests.skill_quiz.further import LINES, SCORES
from xblocks.skill_quiz.formats import markdown
from xblocks.skill_quiz.formats.types.plain import read_plain, read_score, write_plain, write_score

FRONT = "---\nkind: skill_quiz\n---\n"


def one(text: str) -> Any:
    """The only question in ``text``, which is without an error."""
    result = markdown.read(FRONT + text)
    assert result.model is not None, result.findings
    (item,) = result.model.items
    assert markdown.read(markdown.write(result.model, {})).model == result.model
    return item


def fault(text: str, code: str) -> tuple[int | None, str]:
    """Line and Vietnamese sentence of the only finding with that code."""
    (found,) = [f for f in markdown.read(FRONT + text).findings if f.code == code]
    return found.line, found.vi


@given(LINES)
def test_plain_lines_are_kept(line: str) -> None:
    assert read_plain(write_plain(line)) == line


@given(SCORES)
def test_scores_are_kept(score: float) -> None:
    assert read_score(write_score(score).strip()) == score


NUMBER = """
## gia
loại: số
đơn vị: đồng

Bao nhiêu?

- [x] 1.500.000,5 ± 0,5
  > Đúng.
- [ 50 %] -12 đồng
- [33,3%] 1,5

**Câu trả lời khác:** Chưa.
"""


def test_a_number_in_both_languages() -> None:
    vietnamese = NUMBER.replace("[ 50 %]", "[50 %]")
    english = (
        vietnamese.replace("loại: số", "type: number")
        .replace("đơn vị", "unit")
        .replace("1.500.000,5 ± 0,5", "1,500,000.5 +/- 0.5")
        .replace("Câu trả lời khác", "Other answers")
        .replace("1,5\n", "1.5\n")
    )
    item = one(vietnamese)
    assert item == one(english)
    assert [(a.value, a.tolerance, a.score) for a in item.alternatives] == [
        (1500000.5, 0.5, 1),
        (-12, 0, 0.5),
        (1.5, 0, 0.333),
    ]
    assert item.unit == "đồng"
    assert item.feedback_other == "Chưa."


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "says"),
    [
        ("1.500.000,5 ± 0,5", "1.500", "ambiguous-number", 11, "1500 hoặc 1,5"),
        ("1.500.000,5 ± 0,5", "nhiều", "not-a-number", 11, "nhiều"),
        ("1.500.000,5 ± 0,5", "1 ± -2", "bad-number", 11, "từ 0"),
        ("[33,3%]", "[133%]", "bad-number", 14, "đến 1"),
        ("± 0,5", "± 0,5 {#a}", "id-not-used", 11, "{#a}"),
        ("\n**Câu trả lời khác:** Chưa.", "", "option-without-feedback", None, "Câu trả lời khác"),
    ],
)
def test_faults_of_a_number(old: str, new: str, code: str, line: int | None, says: str) -> None:
    text = NUMBER.replace("[ 50 %]", "[50 %]").replace("-12 đồng", "-12\n  > x").replace("1,5\n", "1,5\n  > x\n")
    found = fault(text.replace(old, new), code)
    assert says in found[1]
    assert found[0] == (line if line is None or line < 14 else line + 1) or line is None


SHORT = """
## ma
loại: trả lời ngắn
phân biệt hoa thường: có
không cần dấu: có

Cái gì?

- [x] mã **OTP** 5*3
- [25%] mật khẩu
- [ ] gì
  > Không.

**Câu trả lời khác:** Chưa.
"""


def test_a_short_text_in_both_languages() -> None:
    item = one(SHORT)
    english = (
        SHORT.replace("loại: trả lời ngắn", "type: short answer")
        .replace("phân biệt hoa thường: có", "case sensitive: yes")
        .replace("không cần dấu: có", "ignore_diacritics: yes")
        .replace("Câu trả lời khác", "other answers")
    )
    assert item == one(english)
    assert [(a.text, a.score, a.feedback) for a in item.alternatives] == [
        ("mã OTP 5*3", 1, ""),
        ("mật khẩu", 0.25, ""),
        ("gì", 0, "Không."),
    ]
    assert (item.case_sensitive, item.ignore_diacritics) == (True, True)


def test_faults_of_a_short_text() -> None:
    assert fault(SHORT.replace("hoa thường: có", "hoa thường: chắc"), "bad-value")[0] == 7
    assert fault(SHORT.replace("[x]", "[ ]"), "no-right-answer")[0] == 5


ORDERING = """
## mat-may
loại: sắp xếp
cách chấm: tất cả

Làm gì trước?

- [2] Báo công an
- [1] Gọi nhà mạng {#goi}

**Khi đúng:** Đúng.

**Khi sai:** Chưa.
"""


def test_an_ordering_may_be_written_in_any_order() -> None:
    item = one(ORDERING)
    english = (
        ORDERING.replace("loại: sắp xếp", "type: ordering")
        .replace("cách chấm: tất cả", "scoring: all_or_nothing")
        .replace("Khi đúng", "When right")
        .replace("Khi sai", "When wrong")
    )
    assert item == one(english)
    assert [(s.id, s.text) for s in item.steps] == [("goi", "Gọi nhà mạng"), ("a", "Báo công an")]
    assert (item.feedback_right, item.feedback_wrong, item.scoring) == ("Đúng.", "Chưa.", "all_or_nothing")


def test_faults_of_an_ordering() -> None:
    assert fault(ORDERING.replace("[2]", "[1]"), "same-place-twice")[0] == 12
    assert fault(ORDERING.replace("công an\n", "công an\n  > Vì.\n"), "feedback-not-used")[0] == 11
    assert fault(ORDERING.replace("Báo công an", "Gọi nhà mạng"), "same-part-twice")[0] == 11


MATCHING = """
## so-nao
loại: ghép đôi

Gọi số nào?

- [x] Công an → 113
  > Đúng 113.
- [x] Cấp cứu -> 115 {#cc}
  > Đúng 115.
- [x] Một dòng -> dài

  →

  > trích

  hết
  > Phản hồi.
- [ ] 1900
"""


def test_a_matching() -> None:
    item = one(MATCHING)
    assert item == one(MATCHING.replace("loại: ghép đôi", "type: matching").replace("→ 113", "=> 113"))
    assert [(p.id, p.left, p.right, p.feedback) for p in item.pairs] == [
        ("a", "Công an", "113", "Đúng 113."),
        ("cc", "Cấp cứu", "115", "Đúng 115."),
        ("c", "Một dòng -&gt; dài", "<blockquote>trích</blockquote><p>hết</p>", "Phản hồi."),
    ]
    assert [(d.id, d.text) for d in item.distractors] == [("d", "1900")]


def test_faults_of_a_matching() -> None:
    assert fault(MATCHING.replace("Công an → 113", "Công an 113"), "no-arrow")[0] == 10
    assert fault(MATCHING.replace("1900", "1900\n  > a"), "feedback-not-used")[0] == 22


GROUPING = """
## that-gia
loại: xếp nhóm
nhóm: Lừa đảo; Tin thật {#that}; Không rõ

Xếp vào đâu?

- [Lừa đảo] Đọc mã OTP
  > Không.
- [tin  thật] Báo cước
  > Thật.
- [#c] Số lạ {#la}
  > Chưa rõ.
"""


def test_a_grouping() -> None:
    item = one(GROUPING)
    assert item == one(GROUPING.replace("loại: xếp nhóm", "type: grouping").replace("nhóm: Lừa", "groups: Lừa"))
    assert [(g.id, g.title) for g in item.groups] == [("a", "Lừa đảo"), ("that", "Tin thật"), ("c", "Không rõ")]
    assert [(t.id, t.group) for t in item.things] == [("a", "a"), ("b", "that"), ("la", "c")]


def test_groups_need_not_be_listed() -> None:
    item = one("\n## a\nloại: xếp nhóm\n\nHỏi?\n\n- [Thật] a\n- [Giả] b\n- [Thật] c\n")
    assert [(g.id, g.title) for g in item.groups] == [("a", "Thật"), ("b", "Giả")]
    assert [t.group for t in item.things] == ["a", "b", "a"]


def test_faults_of_a_grouping() -> None:
    line, says = fault(GROUPING.replace("[tin  thật]", "[Thật]"), "unknown-group")
    assert (line, "Lừa đảo, Tin thật, Không rõ" in says) == (13, True)
    assert fault(GROUPING.replace("Không rõ", "Không rõ; Trống"), "empty-group")[0] == 7


GAPS = """
## goi
loại: điền chỗ trống

Điền vào chỗ trống.

**Đoạn văn:** Khi nghi ngờ, **hãy [[viec]]**

rồi gọi [[so]].

[[viec]]: chọn
- [x] cúp máy
  > Đúng.
- [ ] nghe tiếp {#nghe}

[[so]]: gõ, không cần dấu, phân biệt hoa thường

- [x] Công an xã

**Giải thích:** Vì vậy.
"""


def test_gaps_in_both_languages() -> None:
    item = one(GAPS)
    english = (
        GAPS.replace("loại: điền chỗ trống", "type: gaps")
        .replace("Đoạn văn", "Passage")
        .replace("]]: chọn", "]]: choose")
        .replace("gõ, không cần dấu, phân biệt hoa thường", "type, ignore diacritics, case sensitive")
    )
    assert item == one(english) == one(GAPS.replace("**Đoạn văn:** ", ""))
    assert item.text == "Điền vào chỗ trống."
    assert item.body == "<p>Khi nghi ngờ, <strong>hãy [[viec]]</strong></p><p>rồi gọi [[so]].</p>"
    assert [(g.id, g.mode, g.case_sensitive, g.ignore_diacritics) for g in item.gaps] == [
        ("viec", "choose", False, False),
        ("so", "type", True, True),
    ]
    assert [[(o.id, o.text, o.correct) for o in g.options] for g in item.gaps] == [
        [("a", "cúp máy", True), ("nghe", "nghe tiếp", False)],
        [("a", "Công an xã", True)],
    ]
    assert item.explanation == "Vì vậy."


def test_faults_of_gaps() -> None:
    assert fault(GAPS.replace("không cần dấu", "nhanh"), "bad-value")[0] == 19
    found = markdown.read(FRONT + GAPS.replace("[[viec]]: chọn", "")).findings
    assert [f.line for f in found if f.code == "option-without-gap"] == [15, 17]
    assert fault(GAPS.replace("[[so]]: gõ", "[[viec]]: gõ"), "gap-twice")[0] == 19
    assert fault(GAPS.replace("gọi [[so]]", "gọi"), "gap-not-once")[0] == 19
    assert "[[x]]" in fault(GAPS.replace("gọi ", "gọi [[x]]"), "unknown-gap")[1]
    assert fault(GAPS.replace("- [x] cúp", "- [ ] cúp"), "no-right-option")[0] == 14


SIGNS = """
## tin
loại: tìm dấu hiệu
giao diện: thư điện tử
từ: Ngân hàng
tiêu đề: Khẩn
địa chỉ: ho-tro@vietbank.example

Dấu hiệu nào?

- [ ] Kính chào
  > Lời chào thôi.
- [x] **Khóa** ngay {#doa}
  > Dọa.
"""


def test_signs_in_both_languages() -> None:
    item = one(SIGNS)
    english = (
        SIGNS.replace("loại: tìm dấu hiệu", "type: spot the signs")
        .replace("giao diện: thư điện tử", "skin: email")
        .replace("từ:", "from:")
        .replace("tiêu đề:", "subject:")
        .replace("địa chỉ:", "address:")
    )
    assert item == one(english)
    assert item.skin == "email"
    assert (item.skin_info.sender, item.skin_info.subject) == ("Ngân hàng", "Khẩn")
    assert [(p.id, p.text, p.sign, p.why) for p in item.parts] == [
        ("a", "Kính chào", False, "Lời chào thôi."),
        ("doa", "<strong>Khóa</strong> ngay", True, "Dọa."),
    ]


ON_PICTURE = """
## trang
loại: tìm dấu hiệu
hình: /static/trang.png
mô tả hình: Một trang giống trang ngân hàng

Dấu hiệu nào?

- [x] Địa chỉ lạ (vùng: 10 2,5 50 8)
  > Không phải tên miền ngân hàng.
- [ ] Nút đóng (area: 90%; 2%; 5%; 5%) {#nut}
  > Nút thường.
"""


def test_signs_on_a_picture() -> None:
    item = one(ON_PICTURE)
    assert item.skin == "picture"
    assert (item.picture.src, item.picture.alt) == ("/static/trang.png", "Một trang giống trang ngân hàng")
    areas = [(p.id, p.label, p.area.x, p.area.y, p.area.w, p.area.h) for p in item.parts]
    assert areas == [("a", "Địa chỉ lạ", 10, 2.5, 50, 8), ("nut", "Nút đóng", 90, 2, 5, 5)]


def test_faults_of_signs() -> None:
    assert fault(ON_PICTURE.replace(" (vùng: 10 2,5 50 8)", ""), "no-area")[0] == 12
    assert fault(ON_PICTURE.replace("10 2,5 50 8", "60 2,5 50 8"), "bad-area")[0] == 12
    assert fault(ON_PICTURE.replace("mô tả hình: Một trang giống trang ngân hàng\n", ""), "picture-without-alt")[0] == 7
    assert (
        fault(SIGNS.replace("giao diện: thư điện tử", "hình: /static/a.png\ngiao diện: sms"), "picture-not-used")[0]
        == 7
    )
    assert fault(SIGNS.replace("[x]", "[ ]"), "no-sign")[0] == 5
    assert fault(SIGNS.replace("thư điện tử", "fax"), "unknown-value")[0] == 7


@pytest.mark.parametrize(
    "text",
    [
        ON_PICTURE.replace("Địa chỉ lạ", "a" + " " * 100_000 + "b").replace(" (vùng: 10 2,5 50 8)", ""),
        GROUPING.replace("Không rõ", "a" * 100_000 + "\\"),
        GROUPING.replace("Không rõ", "a" + " " * 100_000 + "{"),
        MATCHING.replace("Công an → 113", "-" * 100_000),
        NUMBER.replace("1.500.000,5 ± 0,5", "1" + ".000" * 50_000 + ","),
        GAPS.replace("[[so]]: gõ", "[[so]]:" + " " * 100_000 + "gõ"),
    ],
    ids=["area", "backslash", "group-id", "arrow", "number", "head"],
)
def test_hostile_text_is_read_in_time_that_grows_with_its_length(text: str) -> None:
    # A costly pattern would take minutes or hours here: the test would not end. It measures nothing.
    result = markdown.read(FRONT + text)
    assert (result.model is None) is any(finding.severity == "error" for finding in result.findings)
