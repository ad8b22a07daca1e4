"""Playing as a learner without a browser: the blocks' own handlers, the classroom's own tables, a given clock.

``hocvuso demo`` makes its synthetic learners this way.
"""

from __future__ import annotations

import json
import random
from datetime import datetime
from typing import Any
from unittest.mock import patch

from completion.models import BlockCompletion
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey, UsageKey
from webob import Request

from classroom.access import Place
from classroom.models import Course, Enrollment, Profile, StudentModule
from classroom.runtime import ClassroomRuntime, Mode
from classroom.runtime.publishing import complete
from classroom.runtime.state import DatabaseState
from classroom.structure import tree_of


def course_keys() -> list[CourseKey]:
    """The keys of all courses here."""
    return list(Course.objects.values_list("key", flat=True))


def synthetic_learner(username: str, name: str, *, at: datetime) -> Any:
    """The account of that name; made as of ``at``, marked as synthetic, without a usable password, if there is none."""
    user, made = get_user_model()._default_manager.get_or_create(username=username, defaults={"date_joined": at})
    if made:
        user.set_unusable_password()
        user.save()
        Profile.objects.update_or_create(user=user, defaults={"name": name, "is_demo": True})
    return user


def synthetic_learners() -> list[int]:
    """The user ids of all synthetic learners."""
    return list(Profile.objects.filter(is_demo=True).order_by("user_id").values_list("user_id", flat=True))


@transaction.atomic
def remove_synthetic_learner(user_id: int) -> None:
    """The account and all that it did. Its states go one by one first, so that apps that listen void what they
    recorded: nothing synthetic stays in the statistics. Does nothing to an account of anybody else."""
    user = get_user_model()._default_manager.filter(pk=user_id, profile__is_demo=True).first()
    if user is None:
        return
    for row in StudentModule.objects.filter(student=user):
        row.delete()
    user.delete()


def enrol(user: Any, course_key: CourseKey, *, at: datetime) -> bool:
    """Put ``user`` into the course as of ``at``; False if already there."""
    course = Course.objects.get(key=course_key)
    enrollment, made = Enrollment.objects.get_or_create(user=user, course=course)
    if made:
        Enrollment.objects.filter(pk=enrollment.pk).update(created=at)
    return bool(made)


def learner_client(user: Any, course_key: CourseKey) -> LearnerClient:
    """A client that acts as ``user`` in the course."""
    return LearnerClient(user, Course.objects.get(key=course_key))


class LearnerClient:
    """One learner in one course. ``at`` (aware) stands for the clock, ``rng`` for the block's source of draws."""

    def __init__(self, user: Any, course: Course) -> None:
        self.user, self.course, self.tree = user, course, tree_of(course)

    def blocks(self) -> list[UsageKey]:
        """Usage keys of what the learner works on, in reading order, as this learner sees them."""
        place = Place(self.course, self.tree, self.user, self.user, None, masquerading=False)
        return [leaf.key for unit in place.units() for leaf in self.tree.leaves(unit.key)]

    def read(self, key: UsageKey, *, at: datetime) -> None:
        """A lesson was read."""
        complete(self.user, key, 1.0)
        self._date_completion(key, at)

    def post(self, key: UsageKey, handler: str, data: dict[str, Any], *, at: datetime, rng: random.Random) -> Any:
        """Call the block's JSON handler; ``ValueError`` with its sentence if it refuses."""
        state = DatabaseState(self.user.pk, self.course.key)
        runtime = ClassroomRuntime(self.course, self.tree, self.user, Mode.LEARN, state)
        block: Any = runtime.get_block(key)
        block.now = lambda: at
        block.rng = lambda: rng
        body = json.dumps(data).encode()
        request = Request.blank("/", method="POST", content_type="application/json", body=body)
        # Times of creation and change in the classroom's rows come from this clock.
        with patch.object(timezone, "now", return_value=at):
            answer = runtime.handle(block, handler, request)
        found = json.loads(answer.body)
        if answer.status_int != 200:
            raise ValueError(f"{key} {handler}: {found.get('error') or answer.status}")
        if handler not in ("current", "start_attempt"):
            self._date_completion(key, at)
        return found

    def _date_completion(self, key: UsageKey, at: datetime) -> None:
        """The platform's completion table takes no clock but its own; put the learner's day in."""
        rows = BlockCompletion.objects.filter(user=self.user, block_key=key, modified__gt=at)
        rows.filter(created__gt=at).update(created=at)
        rows.update(modified=at)
