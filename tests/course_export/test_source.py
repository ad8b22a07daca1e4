"""Reading ``content/``: everything that can be read is read, everything else is said with file and line."""

import datetime as dt

import pytest

from course_export.says import UserError
from course_export.source import lint, load

TODAY = dt.date(2026, 11, 21)
MODULE = "modules/cuoc-goi-la"


def findings(root, today=TODAY):
    return lint(load(root), today)


def codes(root, today=TODAY):
    return [(f.code, f.file, f.line) for f in findings(root, today)]


def change(root, name, old, new):
    path = root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_the_small_content_is_clean(content):
    assert findings(content) == []


def test_it_is_read_into_one_model(content):
    source = load(content)
    module = source.modules["cuoc-goi-la"]
    assert [(u.kind, u.id, u.title) for u in module.units] == [
        ("lesson", "lesson", "Khi điện thoại reo"),
        ("quiz", "cuoc-goi-la-kiem-tra", "Thử sức: cuộc gọi lạ"),
        ("scenario", "cuoc-goi-la-tinh-huong", "Một cuộc gọi lạ"),
    ]
    assert module.units[1].settings == {"pass_mark": 0.6, "max_attempts": 3, "show_answer": "after_pass"}
    assert source.cohorts["thu"].course.key == "course-v1:HocVuSo+THU1+2026"
    assert [g.modules for g in source.cohorts["thu"].groups] == [(), ("cuoc-goi-la",)]


def test_a_folder_that_is_no_content_is_refused_with_exit_code_2(tmp_path):
    with pytest.raises(UserError) as caught:
        load(tmp_path)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "line"),
    [
        (f"{MODULE}/module.yaml", "minutes: 12", "minutes: nhiều", "wrong-type", 3),
        (f"{MODULE}/module.yaml", "minutes: 12", "minutes: 12\nminutes: 13", "yaml-duplicate-key", 4),
        (f"{MODULE}/module.yaml", "summary:", "sumary:", "unknown-key", 4),
        (f"{MODULE}/module.yaml", "id: cuoc-goi-la", "id: Cuộc gọi", "bad-id", 1),
        (f"{MODULE}/module.yaml", "[thu-khung:4.2]", "[thu-khung:4.9]", "unknown-competency", 5),
        (f"{MODULE}/module.yaml", "lesson.md", "../bai.md", "outside-content", 7),
        (f"{MODULE}/module.yaml", "lesson: lesson.md", "bài: lesson.md", "bad-unit", 7),
        (f"{MODULE}/module.yaml", "source: https://example.org/156", "source: ông Ba nói", "fact-without-source", 11),
        (f"{MODULE}/module.yaml", "checked_on: 2026-11-01", "checked_on: hôm qua", "fact-unchecked", 11),
        (f"{MODULE}/module.yaml", "checked_on: 2026-11-01", "checked_on: 2027-01-01", "fact-in-future", 11),
        (f"{MODULE}/lesson.md", "media/dien-thoai.svg", "media/dien-thoi.svg", "missing-media", 8),
        (f"{MODULE}/lesson.md", "[Điện thoại đang reo]", "[ ]", "image-without-alt", 8),
        (f"{MODULE}/quiz.md", "năng lực: thu-khung:4.1", "năng lực: thu-khung:9", "unknown-competency", 27),
        (f"{MODULE}/quiz.md", "draw: 2", "draw: 1", "competencies-not-covered", 9),
        (f"{MODULE}/scenario.md", "  - năng lực: thu-khung:4.2", "  - năng lực: sai:4.2", "unknown-competency", None),
        ("cohorts/thu.yaml", "modules: [cuoc-goi-la]\ngrading", "modules: [cuoc-goi]\ngrading", "unknown-module", 14),
        ("cohorts/thu.yaml", "quiz: 0.6", "quiz: 0.7", "grading-sum", 15),
        ("cohorts/thu.yaml", "pass: 0.6}", "pass: 0}", "grading-pass", 15),
        ("cohorts/thu.yaml", "start: 2025-12-01", "start: sắp tới", "bad-date", 8),
        ("cohorts/thu.yaml", "org: HocVuSo", "org: Học vụ", "bad-course-key", 4),
        ("cohorts/thu.yaml", "image: bia.svg", "image: bìa.svg", "missing-media", 11),
        (
            "cohorts/thu.yaml",
            "competency_frameworks: [thu-khung]",
            "competency_frameworks: [x]",
            "unknown-framework",
            16,
        ),
        ("cohorts/thu.yaml", "{id: 2,", "{id: 1,", "duplicate-id", 17),
    ],
)
def test_a_mistake_is_found_with_its_file_and_line(content, file, old, new, code, line):
    change(content, file, old, new)
    found = [f for f in findings(content) if f.code == code and f.file == file]
    assert found, findings(content)
    if line is not None:
        assert line in [f.line for f in found]
    else:
        assert all(f.line for f in found)
    for finding in found:
        assert finding.vi.endswith((".", "?"))
        assert finding.en.endswith((".", "?"))


