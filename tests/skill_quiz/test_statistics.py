"""Item statistics: against numpy and by hand, with pools, several attempts and every kind of nothing."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.skill_quiz.statistics import ItemStatistics, Row, compute, rows_of


def table(marks: list[list[float]], worth: list[float] | None = None) -> list[Row]:
    """One attempt per line of ``marks`` (scores 0..1), one item per column."""
    points = worth or [1.0] * len(marks[0])
    return [
        Row(learner, (1,), f"cau-{place}", score, points[place], place)
        for learner, line in enumerate(marks)
        for place, score in enumerate(line)
    ]


def expected(marks: Any, worth: Any) -> list[dict[str, float]]:
    """The same figures by numpy alone."""
    weighted = np.array(marks) * np.array(worth)
    totals = weighted.sum(axis=1)
    found = []
    for place in range(weighted.shape[1]):
        mark = weighted[:, place]
        rest = totals - mark
        found.append(
            {
                "facility": mark.mean() / worth[place],
                "sd": mark.std(ddof=1),
                "discrimination": 100 * np.corrcoef(mark, rest)[0, 1],
                "efficiency": 100 * np.cov(mark, rest)[0, 1] / np.cov(np.sort(mark), np.sort(rest))[0, 1],
            }
        )
    return found


@pytest.mark.parametrize("seed", range(12))
def test_figures_are_those_of_numpy(seed: int) -> None:
    chance = np.random.default_rng(seed)
    learners, items = int(chance.integers(12, 60)), int(chance.integers(3, 9))
    ability = chance.normal(size=(learners, 1))
    hard = chance.normal(size=(1, items))
    marks = np.round((ability - hard + chance.normal(size=(learners, items)) > 0) * chance.uniform(0.4, 1, items), 3)
    marks[0], marks[1] = 0, 1  # so that every column and every rest varies
    worth = chance.integers(1, 4, items).astype(float)
    found = compute(table(marks.tolist(), worth.tolist()))
    for place, one in enumerate(expected(marks, worth)):
        mine = found.items[f"cau-{place}"]
        for name, value in one.items():
            assert getattr(mine, name) == pytest.approx(value, rel=1e-6, abs=1e-6), name
    weighted = marks * worth
    totals, variances = weighted.sum(axis=1), weighted.var(axis=0, ddof=1)
    alpha = 100 * items / (items - 1) * (1 - variances.sum() / totals.var(ddof=1))
    assert found.test.consistency == pytest.approx(alpha)
    assert found.test.error_ratio == pytest.approx(100 * np.sqrt(1 - alpha / 100))
    error = np.sqrt(1 - alpha / 100) * totals.std(ddof=1) / worth.sum()
    assert found.test.standard_error == pytest.approx(error)
    assert found.test.mean == pytest.approx((totals / worth.sum()).mean())
    assert found.test.median == pytest.approx(np.median(totals / worth.sum()))
    assert found.test.sd == pytest.approx((totals / worth.sum()).std(ddof=1))


def test_a_small_case_worked_out_by_hand() -> None:
    found = compute(table([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]))
    first = found.items["cau-0"]
    assert (first.n, first.facility) == (4, 0.75)
    # marks 1 1 1 0, rests 2 1 0 0: cov = 1/4, var = 1/4 and 11/12
    assert first.discrimination == pytest.approx(100 * 0.25 / (0.25 * 11 / 12) ** 0.5)
    assert first.efficiency == pytest.approx(100.0)
    # places: 1/4 + 1/3 + 1/4; totals 3 2 1 0: 5/3
    assert found.test.consistency == pytest.approx(150 * (1 - (5 / 6) / (5 / 3)))


def test_an_item_of_a_pool_is_judged_by_the_attempts_that_drew_it() -> None:
    rows = []
    scores = {"a": [1, 0, 1, 1], "b": [0, 1, 1, 0], "c": [1, 1, 0, 0]}
    drawn = [("a", "b"), ("c", "a"), ("b", "c"), ("a", "b")]
    for learner, pair in enumerate(drawn):
        rows += [Row(learner, (1,), item, scores[item][learner], 1, place) for place, item in enumerate(pair)]
    found = compute(rows)
    assert {item: one.n for item, one in found.items.items()} == {"a": 3, "b": 3, "c": 2}
    a_marks, a_rests = np.array([1, 0, 1]), np.array([0, 1, 0])
    assert found.items["a"].discrimination == pytest.approx(100 * np.corrcoef(a_marks, a_rests)[0, 1])
    # The test is judged by places: the first and the second item of each attempt.
    first, second = np.array([1, 1, 1, 1]), np.array([0, 0, 0, 0])
    assert found.test.consistency is None, "totals are all alike"
    rows[0] = Row(0, (1,), "a", 0, 1, 0)
    first = np.array([0, 1, 1, 1])
    alpha = 200 * (1 - (first.var(ddof=1) + second.var(ddof=1)) / (first + second).var(ddof=1))
    assert compute(rows).test.consistency == pytest.approx(alpha)


def test_an_item_that_all_have_is_one_place_wherever_it_was_shown() -> None:
    marks = [[1, 1, 0], [1, 0, 0], [0, 1, 1], [1, 1, 1]]
    straight = table(marks)
    chance = random.Random(3)
    shuffled = []
    for learner in range(4):
        places = [0, 1, 2]
        chance.shuffle(places)
        shuffled += [
            Row(row.learner, row.attempt, row.item, row.score, 1, places[row.position])
            for row in straight
            if row.learner == learner
        ]
    assert compute(shuffled).test == compute(straight).test


def test_the_test_is_judged_by_attempts_of_the_commonest_length() -> None:
    rows = table([[1, 1, 0], [1, 0, 0], [0, 1, 1]])
    longer = [Row("moi", (1,), f"cau-{place}", 1, 1, place) for place in range(4)]
    found = compute(rows + longer)
    assert (found.test.attempts, found.test.alike) == (4, 3)
    assert found.test.consistency == compute(rows).test.consistency


def attempts_of_one() -> list[Row]:
    rows = []
    for number, line in enumerate([(0, 0), (1, 1), (1, 1), (1, 0)], start=1):
        rows += [Row("lan", (0, number), f"cau-{place}", score, 1, place) for place, score in enumerate(line)]
    return rows


@pytest.mark.parametrize(
    ("which", "mean", "attempts"), [("first", 0, 1), ("last", 0.5, 1), ("best", 1, 1), ("all", 0.625, 4)]
)
def test_which_attempts_count_is_a_choice(which: str, mean: float, attempts: int) -> None:
    found = compute(attempts_of_one(), which)
    assert (found.test.mean, found.test.attempts, found.test.learners) == (mean, attempts, 1)


def test_the_best_of_equal_attempts_is_the_earlier_one() -> None:
    rows = [Row("lan", (0, number), "cau", 1, 1, 0, answer) for number, answer in ((10, "b"), (9, "a"), (11, "c"))]
    assert compute(rows, "best").items["cau"].answers == ("a",)


def test_another_choice_and_an_item_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="average"):
        compute([], "average")
    with pytest.raises(ValueError, match="twice"):
        compute([Row("lan", (1,), "cau", 1), Row("lan", (1,), "cau", 0)])


def test_what_was_shown_and_not_answered_counts_as_nothing_earned() -> None:
    found = compute([Row(1, (1,), "cau", None), Row(2, (1,), "cau", 1, answer="a")]).items["cau"]
    assert (found.n, found.answered, found.facility, found.answers) == (2, 1, 0.5, ("a",))


def test_a_reversed_key_has_negative_discrimination() -> None:
    marks = [[1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 1, 0], [0, 0, 0, 1], [0, 1, 0, 1]]
    found = compute(table(marks)).items["cau-3"]
    assert found.discrimination is not None
    assert found.discrimination < 0
    assert found.negative_covariance


@pytest.mark.parametrize("marks", [[[1, 0]], [[1, 0], [1, 0]], [[0.1, 0.2, 0.3]] * 7, [[1 / 3] * 3] * 9])
def test_without_variance_nothing_is_said(marks: list[list[float]]) -> None:
    found = compute(table(marks))
    assert found.test.consistency is None
    for one in found.items.values():
        assert (one.discrimination, one.efficiency, one.negative_covariance) == (None, None, False)
        assert one.sd in (None, 0.0)


def test_nothing_at_all_is_no_error() -> None:
    found = compute([])
    assert found.items == {}
    assert (found.test.attempts, found.test.mean, found.test.sd) == (0, None, None)


# --- properties ---------------------------------------------------------------------------------------------------

SCORES = st.one_of(st.none(), st.sampled_from([0, 1, 0.5, 1 / 3]), st.floats(0, 1))


@st.composite
def attempts(draw: st.DrawFn) -> list[Row]:
    items = [f"cau-{n}" for n in range(draw(st.integers(1, 6)))]
    rows = []
    for learner in range(draw(st.integers(0, 7))):
        for number in range(1, draw(st.integers(1, 3)) + 1):
            drawn = draw(st.lists(st.sampled_from(items), min_size=1, unique=True))
            rows += [
                Row(learner, (0, number), item, draw(SCORES), draw(st.sampled_from([0.5, 1, 1 / 3, 2, 0])), place)
                for place, item in enumerate(drawn)
            ]
    return rows


@given(attempts(), st.sampled_from(["first", "last", "best", "all"]), st.randoms(use_true_random=False))
def test_any_rows_have_statistics_within_their_bounds_in_any_order(rows: list[Row], which: str, rng: Any) -> None:
    found = compute(rows, which)
    for one in found.items.values():
        assert 0 <= one.answered <= one.n
        assert one.n <= found.test.attempts
        check_bounds(one)
    test = found.test
    assert test.mean is None or 0 <= test.mean <= 1 + 1e-9
    assert test.consistency is None or test.consistency <= 100 + 1e-6
    assert test.alike <= test.attempts
    again = list(rows)
    rng.shuffle(again)
    other = compute(again, which)
    assert list(other.items) == list(found.items)
    assert other.test == test
    for item, one in found.items.items():
        assert figures(other.items[item]) == figures(one)


def check_bounds(one: ItemStatistics) -> None:
    assert one.facility is None or 0 <= one.facility <= 1
    assert one.sd is None or one.sd >= 0
    assert one.discrimination is None or -100 <= one.discrimination <= 100
    assert one.efficiency is None or one.efficiency <= 100
    assert (one.discrimination is None) == (one.efficiency is None)
    if one.discrimination is not None and one.efficiency is not None:
        assert one.discrimination * one.efficiency >= 0


def figures(one: ItemStatistics) -> tuple[Any, ...]:
    return (one.n, one.answered, one.possible, one.facility, one.sd, one.discrimination, one.efficiency)


# --- from the records ---------------------------------------------------------------------------------------------

PLAN = {"items": [{"item": "a", "order": ["x", "y"], "points": 2}, {"item": "b", "order": [], "points": 1}]}


def test_rows_of_a_recorded_attempt_take_the_last_answer_to_each_item() -> None:
    rows = rows_of(7, (0, 1), PLAN, [("a", 0.0, "y"), ("a", 1.0, "x")])
    assert rows == [Row(7, (0, 1), "a", 1.0, 2, 0, "x"), Row(7, (0, 1), "b", None, 1, 1)]


def test_rows_take_new_points_and_freeze_answers() -> None:
    rows = rows_of(7, (0, 1), PLAN, [("b", 0.5, [["l", "r"]]), ("gone", 1.0, "x")], {"b": 3})
    assert rows[1] == Row(7, (0, 1), "b", 0.5, 3, 1, (("l", "r"),))
    assert len(rows) == 2


def test_what_was_kept_from_the_attempt_before_counts_until_it_is_answered_again() -> None:
    kept = [{"item": "a", "score": 1, "answer": "x", "step": 1, "at": ""}]
    assert rows_of(7, (0, 2), PLAN | {"kept": kept}, [])[0] == Row(7, (0, 2), "a", 1, 2, 0, "x")
    assert rows_of(7, (0, 2), PLAN | {"kept": kept}, [("a", 0.0, "y")])[0].score == 0


def test_an_answer_that_was_recorded_with_its_certainty_is_unpacked() -> None:
    assert rows_of(7, (0, 1), PLAN, [("a", 1.0, {"answer": "x", "certainty": "high"})])[0].answer == "x"
