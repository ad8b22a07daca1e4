"""Single choice: one right option; the browser sees positions only."""

from __future__ import annotations

import random
from typing import Any

import pytest

from xblocks.common.findings import MalformedAnswer, ModelError
from xblocks.skill_quiz.questions.single_choice import TYPE

DATA = {
    "id": "goi-video",
    "type": "single_choice",
    "text": "Hỏi?",
    "options": [
        {"id": "dung", "text": "A", "correct": True, "feedback": "Đúng rồi"},
        {"id": "sai-1", "text": "B", "correct": False, "feedback": "Chưa đúng"},
        {"id": "sai-2", "text": "C", "feedback": ""},
    ],
}
ITEM = TYPE.load(DATA)
ORDER = ("sai-2", "dung", "sai-1")


def test_defaults_are_filled_in_and_dumping_is_lossless() -> None:
    dumped = TYPE.dump(ITEM)
    assert dumped["points"] == 1
    assert dumped["shuffle"] is True
    assert TYPE.load(dumped) == ITEM


def test_public_form_holds_positions_and_nothing_else() -> None:
    public = TYPE.public(ITEM, ORDER)
    assert public["options"] == [{"id": "1", "text": "C"}, {"id": "2", "text": "A"}, {"id": "3", "text": "B"}]
    assert set(public) == {"id", "type", "text", "points", "hint", "options"}


def test_the_key_is_the_position_of_the_right_option() -> None:
    assert TYPE.key(ITEM, ORDER) == ["2"]


def test_order_is_authored_unless_shuffled() -> None:
    still = TYPE.load({**DATA, "shuffle": False})
    assert TYPE.order(still, random.Random(1)) == ("dung", "sai-1", "sai-2")
    assert len({TYPE.order(ITEM, random.Random(seed)) for seed in range(50)}) == 6


@pytest.mark.parametrize(("raw", "real", "score"), [("1", "sai-2", 0), ("2", "dung", 1), ("3", "sai-1", 0)])
def test_answers_are_read_shown_and_graded(raw: str, real: str, score: float) -> None:
    answer = TYPE.read(ITEM, ORDER, raw)
    assert answer == real
    assert TYPE.show(ITEM, ORDER, answer) == raw
    grade = TYPE.grade(ITEM, answer)
    assert grade.score == score
    assert grade.correct is (score == 1)
    assert [f.part for f in grade.feedback] == ([real] if real != "sai-2" else [])


@pytest.mark.parametrize("raw", ["0", "4", "dung", "", " 1", "01", "١", 1, True, None, ["1"], {"1": 1}, "1" * 9999])
def test_malformed_answers_are_refused(raw: Any) -> None:
    with pytest.raises(MalformedAnswer):
        TYPE.read(ITEM, ORDER, raw)


def test_an_answer_that_vanished_from_the_question_is_wrong() -> None:
    assert TYPE.grade(ITEM, "gone").score == 0
    assert TYPE.show(ITEM, ORDER, "gone") == ""
    with pytest.raises(MalformedAnswer):
        TYPE.grade(ITEM, ("dung",))


def codes(options: list[dict[str, Any]]) -> list[str]:
    return [f.code for f in TYPE.check(TYPE.load({**DATA, "options": options}))]


def test_checks() -> None:
    right = {"id": "a", "text": "A", "correct": True, "feedback": "x"}
    wrong = {"id": "b", "text": "B", "correct": False, "feedback": "x"}
    assert codes([right, wrong]) == []
    assert codes([right]) == ["too-few-options"]
    assert codes([wrong, {**wrong, "id": "c", "text": "C"}]) == ["no-right-option"]
    assert codes([right, {**right, "id": "b", "text": "B"}]) == ["several-right-options"]
    assert codes([right, {**wrong, "feedback": ""}]) == ["option-without-feedback"]
    assert codes([right, {**wrong, "text": ""}]) == ["option-without-text"]
    assert codes([right, {**wrong, "text": "A"}]) == ["same-option-twice"]
    with pytest.raises(ModelError, match="id of another option"):
        codes([right, {**wrong, "id": "a"}])
