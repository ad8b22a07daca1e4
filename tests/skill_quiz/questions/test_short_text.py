"""Short text: letters, case, spaces, the place of a tone, and Vietnamese marks that are missing."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.common.findings import MalformedAnswer, ModelError
from xblocks.skill_quiz.questions.short_text import TYPE

DATA = {
    "id": "ma",
    "type": "short_text",
    "text": "Không đưa cho ai cái gì?",
    "alternatives": [
        {"text": "mật khẩu", "score": 0.5, "feedback": "Cũng vậy."},
        {"text": "mã xác thực", "score": 1, "feedback": "Đúng."},
        {"text": "đồng hồ", "score": 0, "feedback": "Không phải."},
    ],
    "feedback_other": "Chưa đúng.",
}
ITEM = TYPE.load(DATA)


def score(item: Any, typed: str) -> float:
    return TYPE.grade(item, TYPE.read(item, (), typed)).score


@pytest.mark.parametrize(
    ("typed", "expected", "told"),
    [
        ("mã xác thực", 1, "Đúng."),
        (unicodedata.normalize("NFD", "Mã  Xác\tThực."), 1, "Đúng."),
        ("MẬT KHẨU", 0.5, "Cũng vậy."),
        ("đồng hồ", 0, "Không phải."),
        ("ma xac thuc", 0, "Chưa đúng."),
        ("gì đó", 0, "Chưa đúng."),
    ],
)
def test_an_answer_is_compared_without_regard_to_form_case_and_spaces(typed: str, expected: float, told: str) -> None:
    answer = TYPE.read(ITEM, (), typed)
    grade = TYPE.grade(ITEM, answer)
    assert (grade.score, grade.correct) == (expected, expected == 1)
    assert [(f.part, f.html) for f in grade.feedback] == [("", told)]
    assert TYPE.read(ITEM, (), TYPE.show(ITEM, (), answer)) == answer


@pytest.mark.parametrize("typed", ["ma xac thuc", "mã xac thưc", "ma xác thuc", "Ma Xac Thuc"])
def test_missing_marks_are_forgiven_where_the_author_says_so(typed: str) -> None:
    lenient = TYPE.load({**DATA, "ignore_diacritics": True})
    assert score(lenient, typed) == 1
    assert score(ITEM, typed) == 0


@pytest.mark.parametrize("typed", ["má xác thực", "mà xac thuc", "ma xâc thuc", "mạ xac thuc", "ma xac đhuc"])
def test_wrong_marks_are_never_forgiven(typed: str) -> None:
    assert score(TYPE.load({**DATA, "ignore_diacritics": True}), typed) == 0


def test_d_without_its_stroke_is_a_missing_mark_and_d_with_a_stroke_a_wrong_one() -> None:
    lenient = {"id": "a", "type": "short_text", "ignore_diacritics": True}
    stroke = TYPE.load({**lenient, "alternatives": [{"text": "Đà Nẵng"}]})
    assert score(stroke, "da nang") == score(stroke, "đa nang") == score(stroke, "Da Nẵng") == 1
    plain = TYPE.load({**lenient, "alternatives": [{"text": "da"}]})
    assert score(plain, "đa") == 0


@pytest.mark.parametrize(("one", "other"), [("hoà bình", "hòa bình"), ("thuỷ", "thủy"), ("khoẻ", "khỏe")])
def test_old_and_new_places_of_a_tone_are_the_same(one: str, other: str) -> None:
    for wanted, typed in ((one, other), (other, one)):
        item = TYPE.load({"id": "a", "type": "short_text", "alternatives": [{"text": wanted}]})
        assert score(item, typed) == 1


def test_an_alternative_without_marks_goes_before_one_that_merely_lacks_them() -> None:
    rows = [{"text": "mã"}, {"text": "ma", "score": 0, "feedback": "Bạn gõ dấu nhé."}]
    item = TYPE.load({"id": "a", "type": "short_text", "alternatives": rows, "ignore_diacritics": True})
    assert score(item, "ma") == 0
    assert score(item, "mã") == 1


def test_case_counts_where_the_author_says_so() -> None:
    item = TYPE.load({"id": "a", "type": "short_text", "alternatives": [{"text": "OTP"}], "case_sensitive": True})
    assert score(item, "OTP") == 1
    assert score(item, "otp") == 0


@given(st.text(min_size=1, max_size=20), st.booleans(), st.booleans())
def test_grading_takes_any_text(typed: str, case: bool, marks: bool) -> None:
    item = TYPE.load({**DATA, "case_sensitive": case, "ignore_diacritics": marks})
    try:
        answer = TYPE.read(item, (), typed)
    except MalformedAnswer:
        return
    assert TYPE.grade(item, answer) == TYPE.grade(item, answer)
    assert TYPE.read(item, (), answer) == answer


@pytest.mark.parametrize("raw", ["", "  \n", 1, None, True, ["a"], {}, "a" * 201, "a" * 99999])
def test_malformed_answers_are_refused(raw: Any) -> None:
    with pytest.raises(MalformedAnswer):
        TYPE.read(ITEM, (), raw)


def test_the_public_form_is_the_same_for_every_answer() -> None:
    other = TYPE.load({**DATA, "alternatives": [{"text": "x"}]})
    assert TYPE.public(ITEM, ()) == TYPE.public(other, ())
    assert TYPE.key(ITEM, ()) == ["mã xác thực"]


def codes(**changes: Any) -> list[str]:
    return [f.code for f in TYPE.check(TYPE.load({**DATA, **changes}))]


def test_checks() -> None:
    right = {"text": "a", "feedback": "x"}
    assert codes() == []
    assert codes(alternatives=[{**right, "score": 0}]) == ["no-right-answer"]
    assert codes(alternatives=[right, {**right, "text": " A. "}]) == ["same-answer-twice"]
    assert codes(alternatives=[right, {**right, "text": " "}]) == ["answer-without-text"]
    assert codes(alternatives=[{"text": "a"}], feedback_other="") == ["option-without-feedback"] * 2
    with pytest.raises(ModelError, match="shorten"):
        codes(alternatives=[{"text": "a" * 201}])


def test_an_answer_of_another_form_is_malformed() -> None:
    with pytest.raises(MalformedAnswer):
        TYPE.grade(ITEM, ("a",))
