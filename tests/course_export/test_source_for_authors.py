"""What ``hocvuso check`` tells a new author: his own words, the line, and what a poor module lacks."""

import datetime as dt
import re
import shutil

import pytest

from course_export.source import lint, load

TODAY = dt.date(2026, 11, 21)
MODULE = "modules/cuoc-goi-la"
CALL = "Số lạ gọi tới"


def findings(root):
    return lint(load(root), TODAY)


def change(root, name, old, new):
    path = root / f"{MODULE}/{name}"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path.read_text("utf-8").split("\n")


@pytest.mark.parametrize(
    ("old", "new", "code", "at", "words"),
    [
        ("  > Chưa đúng. Tiền đi mất.\n", "", "choice-without-feedback", "- Chuyển tiền →", f"{CALL} › Chuyển tiền"),
        (' "Người ngay không hối thúc"', "", "cue-without-explanation", "> **Số lạ:**", f"{CALL} › Số lạ: Tôi là"),
        ("→ ket-xau {#chuyen}", "→ ket-la {#chuyen}", "unknown-target", "- Chuyển tiền →", f"{CALL} › Chuyển tiền"),
        ("- năng lực: thu-khung:4.2", "- năng lực: thu-khung:9.9", "unknown-competency", "  - năng lực:", "Cúp máy"),
        ("## ket-tot: Bạn an toàn", "## ket-tot:", "scene-without-title", "## ket-tot:", "ket-tot"),
        ("kết thúc: good 1.0", "kết thúc: good 0", "ending-scores-reversed", "kết thúc: good 0", "Bạn an toàn"),
        ("- điểm: 0\n", "- điểm: ba\n", "bad-number", "  - điểm: ba", f"{CALL} › Chuyển tiền › điểm"),
    ],
)  # fmt: skip
def test_a_finding_in_a_scenario_has_its_line_and_the_words_of_the_author(content, old, new, code, at, words):
    if code == "ending-scores-reversed":
        change(content, "scenario.md", "kết thúc: bad 0.0", "kết thúc: bad 0.3")
    rows = change(content, "scenario.md", old, new)
    finding = next(f for f in findings(content) if f.code == code)
    assert rows[finding.line - 1].startswith(at)
    assert words in finding.where
    assert not re.search(r"scenes\.|choices\.", finding.sentence("vi") + finding.sentence("en"))


def test_a_finding_of_a_quiz_is_said_once_and_at_its_own_line(content):
    rows = change(content, "quiz.md", "  > Chưa đúng. Họ sẽ đòi thêm.\n", "")
    (finding,) = findings(content)
    assert (finding.code, rows[finding.line - 1]) == ("option-without-feedback", "- [ ] Chuyển một ít")


def test_units_without_a_title_are_named_after_the_module_with_a_warning(content):
    for name in ("quiz.md", "scenario.md", "lesson.md"):
        path = content / MODULE / name
        path.write_text(re.sub(r"(?m)^(title:|# ).*\n", "", path.read_text("utf-8"), count=0), "utf-8")
    source = load(content)
    title = source.modules["cuoc-goi-la"].title
    expected = [f"Bài đọc: {title}", f"Thử sức: {title}", f"Tập xử lý: {title}"]
    assert [unit.title for unit in source.modules["cuoc-goi-la"].units] == expected
    found = [f for f in lint(source, TODAY) if f.code == "unit-without-title"]
    assert [(f.severity, f.line) for f in found] == [("warning", 1)] * 3


def test_a_quiz_of_four_questions_is_a_warning(content):
    path = content / MODULE / "quiz.md"
    path.write_text(path.read_text("utf-8").partition("## bao-156")[0], "utf-8")
    assert [(f.severity, f.code) for f in findings(content)] == [("warning", "few-items")]


def test_ids_used_in_two_modules_are_warnings_at_their_lines(content):
    shutil.copytree(content / MODULE, content / "modules/hai")
    path = content / "modules/hai/module.yaml"
    path.write_text(path.read_text("utf-8").replace("id: cuoc-goi-la", "id: hai", 1), "utf-8")
    found = findings(content)
    assert {f.severity for f in found} == {"warning"}
    assert {f.file.split("/")[1] for f in found} == {"hai"}
    assert [(f.file, f.line) for f in found if f.code == "unit-id-shared"] == [
        ("modules/hai/quiz.md", 3),
        ("modules/hai/scenario.md", 3),
    ]
    shared = [f for f in found if f.code == "item-id-shared"]
    rows = (content / "modules/hai/quiz.md").read_text("utf-8").split("\n")
    assert [rows[f.line - 1] for f in shared] == [row for row in rows if row.startswith("## ")]


@pytest.mark.parametrize("item", ["cau-1", "cau1", "q3", "1", "a", "cau-hoi-2"])
def test_a_general_item_id_is_a_warning(content, item):
    rows = change(content, "quiz.md", "## goi-video", f"## {item}")
    (finding,) = findings(content)
    assert (finding.code, finding.severity, rows[finding.line - 1]) == ("item-id-generic", "warning", f"## {item}")


@pytest.mark.parametrize("name", ["lesson.md", "quiz.md", "scenario.md"])
def test_a_deleted_first_line_of_front_matter_is_said(content, name):
    path = content / MODULE / name
    body = path.read_text("utf-8")
    if not body.startswith("---\n"):
        body = "---\nkind: lesson\ntitle: Khi điện thoại reo\n---\n" + body
    path.write_text(body.removeprefix("---\n"), "utf-8")
    found = [f for f in findings(content) if f.code == "front-matter-not-opened"]
    assert [(f.severity, f.file, f.line) for f in found] == [("error", f"{MODULE}/{name}", 1)]


def test_a_short_module_without_a_quiz_is_allowed(content):
    change(content, "module.yaml", "  - quiz: quiz.md\n", "")
    assert [f for f in findings(content) if f.file.startswith("modules/")] == []