def test_a_competency_that_a_module_names_and_never_asks_is_named(content):
    change(content, f"{MODULE}/module.yaml", "[thu-khung:4.2]", "[thu-khung:4.2, thu-khung:4.1]")
    assert findings(content) == [], "the quiz asks both"
    quiz = content / MODULE / "quiz.md"
    quiz.write_text(quiz.read_text("utf-8").replace("thu-khung:4.1", "thu-khung:4.2"), "utf-8")
    (found,) = findings(content)
    assert (found.code, found.file, found.line) == ("competency-not-asked", f"{MODULE}/module.yaml", 5)
    assert (found.severity, found.where) == ("warning", "competencies")
    assert "thu-khung:4.1" in found.vi
    quiz.write_text("## không đọc được\n", "utf-8")
    assert "competency-not-asked" not in [code for code, *_ in codes(content)], "what cannot be read may ask it"
    change(content, f"{MODULE}/module.yaml", "  - quiz: quiz.md\n  - scenario: scenario.md\n", "")
    assert "competency-not-asked" not in [code for code, *_ in codes(content)], "lessons ask nothing"


ASKING = """
### gõ

Bạn nói gì?

- không | gọi lại sau → ket-tot
  > Tốt. Nói gọn rồi dừng.
  - điểm: 1
  - năng lực: thu-khung:4.2
- * → ket-xau
  > Chưa rõ ý. Nói gọn thôi.
  - điểm: 0
  - năng lực: thu-khung:4.2

### hỏi: mot-cau
năng lực: thu-khung:4.2

Ai được biết mã?

- [x] Chỉ mình tôi
  > Đúng.
- [ ] Người gọi
  > Mã là của riêng bạn.

### trả lời

- đúng → ket-tot
  > Bạn giữ được mã.
- sai → ket-xau
  > Lần sau giữ lại nhé.

## ket-tot: Bạn an toàn"""

INBOX = """---
kind: scenario_sim
id: cuoc-goi-la-tinh-huong
title: Hộp thư
mode: triage
---
Tin nào tin được?

## that: Nhắc hẹn
kênh: sms
từ: Trạm y tế
thật: có
năng lực: thu-khung:4.2

> **Trạm y tế:** Mai tám giờ, bác đến trạm.

Đúng hẹn bạn đã ghi.

## gia: Trúng thưởng
kênh: sms
từ: Số lạ
thật: không
năng lực: thu-khung:4.2

> **Số lạ:** Bạn trúng thưởng, nộp phí nhận quà.

Không ai trúng thứ mình không chơi.
"""


def with_every_way(root):
    """The small content with a typed reply and a question in its first scene."""
    change(root, f"{MODULE}/scenario.md", "\n## ket-tot: Bạn an toàn", ASKING)
    return f"{MODULE}/scenario.md"


def nth(text, needle, number):
    """Where the ``number``-th ``needle`` (from 0) stands in ``text``, and its line from 1."""
    at = -1
    for _ in range(number + 1):
        at = text.index(needle, at + 1)
    return at, text.count("\n", 0, at) + 1


@pytest.mark.parametrize("number", range(5))
def test_a_competency_nobody_knows_is_told_at_its_line_wherever_a_simulation_names_it(content, number):
    path = content / with_every_way(content)
    assert findings(content) == []
    text = path.read_text("utf-8")
    at, line = nth(text, "thu-khung:4.2", number)
    path.write_text(text[:at] + "thu-khung:9.9" + text[at + len("thu-khung:4.2") :], "utf-8")
    (finding,) = findings(content)
    assert (finding.code, finding.severity, finding.file) == ("unknown-competency", "error", path_of(path, content))
    # Of a question its heading is named, of what happens to any other reply its first line.
    assert line - 3 <= finding.line <= line
    assert finding.where


def path_of(path, root):
    return path.relative_to(root).as_posix()


