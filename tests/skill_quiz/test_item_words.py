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


@pytest.mark.skipif("short_text" not in REGISTRY, reason="typed answers are not registered")
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
