"""Multiple choice: three scorings, never below 0; at least one option is chosen."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.common.findings import MalformedAnswer, ModelError
from xblocks.skill_quiz.questions.multiple_choice import SCORINGS, TYPE, MultipleChoiceItem


def item(scoring: str, right: int = 2, wrong: int = 3) -> MultipleChoiceItem:
    options = [{"id": f"r{n}", "text": f"R{n}", "correct": True, "feedback": f"fr{n}"} for n in range(right)]
    options += [{"id": f"w{n}", "text": f"W{n}", "correct": False, "feedback": f"fw{n}"} for n in range(wrong)]
    return TYPE.load({"id": "a", "type": "multiple_choice", "text": "?", "options": options, "scoring": scoring})


@pytest.mark.parametrize(
    ("scoring", "chosen", "score"),
    [
        ("all_or_nothing", ("r0", "r1"), 1),
        ("all_or_nothing", ("r0",), 0),
        ("all_or_nothing", ("r0", "r1", "w0"), 0),
        ("partial", ("r0", "r1"), 1),
        ("partial", ("r0",), 0.8),
        ("partial", ("r0", "w0"), 0.6),
        ("partial", ("w0", "w1", "w2"), 0),
        ("partial", ("r0", "r1", "w0", "w1", "w2"), 0.4),
        ("right_minus_wrong", ("r0", "r1"), 1),
        ("right_minus_wrong", ("r0",), 0.5),
        ("right_minus_wrong", ("r0", "w0"), 0),
        ("right_minus_wrong", ("r0", "r1", "w0"), 0.5),
        ("right_minus_wrong", ("w0", "w1"), 0),
    ],
)
def test_scorings(scoring: str, chosen: tuple[str, ...], score: float) -> None:
    grade = TYPE.grade(item(scoring), chosen)
    assert grade.score == pytest.approx(score)
    assert grade.correct is (chosen == ("r0", "r1"))
    assert [f.html for f in grade.feedback] == [f"f{one}" for one in chosen]


@given(
    st.sampled_from(SCORINGS),
    st.integers(1, 4),
    st.integers(0, 4),
    st.lists(st.sampled_from(["r0", "r1", "r2", "r3", "w0", "w1", "w2", "w3", "gone"]), unique=True, max_size=9),
)
def test_scores_stay_within_bounds_and_only_the_right_answer_gets_all(
    scoring: str, right: int, wrong: int, chosen: list[str]
) -> None:
    question = item(scoring, right, wrong)
    grade = TYPE.grade(question, tuple(chosen))
    assert 0 <= grade.score <= 1
    assert grade.correct is (set(chosen) == {f"r{n}" for n in range(right)})
    assert (grade.score == 1) is grade.correct


ORDER = ("w0", "r1", "r0", "w2", "w1")


def test_answers_are_read_in_any_order_and_shown_by_position() -> None:
    question = item("partial")
    answer = TYPE.read(question, ORDER, ["3", "1"])
    assert answer == TYPE.read(question, ORDER, ["1", "3"]) == ("r0", "w0")
    assert TYPE.show(question, ORDER, answer) == ["1", "3"]
    assert TYPE.key(question, ORDER) == ["2", "3"]


@pytest.mark.parametrize("raw", [[], "1", None, {}, ["1", "1"], ["6"], ["r0"], [1], [["1"]], ["1"] * 10_000])
def test_malformed_answers_are_refused(raw: Any) -> None:
    with pytest.raises(MalformedAnswer):
        TYPE.read(item("partial"), ORDER, raw)


def test_an_unknown_scoring_is_refused() -> None:
    with pytest.raises(ModelError, match="right_minus_wrong"):
        item("half")


def test_an_answer_to_another_type_is_malformed() -> None:
    with pytest.raises(MalformedAnswer):
        TYPE.grade(item("partial"), "r0")
    with pytest.raises(MalformedAnswer):
        TYPE.grade(item("partial"), (("a", "b"),))


def test_dumping_is_lossless() -> None:
    question = item("right_minus_wrong")
    assert TYPE.load(TYPE.dump(question)) == question
