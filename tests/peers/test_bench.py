"""The benchmark itself: every subject really does its act, in the runtime and the run of the others."""

import json
import subprocess
from pathlib import Path

import pytest

from .conftest import ROOT, interpreter


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """A short run."""
    folder = tmp_path_factory.mktemp("bench")
    (folder / "var").mkdir()
    out = folder / "results.json"
    command = [interpreter("bench"), "-W", "ignore", ROOT / "bench" / "measure.py", "--samples", "3", "--out", out]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(Path(out).read_text(encoding="utf-8")))


def test_ours_and_every_peer_is_measured(results: dict[str, list[dict[str, object]]]) -> None:
    assert results["missing"] == []
    subjects = {(run["bench"], run["subject"]) for run in results["runs"]}
    assert {("quiz_answer", "skill_quiz"), ("scenario_move", "scenario_sim")} < subjects
    assert {bench for bench, _ in subjects} == {"quiz_answer", "scenario_move"}
    assert ("scenario_move", "branching-xblock") in subjects


def test_a_run_has_the_figures_that_the_design_promises(results: dict[str, list[dict[str, object]]]) -> None:
    for run in results["runs"]:
        assert {"bench", "subject", "median_ms", "p95_ms", "queries", "bytes", "peak_mib"} <= set(run)
        assert 0 < float(str(run["median_ms"])) <= float(str(run["p95_ms"]))
        assert int(str(run["queries"])) > 0
        assert int(str(run["bytes"])) > 0
