"""Author's Markdown of a quiz: read in both languages, written without loss, every fault with its line."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.skill_quiz.strategies import RICH_TEXTS, quizzes
from xblocks.skill_quiz.formats import markdown
from xblocks.skill_quiz.formats.types import ADAPTERS
from xblocks.skill_quiz.model import Quiz
from xblocks.skill_quiz.questions import REGISTRY

FRONT = "---\nkind: skill_quiz\n---\n"
ITEM = "\n## a\n\nHỏi?\n\n- [x] Có\n  > Đúng.\n- [ ] Không\n  > Sai.\n"

SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from(["bai-1", "x"]),
        "title": st.text(
            st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff\ufeff"), max_size=20
        ),
        "weight": st.sampled_from([0, 1, 2.5]),
        "pass_mark": st.sampled_from([0, 0.6, 1, 0.75]),
        "max_attempts": st.sampled_from([None, 0, 3]),
        "grade_method": st.sampled_from(["highest", "last", "first", "average"]),
        "tries": st.integers(1, 10),
        "penalty": st.sampled_from([0, 0.5, 1 / 3, 1]),
        "certainty": st.sampled_from(["off", "on"]),
        "keep_right": st.booleans(),
        "time_limit": st.sampled_from([None, 0, 12.5, 1440]),
        "behaviour": st.sampled_from(["immediate", "deferred"]),
        "show_answer": st.sampled_from(["never", "after_due"]),
    },
)


@given(quizzes(max_items=4, texts=RICH_TEXTS), SETTINGS)
def test_what_is_written_is_read_again(quiz: Quiz, settings: dict[str, Any]) -> None:
    text = markdown.write(quiz, settings)
    result = markdown.read(text)
    assert (result.model, result.settings) == (quiz, settings), text
    assert markdown.write(result.model, result.settings) == text


@given(
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(
                [
                    "---\n",
                    "## a\n",
                    "\n\n",
                    "- [x] ",
                    "- [ ] b\n",
                    "  > c\n",
                    "điểm: 2\n",
                    "**Gợi ý:** d\n",
                    "{#e}",
                    "kind: ",
                    "pools:\n",
                    "  - {id: a, draw: 1, pick: {all: true}}\n",
                    "facts: [",
                    "&a ",
                    "*a ",
                    "!!python/object:os ",
                    "title: 'x\n",
                    "Đúng\n",
                    "Sai\n",
                    "\t",
                    "\r",
                    "loại: ",
                    "0x1",
                    "1e999\n",
                    "? - : \n",
                ]
            ),
        ),
        max_size=30,
    ).map("".join)
)
def test_any_text_is_read_without_an_exception(text: str) -> None:
    result = markdown.read(text)
    for finding in result.findings:
        assert finding.vi
        assert finding.en
    if result.model is not None:
        again = markdown.read(markdown.write(result.model, result.settings))
        assert (again.model, again.settings) == (result.model, result.settings)


VIETNAMESE = """---
loại: skill_quiz
tiêu đề: Bài một
điểm đạt: 0.5
---
Lời đầu.

## mot
năng lực: tt02-2025:4.2, eu:1
nhãn: otp
điểm: 0,5
trộn: không

Hỏi?

