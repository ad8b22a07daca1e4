"""The grading policy, by the platform's rules."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.grading.policy import Policy, PolicyError, rounded


def policy(min_count: int = 0, drop_count: int = 0, weight: float = 1.0) -> Policy:
    """One kind ``a``, passing at one half."""
    kind = {"type": "a", "weight": weight, "min_count": min_count, "drop_count": drop_count}
    return Policy.from_json({"GRADER": [kind], "GRADE_CUTOFFS": {"Pass": 0.5, "A": 0.9}})


def test_average_of_what_is_there() -> None:
    assert policy().grade({"a": [1, 0.5]}).percent == 0.75
    assert policy().grade({}).percent == 0
    assert policy().grade({"b": [1]}).percent == 0


def test_what_is_missing_counts_zero() -> None:
    assert policy(min_count=4).grade({"a": [1, 1]}).percent == 0.5


def test_the_lowest_are_dropped() -> None:
    assert policy(min_count=3, drop_count=1).grade({"a": [1, 1]}).percent == 1
    assert policy(drop_count=5).grade({"a": [0.2, 0.6]}).percent == 0.6


def test_letters_by_cutoffs() -> None:
    assert policy().grade({"a": [0.9]}).letter == "A"
    assert policy().grade({"a": [0.5]}).letter == "Pass"
    assert policy().grade({"a": [0.49]}).letter == ""
    assert not policy().grade({"a": [0.49]}).passed


@pytest.mark.parametrize(("exact", "shown"), [(0.5944, 0.59), (0.5945, 0.6), (0.595, 0.6), (0.6, 0.6), (1, 1), (0, 0)])
def test_rounding_is_the_platforms(exact: float, shown: float) -> None:
    assert rounded(exact) == shown


@pytest.mark.parametrize(
    "data",
    [
        {"GRADER": [{"weight": 1}]},
        {"GRADER": [{"type": "a", "weight": 2}]},
        {"GRADER": [{"type": "a", "weight": float("nan")}]},
        {"GRADER": "x"},
        {"GRADE_CUTOFFS": ["Pass"]},
        {"GRADE_CUTOFFS": {"Pass": "half"}},
    ],
)
def test_other_things_are_no_policy(data: Any) -> None:
    with pytest.raises(PolicyError):
        Policy.from_json(data)


@given(
    scores=st.lists(st.floats(0, 1), max_size=8),
    min_count=st.integers(0, 8),
    drop_count=st.integers(0, 8),
    better=st.floats(0, 1),
)
def test_a_better_score_never_lowers_the_grade(
    scores: list[float], min_count: int, drop_count: int, better: float
) -> None:
    rules = policy(min_count, drop_count)
    before = rules.grade({"a": scores}).percent
    assert 0 <= before <= 1
    raised = [max(scores[0], better), *scores[1:]] if scores else []
    assert rules.grade({"a": raised}).percent >= before
