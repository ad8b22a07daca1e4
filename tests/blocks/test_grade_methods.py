"""Which of several attempts the grade book gets: the highest, the last, the first, or their average."""

from __future__ import annotations

from typing import Any

import pytest

from tests.platform_standin.models import StudentModule

from . import samples
from .samples import RIGHT, WRONG
from .test_quiz_flow import play
from .test_staff_acts import reset_attempts

#: Points of three questions in three attempts: 1/3, 3/3, 0/3.
ATTEMPTS = ([RIGHT, WRONG, WRONG], [RIGHT, RIGHT, RIGHT], [WRONG, WRONG, WRONG])
#: What stands in the grade book after each of them.
EXPECTED = {
    "highest": (1 / 3, 1, 1),
    "last": (1 / 3, 1, 0),
    "first": (1 / 3, 1 / 3, 1 / 3),
    "average": (1 / 3, 2 / 3, 4 / 9),
}


@pytest.mark.parametrize("method", EXPECTED)
def test_the_grade_book_follows_the_method_after_every_attempt(course: Any, learner: Any, method: str) -> None:
    usage = course.add("skill_quiz", content=samples.quiz().to_json(), grade_method=method, weight=2.0)
    for number, (answers, share) in enumerate(zip(ATTEMPTS, EXPECTED[method], strict=True)):
        reply = play(course, usage, learner, answers, number)
        row = StudentModule.objects.get()
        assert (row.grade, row.max_grade) == (pytest.approx(share * 2, abs=1e-5), 2)
        assert reply["best"]["percent"] == int(share * 100 + 1e-6), "the page says the same"
        assert course.block(usage, learner).get_score().raw_earned == pytest.approx(share * 2, abs=1e-5)


@pytest.mark.parametrize("method", EXPECTED)
def test_regrading_and_a_reset_go_by_the_method_too(course: Any, learner: Any, method: str) -> None:
    usage = course.add("skill_quiz", content=samples.quiz().to_json(), grade_method=method)
    for number, answers in enumerate(ATTEMPTS):
        play(course, usage, learner, answers, number)
    author = course.block(usage)
    items = samples.quiz_data()["items"]
    for item in items:  # the other way round: what was right is wrong, the first wrong one right
        item["options"] = [o | {"correct": o["id"] == "sai"} for o in item["options"]]
    author.content = samples.quiz(items=items).to_json()
    author.save()
    block = course.block(usage, learner)
    block.rescore(only_if_higher=False)
    block.save()
    now = {"highest": 1, "last": 1, "first": 2 / 3, "average": (2 / 3 + 0 + 1) / 3}[method]
    assert StudentModule.objects.get().grade == pytest.approx(now, abs=1e-5)

    reset_attempts(usage, learner)
    assert StudentModule.objects.get().grade == pytest.approx(now, abs=1e-5), "as the platform's own reset"
    play(course, usage, learner, [WRONG, RIGHT, RIGHT], 0)
    after = max(now, 1 / 3) if method == "highest" else 1 / 3
    assert StudentModule.objects.get().grade == pytest.approx(after, abs=1e-5), "of the attempts since the reset"
