"""The life of an attempt: steps, repeats, refusals, scores, rescoring, storing."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.skill_quiz.raws import proper
from tests.skill_quiz.strategies import quizzes
from xblocks.common.findings import (
    AttemptClosed,
    MalformedAnswer,
    ModelError,
    NewerSchemaError,
    StaleStep,
    UnknownItem,
)
from xblocks.skill_quiz.attempt import (
    KEPT_CHANGES,
    Attempt,
    Outcome,
    ScoreCard,
    answer,
    finish,
    overall,
    rescore,
    score,
    start,
)
from xblocks.skill_quiz.model import Quiz
from xblocks.skill_quiz.policy import Rules
from xblocks.skill_quiz.questions import type_of

DATA: dict[str, Any] = {
    "schema": 1,
    "items": [
        {
            "id": "a",
            "type": "single_choice",
            "text": "?",
            "competencies": ["f:1", "f:2"],
            "points": 2,
            "shuffle": False,
            "options": [{"id": "x", "text": "X", "correct": True}, {"id": "y", "text": "Y"}],
        },
        {"id": "b", "type": "true_false", "text": "?", "answer": True, "competencies": ["f:1"]},
        {"id": "c", "type": "true_false", "text": "?", "answer": False},
    ],
}
QUIZ = Quiz.from_json(DATA)
IMMEDIATE = Rules()
DEFERRED = Rules(behaviour="deferred")
NOW = "2026-11-21T08:00:00Z"


def fresh(quiz: Quiz = QUIZ) -> Attempt:
    return start(quiz, attempt_id="0" * 32, number=1, rng=random.Random(1), now=NOW)


def give(attempt: Attempt, step: Any, item: Any, raw: Any, rules: Rules = IMMEDIATE, now: str = NOW) -> Outcome:
    return answer(QUIZ, attempt, rules, step=step, item=item, raw=raw, now=now)


def played(rules: Rules, *steps: tuple[int, str, str]) -> Attempt:
    attempt = fresh()
    for step, item, raw in steps:
        attempt = give(attempt, step, item, raw, rules).attempt
    return attempt


def test_an_attempt_begins_open_with_the_digest_of_its_content() -> None:
    attempt = fresh()
    assert (attempt.status, attempt.step, attempt.answers, attempt.finished) == ("open", 0, (), None)
    assert attempt.content == QUIZ.digest
    assert [d.item for d in attempt.items] == ["a", "b", "c"]


def test_the_last_answer_finishes_an_immediate_attempt() -> None:
    attempt = played(IMMEDIATE, (1, "a", "1"), (2, "c", "2"))
    assert attempt.status == "open"
    outcome = give(attempt, 3, "b", "2", now="2026-11-21T09:00:00Z")
    assert outcome.attempt.status == "finished"
    assert outcome.attempt.finished == "2026-11-21T09:00:00Z"
    assert outcome.answered.score == outcome.grade.score == 0


def test_a_repeat_gets_the_same_outcome_and_changes_nothing_even_after_the_end() -> None:
    attempt = played(IMMEDIATE, (1, "a", "1"), (2, "b", "1"), (3, "c", "1"))
    again = give(attempt, 3, "c", "1", now="later")
    assert again.repeat
    assert again.attempt is attempt
    assert again.answered == attempt.answers[-1]
    assert give(attempt, 1, "a", "1").grade.correct


@pytest.mark.parametrize(
    ("step", "item", "raw", "refusal"),
    [
        (1, "a", "2", StaleStep),
        (1, "b", "1", StaleStep),
        (3, "b", "1", StaleStep),
        (2, "a", "1", StaleStep),
        (2, "z", "1", UnknownItem),
        (2, "b", "9", MalformedAnswer),
        (2, "b", None, MalformedAnswer),
        (0, "b", "1", MalformedAnswer),
        (-1, "b", "1", MalformedAnswer),
        (True, "b", "1", MalformedAnswer),
        ("2", "b", "1", MalformedAnswer),
        (2.0, "b", "1", MalformedAnswer),
        (2, None, "1", MalformedAnswer),
        (2, ["b"], "1", MalformedAnswer),
        (10**30, "b", "1", StaleStep),
    ],
)
def test_what_is_no_next_step_is_refused(step: Any, item: Any, raw: Any, refusal: type[Exception]) -> None:
    attempt = played(IMMEDIATE, (1, "a", "1"))
    with pytest.raises(refusal):
        give(attempt, step, item, raw)


def test_a_finished_attempt_takes_no_new_step() -> None:
    attempt = finish(played(DEFERRED, (1, "a", "1")), now=NOW)
    for step in (2, 3):
        with pytest.raises(AttemptClosed):
            give(attempt, step, "b", "1", DEFERRED)


def test_a_deferred_answer_may_be_changed_until_the_end() -> None:
    attempt = played(DEFERRED, (1, "a", "2"), (2, "b", "1"), (3, "c", "1"), (4, "a", "1"))
    assert attempt.status == "open"
    assert score(QUIZ, attempt).earned == 3
    assert give(attempt, 1, "a", "2", DEFERRED).repeat
    assert [a.step for a in attempt.answers] == [1, 2, 3, 4]


def test_finishing_is_idempotent_and_unanswered_items_count_nothing() -> None:
    attempt = finish(played(DEFERRED, (1, "b", "1")), now=NOW)
    assert attempt.status == "finished"
    assert finish(attempt, now="later") is attempt
    card = score(QUIZ, attempt)
    assert (card.earned, card.possible) == (1, 4)


def test_thousands_of_changes_keep_the_state_small() -> None:
    attempt = fresh()
    for step in range(1, 1001):
        attempt = give(attempt, step, "abc"[step % 3], "12"[step % 2], DEFERRED).attempt
    assert attempt.step == 1000
    assert len(attempt.answers) == KEPT_CHANGES + 3
    assert set(attempt.current()) == {"a", "b", "c"}
    with pytest.raises(StaleStep):
        give(attempt, 1, "b", "2", DEFERRED)


def test_the_score_counts_points_per_item_and_competency() -> None:
    card = score(QUIZ, played(IMMEDIATE, (1, "a", "1"), (2, "b", "2")))
    assert (card.earned, card.possible, card.fraction, card.percent) == (2, 4, 0.5, 50)
    assert [(c.id, c.earned, c.possible) for c in card.by_competency] == [("f:1", 2, 3), ("f:2", 2, 2)]


@pytest.mark.parametrize(
    ("earned", "possible", "mark", "passed", "percent"),
    [(3, 5, 0.6, True, 60), (0.3, 0.5, 0.6, True, 60), (59.9, 100, 0.6, False, 59),
     (0, 0, 0.6, False, 0), (0, 1, 0, True, 0)],
)  # fmt: skip
def test_the_pass_mark_is_compared_without_rounding_errors(
    earned: float, possible: float, mark: float, passed: bool, percent: int
) -> None:
    card = ScoreCard(earned, possible)
    assert card.passed(Rules(pass_mark=mark)) is passed
    assert card.percent == percent


def test_the_overall_score_by_each_method() -> None:
    cards = [ScoreCard(1, 4), ScoreCard(2, 2), ScoreCard(1, 2)]
    assert overall(cards, "highest") is cards[1]
    assert overall(cards, "first") is cards[0]
    assert overall(cards, "last") is cards[2]
    average = overall(cards, "average")
    assert average is not None
    assert average.possible == 2
    assert average.fraction == pytest.approx((0.25 + 1 + 0.5) / 3)
    assert overall([], "average") is None
    assert overall([], "highest") is None


def test_rescoring_follows_the_new_key_and_points() -> None:
    attempt = played(IMMEDIATE, (1, "a", "2"), (2, "b", "1"), (3, "c", "1"))
    data = copy.deepcopy(DATA)
    data["items"][0]["options"] = [
        {"id": "x", "text": "X"},
        {"id": "y", "text": "Y", "correct": True},
        {"id": "z", "text": "Z"},
    ]
    data["items"][0]["points"] = 5
    newer = Quiz.from_json(data)
    again = rescore(newer, attempt)
    assert (score(QUIZ, attempt).earned, score(newer, again).earned) == (1, 6)
    assert score(newer, again).possible == 7
    assert again.content == attempt.content
    assert [d.order for d in again.items] == [d.order for d in attempt.items]
    assert rescore(newer, again) == again


def test_an_item_that_vanished_or_changed_its_type_keeps_its_score() -> None:
    attempt = played(IMMEDIATE, (1, "a", "1"), (2, "b", "1"), (3, "c", "1"))
    data = copy.deepcopy(DATA)
    del data["items"][1]
    data["items"][0]["type"] = "multiple_choice"
    newer = Quiz.from_json(data)
    card = score(newer, rescore(newer, attempt))
    assert (card.earned, card.possible) == (3, 4)


@given(quizzes(), st.integers(), st.integers())
def test_an_attempt_survives_storing(quiz: Quiz, seed: int, place: int) -> None:
    attempt = start(quiz, attempt_id="f" * 32, number=3, rng=random.Random(seed), now=NOW)
    assert attempt == start(quiz, attempt_id="f" * 32, number=3, rng=random.Random(seed), now=NOW)
    for step, drawn in enumerate(attempt.items, start=1):
        item = quiz.by_id[drawn.item]
        raw = proper(type_of(item).public(item, drawn.order), random.Random(place))
        attempt = answer(quiz, attempt, IMMEDIATE, step=step, item=drawn.item, raw=raw, now=NOW).attempt
    assert attempt.is_finished
    text = json.dumps(attempt.to_json())
    assert Attempt.from_json(text) == attempt
    assert Attempt.from_json(json.loads(text)) == attempt
    assert rescore(quiz, attempt) == attempt
    card = score(quiz, attempt)
    assert 0 <= card.earned <= card.possible


def test_a_newer_attempt_is_refused_politely() -> None:
    with pytest.raises(NewerSchemaError):
        Attempt.from_json({**fresh().to_json(), "schema": 2})


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 0}, {"schema": "1"}, {"status": "void"}, {"id": 5}, {"number": 0}, {"items": 5}, {"items": [{}]},
        {"answers": [{"step": "1"}]}, {"items": [{"item": "a", "order": [1], "points": 1}]}, {"finished": 1},
        {"items": [{"item": "a", "order": [], "points": float("nan")}]},
    ],
)  # fmt: skip
def test_a_damaged_attempt_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        Attempt.from_json({**fresh().to_json(), **change})


@pytest.mark.parametrize("text", ["", "[]", "5", "null", "{}", "[" * 100_000])
def test_damaged_attempt_text_is_refused(text: str) -> None:
    with pytest.raises(ModelError):
        Attempt.from_json(text)


def test_rules_are_checked() -> None:
    for wrong in (
        {"behaviour": "x"},
        {"grade_method": "x"},
        {"show_answer": "x"},
        {"pass_mark": 1.1},
        {"max_attempts": -1},
    ):
        with pytest.raises(ModelError):
            Rules(**wrong)  # type: ignore[arg-type]
    assert Rules(max_attempts=0).allows(99)
    assert Rules().allows(99)
    assert Rules(max_attempts=2).allows(1)
    assert not Rules(max_attempts=2).allows(2)
