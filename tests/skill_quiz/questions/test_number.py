"""Number: as people write it in Vietnamese or English, with a tolerance and alternatives of their own worth."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.skill_quiz.further import NUMBERS
from xblocks.common.findings import MalformedAnswer, ModelError
from xblocks.skill_quiz.questions.number import TYPE
from xblocks.skill_quiz.questions.numbers import exact, readings, write_number

DATA = {
    "id": "gia",
    "type": "number",
    "text": "Bao nhiêu?",
    "unit": "đồng",
    "alternatives": [
        {"value": 1500000.5, "tolerance": 0, "score": 1, "feedback": "Đúng."},
        {"value": 1500000, "tolerance": 1000, "score": 0.5, "feedback": "Gần đúng."},
    ],
    "feedback_other": "Chưa đúng.",
}
ITEM = TYPE.load(DATA)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1.500.000,5", ["1500000.5"]),
        ("1,500,000.5", ["1500000.5"]),
        ("1 500 000,5", ["1500000.5"]),
        ("1\u00a0500\u00a0000", ["1500000.0"]),
        ("1.500.000", ["1500000"]),
        ("1.500", ["1.500", "1500"]),
        ("1,500", ["1.500", "1500"]),
        ("-1,500", ["-1.500", "-1500"]),
        ("0,500", ["0.500"]),
        ("1500,5", ["1500.5"]),
        ("1234,567", ["1234.567"]),
        (",5", ["0.5"]),
        ("+12", ["12"]),
        ("\u22125", ["-5"]),
        ("12,5 kg", ["12.5"]),
        ("KG 12,5", ["12.5"]),
        ("១៥៦", ["156"]),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, numbers: list[str]) -> None:
    assert readings(text, "kg") == tuple(map(Decimal, numbers))


@pytest.mark.parametrize(
    "text",
    ["", "kg", "mười", "1.50.000", "1,5,5", "1.5,5.5", "1.500,000.5", "12,", "1 50", "--1", "1e3", "0x1", "5²", "١٢a"],
)
def test_what_is_no_number_has_no_reading(text: str) -> None:
    assert readings(text, "kg") == ()


@given(NUMBERS)
def test_a_number_written_is_read_as_that_number_only(value: float) -> None:
    assert readings(write_number(value)) == (exact(value),)


@given(st.text(max_size=20), st.text(max_size=3))
def test_any_text_is_read_without_an_exception(text: str, unit: str) -> None:
    assert len(readings(text, unit)) <= 2


@pytest.mark.parametrize(
    ("typed", "score", "told"),
    [
        ("1.500.000,5", 1, "Đúng."),
        ("1,500,000.5 đồng", 1, "Đúng."),
        ("1500001", 0.5, "Gần đúng."),
        ("1.501.000", 0.5, "Gần đúng."),
        ("1.501.001", 0, "Chưa đúng."),
    ],
)
def test_the_best_alternative_within_its_tolerance_counts(typed: str, score: float, told: str) -> None:
    answer = TYPE.read(ITEM, (), f"  {typed} ")
    assert answer == typed
    assert TYPE.read(ITEM, (), TYPE.show(ITEM, (), answer)) == answer
    grade = TYPE.grade(ITEM, answer)
    assert (grade.score, grade.correct) == (score, score == 1)
    assert [(f.part, f.html) for f in grade.feedback] == [("", told)]


@pytest.mark.parametrize("typed", ["1.500", "1,500", "1500", "1 500"])
def test_either_way_of_writing_thousands_is_right(typed: str) -> None:
    item = TYPE.load({**DATA, "alternatives": [{"value": 1500}]})
    assert TYPE.grade(item, TYPE.read(item, (), typed)).correct


def test_tolerance_is_exact_to_the_last_decimal() -> None:
    item = TYPE.load({**DATA, "alternatives": [{"value": 0.3, "tolerance": 0.1}]})
    assert TYPE.grade(item, "0,2").correct
    assert TYPE.grade(item, "0,4").correct
    assert not TYPE.grade(item, "0,4000000000000000001").correct


@pytest.mark.parametrize("raw", ["", " ", "mười hai", "1,2,3", 12, 1.5, True, None, ["12"], {"1": "2"}, "1" * 9999])
def test_malformed_answers_are_refused(raw: Any) -> None:
    with pytest.raises(MalformedAnswer):
        TYPE.read(ITEM, (), raw)


def test_the_learner_is_told_to_type_a_number() -> None:
    with pytest.raises(MalformedAnswer) as caught:
        TYPE.read(ITEM, (), "mười")
    assert "con số" in caught.value.vi
    assert "number" in caught.value.en


def test_the_public_form_tells_the_unit_only_and_the_key_is_a_right_answer() -> None:
    public = TYPE.public(ITEM, ())
    assert set(public) == {"id", "type", "text", "points", "hint", "unit"}
    assert TYPE.key(ITEM, ()) == ["1500000,5"]


def test_an_answer_of_another_form_is_malformed_and_one_to_an_older_version_is_wrong() -> None:
    with pytest.raises(MalformedAnswer):
        TYPE.grade(ITEM, ("12",))
    assert TYPE.grade(ITEM, "một lựa chọn").score == 0


def codes(**changes: Any) -> list[str]:
    return [f.code for f in TYPE.check(TYPE.load({**DATA, **changes}))]


def test_checks() -> None:
    right = {"value": 1, "feedback": "x"}
    assert codes() == []
    assert codes(alternatives=[]) == ["no-right-answer"]
    assert codes(alternatives=[{**right, "score": 0.9}]) == ["no-right-answer"]
    assert codes(alternatives=[right, right]) == ["same-answer-twice"]
    assert codes(alternatives=[{"value": 1}], feedback_other="") == ["option-without-feedback"] * 2
    for bad in ("1", True, None, 1e16, float("nan"), float("inf")):
        with pytest.raises(ModelError, match="must be a number"):
            codes(alternatives=[{"value": bad}])
    with pytest.raises(ModelError, match="round it"):
        codes(alternatives=[{"value": 1e-13}])
    with pytest.raises(ModelError, match="from 0 to 1"):
        codes(alternatives=[{"value": 1, "score": 2}])
