"""What becomes of the events ``grade`` and ``completion``: the rules are the LMS's (its
``score_published_handler``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from completion.models import BlockCompletion
from completion.services import CompletionService
from opaque_keys.edx.keys import CourseKey, UsageKey
from xblock.completable import XBlockCompletionMode
from xblock.scorable import Score

if TYPE_CHECKING:
    from .runtime import ClassroomRuntime


def completion_service(user: Any, course_key: CourseKey) -> CompletionService:
    """The platform's service on the platform's table."""
    return CompletionService(user, course_key)


def is_at_least(earned: float, possible: float, old_earned: float, old_possible: float) -> bool:
    """True if earned/possible is not lower than the old one (the platform's ``is_score_higher_or_equal``)."""
    if not possible:
        return not old_possible or not old_earned
    return not old_possible or earned / possible >= old_earned / old_possible


def publish_grade(runtime: ClassroomRuntime, block: Any, event: Any) -> bool:
    """Store the score of ``event`` (``value``, ``max_value``, ``only_if_higher``) and hand it to ``block.set_score``.

    Returns False if a better score stood there already and ``only_if_higher`` was asked for; then nothing changes.
    """
    key: UsageKey = block.scope_ids.usage_id
    earned, possible = event.get("value"), event.get("max_value")
    before = runtime.state.score(key)
    if event.get("only_if_higher") and before is not None and not is_at_least(earned or 0, possible or 0, *before):
        return False
    if before != (earned, possible):
        runtime.state.set_score(key, earned, possible)
    set_score = getattr(block, "set_score", None)
    if set_score is not None and earned is not None:
        set_score(Score(raw_earned=earned, raw_possible=possible))
    by_score = XBlockCompletionMode.get_mode(block) == XBlockCompletionMode.COMPLETABLE
    if by_score and not getattr(block, "has_custom_completion", False) and not event.get("grader_response"):
        complete(runtime.user, key, 0.0 if event.get("score_deleted") else 1.0)
    if before != (earned, possible):
        from classroom.grading import compute  # the grade book knows the runtime's tables, not the other way round

        compute.refresh(runtime.user, runtime.course, runtime.tree)
    return True


def publish_completion(runtime: ClassroomRuntime, block: Any, event: Any) -> None:
    """``event["completion"]`` (0..1) goes to the platform's completion table."""
    complete(runtime.user, block.scope_ids.usage_id, float(event["completion"]))


def complete(user: Any, key: UsageKey, value: float) -> None:
    """Set the completion of one block, 0..1."""
    BlockCompletion.objects.submit_completion(user=user, block_key=key, completion=value)


STAFF_ACTS = {"reset": "reset-attempts", "regrade": "rescore", "extra-time": "extra-time"}
"""Acts of a block's panel for staff, under the names of the history."""


def note_staff_act(runtime: ClassroomRuntime, block: Any, event: Any) -> None:
    """A line in the history of staff's acts, as the pages of the grade book leave one."""
    from classroom.models import StaffAction

    detail = ""
    if event["act"] == "extra-time":
        detail = f"x {event['factor']:g}"
    elif event["act"] == "regrade" and event["before"] != event["after"]:
        detail = f"{event['before'] or 0}% → {event['after'] or 0}%"
    StaffAction.objects.create(
        actor=runtime.user,
        learner_id=event["learner"],
        course_id=runtime.course.key,
        usage_id=str(block.scope_ids.usage_id),
        action=STAFF_ACTS.get(event["act"], event["act"]),
        detail=detail,
    )
