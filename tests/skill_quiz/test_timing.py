"""A limited time: by the server's clock, longer for who needs it, never shortened under way."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from xblocks.common.findings import ModelError
from xblocks.skill_quiz.attempt import Attempt, finish, start
from xblocks.skill_quiz.policy import Rules
from xblocks.skill_quiz.timing import GRACE, ends_at, is_up, seconds_left

from .test_view import QUIZ

BEGAN = datetime(2026, 11, 21, 8, tzinfo=UTC)
TEN = Rules(time_limit=10)


def begun(rules: Rules = TEN) -> Attempt:
    return start(QUIZ, attempt_id="a" * 32, number=1, rng=random.Random(7), now=BEGAN.isoformat(), rules=rules)


def after(**more: float) -> datetime:
    return BEGAN + timedelta(**more)


def test_without_a_limit_there_is_no_end() -> None:
    for rules in (Rules(), Rules(time_limit=0)):
        assert ends_at(begun(rules), rules) is None
        assert seconds_left(begun(rules), rules, after(days=9)) is None
        assert not is_up(begun(rules), rules, after(days=9))


def test_seconds_left_are_counted_down_to_zero() -> None:
    assert seconds_left(begun(), TEN, BEGAN) == 600
    assert seconds_left(begun(), TEN, after(minutes=9, seconds=59.5)) == 0
    assert seconds_left(begun(), TEN, after(minutes=11)) == 0
    assert seconds_left(finish(begun(), now="x"), TEN, BEGAN) is None


def test_a_slow_network_has_a_small_grace() -> None:
    assert not is_up(begun(), TEN, after(minutes=10) + GRACE)
    assert is_up(begun(), TEN, after(minutes=10, seconds=1) + GRACE)


@pytest.mark.parametrize(("extra", "minutes"), [(1.0, 10), (1.5, 15), (0.2, 10)])
def test_a_learner_may_have_more_time_but_never_less(extra: float, minutes: int) -> None:
    assert ends_at(begun(), TEN, extra) == after(minutes=minutes)


def test_a_change_by_the_author_never_shortens_an_attempt_under_way() -> None:
    assert ends_at(begun(), Rules(time_limit=5)) == after(minutes=10)
    assert ends_at(begun(), Rules(time_limit=20)) == after(minutes=20)
    assert ends_at(begun(), Rules()) is None
    assert ends_at(begun(Rules()), TEN) is None


@pytest.mark.parametrize(
    "wrong", [{"time_limit": -1}, {"time_limit": 1441}, {"tries": 0}, {"tries": 11}, {"penalty": 2}]
)
def test_values_out_of_range_are_no_rules(wrong: dict[str, float]) -> None:
    with pytest.raises(ModelError):
        Rules(**wrong)  # type: ignore[arg-type]
