"""The rule, against a second implementation that is slow and obvious."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.competency.mastery import DEMONSTRATED, PARTIALLY_ATTEMPTED, Estimate, Line, Rule, estimate, standing

START = datetime(2026, 11, 21, tzinfo=UTC)
EASY = Rule("easy", min_items=2, min_sources=2, min_scenarios=1, threshold=0.8)


def line(
    item: str, score: float = 1.0, *, source: str = "quiz", kind: str | None = None, attempt: str = "", minute: int = 0
) -> Line:
    """A line whose kind and attempt follow from its source unless said."""
    kind = kind or ("scenario" if source.startswith("sim") else "quiz")
    return Line(item, source, kind, attempt or source, score, START + timedelta(minutes=minute))  # type: ignore[arg-type]


@st.composite
def histories(draw: st.DrawFn) -> list[Line]:
    """Few items, blocks and attempts, so that they meet; attempts interleave; times tie."""
    blocks = {"quiz-1": "quiz", "quiz-2": "quiz", "sim-1": "scenario", "class-1": "offline"}
    lines: dict[tuple[str, str], Line] = {}
    for order in range(draw(st.integers(0, 14))):
        source = draw(st.sampled_from(sorted(blocks)))
        attempt = f"{source}/{draw(st.integers(1, 3))}"
        item = draw(st.sampled_from("abcd"))
        lines.setdefault(
            (attempt, item),
            Line(
                item,
                source,
                blocks[source],  # type: ignore[arg-type]
                attempt,
                draw(st.sampled_from([0.0, 0.5, 0.8, 1.0])),
                START + timedelta(minutes=draw(st.integers(0, 9))),
                order,
            ),
        )
    return list(lines.values())


rules = st.builds(
    Rule,
    id=st.just("drawn"),
    min_items=st.integers(1, 5),
    min_sources=st.integers(0, 3),
    min_scenarios=st.integers(0, 2),
    threshold=st.sampled_from([0.25, 0.5, 0.8, 1.0]),
)


def slow_met(lines: list[Line], rule: Rule) -> bool:
    """The rule in words: of every item only the answer after which there is no other."""
    counted = [
        one
        for one in lines
        if not any(other.item == one.item and (other.at, other.order) > (one.at, one.order) for other in lines)
    ]
    hundredths = sum(round(one.score * 100) for one in counted)
    return (
        len(counted) >= rule.min_items
        and len({one.source for one in counted}) >= rule.min_sources
        and len({one.source for one in counted if one.kind == "scenario"}) >= rule.min_scenarios
        and hundredths >= round(rule.threshold * 100) * len(counted)
    )


def slow_demonstrated_at(lines: list[Line], rule: Rule) -> datetime | None:
    """The earliest end of an attempt by which everything answered so far met the rule."""
    ends = []
    for attempt in {one.attempt for one in lines}:
        ends.append(max((one.at, one.order) for one in lines if one.attempt == attempt))
    for end in sorted(ends):
        if slow_met([one for one in lines if (one.at, one.order) <= end], rule):
            return end[0]
    return None


@given(histories(), rules)
def test_the_estimate_says_what_the_rule_says_in_words(lines: list[Line], rule: Rule) -> None:
    assert estimate(lines, rule).met == slow_met(lines, rule)


@given(histories(), rules)
def test_the_status_is_reached_at_the_first_end_of_an_attempt_that_meets_the_rule(
    lines: list[Line], rule: Rule
) -> None:
    found = standing(lines, rule)
    assert found.demonstrated_at == slow_demonstrated_at(lines, rule)
    assert (found.status == DEMONSTRATED) == (found.demonstrated_at is not None)
    assert found.estimate == estimate(lines, rule)


@given(histories(), rules, st.randoms(use_true_random=False))
def test_the_order_in_which_lines_are_read_is_of_no_account(lines: list[Line], rule: Rule, rng) -> None:  # type: ignore[no-untyped-def]
    mixed = list(lines)
    rng.shuffle(mixed)
    assert standing(mixed, rule) == standing(lines, rule)


@given(histories(), rules)
def test_learning_on_never_lowers_a_status(lines: list[Line], rule: Rule) -> None:
    reached = False
    ordered = sorted(lines, key=lambda one: (one.at, one.order))
    for attempt in dict.fromkeys(one.attempt for one in ordered):
        so_far = [one for one in ordered if one.attempt <= attempt]
        whole = standing(so_far, rule, START if reached else None)
        assert not reached or whole.status == DEMONSTRATED
        reached = whole.status == DEMONSTRATED


@given(histories())
def test_an_item_counts_once_whatever_the_course(lines: list[Line]) -> None:
    found = estimate(lines, EASY)
    assert found.items == len({one.item for one in lines})
    assert 0 <= found.fraction <= 1
    assert found.sources <= found.items


def test_without_evidence_there_is_nothing_to_say() -> None:
    found = standing([], EASY)
    assert found.status == PARTIALLY_ATTEMPTED
    assert found.demonstrated_at is None
    assert found.estimate == Estimate(0, 0.0, 0, 0, 2, 2, 1, True)
    assert found.estimate.fraction == 0.0
    assert not found.estimate.met


def test_the_default_rule_is_eight_items_two_sources_one_scenario_and_eighty_percent() -> None:
    assert Rule() == Rule("default", 8, 2, 1, 0.8)


@pytest.mark.parametrize(
    ("quiz", "sim", "wrong", "met"),
    [(7, 1, 0, True), (6, 1, 0, False), (8, 0, 0, False), (0, 8, 0, False), (7, 1, 1, True), (7, 1, 2, False)],
)
def test_the_default_rule_at_its_edges(quiz: int, sim: int, wrong: int, met: bool) -> None:
    lines = [line(f"q{n}", 0.0 if n < wrong else 1.0, minute=n) for n in range(quiz)]
    lines += [line(f"s{n}", source="sim", minute=20 + n) for n in range(sim)]
    assert estimate(lines, Rule()).met == met


def test_sums_of_tenths_do_not_miss_the_threshold() -> None:
    rule = Rule(min_items=1, min_sources=0, min_scenarios=0, threshold=0.7)
    for scores in product([0.1, 0.7, 0.6, 0.8, 0.9, 0.3], repeat=3):
        lines = [line(str(n), score) for n, score in enumerate(scores)]
        assert estimate(lines, rule).met == (sum(round(score * 10) for score in scores) >= 21)


def test_what_is_missing_is_named() -> None:
    found = estimate([line("a"), line("b")], Rule())
    assert (found.missing_items, found.missing_sources, found.missing_scenarios) == (6, 1, 1)
    assert found.reached
    assert not found.enough


def test_a_lucky_middle_of_an_attempt_does_not_count() -> None:
    lines = [
        line("s", source="sim", minute=0),
        line("a", 1.0, attempt="one", minute=1),
        line("b", 0.0, attempt="one", minute=2),
        line("c", 0.0, attempt="one", minute=3),
    ]
    assert standing(lines, EASY).status == PARTIALLY_ATTEMPTED


@pytest.mark.parametrize("wrong", [{"min_items": 0}, {"min_sources": -1}, {"threshold": 0.0}, {"threshold": 1.1}])
def test_a_rule_that_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="rule"):
        Rule(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("score", [-0.1, 1.1, float("nan")])
def test_a_score_outside_zero_to_one_is_no_evidence(score: float) -> None:
    with pytest.raises(ValueError, match="score"):
        line("a", score)
