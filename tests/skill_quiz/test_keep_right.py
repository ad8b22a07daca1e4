"""A retry that keeps what was right and asks the rest."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.common.findings import StaleStep
from xblocks.skill_quiz.attempt import Attempt, answer, finish, rescore, score, start
from xblocks.skill_quiz.model import Quiz
from xblocks.skill_quiz.policy import Rules
from xblocks.skill_quiz.view import view

NOW = "2026-11-21T08:00:00Z"
KEEP = Rules(keep_right=True)


def quiz_of(count: int, size: int | None, answer: bool = True) -> Quiz:
    items = [
        {"id": f"i{n}", "type": "true_false", "text": "?", "answer": answer, "competencies": [f"f:{n % 3}"]}
        for n in range(count)
    ]
    pools = [] if size is None else [{"id": "p", "draw": size, "pick": {"all": True}, "shuffle": True}]
    return Quiz.from_json({"schema": 1, "items": items, "pools": pools})


def begin(quiz: Quiz, previous: Attempt | None = None, seen: Any = (), rules: Rules = KEEP, seed: int = 1) -> Attempt:
    number = 1 if previous is None else previous.number + 1
    rng = random.Random(seed + number)
    return start(
        quiz, attempt_id=f"{number:032x}", number=number, rng=rng, now=NOW, seen=seen, rules=rules, previous=previous
    )


def play(quiz: Quiz, attempt: Attempt, right: set[int], rules: Rules = KEEP) -> Attempt:
    """Answers what is open; the ``right``-th open questions rightly."""
    kept = {a.item for a in attempt.kept}
    for place, drawn in enumerate(d for d in attempt.items if d.item not in kept):
        raw = "1" if place in right else "2"
        attempt = answer(quiz, attempt, rules, step=attempt.step + 1, item=drawn.item, raw=raw, now=NOW).attempt
    return attempt


def test_the_next_attempt_asks_only_what_was_wrong() -> None:
    quiz = quiz_of(3, None)
    second = begin(quiz, play(quiz, begin(quiz), {0, 2}))
    assert [a.item for a in second.kept] == ["i0", "i2"]
    assert second.step == 0
    assert score(quiz, second).earned == 2
    third = play(quiz, second, {0})
    assert third.is_finished
    assert [a.step for a in third.answers] == [1]
    assert score(quiz, third).fraction == 1


def test_what_is_kept_cannot_be_answered_again() -> None:
    quiz = quiz_of(3, None)
    for rules in (KEEP, Rules(keep_right=True, behaviour="deferred"), Rules(keep_right=True, behaviour="tries")):
        first = finish(play(quiz, begin(quiz, rules=rules), {0}, rules), now=NOW)
        second = begin(quiz, first, rules=rules)
        with pytest.raises(StaleStep):
            answer(quiz, second, rules, step=1, item="i0", raw="2", now=NOW)


def test_the_rest_is_new_where_the_pool_allows() -> None:
    quiz = quiz_of(9, 4)
    first = play(quiz, begin(quiz), {0, 1})
    seen = [d.item for d in first.items]
    second = begin(quiz, first, seen)
    kept = {a.item for a in second.kept}
    assert len(kept) == 2
    assert len(second.items) == 4
    assert not {d.item for d in second.items} - kept & set(seen)


def test_after_a_full_score_everything_is_asked_anew() -> None:
    quiz = quiz_of(4, 2)
    first = play(quiz, begin(quiz), {0, 1})
    second = begin(quiz, first, [d.item for d in first.items])
    assert second.kept == ()
    assert len(second.items) == 2


def test_nothing_is_kept_of_an_open_attempt_nor_where_the_rules_do_not_say_so() -> None:
    quiz = quiz_of(3, None)
    first = begin(quiz)
    opened = answer(quiz, first, KEEP, step=1, item="i0", raw="1", now=NOW).attempt
    assert begin(quiz, opened).kept == ()
    ended = finish(opened, now=NOW)
    assert begin(quiz, ended, rules=Rules()).kept == ()
    assert begin(quiz, ended, rules=Rules(keep_right=True, behaviour="practice")).kept == ()


def test_what_newer_content_takes_as_wrong_is_asked_again() -> None:
    quiz = quiz_of(3, None)
    first = play(quiz, begin(quiz), {0})
    assert [a.item for a in begin(quiz_of(3, None, answer=False), first).kept] == ["i1", "i2"]


def test_kept_answers_are_shown_with_their_result_in_the_order_of_the_attempt_before() -> None:
    quiz = quiz_of(3, None)
    second = begin(quiz, play(quiz, begin(quiz), {1}))
    shown = view(quiz, second, KEEP)["items"]
    assert [i.get("kept") for i in shown] == [None, True, None]
    assert shown[1]["answer"] == "1"
    assert shown[1]["result"]["correct"] is True


def test_a_penalty_goes_along() -> None:
    quiz, rules = quiz_of(2, None), Rules(keep_right=True, behaviour="tries")
    attempt = begin(quiz, rules=rules)
    for raw in ("2", "1"):
        attempt = answer(quiz, attempt, rules, step=attempt.step + 1, item="i0", raw=raw, now=NOW).attempt
    second = begin(quiz, finish(attempt, now=NOW), rules=rules)
    assert score(quiz, second).earned == pytest.approx(2 / 3)
    assert rescore(quiz, second) == second
    assert score(quiz_of(2, None, answer=False), rescore(quiz_of(2, None, answer=False), second)).earned == 0


@given(st.integers(1, 8), st.one_of(st.none(), st.integers(1, 8)), st.lists(st.sets(st.integers(0, 7)), max_size=5))
def test_attempt_after_attempt_nothing_right_is_asked_again_and_the_length_stays(
    count: int, size: int | None, plays: list[set[int]]
) -> None:
    quiz = quiz_of(count, None if size is None else min(size, count))
    previous, seen = None, []
    for right in plays:
        attempt = begin(quiz, previous, tuple(seen))
        assert Attempt.from_json(json.dumps(attempt.to_json())) == attempt
        assert len(attempt.items) == quiz.attempt_length()
        kept = {a.item for a in attempt.kept}
        assert kept < {d.item for d in attempt.items}
        if previous is not None and score(quiz, previous).fraction < 1:
            assert score(quiz, attempt).earned == score(quiz, previous).earned
        seen = list(dict.fromkeys([*seen, *(d.item for d in attempt.items)]))
        previous = play(quiz, attempt, right)
        assert previous.is_finished
