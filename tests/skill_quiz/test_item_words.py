"""What is said about an item: flags, the score of a blind guess, and how many gave each answer."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from xblocks.skill_quiz import item_flags
from xblocks.skill_quiz.guessing import guess_score
from xblocks.skill_quiz.item_flags import flags_of
from xblocks.skill_quiz.questions import REGISTRY
from xblocks.skill_quiz.questions.base import Item
from xblocks.skill_quiz.statistics import ItemStatistics
from xblocks.skill_quiz.tally import TOLD_APART, describe, tally

GOOD = ItemStatistics("cau", 40, 40, 1, 0.6, 0.5, 45.0, 60.0, False)


def choice(kind: str, right: str = "a", **more: Any) -> Item:
    """A question with options a–d."""
    options = [{"id": i, "text": f"Lựa chọn <strong>{i}</strong>", "correct": i in right} for i in "abcd"]
    return REGISTRY[kind].load({"id": "cau", "type": kind, "text": "Chọn", "options": options, **more})


TRUE_FALSE = REGISTRY["true_false"].load({"id": "cau", "type": "true_false", "text": "Đúng?", "answer": False})


# --- flags --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "guess", "codes"),
    [
        ({}, 0.25, []),
        ({"facility": 0.95}, 0.25, []),
        ({"facility": 0.951}, 0.25, ["too-easy"]),
        ({"facility": 0.25}, 0.25, []),
        ({"facility": 0.24}, 0.25, ["too-hard"]),
        ({"facility": 0.05}, 0.0, ["too-hard"]),
        ({"facility": 0.06}, 0.0, []),
        ({"facility": 0.05}, None, ["too-hard"]),
        ({"discrimination": -0.1, "efficiency": -0.2}, 0.25, ["key-may-be-wrong"]),
        ({"discrimination": -30.0, "facility": 0.1}, 0.25, ["key-may-be-wrong", "too-hard"]),
        ({"efficiency": 14.9}, 0.25, ["tells-little"]),
        ({"efficiency": 15.0}, 0.25, []),
        ({"discrimination": None, "efficiency": None, "facility": 1.0}, 0.25, ["too-easy"]),
        ({"n": 9, "discrimination": -50.0, "facility": 0.0}, 0.25, ["too-few-answers"]),
        ({"n": 10, "discrimination": -50.0}, 0.25, ["key-may-be-wrong"]),
        ({"n": 0, "facility": None}, None, ["too-few-answers"]),
    ],
)
def test_flags_follow_the_thresholds(change: dict[str, Any], guess: float | None, codes: list[str]) -> None:
    assert [flag.code for flag in flags_of(replace(GOOD, **change), guess)] == codes


def test_every_flag_speaks_both_languages() -> None:
    flags = [one for one in vars(item_flags).values() if isinstance(one, item_flags.Flag)]
    assert len({flag.code for flag in flags}) == 5
    for flag in flags:
        assert flag.message("vi") != flag.message("en")
        assert flag.message("km") == flag.en
        assert (flag.title("vi"), flag.title("en")) == flag.short


# --- guessing -----------------------------------------------------------------------------------------------------


def test_a_blind_guess_at_one_option_or_a_statement() -> None:
    assert guess_score(choice("single_choice")) == 0.25
    assert guess_score(TRUE_FALSE) == 0.5


@pytest.mark.parametrize("scoring", ["all_or_nothing", "partial", "right_minus_wrong"])
@pytest.mark.parametrize("right", ["a", "ab", "abcd"])
def test_a_blind_guess_at_several_options_is_the_mean_over_all_sets(scoring: str, right: str) -> None:
    item = choice("multiple_choice", right, scoring=scoring)
    sets = [s for size in range(1, 5) for s in itertools.combinations("abcd", size)]
    scores = [REGISTRY["multiple_choice"].grade(item, s).score for s in sets]
    assert guess_score(item) == pytest.approx(sum(scores) / len(scores))


PAIRS = [("p", "Trái p", "Phải 1"), ("q", "Trái q", "Phải 2"), ("r", "Trái r", "Phải 2")]
GROUPS = [{"id": "that", "title": "Thật"}, {"id": "gia", "title": "Giả"}]
GAPS = [
    {
        "id": "so",
        "mode": "choose",
        "options": [{"id": i, "text": f"Số {i}", "correct": i == "a", "feedback": ""} for i in "abc"],
    },
    {"id": "ten", "mode": "type", "options": [{"id": "x", "text": "công an", "correct": True, "feedback": ""}]},
]


def build(kind: str, **own: Any) -> Item:
    return REGISTRY[kind].load({"id": "cau", "type": kind, "text": "Làm", **own})


def matching(scoring: str = "partial") -> Item:
    pairs = [{"id": i, "left": left, "right": right} for i, left, right in PAIRS]
    return build("matching", pairs=pairs, distractors=[{"id": "d", "text": "Phải 3"}], scoring=scoring)


def grouping(scoring: str = "partial") -> Item:
    things = [{"id": i, "text": f"Vật {i}", "group": "gia" if i == "u" else "that"} for i in "uvw"]
    return build("grouping", groups=GROUPS, things=things, scoring=scoring)


def gaps(scoring: str = "partial") -> Item:
    return build("gaps", body="Gọi [[so]] cho [[ten]]", gaps=GAPS, scoring=scoring)


def ordering(steps: int, scoring: str = "partial") -> Item:
    return build("ordering", steps=[{"id": f"b{n}", "text": f"Bước {n}"} for n in range(steps)], scoring=scoring)


def signs() -> Item:
    parts = [{"id": f"p{n}", "text": f"Phần {n}", "sign": n < 2, "why": "Vì vậy"} for n in range(5)]
    return build("spot_signs", skin="sms", skin_info={"from": "Số lạ", "subject": "", "address": ""}, parts=parts)


def blind(item: Item, scoring: str) -> list[tuple[Any, ...]]:
    """Every answer that somebody may give blindly, each as likely."""
    if item.type == "matching":
        rights = ["p", "q", "d"]  # what is shown of the right sides: p's, the one of q and r, the distractor
        return [tuple(zip("pqr", chosen, strict=True)) for chosen in itertools.product(rights, repeat=3)]
    if item.type == "grouping":
        return [tuple(zip("uvw", chosen, strict=True)) for chosen in itertools.product(["that", "gia"], repeat=3)]
    if item.type == "gaps":
        return [(("so", chosen), ("ten", "gì đó")) for chosen in "abc"]
    if item.type == "ordering":
        return list(itertools.permutations(f"b{n}" for n in range(5)))
    return [s for size in range(6) for s in itertools.combinations([f"p{n}" for n in range(5)], size)]


@pytest.mark.parametrize("scoring", ["partial", "all_or_nothing"])
@pytest.mark.parametrize("make", [matching, grouping, gaps, lambda s: ordering(5, s), lambda _s: signs()])
def test_a_blind_guess_is_the_mean_over_every_answer(make: Any, scoring: str) -> None:
    item = make(scoring)
    scores = [REGISTRY[item.type].grade(item, answer).score for answer in blind(item, scoring)]
    assert guess_score(item) == pytest.approx(sum(scores) / len(scores))


def test_long_orders_are_guessed_at_quickly_or_not_at_all() -> None:
    assert guess_score(ordering(2)) == 0.5
    assert 0 < (guess_score(ordering(20)) or 0) < 0.5
    assert guess_score(ordering(31)) is None


def test_every_type_says_what_a_blind_guess_gets() -> None:
    typed = build("short_text", alternatives=[{"text": "156", "score": 1}])
    number = build("number", alternatives=[{"value": 3, "tolerance": 0, "score": 1}])
    listed = [choice("single_choice"), choice("multiple_choice"), TRUE_FALSE, typed, number]
    listed += [matching(), grouping(), gaps(), ordering(3), signs()]
    assert {item.type for item in listed} == set(REGISTRY), "a new type belongs into guessing.py, and here"
    for item in listed:
        assert 0 <= (guess_score(item) or 0.0) < 1


def test_a_type_may_say_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(REGISTRY["true_false"]), "guess", lambda _self, _item: 0.125, raising=False)
    assert guess_score(TRUE_FALSE) == 0.125


# --- counts -------------------------------------------------------------------------------------------------------


def test_options_are_counted_in_authored_order_with_those_that_nobody_chose() -> None:
    found = tally(choice("single_choice", "b"), ["b", "d", "b"]).counts
    assert [(one.text, one.count, one.right) for one in found] == [
        ("Lựa chọn a", 0, False),
        ("Lựa chọn b", 2, True),
        ("Lựa chọn c", 0, False),
        ("Lựa chọn d", 1, False),
    ]
    assert all(one.foreseen for one in found)


def test_of_several_chosen_options_each_counts() -> None:
    found = tally(choice("multiple_choice", "ab"), [("a", "b"), ("a",), ("a", "c")]).counts
    assert [one.count for one in found] == [3, 1, 1, 0]


def test_an_option_that_was_removed_since_keeps_its_count() -> None:
    last = tally(choice("single_choice"), ["cu", "a"]).counts[-1]
    assert (last.text, last.count, last.right, last.foreseen) == ("cu", 1, None, False)


def test_true_and_false_are_said_in_the_readers_language() -> None:
    found = tally(TRUE_FALSE, ["true", "false", "false"], "vi").counts
    assert [(one.text, one.count, one.right) for one in found] == [("Đúng", 1, False), ("Sai", 2, True)]
    assert describe(TRUE_FALSE, "true", "en") == "True"
    assert describe(choice("multiple_choice"), ("a", "c")) == "Lựa chọn a, Lựa chọn c"


def test_typed_answers_are_told_apart_by_words_and_the_rest_is_counted() -> None:
    data = {"id": "cau", "type": "short_text", "text": "Gọi số nào?", "alternatives": [{"text": "156", "score": 1}]}
    item = REGISTRY["short_text"].load(data)
    given = ["156", " 156", "công an", "Công  an", "công an", *(f"số {n}" for n in range(20))]
    found = tally(item, given)
    assert [(one.text, one.count, one.right) for one in found.counts[:2]] == [("công an", 3, False), ("156", 2, True)]
    assert len(found.counts) == TOLD_APART
    assert found.others == 20 - (TOLD_APART - 2)
    assert not any(one.foreseen for one in found.counts)
    assert guess_score(item) == 0.0


def test_an_answer_to_an_older_question_of_another_type_breaks_nothing() -> None:
    assert tally(TRUE_FALSE, ["a", ("a", "b")]).counts[-1].right is None
    assert describe(TRUE_FALSE, ("a", "b")) == "a, b"


def test_pairs_are_counted_place_by_place_whatever_the_scoring() -> None:
    answers = [(("p", "p"), ("q", "q")), (("p", "d"), ("q", "q")), (("p", "p"), ("q", "p"))]
    found = tally(matching("all_or_nothing"), answers).counts
    assert [(one.text, one.count, one.right) for one in found] == [
        ("Trái p → Phải 1", 2, True),
        ("Trái p → Phải 3", 1, False),
        ("Trái q → Phải 2", 2, True),
        ("Trái q → Phải 1", 1, False),
    ]
    things = tally(grouping(), [(("u", "gia"),), (("u", "that"),), (("u", "gia"),)]).counts
    assert [(one.text, one.count, one.right, one.foreseen) for one in things] == [
        ("Vật u → Giả", 2, True, True),
        ("Vật u → Thật", 1, False, True),
    ]


def test_what_was_typed_into_a_gap_is_told_from_what_was_chosen() -> None:
    answers = [(("so", "a"), ("ten", f"người {n}")) for n in range(TOLD_APART + 3)]
    found = tally(gaps(), answers)
    assert [one.foreseen for one in found.counts] == [True] + [False] * TOLD_APART
    assert found.counts[0].count == TOLD_APART + 3
    assert found.others == 3


def test_marked_parts_are_counted_with_those_that_nobody_marked() -> None:
    found = tally(signs(), [("p0", "p4"), ("p0",)]).counts
    assert [(one.text, one.count, one.right) for one in found[:2]] == [("Phần 0", 2, True), ("Phần 1", 0, True)]
    assert found[4].count == 1


def test_whole_orders_are_told_apart() -> None:
    found = tally(ordering(2), [("b0", "b1"), ("b0", "b1"), ("b1", "b0")]).counts
    assert [(one.text, one.count, one.right) for one in found] == [
        ("Bước 0, Bước 1", 2, True),
        ("Bước 1, Bước 0", 1, False),
    ]
    assert all(one.foreseen for one in found)


def test_pairs_of_an_older_question_of_another_type_are_passed_over() -> None:
    assert tally(matching(), ["a", ("a", "b")]).counts == ()
