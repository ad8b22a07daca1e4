"""Ordering: partial score by the longest part that is in order."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from xblocks.common.findings import MalformedAnswer, ModelError
from xblocks.skill_quiz.questions.ordering import TYPE

DATA = {
    "id": "mat-may",
    "type": "ordering",
    "text": "Mất điện thoại, làm gì trước?",
    "steps": [{"id": one, "text": one.upper()} for one in ("khoa", "bao", "doi", "ghi")],
    "feedback_right": "Đúng.",
    "feedback_wrong": "Chưa đúng.",
}
ITEM = TYPE.load(DATA)
ORDER = ("doi", "khoa", "ghi", "bao")


@pytest.mark.parametrize(
    ("answer", "score"),
    [
        (("khoa", "bao", "doi", "ghi"), 1),
        (("bao", "khoa", "doi", "ghi"), 2 / 3),
        (("bao", "doi", "ghi", "khoa"), 2 / 3),  # one step in a wrong place, however far
        (("doi", "ghi", "khoa", "bao"), 1 / 3),
        (("ghi", "doi", "bao", "khoa"), 0),
    ],
)
def test_one_step_in_a_wrong_place_costs_one_share_and_the_reverse_order_gets_nothing(
    answer: tuple[str, ...], score: float
) -> None:
    grade = TYPE.grade(ITEM, answer)
    assert grade.score == pytest.approx(score)
    assert grade.correct is (score == 1)
    assert [f.html for f in grade.feedback] == ["Đúng." if score == 1 else "Chưa đúng."]
    strict = TYPE.grade(TYPE.load({**DATA, "scoring": "all_or_nothing"}), answer)
    assert strict.score == int(score == 1)


def test_the_partial_score_is_that_of_the_longest_subsequence_found_by_trying_all() -> None:
    right = [s.id for s in ITEM.steps]
    for answer in itertools.permutations(right):
        longest = max(
            length
            for length in range(1, 5)
            for some in itertools.combinations(answer, length)
            if [right.index(one) for one in some] == sorted(right.index(one) for one in some)
        )
        assert TYPE.grade(ITEM, answer).score == pytest.approx((longest - 1) / 3)


def test_answers_are_read_and_shown_by_position_and_the_key_is_the_right_order() -> None:
    answer = TYPE.read(ITEM, ORDER, ["2", "4", "1", "3"])
    assert answer == ("khoa", "bao", "doi", "ghi")
    assert TYPE.show(ITEM, ORDER, answer) == TYPE.key(ITEM, ORDER) == ["2", "4", "1", "3"]
    assert TYPE.describe(ITEM, answer) == "KHOA, BAO, DOI, GHI"


def test_the_public_form_depends_on_the_drawn_order_alone() -> None:
    turned = TYPE.load({**DATA, "steps": list(reversed(DATA["steps"]))})  # type: ignore[call-overload]
    assert TYPE.public(ITEM, ORDER) == TYPE.public(turned, ORDER)
    assert len({TYPE.order(ITEM, random.Random(seed)) for seed in range(300)}) == 24


@pytest.mark.parametrize(
    "raw", [[], ["1"], ["1", "2", "3", "3"], ["1", "2", "3", "5"], "1234", None, {"1": "2"}, [1, 2, 3, 4], ["1"] * 5]
)
def test_malformed_answers_are_refused(raw: Any) -> None:
    with pytest.raises(MalformedAnswer):
        TYPE.read(ITEM, ORDER, raw)


def test_an_answer_to_an_older_version_is_graded_by_the_steps_that_remain() -> None:
    shorter = TYPE.load({**DATA, "steps": DATA["steps"][:3]})  # type: ignore[index]
    assert TYPE.grade(shorter, ("ghi", "khoa", "bao", "doi")).correct
    for other in ("khoa", (("khoa", "bao"),), ("khoa", "khoa")):
        with pytest.raises(MalformedAnswer):
            TYPE.grade(ITEM, other)


def codes(**changes: Any) -> list[str]:
    return [f.code for f in TYPE.check(TYPE.load({**DATA, **changes}))]


def test_checks() -> None:
    a, b = {"id": "a", "text": "A"}, {"id": "b", "text": "B"}
    assert codes() == codes(steps=[a, b]) == []
    assert codes(steps=[a]) == ["too-few-steps"]
    assert codes(steps=[a, {**b, "text": "A"}]) == ["same-part-twice"]
    assert codes(steps=[a, {**b, "text": ""}]) == ["part-without-text"]
    assert codes(feedback_right="", feedback_wrong="") == ["option-without-feedback"] * 2
    with pytest.raises(ModelError, match="another part"):
        codes(steps=[a, a])
    with pytest.raises(ModelError, match="one of"):
        codes(scoring="half")