- [x] Có {#co}
  > Đúng.
- [ ] Không
  > Sai.

**Gợi ý:** Nghĩ kỹ.

**Giải thích:** Vì vậy.

- một

## hai
loại: nhiều lựa chọn
cách chấm: từng phần

Chọn?

- [X] a
  > a
- [ ] b
  > b

## ba

Trời mưa.

- [ ] Đúng
  > Chưa.
- [x] Sai
  > Phải.
"""
ENGLISH = """---
kind: skill_quiz
title: Bài một
pass_mark: 0.5
---
Lời đầu.

## mot
competencies: tt02-2025:4.2 eu:1
tags: otp
points: 0.5
shuffle: no

Hỏi?

* [x] Có {#co}
> Đúng.
* [ ] Không
      > Sai.

**Hint:** Nghĩ kỹ.

**Explanation**: Vì vậy.
- một

## hai
type: multiple_choice
scoring: partial

Chọn?

- [x] a
  > a
- [ ] b
  > b

## ba

Trời mưa.

- [ ] True
  > Chưa.
- [x] False
  > Phải.
"""


def test_vietnamese_and_english_keys_say_the_same() -> None:
    vi, en = markdown.read(VIETNAMESE), markdown.read(ENGLISH)
    assert vi.findings == en.findings == ()
    assert vi.model is not None
    assert vi.model == en.model
    assert vi.settings == en.settings == {"title": "Bài một", "pass_mark": 0.5}
    first, second, third = vi.model.items
    assert [i.type for i in vi.model.items] == ["single_choice", "multiple_choice", "true_false"]
    assert first.points == 0.5
    assert first.competencies == ("tt02-2025:4.2", "eu:1")
    assert first.hint == "Nghĩ kỹ."
    assert first.explanation == "<p>Vì vậy.</p><ul><li>một</li></ul>"
    assert [o.id for o in first.options] == ["co", "b"]  # type: ignore[attr-defined]
    assert second.scoring == "partial"  # type: ignore[attr-defined]
    assert third.feedback_true == "Chưa."  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "code", "line", "says"),
    [
        ("---\nkind: skill_quiz\n" + ITEM, "front-matter-open", 1, "---"),
        ("---\nkind: skill_quiz\ntitle: a: b\n---\n" + ITEM, "front-matter-broken", 3, "3"),
        ("---\ntitle: a\ntitle: b\n---\n" + ITEM, "front-matter-duplicate-key", 3, "title"),
        ("---\ntitle: &x a\nid: *x\n---\n" + ITEM, "front-matter-alias", 2, "&"),
        ("---\npass_mar: 0.6\n---\n" + ITEM, "unknown-key", 2, "pass_mark"),
        ("---\npass_mark: 60\n---\n" + ITEM, "bad-setting", 2, "0.6"),
        ("---\nkind: scenario_sim\n---\n" + ITEM, "wrong-kind", 2, "skill_quiz"),
        ("---\npools:\n  - {id: p, draw: 5, pick: {all: true}}\n---\n" + ITEM, "pool-too-small", 3, "5"),
        ("---\npools:\n  - {id: p, drow: 5, pick: {all: true}}\n---\n" + ITEM, "unknown-field", 3, "draw"),
        (FRONT + "\n## a\nnăng lưc: x:1\n" + ITEM[6:], "unknown-key", 6, "năng lực"),
        (FRONT + "\n## a\nnăng lực: 4.2\n" + ITEM[6:], "bad-competency", 6, "tt02-2025:4.2"),
        (FRONT + "\n## a\nloại: vẽ tranh\n" + ITEM[6:], "unknown-type", 6, "single_choice"),
        (FRONT + "\n## a\nđiểm: hai\n" + ITEM[6:], "bad-number", 6, "points"),
        (FRONT + "\n## a\ntrộn: chắc\n" + ITEM[6:], "bad-value", 6, "có"),
        (FRONT + "\n## a\n\nHỏi?\n", "too-few-options", 5, "- [ ]"),
        (FRONT + "\n## a\n\n- [x] b\n- [ ] c\n", "item-without-text", 5, "“a”"),
        (FRONT + ITEM + ITEM, "duplicate-id", 14, "“a”"),
        (FRONT + ITEM.replace("- [ ] Không", "- [ ] Không {#a}"), "duplicate-id", 11, "trùng"),
        (FRONT + ITEM.replace("[x]", "[ ]"), "no-right-option", 5, "[x]"),
        (FRONT + ITEM.replace("  > Sai.\n", ""), "option-without-feedback", 11, "> …"),
        (FRONT + ITEM.replace("## a", "## Gọi điện Đến"), "bad-id", 5, "goi-dien-den"),
        (FRONT + ITEM + "\nLạc lõng.\n", "stray-text", 14, "Giải thích"),
        (FRONT + ITEM.replace("## a", "## a\nloại: đúng sai"), "bad-true-false", 5, "Đúng"),
        (FRONT, "no-items", None, "##"),
    ],
)
def test_a_fault_is_named_with_its_line_and_the_way_to_mend_it(
    text: str, code: str, line: int | None, says: str
) -> None:
    result = markdown.read(text)
    found = [f for f in result.findings if f.code == code]
    assert found, result.findings
    assert found[0].line == line
    assert says in found[0].vi
    assert found[0].en != found[0].vi
    if found[0].severity == "error":
        assert result.model is None


def test_an_id_that_looks_like_a_number_stays_an_id() -> None:
    fact = {"id": "0e0", "text": "a", "source": "https://a.vn/", "checked_on": "2026-11-21"}
    quiz = Quiz.from_json({"schema": 1, "items": [], "facts": [fact]})
    assert markdown.read(markdown.write(quiz, {})).model == quiz


def test_findings_come_in_the_order_of_their_lines() -> None:
    text = "---\npass_mark: 9\n---\n" + ITEM.replace("## a", "## A") + "\n## b\nđiểm: -1\n\nx\n"
    lines = [f.line or 0 for f in markdown.read(text).findings]
    assert lines == sorted(lines)
    assert len(lines) >= 3


def test_a_billion_laughs_is_refused_at_once() -> None:
    bomb = "a: &a [x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{f'*{chr(97 + n)},' * 9}]\n" for n in range(20))
    begin = time.monotonic()
    result = markdown.read(f"---\n{bomb}---\n" + ITEM)
    assert [f.code for f in result.findings] == ["front-matter-alias"]
    assert time.monotonic() - begin < 5


def test_deep_front_matter_is_refused() -> None:
    result = markdown.read(f"---\na: {'[' * 5000}\n---\n" + ITEM)
    assert result.model is None


def test_an_unknown_setting_is_not_written() -> None:
    quiz = markdown.read(FRONT + ITEM).model
    assert quiz is not None
    with pytest.raises(ValueError, match="due"):
        markdown.write(quiz, {"due": "x"})


def test_every_question_type_can_be_written_in_markdown() -> None:
    assert set(ADAPTERS) == set(REGISTRY)


@pytest.mark.parametrize(
    "line",
    [
        "tries: 0",
        "số lần thử: 11",
        "tries: 2.5",
        "penalty: 2",
        "certainty: maybe",
        "keep_right: 1",
        "time_limit: -1",
        "thời gian làm bài: dài",
        "behaviour: quick",
    ],
)
def test_a_setting_out_of_range_is_a_finding_with_its_line(line: str) -> None:
    result = markdown.read(f"---\nkind: skill_quiz\n{line}\n---\n")
    assert result.settings == {}
    assert [(f.code, f.line) for f in result.findings if f.severity == "error"] == [("bad-setting", 3)]
