"""Matching: left sides as written, right sides drawn, equal right sides shown once."""

from __future__ import annotations

import random
from typing import Any

import pytest

from xblocks.common.findings import MalformedAnswer, ModelError
from xblocks.skill_quiz.questions.matching import TYPE
from xblocks.skill_quiz.questions.sides import join_sides

DATA = {
    "id": "so-nao",
    "type": "matching",
    "text": "Gọi ai?",
    "pairs": [
        {"id": "ca", "left": "Công an", "right": "113", "feedback": "Công an: 113."},
        {"id": "cc", "left": "Cấp cứu", "right": "115", "feedback": "Cấp cứu: 115."},
        {"id": "an", "left": "An ninh", "right": "113", "feedback": ""},
    ],
    "distractors": [{"id": "thua", "text": "1900"}],
}
ITEM = TYPE.load(DATA)
ORDER = join_sides(("ca", "cc", "an"), ("thua", "cc", "ca"))


def test_public_form_and_key() -> None:
    public = TYPE.public(ITEM, ORDER)
    assert public["left"] == [
        {"id": "1", "text": "Công an"},
        {"id": "2", "text": "Cấp cứu"},
        {"id": "3", "text": "An ninh"},
    ]
    assert public["right"] == [{"id": "1", "text": "1900"}, {"id": "2", "text": "115"}, {"id": "3", "text": "113"}]
    assert set(public) == {"id", "type", "text", "points", "hint", "left", "right"}
    assert TYPE.key(ITEM, ORDER) == {"1": "3", "2": "2", "3": "3"}


@pytest.mark.parametrize(
    ("raw", "score", "told"),
    [
        ({"1": "3", "2": "2", "3": "3"}, 1, ["1", "2"]),
        ({"1": "3", "2": "1", "3": "3"}, 2 / 3, ["1", "2"]),
        ({"2": "2"}, 1 / 3, ["2"]),
        ({"1": "2", "2": "3"}, 0, ["1", "2"]),
    ],
)
def test_the_share_of_right_pairs_counts(raw: dict[str, str], score: float, told: list[str]) -> None:
    answer = TYPE.read(ITEM, ORDER, raw)
    assert TYPE.show(ITEM, ORDER, answer) == raw
    assert TYPE.read(ITEM, ORDER, dict(reversed(raw.items()))) == answer
    grade = TYPE.grade(ITEM, answer)
    assert grade.score == pytest.approx(score)
    assert grade.correct is (score == 1)
    assert [TYPE.public_id(ORDER, f.part) for f in grade.feedback] == told
    strict = TYPE.load({**DATA, "scoring": "all_or_nothing"})
    assert TYPE.grade(strict, answer).score == int(score == 1)


def test_only_the_right_side_is_drawn() -> None:
    orders = {TYPE.order(ITEM, random.Random(seed)) for seed in range(200)}
    assert {order[:3] for order in orders} == {("ca", "cc", "an")}
    assert len(orders) == 6


def test_the_public_form_is_the_same_whatever_belongs_together() -> None:
    first, second, third = DATA["pairs"]  # type: ignore[misc]
    swapped = [{**first, "right": "115"}, {**second, "right": "113"}, {**third, "right": "115"}]  # type: ignore[dict-item]
    other = TYPE.load({**DATA, "pairs": swapped})
    rights = [{r["text"] for r in TYPE.public(i, TYPE.order(i, random.Random(1)))["right"]} for i in (ITEM, other)]
    assert rights[0] == rights[1]


@pytest.mark.parametrize(
    "raw", [{}, [], "1", None, {"1": 3}, {"1": "4"}, {"4": "1"}, {"ca": "cc"}, {1: "1"}, {"1": ["3"]}, {"01": "1"}]
)
def test_malformed_answers_are_refused(raw: Any) -> None:
    with pytest.raises(MalformedAnswer):
        TYPE.read(ITEM, ORDER, raw)


def test_staff_read_an_answer_in_words_also_one_of_an_older_version() -> None:
    assert TYPE.describe(ITEM, (("an", "cc"), ("ca", "gone"))) == "An ninh → 115, Công an → gone"
    assert TYPE.describe(ITEM, "ca") == "ca"
    assert TYPE.show(ITEM, ORDER, "ca") == {}
    assert TYPE.grade(ITEM, (("gone", "ca"),)).score == 0
    for other in ("ca", ("ca", "cc"), (("a", "b", "c"),), ((("a",), "b"),)):
        with pytest.raises(MalformedAnswer):
            TYPE.grade(ITEM, other)


def codes(**changes: Any) -> list[str]:
    return [f.code for f in TYPE.check(TYPE.load({**DATA, **changes}))]


def test_checks() -> None:
    a = {"id": "a", "left": "A", "right": "1", "feedback": "x"}
    b = {"id": "b", "left": "B", "right": "2", "feedback": "x"}
    assert codes(pairs=[a, b]) == []
    assert codes() == ["option-without-feedback"]
    assert codes(pairs=[a]) == ["too-few-pairs"]
    assert codes(pairs=[a, {**b, "right": "1"}], distractors=[]) == ["one-right-side"]
    assert codes(pairs=[a, {**b, "left": "A"}]) == ["same-part-twice"]
    assert codes(pairs=[a, {**b, "left": ""}]) == ["part-without-text"]
    assert codes(pairs=[a, {**b, "right": ""}]) == ["part-without-text"]
    assert codes(pairs=[a, b], distractors=[{"id": "c", "text": "1"}]) == ["same-part-twice"]
    assert codes(pairs=[a, b], distractors=[{"id": "c", "text": ""}]) == ["part-without-text"]
    with pytest.raises(ModelError, match="another part"):
        codes(pairs=[a, b], distractors=[{"id": "a", "text": "3"}])
