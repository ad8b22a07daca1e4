"""Gaps: chosen or typed, each graded by itself."""

from __future__ import annotations

import random
from typing import Any

import pytest

from xblocks.common.findings import MalformedAnswer, ModelError
from xblocks.skill_quiz.questions.gaps import TYPE

DATA: dict[str, Any] = {
    "id": "goi",
    "type": "gaps",
    "text": "Điền vào chỗ trống.",
    "body": "<p>Khi nghi ngờ, <strong>hãy [[viec]]</strong> rồi</p><p>gọi [[so]].</p>",
    "gaps": [
        {
            "id": "viec",
            "mode": "choose",
            "options": [
                {"id": "cup", "text": "cúp máy", "correct": True, "feedback": "Đúng."},
                {"id": "nghe", "text": "nghe tiếp", "correct": False, "feedback": "Chưa."},
            ],
        },
        {
            "id": "so",
            "mode": "type",
            "ignore_diacritics": True,
            "options": [
                {"id": "a", "text": "công an xã", "correct": True, "feedback": "Phải."},
                {"id": "b", "text": "113", "correct": True, "feedback": "Cũng được."},
                {"id": "c", "text": "số lạ đó", "correct": False, "feedback": "Đừng."},
            ],
        },
    ],
}
ITEM = TYPE.load(DATA)
ORDER = ("viec", "so", "viec/nghe", "viec/cup")


def test_the_public_form_is_the_passage_cut_at_its_gaps() -> None:
    public = TYPE.public(ITEM, ORDER)
    assert public["parts"] == [
        {"html": "<p>Khi nghi ngờ, <strong>hãy "},
        {"gap": "1", "mode": "choose", "options": [{"id": "1", "text": "nghe tiếp"}, {"id": "2", "text": "cúp máy"}]},
        {"html": "</strong> rồi</p><p>gọi "},
        {"gap": "2", "mode": "type"},
        {"html": ".</p>"},
    ]
    whole = "".join(part.get("html", "?") for part in public["parts"])
    assert whole == DATA["body"].replace("[[viec]]", "?").replace("[[so]]", "?")


def test_the_public_form_is_the_same_whatever_is_right() -> None:
    turned = [{**gap, "options": [{**o, "correct": not o["correct"]} for o in gap["options"]]} for gap in DATA["gaps"]]
    assert TYPE.public(TYPE.load({**DATA, "gaps": turned}), ORDER) == TYPE.public(ITEM, ORDER)
    typed = [DATA["gaps"][0], {**DATA["gaps"][1], "options": [{"id": "x", "text": "y", "correct": True}]}]
    assert TYPE.public(TYPE.load({**DATA, "gaps": typed}), ORDER) == TYPE.public(ITEM, ORDER)


@pytest.mark.parametrize(
    ("raw", "score", "told"),
    [
        ({"1": "2", "2": "Công an xã"}, 1, ["Đúng.", "Phải."]),
        ({"1": "2", "2": "cong an  xa."}, 1, ["Đúng.", "Phải."]),
        ({"1": "1", "2": "113"}, 0.5, ["Chưa.", "Cũng được."]),
        ({"2": "cống an xã"}, 0, []),
        ({"1": "1", "2": "so la do"}, 0, ["Chưa.", "Đừng."]),
    ],
)
def test_the_share_of_right_gaps_counts(raw: dict[str, str], score: float, told: list[str]) -> None:
    answer = TYPE.read(ITEM, ORDER, raw)
    assert TYPE.read(ITEM, ORDER, TYPE.show(ITEM, ORDER, answer)) == answer
    assert TYPE.read(ITEM, ORDER, dict(reversed(raw.items()))) == answer
    grade = TYPE.grade(ITEM, answer)
    assert grade.score == score
    assert grade.correct is (score == 1)
    assert [f.html for f in grade.feedback] == told
    assert all(TYPE.public_id(ORDER, f.part) in ("1", "2") for f in grade.feedback)
    assert TYPE.grade(TYPE.load({**DATA, "scoring": "all_or_nothing"}), answer).score == int(score == 1)


def test_the_key_lists_several_right_fillings() -> None:
    assert TYPE.key(ITEM, ORDER) == {"1": "2", "2": ["công an xã", "113"]}


def test_options_of_a_gap_are_drawn_and_gaps_are_not() -> None:
    orders = {TYPE.order(ITEM, random.Random(seed)) for seed in range(50)}
    assert {order[:2] for order in orders} == {("viec", "so")}
    assert len(orders) == 2


def test_empty_gaps_may_be_sent_but_not_empty_alone() -> None:
    assert TYPE.read(ITEM, ORDER, {"1": "1", "2": " "}) == (("viec", "nghe"),)
    with pytest.raises(MalformedAnswer):
        TYPE.read(ITEM, ORDER, {"1": "", "2": " "})


@pytest.mark.parametrize(
    "raw",
    [{}, [], "1", None, {"1": "3"}, {"1": "cup"}, {"3": "1"}, {"viec": "1"}, {"2": 1}, {"2": ["a"]}, {"2": "a" * 201}],
)
def test_malformed_answers_are_refused(raw: Any) -> None:
    with pytest.raises(MalformedAnswer):
        TYPE.read(ITEM, ORDER, raw)


def test_staff_read_an_answer_in_words_and_older_answers_are_wrong() -> None:
    assert TYPE.describe(ITEM, (("so", "156"), ("viec", "cup"))) == "so → 156, viec → cúp máy"
    assert TYPE.describe(ITEM, "cup") == "cup"
    assert TYPE.grade(ITEM, (("gone", "x"), ("viec", "gone"))).score == 0
    assert TYPE.show(ITEM, ORDER, (("gone", "x"), ("viec", "gone"))) == {}
    with pytest.raises(MalformedAnswer):
        TYPE.grade(ITEM, "cup")


def codes(body: str | None = None, **changes: Any) -> list[str]:
    gap = {**DATA["gaps"][0], **changes}
    text = "a [[viec]]" if body is None else body
    return [f.code for f in TYPE.check(TYPE.load({**DATA, "body": text, "gaps": [gap]}))]


def test_checks() -> None:
    cup, nghe = DATA["gaps"][0]["options"]
    assert list(TYPE.check(ITEM)) == []
    assert codes() == []
    assert codes("a") == ["gap-not-once"]
    assert codes("[[viec]] [[viec]]") == ["gap-not-once"]
    assert codes('<img src="/static/a.png" alt="[[viec]]">') == ["gap-not-once"]
    assert codes("[[viec]] [[so]]") == ["unknown-gap"]
    assert codes(options=[nghe, {**cup, "correct": False}]) == ["no-right-option"]
    assert codes(options=[cup]) == ["too-few-options"]
    assert codes(options=[cup], mode="type") == []
    assert codes(options=[cup, {**nghe, "text": "cúp  máy"}]) == ["same-part-twice"]
    assert codes(options=[cup, {**nghe, "text": ""}]) == ["part-without-text"]
    assert codes(options=[cup, {**nghe, "feedback": ""}]) == ["option-without-feedback"]
    assert [f.code for f in TYPE.check(TYPE.load({**DATA, "body": "a", "gaps": []}))] == ["no-gap"]
    with pytest.raises(ModelError, match="another part"):
        codes(options=[cup, {**nghe, "id": "cup"}])
    with pytest.raises(ModelError, match="one of"):
        codes(mode="draw")
