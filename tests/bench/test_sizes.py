"""What is measured of sizes is the same act on contents of the two sizes."""

from __future__ import annotations

import json

import pytest

from bench.sizes import CONTENT, ENGINE, SIZES, engine_runs
from xblocks.scenario_sim.story import Story
from xblocks.skill_quiz.model import Quiz


def test_contents_have_the_sizes_that_they_are_measured_for():
    small, large = SIZES["pool_size"]
    assert [len(Quiz.from_json(CONTENT["pool_size"](n)).items) for n in (small, large)] == [20, 2000]
    small, large = SIZES["story_size"]
    assert [len(Story.from_json(CONTENT["story_size"](n)).scenes) for n in (small, large)] == [20, 1000]


@pytest.mark.parametrize("bench", list(SIZES))
def test_a_step_really_is_taken(bench):
    after = ENGINE[bench](CONTENT[bench](20))()
    assert after.get("step", 1) == 1
    assert len(after.get("answers") or after["path"]) == 1


def test_each_size_is_reported_with_the_bytes_of_its_state():
    runs = engine_runs(1)
    assert [run["subject"] for run in runs] == [
        "engine, 20 items",
        "engine, 2,000 items",
        "engine, 20 scenes",
        "engine, 1,000 scenes",
    ]
    assert all(run["median_ms"] > 0 and run["bytes"] > 0 for run in runs)
    json.dumps(runs)
