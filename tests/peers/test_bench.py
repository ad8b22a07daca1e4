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
    assert {bench for bench, _ in subjects} == {"quiz_answer", "scenario_move", "floor"}
    assert ("scenario_move", "branching-xblock") in subjects
    assert ("quiz_answer", "CAPA (1 question)") in subjects


def test_our_steps_touch_few_fields_and_send_little(results: dict[str, list[dict[str, object]]]) -> None:
    """The state and the number of attempts are read, the state is written; a quiz reads two settings besides."""
    by_name = {run["subject"]: run for run in results["runs"]}
    assert by_name["skill_quiz"]["queries"] == 6
    assert by_name["scenario_sim"]["queries"] == 4
    assert int(str(by_name["skill_quiz"]["bytes"])) < 4000
    assert int(str(by_name["scenario_sim"]["bytes"])) < 4000
    assert by_name["scenario_sim"]["scenes"] == 1


def test_the_floor_is_what_the_runtime_itself_asks_for_one_field(results: dict[str, list[dict[str, object]]]) -> None:
    floor = {run["subject"]: run["queries"] for run in results["runs"] if run["bench"] == "floor"}
    assert list(floor.values()) == [0, 4]


def test_a_run_has_the_figures_that_the_design_promises(results: dict[str, list[dict[str, object]]]) -> None:
    for run in results["runs"]:
        assert {"bench", "subject", "median_ms", "p95_ms", "queries", "bytes", "peak_mib"} <= set(run)
        assert 0 < float(str(run["median_ms"])) <= float(str(run["p95_ms"]))
        assert int(str(run["queries"])) > 0 or run["bench"] == "floor"
        assert int(str(run["bytes"])) > 0
