"""What an ended play brings to the grade book, under each way of scoring, and that every ending completes the block."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.platform_standin.models import StudentModule
from xblocks.competency.models import Evidence
from xblocks.scenario_sim.story import Story

from . import samples
from .lms import post

#: Meters that each story below has; they start at 100 % and at 0 of 4.
METERS = [
    {"id": "tien", "label": "Tiền", "start": 100, "min": 0, "max": 100, "unit": "%", "good": "high"},
    {"id": "lo", "label": "Lo", "start": 0, "min": 0, "max": 4, "unit": "", "good": "low"},
]


def story_scored(by: str) -> Story:
    """Two scenes and two endings: the good one is worth 0.9, the bad one 0.1."""
    data = json.loads(json.dumps(samples.story_data()))
    data |= {"meters": METERS, "shuffle": False, "scoring": {"by": by}}
    first, second, good, bad = data["scenes"]
    ways = {way["id"]: way for scene in (first, second) for way in scene["choices"]}
    for way in ways.values():
        way |= {"when": None, "effects": [], "score": None}
    ways["nghe-tiep"] |= {"score": 0.5, "effects": [{"meter": "lo", "add": 1}]}
    ways["hoi-con"]["score"] = 1.0
    ways["chuyen"] |= {"score": 0.0, "effects": [{"meter": "tien", "add": -50}]}
    good["ending"]["score"], bad["ending"]["score"] = 0.9, 0.1
    return Story.from_json(data)


def to_the_end(course: Any, usage: Any, user: Any, last: str) -> list[list[tuple[str, dict[str, Any]]]]:
    """What each of two moves published: on to the second scene, and ``last``."""
    view = course.post(usage, user, "start_attempt", {"after": 0})[1]["state"]["play"]
    published = []
    for step, text in enumerate(("Nghe tiếp", last), start=1):
        choice = next(c["id"] for c in view["scene"]["choices"] if c["text"] == text)
        block = course.block(usage, user)
        body = {"play": view["id"], "step": step, "choice": choice}
        status, reply = post(block, "choose", body)
        assert status == 200, reply
        published.append(list(block.runtime.events))
        again = course.block(usage, user)
        assert post(again, "choose", body) == (200, reply)
        assert not again.runtime.events
        view = reply["play"]
    assert view["status"] == "ended"
    return published


@pytest.mark.parametrize(
    ("by", "last", "grade"),
    [
        ("ending", "Hỏi con", 0.9),
        ("ending", "Chuyển tiền", 0.1),
        ("choices", "Hỏi con", (0.5 + 1.0) / 2),
        ("choices", "Chuyển tiền", (0.5 + 0.0) / 2),
        ("meters", "Hỏi con", (1.0 + 0.75) / 2),
        ("meters", "Chuyển tiền", (0.5 + 0.75) / 2),
    ],
)
def test_each_way_of_scoring_reaches_the_grade_book_and_every_ending_completes(course, learner, by, last, grade):
    usage = course.add("scenario_sim", content=story_scored(by).to_json())
    published = to_the_end(course, usage, learner, last)
    assert published[0] == []
    assert sorted(kind for kind, _ in published[1]) == ["completion", "grade"]
    assert dict(published[1])["completion"] == {"completion": 1.0}
    row = StudentModule.objects.get(student=learner, module_state_key=usage)
    assert row.grade / row.max_grade == pytest.approx(grade)
    # Each scored choice is evidence, whatever the grade is made of.
    assert sorted(Evidence.objects.values_list("score", flat=True)) == sorted([0.5, 1.0 if last == "Hỏi con" else 0.0])
