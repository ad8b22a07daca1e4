"""Slips of authors: nothing that is nearly an option, a key or a heading is swallowed as text."""

from __future__ import annotations

import pytest

from xblocks.skill_quiz.formats import markdown

FRONT = "---\nkind: skill_quiz\n---\n"
ITEM = "## a\n\nHỏi?\n\n- [x] Có\n  > Đúng.\n- [ ] Không\n  > Sai.\n"
WRONG = "- [ ] Không"


def found(text: str) -> list[tuple[str, int | None]]:
    return [(f.code, f.line) for f in markdown.read(text).findings]


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("-[ ] Không", "- [ ] Không"),
        ("- [v] Không", "- [x] Không"),
        ("- [X ] Không", "- [X] Không"),
        ("- [ x] Không", "- [x] Không"),
        ("- [] Không", "- [ ] Không"),
        ("- [  ] Không", "- [ ] Không"),
        ("- [ ]Không", "- [ ] Không"),
        ("*[ ] Không", "- [ ] Không"),
        ("• [ ] Không", "- [ ] Không"),
        ("– [ ] Không", "- [ ] Không"),
        ("[ ] Không", "- [ ] Không"),
        ("  - [ ] Không", "- [ ] Không"),
        ("- [✓] Không", "- [x] Không"),
        ("- [?] Không", "- [ ] Không"),
        ("- [50%] Không", "- [ ] Không"),
    ],
)
@pytest.mark.parametrize("before", ["", "\n"])
def test_a_malformed_option_is_an_error_at_its_own_line_with_the_mended_form(
    written: str, mended: str, before: str
) -> None:
    text = FRONT + ITEM.replace(WRONG, before + written)
    result = markdown.read(text)
    finding = next(f for f in result.findings if f.code == "malformed-option")
    assert finding.severity == "error"
    assert finding.line == text.split("\n").index(written) + 1
    assert mended in finding.vi
    assert mended in finding.en
    assert result.model is None


def test_the_first_option_of_a_question_is_not_swallowed_into_its_text() -> None:
    assert ("malformed-option", 8) in found(FRONT + ITEM.replace("- [x] Có", "-[x] Có"))


def test_a_star_before_a_box_is_an_option_like_any_other() -> None:
    assert markdown.read(FRONT + ITEM.replace("- [", "* [")).model == markdown.read(FRONT + ITEM).model


def test_marks_of_other_types_are_known_in_their_malformed_form() -> None:
    text = FRONT + "## a\nloại: xếp nhóm\nnhóm: Lừa đảo; Tin thật\n\nHỏi?\n\n-[Lừa đảo] a\n- [Tin thật] b\n"
    assert ("malformed-option", 10) in found(text)


@pytest.mark.parametrize(
    "line", [r"\[ \] là ô trống", "[v](https://a.vn) là đường dẫn", "- [v](https://a.vn)", "Ô [x] nghĩa là đúng"]
)
def test_brackets_that_belong_to_the_text_stay_text(line: str) -> None:
    assert found(FRONT + ITEM.replace("Hỏi?", f"Hỏi?\n\n{line}")) == []


@pytest.mark.parametrize(
    ("line", "code", "severity", "says"),
    [
        ("nang luc tt02-2025:4.2", "key-without-colon", "error", "năng lực: tt02-2025:4.2"),
        ("năng lực:tt02-2025:4.2", "key-without-colon", "error", "năng lực: tt02-2025:4.2"),
        ("điểm 2", "key-without-colon", "warning", "điểm: 2"),
        ("nang luc: tt02-2025:4.2", "unknown-key", "error", "năng lực"),
        ("độ khó: dễ", "unknown-key", "warning", "độ khó"),
        ("mucdo: dễ", "unknown-key", "error", "mucdo"),
        ("\nnăng lực: tt02-2025:4.2", "key-in-text", "warning", "ngay dưới tiêu đề"),
    ],
)
def test_a_mistyped_key_below_the_heading_is_a_finding(line: str, code: str, severity: str, says: str) -> None:
    text = FRONT + ITEM.replace("## a", f"## a\n{line}")
    finding = next(f for f in markdown.read(text).findings if f.code == code)
    assert (finding.severity, finding.line) == (severity, text.split("\n").index(line.strip()) + 1)
    assert says in finding.vi


@pytest.mark.parametrize("first", ["", "\n", "—\n", "--\n", "----\n"])
def test_front_matter_without_its_first_line_is_recognised(first: str) -> None:
    result = markdown.read(first + "kind: skill_quiz\ntitle: Bài\n---\n\n" + ITEM)
    (finding,) = [f for f in result.findings if f.severity == "error"]
    assert (finding.code, finding.line) == ("front-matter-not-opened", 2 if first == "\n" else 1)
    assert "dòng đầu phải là ---" in finding.vi
    assert result.model is None


def test_an_introduction_with_a_colon_is_no_front_matter() -> None:
    assert found("Lưu ý: đọc kỹ nhé.\n\n" + ITEM) == []


@pytest.mark.parametrize("heading", ["# b", "### b"])
@pytest.mark.parametrize("first", [True, False])
def test_a_heading_of_another_level_is_not_swallowed(heading: str, first: bool) -> None:
    other = ITEM.replace("## a", heading)
    text = FRONT + (other + "\n" + ITEM if first else ITEM + "\n" + other)
    finding = next(f for f in markdown.read(text).findings if f.code == "wrong-heading")
    assert finding.line == text.split("\n").index(heading) + 1
    assert "## b" in finding.vi


def test_options_before_the_first_question_are_not_swallowed() -> None:
    assert ("option-without-question", 5) in found(FRONT + "Hỏi?\n- [x] Có\n- [ ] Không\n\n" + ITEM)


def test_a_mistyped_label_is_said() -> None:
    text = FRONT + ITEM + "\n**Gợi ý:** a\n\n**Giai thich:** b\n"
    assert found(text) == [("unknown-section", 15)]
