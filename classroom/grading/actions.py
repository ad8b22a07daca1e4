"""What staff do to a learner's work. Each acts as its namesake on the platform (``lms/djangoapps/instructor``), in
one transaction, and leaves a line that says who did what."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from opaque_keys.edx.keys import UsageKey
from xblock.completable import XBlockCompletionMode
from xblock.scorable import Score

from classroom.models import Course, Enrollment, PersistentSubsectionGrade, StaffAction, StudentModule
from classroom.runtime.publishing import complete
from classroom.runtime.runtime import ClassroomRuntime, Mode, load_block_class
from classroom.runtime.state import DatabaseState
from classroom.structure import CourseTree, tree_of
from xblocks.common.staterow import set_for_learner
from xblocks.skill_quiz.playing import MAX_EXTRA_TIME

from . import compute

LABELS = {
    "reset-attempts": gettext_lazy("attempts reset"),
    "delete-state": gettext_lazy("answers and score deleted"),
    "rescore": gettext_lazy("scored again"),
    "override-score": gettext_lazy("score set"),
    "override-subsection": gettext_lazy("section grade set"),
    "override-removed": gettext_lazy("section grade as computed again"),
    "extension": gettext_lazy("due date changed"),
    "extra-time": gettext_lazy("time for the quiz set"),
}
"""The acts in the history, for people."""


class ActionRefused(ValueError):
    """The act makes no sense here; the message is one sentence in the reader's language. Nothing has changed."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts on whose work in which course."""

    actor: Any
    learner: Any
    course: Course

    @property
    def tree(self) -> CourseTree:
        """The course's structure."""
        return tree_of(self.course)

    def note(self, action: str, usage: UsageKey, detail: str = "") -> None:
        """Write down what is being done."""
        StaffAction.objects.create(
            actor=self.actor,
            learner=self.learner,
            course_id=self.course.key,
            usage_id=str(usage),
            action=action,
            detail=detail[:500],
        )

    def block(self, usage: UsageKey) -> Any:
        """The block, bound to the learner."""
        enrollment = Enrollment.objects.filter(user=self.learner, course=self.course).first()
        runtime = ClassroomRuntime(
            self.course,
            self.tree,
            self.learner,
            Mode.LEARN,
            DatabaseState(self.learner.pk, self.course.key),
            overrides=enrollment.field_overrides if enrollment else None,
        )
        return runtime.get_block(usage)

    def state(self, usage: UsageKey) -> StudentModule:
        """The learner's row, locked. Raises :class:`ActionRefused` if there is none."""
        row = (
            StudentModule.objects.select_for_update()
            .filter(student=self.learner, course_id=self.course.key, module_state_key=usage)
            .first()
        )
        if row is None:
            raise ActionRefused(_("This person has not begun here, so there is nothing to change."))
        return row


@transaction.atomic
def reset_attempts(desk: Desk, usage: UsageKey) -> None:
    """Attempts start again at 0; what was done is kept. Like the platform, this writes the state's ``attempts`` and
    nothing else."""
    row = desk.state(usage)
    state = json.loads(row.state or "{}")
    if "attempts" not in state:
        raise ActionRefused(_("This part does not count attempts."))
    state["attempts"] = 0
    row.state = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
    row.modified = timezone.now()
    row.save(update_fields=["state", "modified"])
    desk.note("reset-attempts", usage)


@transaction.atomic
def delete_state(desk: Desk, usage: UsageKey) -> None:
    """The learner's state and score go; apps that listen to the row's deletion void what they recorded."""
    row = desk.state(usage)
    unbound = ClassroomRuntime(
        desk.course, desk.tree, None, Mode.LEARN, DatabaseState(desk.learner.pk, desk.course.key)
    ).get_block(usage)
    clear = getattr(unbound, "clear_student_state", None)
    if clear is not None:
        from classroom.runtime.services import anonymous_id

        clear(
            user_id=anonymous_id(desk.learner.pk, desk.course.key),
            course_id=str(desk.course.key),
            item_id=str(usage),
            requesting_user_id=anonymous_id(desk.actor.pk, desk.course.key),
        )
    row.delete()
    cls = load_block_class(usage.block_type)
    if XBlockCompletionMode.get_mode(cls) == XBlockCompletionMode.COMPLETABLE:
        complete(desk.learner, usage, 0.0)
    compute.refresh(desk.learner, desk.course, desk.tree)
    desk.note("delete-state", usage)


