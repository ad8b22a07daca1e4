"""True or false: "1" is true and "2" is false, in every attempt."""

from __future__ import annotations

import random
from typing import Any

import pytest

from xblocks.common.findings import MalformedAnswer, ModelError
from xblocks.skill_quiz.questions.true_false import TYPE

DATA = {"id": "a", "type": "true_false", "text": "?", "answer": False, "feedback_true": "T", "feedback_false": "F"}
ITEM = TYPE.load(DATA)


def test_options_are_always_in_the_same_order_and_in_the_readers_language() -> None:
    order = TYPE.order(ITEM, random.Random(1))
    assert TYPE.public(ITEM, order, "vi")["options"] == [{"id": "1", "text": "Đúng"}, {"id": "2", "text": "Sai"}]
    assert TYPE.public(ITEM, order, "en")["options"] == [{"id": "1", "text": "True"}, {"id": "2", "text": "False"}]
    assert TYPE.key(ITEM, order) == ["2"]
    assert TYPE.key(TYPE.load({**DATA, "answer": True}), order) == ["1"]


@pytest.mark.parametrize(("raw", "answer", "score", "told"), [("1", "true", 0, "T"), ("2", "false", 1, "F")])
def test_answers(raw: str, answer: str, score: float, told: str) -> None:
    order = TYPE.order(ITEM, random.Random(1))
    assert TYPE.read(ITEM, order, raw) == answer
    assert TYPE.show(ITEM, order, answer) == raw
    grade = TYPE.grade(ITEM, answer)
    assert grade.score == score
    assert [(TYPE.public_id(order, f.part), f.html) for f in grade.feedback] == [(raw, told)]


@pytest.mark.parametrize("raw", ["3", "true", True, 1, None, ["1"]])
def test_malformed_answers_are_refused(raw: Any) -> None:
    with pytest.raises(MalformedAnswer):
        TYPE.read(ITEM, ("true", "false"), raw)


def test_an_answer_to_another_type_is_malformed() -> None:
    for answer in ("a", ("true",)):
        with pytest.raises(MalformedAnswer):
            TYPE.grade(ITEM, answer)


def test_checks_and_lossless_dump() -> None:
    assert list(TYPE.check(ITEM)) == []
    assert [f.code for f in TYPE.check(TYPE.load({**DATA, "feedback_true": ""}))] == ["option-without-feedback"]
    assert TYPE.load(TYPE.dump(ITEM)) == ITEM
    with pytest.raises(ModelError):
        TYPE.load({"id": "a", "type": "true_false", "text": "?"})
