"""Playing in the classroom as a synthetic learner, in process: the blocks' own handlers, the classroom's own tables.

The classroom is reached through its settings module, never imported by name. Where its ``api`` brings these functions
itself, those are used.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from importlib import import_module
from typing import Any
from unittest.mock import patch

from course_export.commands.database import classroom_api


def classroom() -> Any:
    """What the demo needs: ``course_keys``, ``synthetic_learner``, ``enrol``, ``learner_client``."""
    api = classroom_api()
    return api if hasattr(api, "learner_client") else Classroom(api.__name__.rpartition(".")[0])


class Classroom:
    """The functions of the contract "classroom", built on the classroom's modules."""

    def __init__(self, package: str) -> None:
        self.access = import_module(f"{package}.access")
        self.models = import_module(f"{package}.models")
        self.publishing = import_module(f"{package}.runtime.publishing")
        self.runtime = import_module(f"{package}.runtime")
        self.state = import_module(f"{package}.runtime.state")
        self.structure = import_module(f"{package}.structure")

    def course_keys(self) -> list[Any]:
        """The keys of all courses here."""
        return list(self.models.Course.objects.values_list("key", flat=True))

    def synthetic_learner(self, username: str, name: str, *, at: dt.datetime) -> Any:
        """The account of that name; made, without a usable password, if there is none."""
        from django.contrib.auth import get_user_model

        user, made = get_user_model()._default_manager.get_or_create(username=username, defaults={"date_joined": at})
        if made:
            user.set_unusable_password()
            user.save()
            self.models.Profile.objects.update_or_create(user=user, defaults={"name": name})
        return user

    def enrol(self, user: Any, course_key: Any, *, at: dt.datetime) -> bool:
        """Put ``user`` into the course as of ``at``; False if already there."""
        course = self.models.Course.objects.get(key=course_key)
        enrolment, made = self.models.Enrollment.objects.get_or_create(user=user, course=course)
        if made:
            self.models.Enrollment.objects.filter(pk=enrolment.pk).update(created=at)
        return bool(made)

    def learner_client(self, user: Any, course_key: Any) -> LearnerClient:
        """A client that acts as ``user`` in the course."""
        return LearnerClient(self, user, self.models.Course.objects.get(key=course_key))


class LearnerClient:
    """One learner in one course. ``at`` (aware) stands for the clock, ``rng`` for the block's source of draws."""

    def __init__(self, here: Classroom, user: Any, course: Any) -> None:
        self.here, self.user, self.course = here, user, course
        self.tree = here.structure.tree_of(course)

    def blocks(self) -> list[Any]:
        """Usage keys of what the learner works on, in reading order, as this learner sees them."""
        place = self.here.access.Place(self.course, self.tree, self.user, self.user, None, masquerading=False)
        return [leaf.key for unit in place.units() for leaf in self.tree.leaves(unit.key)]

    def read(self, key: Any, *, at: dt.datetime) -> None:
        """A lesson was read."""
        self.here.publishing.complete(self.user, key, 1.0)
        self._date_completion(key, at)

    def post(self, key: Any, handler: str, data: dict[str, Any], *, at: dt.datetime, rng: random.Random) -> Any:
        """Call the block's JSON handler; ``ValueError`` with its sentence if it refuses."""
        from django.utils import timezone
        from webob import Request

        state = self.here.state.DatabaseState(self.user.pk, self.course.key)
        runtime = self.here.runtime.ClassroomRuntime(
            self.course, self.tree, self.user, self.here.runtime.Mode.LEARN, state
        )
        block = runtime.get_block(key)
        block.now = lambda: at
        block.rng = lambda: rng
        request = Request.blank("/", method="POST", content_type="application/json", body=json.dumps(data).encode())
        # Creation times of the classroom's rows come from this clock.
        with patch.object(timezone, "now", return_value=at):
            answer = runtime.handle(block, handler, request)
        body = json.loads(answer.body)
        if answer.status_int != 200:
            raise ValueError(f"{key} {handler}: {body.get('error') or answer.status}")
        if handler not in ("current", "start_attempt"):
            self._date_completion(key, at)
        return body

    def _date_completion(self, key: Any, at: dt.datetime) -> None:
        """The platform's completion table takes no clock but its own; put the learner's day in."""
        from completion.models import BlockCompletion

        rows = BlockCompletion.objects.filter(user=self.user, block_key=key, modified__gt=at)
        rows.filter(created__gt=at).update(created=at)
        rows.update(modified=at)
