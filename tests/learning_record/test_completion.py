"""With the platform's completion app: deleted state is no completed block."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.learning_record.test_concurrency import run_standalone

pytest.importorskip("eventtracking", reason="edx-completion is not installed")


def test_deleting_state_sets_the_completion_of_our_blocks_to_zero_and_lets_aggregators_know(tmp_path: Path) -> None:
    found = run_standalone("completion", tmp_path)
    assert found["completions"] == [
        ["lan", "problem", 1.0],
        ["lan", "scenario_sim", 0.0],
        ["lan", "skill_quiz", 0.0],
        ["minh", "problem", 1.0],
        ["minh", "scenario_sim", 1.0],
        ["minh", "skill_quiz", 1.0],
    ]
    assert found["saved"] == ["lan skill_quiz", "lan scenario_sim"]
