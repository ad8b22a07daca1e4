"""Several tries per question: each further one costs the penalty, and a wrong one tells no key."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from xblocks.common.findings import AttemptClosed, StaleStep
from xblocks.skill_quiz.attempt import Attempt, answer, finish, rescore, score, start
from xblocks.skill_quiz.model import Quiz
from xblocks.skill_quiz.policy import Rules
from xblocks.skill_quiz.questions import REGISTRY
from xblocks.skill_quiz.view import item_result, tries_left, view

from .test_view import NOW, QUIZ

RULES = Rules(behaviour="tries")


def fresh(quiz: Quiz = QUIZ) -> Attempt:
    return start(quiz, attempt_id="a" * 32, number=1, rng=random.Random(7), now=NOW, rules=RULES)


def give(attempt: Attempt, item: str, parts: str, rules: Rules = RULES, quiz: Quiz = QUIZ) -> Attempt:
    order = next(d.order for d in attempt.items if d.item == item)
    places: Any = [str(order.index(part) + 1) for part in parts.split()]
    raw = places if quiz.by_id[item].type == "multiple_choice" else places[0]
    return answer(quiz, attempt, rules, step=attempt.step + 1, item=item, raw=raw, now=NOW).attempt


def test_each_further_try_costs_the_penalty_and_the_last_one_counts() -> None:
    attempt = fresh()
    for parts in ("ma-sai", "ma-sai", "ma-dung"):
        attempt = give(attempt, "mot", parts)
    assert [a.score for a in attempt.answers] == pytest.approx([0, 0, 1 / 3])
    assert score(QUIZ, attempt).earned == pytest.approx(1 / 3)


def test_the_penalty_never_makes_a_score_negative() -> None:
    rules = Rules(behaviour="tries", penalty=1)
    attempt = give(give(fresh(), "hai", "ma-r", rules), "hai", "ma-p", rules)
    assert attempt.answers[-1].score == 0


def test_a_question_that_was_right_or_has_no_try_left_takes_no_more_answers() -> None:
    attempt = give(fresh(), "mot", "ma-dung")
    with pytest.raises(StaleStep):
        give(attempt, "mot", "ma-sai")
    for _ in range(3):
        attempt = give(attempt, "hai", "ma-r")
    with pytest.raises(StaleStep):
        give(attempt, "hai", "ma-p ma-q")


def test_the_attempt_ends_when_no_question_takes_another_try() -> None:
    attempt = give(give(fresh(), "mot", "ma-dung"), "hai", "ma-p ma-q")
    assert not attempt.is_finished
    attempt = give(attempt, "ba", "true")
    assert not attempt.is_finished, "there is a try left"
    attempt = give(attempt, "ba", "false")
    assert attempt.is_finished
    with pytest.raises(AttemptClosed):
        give(attempt, "ba", "false")


def test_a_learner_may_hand_in_with_tries_left() -> None:
    attempt = finish(give(fresh(), "mot", "ma-sai"), now=NOW)
    shown = view(QUIZ, attempt, RULES)
    assert [i["tries_left"] for i in shown["items"]] == [0, 0, 0]
    assert shown["items"][0]["result"]["key"]


@pytest.mark.parametrize("show", ["after_answer", "after_attempt", "never"])
def test_a_wrong_try_tells_the_feedback_of_what_was_chosen_and_no_key(show: Any) -> None:
    rules = Rules(behaviour="tries", show_answer=show)
    attempt = give(fresh(), "hai", "ma-p ma-r", rules)
    text = json.dumps(view(QUIZ, attempt, rules))
    assert "phan-hoi-p" in text
    assert "phan-hoi-r" in text
    assert "phan-hoi-q" not in text
    assert "vi-sao" not in text
    result = item_result(QUIZ, attempt, rules, "hai")
    assert result is not None
    assert (result["correct"], result["key"], result["explanation"]) == (False, None, None)
    assert tries_left(QUIZ, attempt, rules, "hai") == 2


def test_feedback_on_what_was_not_chosen_waits_for_the_last_try() -> None:
    """Of a type that also tells what was missed."""
    if "spot_signs" not in REGISTRY:
        pytest.skip("no type tells what was missed")
    parts = [
        {"id": "a", "text": "A", "sign": True, "why": "vi-a"},
        {"id": "b", "text": "B", "sign": True, "why": "vi-b"},
        {"id": "c", "text": "C", "sign": False, "why": "vi-c"},
    ]
    item = {"id": "dau-hieu", "type": "spot_signs", "text": "?", "skin": "sms", "skin_info": {}, "parts": parts}
    quiz = Quiz.from_json({"schema": 1, "items": [item]})
    attempt = start(quiz, attempt_id="a" * 32, number=1, rng=random.Random(7), now=NOW, rules=RULES)
    order = attempt.items[0].order
    raw = [str(order.index("a") + 1)]
    attempt = answer(quiz, attempt, RULES, step=1, item="dau-hieu", raw=raw, now=NOW).attempt
    text = json.dumps(view(quiz, attempt, RULES))
    assert "vi-a" in text
    assert "vi-b" not in text
    assert '"counts"' not in text
    assert "vi-b" in json.dumps(view(quiz, finish(attempt, now=NOW), RULES))


def test_the_key_is_shown_when_the_question_is_settled() -> None:
    attempt = give(fresh(), "mot", "ma-sai")
    assert view(QUIZ, attempt, RULES)["items"][0]["result"]["key"] is None
    attempt = give(attempt, "mot", "ma-dung")
    assert view(QUIZ, attempt, RULES)["items"][0]["result"]["key"]


def test_a_repeat_of_an_earlier_try_has_that_trys_result() -> None:
    attempt = give(give(fresh(), "mot", "ma-sai"), "mot", "ma-dung")
    order = attempt.items[0].order
    raw = str(order.index("ma-sai") + 1)
    outcome = answer(QUIZ, attempt, RULES, step=1, item="mot", raw=raw, now="later")
    assert outcome.repeat
    assert outcome.attempt is attempt
    result = item_result(QUIZ, attempt, RULES, "mot", answered=outcome.answered)
    assert result is not None
    assert (result["correct"], result["score"]) == (False, 0)


def test_tries_survive_storage() -> None:
    attempt = give(give(fresh(), "mot", "ma-sai"), "mot", "ma-dung")
    assert Attempt.from_json(json.dumps(attempt.to_json())) == attempt


def test_an_answer_of_the_older_behaviours_is_stored_as_before() -> None:
    attempt = start(QUIZ, attempt_id="a" * 32, number=1, rng=random.Random(7), now=NOW)
    attempt = give(attempt, "mot", "ma-sai", Rules())
    stored = attempt.to_json()
    assert set(stored) == {"schema", "id", "number", "content", "items", "answers", "status", "started", "finished"}
    assert set(stored["answers"][0]) == {"step", "item", "answer", "score", "at"}


def _swapped() -> Quiz:
    data = QUIZ.as_dict()
    for option in data["items"][0]["options"]:
        option["correct"] = not option["correct"]
    return Quiz.from_json(data)


@pytest.mark.parametrize("penalty", [1 / 3, 0])
def test_a_rescore_gives_the_full_score_to_a_first_try_that_is_right_by_now(penalty: float) -> None:
    rules = Rules(behaviour="tries", penalty=penalty)
    attempt = give(give(fresh(), "mot", "ma-sai", rules), "mot", "ma-dung", rules)
    again = rescore(_swapped(), attempt)
    assert [a.score for a in again.answers] == [1, 1]
    assert rescore(_swapped(), again) == again
    assert rescore(QUIZ, again) == attempt


def test_a_rescore_keeps_the_penalty() -> None:
    attempt = give(give(fresh(), "mot", "ma-sai"), "mot", "ma-dung")
    assert rescore(QUIZ, attempt) == attempt


PARTS: dict[str, tuple[dict[str, Any], Any, tuple[int, int]]] = {
    "matching": (
        {"pairs": [{"id": i, "left": f"L{i}", "right": f"R{i}"} for i in "abcd"]},
        (("a", "a"), ("b", "c"), ("c", "b"), ("d", "d")),
        (2, 4),
    ),
    "grouping": (
        {
            "groups": [{"id": "x", "title": "X"}, {"id": "y", "title": "Y"}],
            "things": [{"id": i, "text": f"T{i}", "group": g} for i, g in zip("abc", "xyx", strict=True)],
        },
        (("a", "x"), ("b", "x"), ("c", "x")),
        (2, 3),
    ),
    "ordering": ({"steps": [{"id": i, "text": f"B{i}"} for i in "abc"]}, ("a", "c", "b"), (1, 3)),
    "gaps": (
        {
            "body": "Số [[so]], không [[viec]].",
            "gaps": [
                {"id": "so", "mode": "type", "options": [{"id": "a", "text": "156", "correct": True}]},
                {"id": "viec", "mode": "type", "options": [{"id": "a", "text": "đọc mã", "correct": True}]},
            ],
        },
        (("so", "156"), ("viec", "sợ")),
        (1, 2),
    ),
}


@pytest.mark.parametrize("scoring", ["partial", "all_or_nothing"])
@pytest.mark.parametrize("kind", sorted(PARTS))
def test_while_there_are_tries_it_is_told_how_many_parts_are_right_and_not_which(kind: str, scoring: str) -> None:
    own, given, (right, total) = PARTS[kind]
    quiz = Quiz.from_json({"schema": 1, "items": [{"id": "mot", "type": kind, "text": "?", "scoring": scoring, **own}]})
    attempt = fresh(quiz)
    raw = REGISTRY[kind].show(quiz.items[0], attempt.items[0].order, given)
    for left in (2, 1, 0):
        attempt = answer(quiz, attempt, RULES, step=attempt.step + 1, item="mot", raw=raw, now=NOW).attempt
        assert tries_left(quiz, attempt, RULES, "mot") == left
        result = item_result(quiz, attempt, RULES, "mot")
        assert result is not None
        if left:
            assert result["parts"] == {"right": right, "of": total}
            assert (result["key"], result["explanation"]) == (None, None)
        else:
            assert "parts" not in result
        hidden = item_result(quiz, attempt, RULES, "mot", show_correctness="never")
        assert hidden is None or "parts" not in hidden


def test_parts_are_told_in_tries_only() -> None:
    own, given, _ = PARTS["matching"]
    quiz = Quiz.from_json({"schema": 1, "items": [{"id": "mot", "type": "matching", "text": "?", **own}]})
    rules = Rules()
    attempt = start(quiz, attempt_id="a" * 32, number=1, rng=random.Random(7), now=NOW, rules=rules)
    raw = REGISTRY["matching"].show(quiz.items[0], attempt.items[0].order, given)
    attempt = answer(quiz, attempt, rules, step=1, item="mot", raw=raw, now=NOW).attempt
    assert "parts" not in (item_result(quiz, attempt, rules, "mot") or {})
