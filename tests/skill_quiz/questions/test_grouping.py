"""Grouping: things are drawn, groups stand as written."""

from __future__ import annotations

import random
from typing import Any

import pytest

from xblocks.common.findings import MalformedAnswer, ModelError
from xblocks.skill_quiz.questions.grouping import TYPE
from xblocks.skill_quiz.questions.sides import join_sides

DATA = {
    "id": "that-gia",
    "type": "grouping",
    "text": "Thật hay giả?",
    "groups": [{"id": "gia", "title": "Lừa đảo"}, {"id": "that", "title": "Tin thật"}],
    "things": [
        {"id": "otp", "text": "Đọc mã OTP", "group": "gia", "feedback": "Không ai được hỏi mã."},
        {"id": "cuoc", "text": "Báo cước", "group": "that", "feedback": "Nhà mạng có báo cước."},
        {"id": "qua", "text": "Bạn trúng xe", "group": "gia", "feedback": ""},
    ],
}
ITEM = TYPE.load(DATA)
ORDER = join_sides(("qua", "otp", "cuoc"), ("gia", "that"))


def test_public_form_and_key() -> None:
    public = TYPE.public(ITEM, ORDER)
    assert public["groups"] == [{"id": "1", "title": "Lừa đảo"}, {"id": "2", "title": "Tin thật"}]
    assert [t["text"] for t in public["things"]] == ["Bạn trúng xe", "Đọc mã OTP", "Báo cước"]
    assert set(public) == {"id", "type", "text", "points", "hint", "groups", "things"}
    assert TYPE.key(ITEM, ORDER) == {"1": "1", "2": "1", "3": "2"}


@pytest.mark.parametrize(
    ("raw", "score", "told"),
    [
        ({"1": "1", "2": "1", "3": "2"}, 1, ["2", "3"]),
        ({"1": "1", "2": "1", "3": "1"}, 2 / 3, ["2", "3"]),
        ({"2": "1"}, 1 / 3, ["2"]),
        ({"1": "2", "2": "2"}, 0, ["2"]),
    ],
)
def test_the_share_of_things_in_their_group_counts(raw: dict[str, str], score: float, told: list[str]) -> None:
    answer = TYPE.read(ITEM, ORDER, raw)
    assert TYPE.show(ITEM, ORDER, answer) == raw
    grade = TYPE.grade(ITEM, answer)
    assert grade.score == pytest.approx(score)
    assert grade.correct is (score == 1)
    assert [TYPE.public_id(ORDER, f.part) for f in grade.feedback] == told
    assert TYPE.grade(TYPE.load({**DATA, "scoring": "all_or_nothing"}), answer).score == int(score == 1)


def test_things_are_always_drawn_because_authors_write_them_group_by_group() -> None:
    orders = {TYPE.order(ITEM, random.Random(seed)) for seed in range(200)}
    assert len(orders) == 6
    assert {order[3:] for order in orders} == {(">gia", ">that")}


def test_the_public_form_is_the_same_wherever_things_belong() -> None:
    things = [{**t, "group": "that"} for t in DATA["things"]]  # type: ignore[dict-item]
    assert TYPE.public(TYPE.load({**DATA, "things": things}), ORDER) == TYPE.public(ITEM, ORDER)


@pytest.mark.parametrize("raw", [{}, [], "1", None, {"1": 1}, {"1": "3"}, {"4": "1"}, {"otp": "gia"}, {"1": None}])
def test_malformed_answers_are_refused(raw: Any) -> None:
    with pytest.raises(MalformedAnswer):
        TYPE.read(ITEM, ORDER, raw)


def test_staff_read_an_answer_in_words() -> None:
    assert TYPE.describe(ITEM, (("cuoc", "that"), ("gone", "gia"))) == "Báo cước → Tin thật, gone → Lừa đảo"
    with pytest.raises(MalformedAnswer):
        TYPE.grade(ITEM, ("otp", "gia"))


def codes(**changes: Any) -> list[str]:
    return [f.code for f in TYPE.check(TYPE.load({**DATA, **changes}))]


def test_checks() -> None:
    a = {"id": "a", "text": "A", "group": "gia", "feedback": "x"}
    b = {"id": "b", "text": "B", "group": "that", "feedback": "x"}
    assert codes(things=[a, b]) == []
    assert codes() == ["option-without-feedback"]
    assert codes(things=[a, {**b, "text": "A"}]) == ["same-part-twice"]
    assert codes(things=[a, {**b, "text": ""}]) == ["part-without-text"]
    assert codes(things=[a, {**b, "group": "gia"}]) == ["empty-group"]
    assert codes(groups=[{"id": "gia", "title": "x"}], things=[a]) == ["too-few-groups", "too-few-things"]
    twins = [{"id": "gia", "title": "X"}, {"id": "that", "title": "x"}]
    assert codes(groups=twins, things=[a, b]) == ["same-part-twice"]
    with pytest.raises(ModelError, match="id of a group"):
        codes(things=[{**a, "group": "c"}])
    with pytest.raises(ModelError, match="another part"):
        codes(things=[a, {**b, "id": "a"}])
