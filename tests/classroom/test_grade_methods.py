"""The grade book of the classroom goes by the quiz's grade method, after every attempt and on its pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import client_of, make_user
from test_real_blocks import Hands, archive, real  # noqa: F401

from classroom import auth
from classroom.models import Block, Enrollment, StudentModule
from classroom.structure import forget_trees
from tests.blocks import samples
from tests.blocks.samples import RIGHT, WRONG, pick

ATTEMPTS = ([RIGHT, WRONG, WRONG], [RIGHT, RIGHT, RIGHT], [WRONG, WRONG, WRONG])
#: Points of nine that the grade book holds after each of them.
EXPECTED = {"highest": (3, 9, 9), "last": (3, 9, 0), "first": (3, 3, 3), "average": (3, 6, 4)}


@pytest.mark.parametrize("method", EXPECTED)
def test_the_grade_book_shows_the_attempt_that_counts(
    real: Any,  # noqa: F811
    archive: Path,  # noqa: F811
    method: str,
) -> None:
    user = make_user("lan", auth.LEARNER)
    Enrollment.objects.create(user=user, course=real)
    hands = Hands(real, client_of(user))
    row = Block.objects.get(usage_key=hands.quiz)
    row.settings = row.settings | {"grade_method": method, "max_attempts": 0, "behaviour": "immediate", "weight": 9}
    row.content = row.content | {"content": samples.quiz().to_json()}
    row.save()
    forget_trees()
    boss = client_of(make_user("quang", auth.STAFF))
    for number, (answers, points) in enumerate(zip(ATTEMPTS, EXPECTED[method], strict=True)):
        attempt = hands.begin(number)
        for step, (item, text) in enumerate(zip(attempt["items"], answers, strict=True), start=1):
            body = {"attempt": attempt["id"], "step": step, "item": item["id"], "answer": pick(item, text)}
            assert hands.post(hands.quiz, "answer", body).status_code == 200
        stored = StudentModule.objects.get(module_state_key=hands.quiz)
        assert (stored.grade, stored.max_grade) == (pytest.approx(points, abs=1e-5), 9)
        page = boss.get(f"/staff/{real.key}/learner/{user.pk}/").content.decode()
        assert f"<p>{points} / 9 ·" in page or f"<p>{points} / 9</p>" in page, "on the learner's page of the grade book"