@pytest.mark.parametrize("number", range(2))
def test_so_it_is_in_an_inbox(content, number):
    path = content / MODULE / "scenario.md"
    at, line = nth(INBOX, "thu-khung:4.2", number)
    path.write_text(INBOX, "utf-8")
    assert findings(content) == []
    path.write_text(INBOX[:at] + "thu-khung:9.9" + INBOX[at + len("thu-khung:4.2") :], "utf-8")
    (finding,) = findings(content)
    assert (finding.code, finding.line) == ("unknown-competency", line)


def test_an_unknown_competency_gets_the_nearest_one_with_its_title(content):
    change(content, f"{MODULE}/module.yaml", "[thu-khung:4.2]", "[thu-khun:4.2]")
    (finding,) = findings(content)
    assert "thu-khung:4.2" in finding.vi
    assert "Bảo vệ dữ liệu" in finding.vi


def test_a_fact_that_nobody_looked_at_for_180_days_is_a_warning_the_day_after(content):
    checked = dt.date(2026, 11, 1)
    assert codes(content, checked + dt.timedelta(days=180)) == []
    old = findings(content, checked + dt.timedelta(days=181))
    assert {f.code for f in old} == {"fact-outdated"}
    assert {f.severity for f in old} == {"warning"}


def test_a_lesson_that_a_slow_reader_cannot_finish_is_a_warning(content):
    path = content / MODULE / "lesson.md"
    path.write_text(path.read_text("utf-8") + "\nchữ " * 1500, "utf-8")
    assert {f.code for f in findings(content)} == {"lesson-too-long"}
    assert {f.file for f in findings(content)} == {f"{MODULE}/lesson.md", f"{MODULE}/module.yaml"}


@pytest.mark.parametrize("file", ["lesson.md", "quiz.md", "scenario.md", "module.yaml"])
def test_a_file_that_is_no_utf8_is_unreadable_and_the_rest_is_still_read(content, file):
    (content / MODULE / file).write_bytes(b"title: \xff\xfe\n")
    found = findings(content)
    assert ("unreadable", f"{MODULE}/{file}", 1) in [(f.code, f.file, f.line) for f in found]


def test_a_missing_file_is_unreadable_and_named(content):
    (content / MODULE / "quiz.md").unlink()
    assert findings(content)[0].code == "unreadable"
    assert findings(content)[0].file == f"{MODULE}/quiz.md"


def test_a_link_out_of_the_content_folder_is_not_followed(content, tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text("mật", "utf-8")
    lesson = content / MODULE / "lesson.md"
    lesson.unlink()
    lesson.symlink_to(secret)
    (content / MODULE / "media" / "lo.svg").symlink_to(secret)
    assert {"outside-content", "media-not-a-file"} <= {f.code for f in findings(content)}


def test_a_quiz_that_is_broken_says_so_in_its_file(content):
    change(content, f"{MODULE}/quiz.md", "- [x] Cúp máy", "- [ ] Cúp máy")
    found = [f for f in findings(content) if f.severity == "error"]
    assert {f.file for f in found} == {f"{MODULE}/quiz.md"}
    assert all(f.line for f in found)


def test_two_modules_with_one_id_are_told_apart(content):
    import shutil

    shutil.copytree(content / MODULE, content / "modules/zzz")
    assert ("duplicate-id", "modules/zzz/module.yaml") in [(f.code, f.file) for f in findings(content)]


def test_one_name_for_two_different_media_files_in_a_course_is_an_error(content):
    import shutil

    shutil.copytree(content / MODULE, content / "modules/hai")
    change(content, "modules/hai/module.yaml", "id: cuoc-goi-la", "id: hai")
    change(content, "cohorts/thu.yaml", "modules: [cuoc-goi-la]\ngrading", "modules: [cuoc-goi-la, hai]\ngrading")
    assert [f for f in findings(content) if f.severity == "error"] == []
    (content / "modules/hai/media/dien-thoai.svg").write_text("<svg/>", "utf-8")
    errors = [(f.code, f.file) for f in findings(content) if f.severity == "error"]
    assert errors == [("media-clash", "modules/hai/media/dien-thoai.svg")]


def test_a_framework_file_that_is_broken_is_named(content):
    (content / "frameworks/thu-khung.json").write_text("{", "utf-8")
    found = findings(content)
    assert "frameworks/thu-khung.json" in {f.file for f in found}
    assert "unknown-competency" in {f.code for f in found}
