"""The report of the benchmark: every figure stands in it, and so does what could not be measured."""

from typing import Any

import pytest

from bench.table import COLUMNS, markdown, text


def run(bench: str, subject: str) -> dict[str, Any]:
    """A run whose every figure is its own."""
    figures = {key: f"{subject}-{number}" for number, (key, _) in enumerate(COLUMNS)}
    return {**figures, "bench": bench, "subject": subject}


RESULTS = {
    "machine": "two cores",
    "date": "2026-11-21",
    "samples": 7,
    "versions": {"XBlock": "6.1.0"},
    "missing": [{"bench": "scenario_move", "subject": "a-peer", "reason": "ImportError: gone"}],
    "runs": [run("quiz_answer", "ours"), run("quiz_answer", "theirs"), run("scenario_move", "other")],
}


@pytest.mark.parametrize("write", [text, markdown])
def test_every_figure_of_every_subject_is_shown(write: Any) -> None:
    shown = write(RESULTS)
    for one in RESULTS["runs"]:
        assert all(str(one[key]) in shown for key, _ in COLUMNS)


@pytest.mark.parametrize("write", [text, markdown])
def test_what_was_not_measured_is_named_with_its_reason(write: Any) -> None:
    shown = write(RESULTS)
    assert "a-peer" in shown
    assert "ImportError: gone" in shown


def test_the_page_says_when_and_on_what_it_was_measured() -> None:
    page = markdown(RESULTS)
    assert "2026-11-21; two cores; 7 learners" in page
    assert "XBlock 6.1.0" in page


def test_a_markdown_table_has_one_cell_for_each_column() -> None:
    after_the_bars = markdown(RESULTS).split("## One quiz answer")[1]
    rows = [line for line in after_the_bars.splitlines() if line.startswith("|")]
    assert {line.count("|") for line in rows} == {len(COLUMNS) + 1}