@transaction.atomic
def rescore(desk: Desk, usage: UsageKey, *, only_if_higher: bool = False) -> None:
    """The block computes its score again from what the learner did."""
    desk.state(usage)
    block = desk.block(usage)
    if not hasattr(block, "rescore"):
        raise ActionRefused(_("This part cannot be scored again."))
    if not block.has_submitted_answer():
        raise ActionRefused(_("This person has not answered here yet."))
    block.rescore(only_if_higher)
    block.save()
    desk.note("rescore", usage, "only if higher" if only_if_higher else "")


@transaction.atomic
def override_score(desk: Desk, usage: UsageKey, score: float) -> None:
    """The block's score becomes ``score`` (0 to ``max_score()``), whatever the learner did."""
    block = desk.block(usage)
    publish = getattr(block, "publish_grade", None)
    if publish is None:
        raise ActionRefused(_("The score of this part cannot be changed."))
    possible = float(block.max_score())
    if not 0 <= score <= possible:
        raise ActionRefused(_("The score must be between 0 and %(most)g.") % {"most": possible})
    publish(score=Score(raw_earned=score, raw_possible=possible), only_if_higher=False)
    block.save()
    desk.note("override-score", usage, f"{score:g} / {possible:g}")


@transaction.atomic
def set_extra_time(desk: Desk, usage: UsageKey, factor: float) -> None:
    """The learner gets ``factor`` (1 to 10) times the time limit; at once, also for an attempt under way. 1 takes it
    back."""
    if not 1 <= factor <= MAX_EXTRA_TIME:
        raise ActionRefused(_("The multiple of the time must be from 1 to %(most)g.") % {"most": MAX_EXTRA_TIME})
    block = desk.block(usage)
    if "extra_time" not in block.fields:
        raise ActionRefused(_("This part has no time limit."))
    set_for_learner(block, desk.learner.pk, "extra_time", float(factor))
    desk.note("extra-time", usage, f"x {factor:g}")


def extra_time_of(row: StudentModule | None) -> float:
    """How many times the usual time the learner of this row has."""
    return float(json.loads(row.state or "{}").get("extra_time") or 1.0) if row is not None else 1.0


@transaction.atomic
def override_subsection(desk: Desk, usage: UsageKey, percent: float | None, comment: str = "") -> None:
    """The subsection's grade becomes ``percent`` (0..100) of its points; None takes the override away."""
    mine = {"user": desk.learner, "course_id": desk.course.key, "usage_key": usage}
    if percent is None:
        PersistentSubsectionGrade.objects.filter(**mine).delete()
        desk.note("override-removed", usage, comment)
    else:
        if not 0 <= percent <= 100:
            raise ActionRefused(_("The grade must be between 0 and 100 percent."))
        grade = compute.grade_of(desk.learner.pk, desk.course, desk.tree)
        found = next((subsection for subsection in grade.subsections if subsection.node.key == usage), None)
        if found is None:
            raise ActionRefused(_("This part gives no points."))
        possible = sum(block.possible for block in found.blocks)
        PersistentSubsectionGrade.objects.update_or_create(
            **mine,
            defaults={
                "earned_graded_override": possible * percent / 100,
                "possible_graded_override": possible,
                "comment": comment[:500],
            },
        )
        desk.note("override-subsection", usage, f"{percent:g}% {comment}")
    compute.refresh(desk.learner, desk.course, desk.tree)


@transaction.atomic
def extend(desk: Desk, usage: UsageKey, due: datetime | None) -> None:
    """A later due date for this learner on a subsection and everything in it; None takes it back."""
    enrollment = Enrollment.objects.select_for_update().filter(user=desk.learner, course=desk.course).first()
    if enrollment is None:
        raise ActionRefused(_("This person is not in the course."))
    overrides = {name: dict(fields) for name, fields in enrollment.field_overrides.items()}
    own = overrides.setdefault(str(usage), {})
    if due is None:
        own.pop("due", None)
    else:
        own["due"] = due.astimezone(UTC).isoformat()
    if not own:
        del overrides[str(usage)]
    enrollment.field_overrides = overrides
    enrollment.save(update_fields=["field_overrides"])
    desk.note("extension", usage, f"{timezone.localtime(due):%d/%m/%Y %H:%M}" if due else "")


BLOCK_ACTIONS: dict[str, Callable[[Desk, UsageKey], None]] = {
    "reset-attempts": reset_attempts,
    "delete-state": delete_state,
    "rescore": rescore,
    "rescore-if-higher": lambda desk, usage: rescore(desk, usage, only_if_higher=True),
}
