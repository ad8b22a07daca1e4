"""Of several requests at the same time one is first, and all of them learn which."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run_standalone(name: str, folder: Path) -> dict[str, Any]:
    """The JSON that ``standalone.py`` prints for this scenario."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.learning_record.standalone", name, str(folder / "records.sqlite3")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The race, run once."""
    return run_standalone("race", tmp_path_factory.mktemp("race"))


def test_of_eight_starts_one_makes_the_attempt_and_all_get_it(found: dict[str, Any]) -> None:
    assert len({row[0] for row in found["starts"]}) == 1
    assert sorted(row[1] for row in found["starts"]) == [False] * 7 + [True]
    assert found["learners"] == found["contents"] == 1


@pytest.mark.parametrize("how", ["locked", "unlocked"])
def test_of_eight_answers_to_one_step_one_is_kept_and_all_get_it(found: dict[str, Any], how: str) -> None:
    rows = found[how]
    assert len({(row[0], *row[2]) for row in rows}) == 1
    assert sorted(row[1] for row in rows) == [False] * 7 + [True]
    [winner] = [index for index, row in enumerate(rows) if row[1]]
    assert rows[0][2] == [str(winner)]


def test_under_the_lock_eight_steps_come_one_after_the_other(found: dict[str, Any]) -> None:
    assert sorted(row[3] for row in found["in_turn"]) == list(range(2, 10))
    assert all(row[1] for row in found["in_turn"])


def test_attempts_of_one_learner_that_close_at_once_all_count(found: dict[str, Any]) -> None:
    assert found["whole"] == [[True, True, True]] * 8
    assert found["items"] == [10 + 16]


def test_evidence_is_neither_lost_nor_doubled(found: dict[str, Any]) -> None:
    assert found["evidence"] == 1 + 8 + 1
