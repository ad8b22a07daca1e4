"""Spot the signs: hits and false alarms, why of every sign and of every mark."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from xblocks.common.findings import MalformedAnswer, ModelError
from xblocks.skill_quiz.attempt import answer, start
from xblocks.skill_quiz.model import Quiz
from xblocks.skill_quiz.policy import Rules
from xblocks.skill_quiz.questions.spot_signs import TYPE
from xblocks.skill_quiz.view import view

DATA: dict[str, Any] = {
    "id": "tin",
    "type": "spot_signs",
    "text": "Dấu hiệu nào?",
    "skin": "sms",
    "skin_info": {"from": "0900", "subject": "", "address": ""},
    "parts": [
        {"id": "chao", "text": "Kính chào", "sign": False, "why": "Lời chào thôi."},
        {"id": "doa", "text": "Khóa tài khoản ngay", "sign": True, "why": "Dọa để bạn vội."},
        {"id": "link", "text": "Bấm vào đây", "sign": True, "why": "Đường dẫn lạ."},
        {"id": "cam", "text": "Cảm ơn", "sign": False, "why": ""},
    ],
}
ITEM = TYPE.load(DATA)
ORDER = TYPE.order(ITEM, random.Random(1))
PICTURE: dict[str, Any] = {
    **DATA,
    "skin": "picture",
    "picture": {"src": "/static/a.png", "alt": "Trang ngân hàng giả"},
    "parts": [
        {"id": "a", "label": "Địa chỉ", "sign": True, "why": "x", "x": 0, "y": 0, "w": 100, "h": 10.5},
        {"id": "b", "label": "Nút", "sign": False, "why": "y", "x": 10, "y": 20, "w": 5, "h": 5},
    ],
}


@pytest.mark.parametrize(
    ("raw", "score", "counts", "told"),
    [
        (["2", "3"], 1, (2, 0, 0), ["2", "3"]),
        (["2"], 0.5, (1, 1, 0), ["2", "3"]),
        (["1", "2", "3"], 0.5, (2, 0, 1), ["1", "2", "3"]),
        (["1", "2", "3", "4"], 0, (2, 0, 2), ["1", "2", "3"]),
        (["1"], 0, (0, 2, 1), ["1", "2", "3"]),
        ([], 0, (0, 2, 0), ["2", "3"]),
    ],
)
def test_hits_minus_false_alarms(raw: list[str], score: float, counts: tuple[int, ...], told: list[str]) -> None:
    given = TYPE.read(ITEM, ORDER, raw)
    assert TYPE.show(ITEM, ORDER, given) == raw
    grade = TYPE.grade(ITEM, given)
    assert (grade.score, grade.correct) == (score, score == 1)
    assert tuple(count for _, count in grade.counts) == counts
    assert [name for name, _ in grade.counts] == ["hits", "misses", "false_alarms"]
    assert [TYPE.public_id(ORDER, f.part) for f in grade.feedback] == told


def test_marking_everything_or_nothing_is_worth_nothing_and_no_answer_leaves_the_bounds() -> None:
    ids = [p.id for p in ITEM.parts]
    for size in range(5):
        for marked in itertools.combinations(ids, size):
            score = TYPE.grade(ITEM, marked).score
            assert 0 <= score <= 1
            assert (score == 1) is (set(marked) == {"doa", "link"})
    assert TYPE.grade(ITEM, tuple(ids)).score == TYPE.grade(ITEM, ()).score == 0


def test_the_public_form_is_the_same_whatever_is_a_sign() -> None:
    turned = TYPE.load({**DATA, "parts": [{**p, "sign": not p["sign"], "why": ""} for p in DATA["parts"]]})
    assert TYPE.public(ITEM, ORDER) == TYPE.public(turned, ORDER)
    assert TYPE.public(ITEM, ORDER)["parts"][0] == {"id": "1", "text": "Kính chào"}
    assert TYPE.key(ITEM, ORDER) == ["2", "3"]


def test_parts_stay_as_they_are_read() -> None:
    assert {TYPE.order(ITEM, random.Random(seed)) for seed in range(9)} == {("chao", "doa", "link", "cam")}


def test_a_picture_has_parts_by_place() -> None:
    item = TYPE.load(PICTURE)
    assert list(TYPE.check(item)) == []
    public = TYPE.public(item, TYPE.order(item, random.Random(1)))
    assert public["picture"] == PICTURE["picture"]
    assert public["parts"][0] == {"id": "1", "label": "Địa chỉ", "x": 0, "y": 0, "w": 100, "h": 10.5}
    assert TYPE.describe(item, ("b", "a")) == "Nút, Địa chỉ"
    assert TYPE.load(TYPE.dump(item)) == item


@pytest.mark.parametrize("raw", ["1", None, {}, ["1", "1"], ["5"], ["doa"], [1], ["1"] * 5, [["1"]]])
def test_malformed_answers_are_refused(raw: Any) -> None:
    with pytest.raises(MalformedAnswer):
        TYPE.read(ITEM, ORDER, raw)


def test_an_answer_of_another_form_is_malformed_and_a_vanished_part_a_false_alarm() -> None:
    for other in ("doa", (("doa", "x"),)):
        with pytest.raises(MalformedAnswer):
            TYPE.grade(ITEM, other)
    assert TYPE.grade(ITEM, ("doa", "link", "gone")).score == 0.5
    assert TYPE.show(ITEM, ORDER, "doa") == []


def test_the_counts_reach_the_learner_with_the_result_and_not_before() -> None:
    quiz = Quiz.from_json({"schema": 1, "items": [DATA]})
    attempt = start(quiz, attempt_id="0" * 32, number=1, rng=random.Random(1), now="t")
    assert view(quiz, attempt, Rules())["items"][0]["result"] is None
    attempt = answer(quiz, attempt, Rules(), step=1, item="tin", raw=["1", "2"], now="t").attempt
    shown = view(quiz, attempt, Rules())["items"][0]["result"]
    assert shown["counts"] == {"hits": 1, "misses": 1, "false_alarms": 1}
    hidden = view(quiz, attempt, Rules(), show_correctness="never")["items"][0]["result"]
    assert hidden is None


def codes(**changes: Any) -> list[str]:
    return [f.code for f in TYPE.check(TYPE.load({**DATA, **changes}))]


def test_checks() -> None:
    chao, doa, _, _ = DATA["parts"]
    assert codes(parts=[chao, doa]) == []
    assert codes() == ["option-without-feedback"]
    assert codes(parts=[chao]) == ["no-sign"]
    assert codes(parts=[doa]) == ["only-signs"]
    assert codes(parts=[chao, {**doa, "text": "Kính chào"}]) == ["same-part-twice"]
    assert codes(parts=[chao, {**doa, "text": ""}]) == ["part-without-text"]
    assert codes(text='<img src="/static/a.png" alt="">', parts=[chao, doa]) == ["picture-without-alt"]
    part_a, part_b = PICTURE["parts"]
    bare = {**PICTURE, "picture": {"src": "", "alt": ""}}
    assert codes(**bare) == ["no-picture", "picture-without-alt"]
    for bad, match in (
        ({**part_a, "x": 1}, "within the picture"),
        ({**part_a, "w": 0}, "within the picture"),
        ({**part_a, "h": "10"}, "from 0 to 100"),
        ({**part_a, "id": "b"}, "another part"),
    ):
        with pytest.raises(ModelError, match=match):
            codes(**{**PICTURE, "parts": [part_b, bad]})
    with pytest.raises(ModelError, match="https address"):
        codes(**{**PICTURE, "picture": {"src": "javascript:alert(1)", "alt": "x"}})
    with pytest.raises(ModelError, match="one of"):
        codes(skin="fax")
