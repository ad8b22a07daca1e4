"""The bars of the benchmark: a run that clears them says so, one that does not says why."""

from __future__ import annotations

from typing import Any

from bench.bars import bars, why_not
from bench.table import markdown, text


def run(bench: str, subject: str, median: float, queries: int = 6, size: int = 300) -> dict[str, Any]:
    """One entry of the results."""
    return {
        "bench": bench,
        "subject": subject,
        "median_ms": median,
        "p95_ms": median * 2,
        "cpu_ms": median,
        "queries": queries,
        "bytes": size,
        "peak_mib": 0.1,
    }


def results(*runs: dict[str, Any]) -> dict[str, Any]:
    """A whole result."""
    return {"runs": list(runs), "missing": [], "versions": {"XBlock": "6"}, "date": "", "machine": "", "samples": 3}


FAST = results(
    run("quiz_answer", "skill_quiz", 2),
    run("quiz_answer", "CAPA", 40),
    run("quiz_answer", "other", 10),
    run("floor", "a handler that reads and writes one field", 1.5),
    run("pool_size", "engine, 20 items", 1),
    run("pool_size", "engine, 2,000 items", 1.05),
)


def test_a_run_that_clears_every_bar_says_so_and_names_the_fastest_peer_first():
    found = bars(FAST)
    assert [bar.met for bar in found] == [True] * len(found)
    assert found[0].what == "One answer: time beside other"
    assert found[0].found == "0.20 (2 of 10 ms)"
    assert why_not(FAST) == []


def test_time_queries_and_reply_are_each_a_bar_of_their_own():
    slow = results(run("quiz_answer", "skill_quiz", 2.1, queries=7, size=4000), run("quiz_answer", "other", 10))
    assert [bar.met for bar in bars(slow)] == [False, False, False]


def test_a_move_that_tells_more_than_the_next_scene_misses():
    def told(scenes: int) -> list[bool]:
        own = run("scenario_move", "scenario_sim", 1) | {"scenes": scenes}
        return [bar.met for bar in bars(results(own, run("scenario_move", "other", 10)))]

    assert told(1) == [True] * 4
    assert told(20) == [True, True, True, False]


def test_a_bar_of_time_below_what_the_runtime_takes_is_explained():
    low = results(
        run("scenario_move", "scenario_sim", 3),
        run("scenario_move", "other", 10),
        run("floor", "a handler that does nothing", 0.5, 0),
        run("floor", "a handler that reads and writes one field", 2.5, 4),
    )
    [sentence] = why_not(low)
    assert "misses the bar beside other: it takes 3 ms, the bar is 2.00 ms" in sentence
    assert "even such a block misses it" in sentence
    low["runs"][3]["median_ms"] = 1.5
    [sentence] = why_not(low)
    assert "even such a block" not in sentence


def test_a_large_pool_misses_by_time_or_by_a_further_query():
    def sizes(median: float, queries: int) -> list[bool]:
        pair = (
            run("pool_size", "classroom, 20 items", 10, 9),
            run("pool_size", "classroom, 2,000 items", median, queries),
        )
        return [bar.met for bar in bars(results(*pair))]

    assert sizes(10.9, 9) == [True]
    assert sizes(11.1, 9) == [False]
    assert sizes(9, 10) == [False]


def test_the_page_and_the_terminal_tell_every_bar():
    for shown in (markdown(FAST), text(FAST)):
        assert all(bar.what in shown and bar.found in shown for bar in bars(FAST))
    missed = results(run("quiz_answer", "skill_quiz", 9), run("quiz_answer", "other", 10))
    assert "**missed**" in markdown(missed)
    assert "MISSED" in text(missed)


def test_a_bench_without_pages_has_no_columns_for_them():
    few = results(run("pool_size", "engine, 20 items", 1))
    assert "JS+CSS gz B" not in text(few)
    rows = [line for line in markdown(few).split("## An answer in a small")[1].splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in rows}) == 1
