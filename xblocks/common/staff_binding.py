"""The block as another learner has it, so that an act of staff reaches *that* learner's state and grade.

Publishing a grade reaches the person whom the runtime was made for (the LMS: ``EventPublishingService`` sends
``SCORE_PUBLISHED`` with its own user), so a block made for the staff member would give the staff member the grade.
The platform's own task "rescore" therefore makes the block anew for each learner and calls ``rescore`` on it
(``lms/djangoapps/instructor_task/tasks_helper/module_state.py``); so do we, by ``load_single_xblock`` of
``lms/djangoapps/courseware/block_render.py``. A runtime of ours offers ``block_for_learner(usage_key, user_id)``.

In the LMS a handler runs inside a bulk operation of the module store, in which the same key gives the *same* block:
asking for the learner's block binds the staff member's own block to the learner. So nothing of the staff member may be
asked of a block after that, and :func:`bound` binds it back at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.http import Http404

from .identity import identify

RESCORED = "edx.grades.problem.rescored"
"""The platform's name for what a regrade is, so that its grade events do not say "submitted"."""


class Unbindable(Exception):
    """This runtime cannot make a block for another learner."""


class NoAccess(Exception):
    """The platform does not open the block to this learner (any more)."""


@contextmanager
def bound(block: Any, user_id: int) -> Iterator[Any]:
    """The block for the account ``user_id``; the caller saves it. Afterwards ``block`` is as before.

    Raises :class:`Unbindable` where there is no such way, :class:`NoAccess` where the learner may not open the block.
    """
    own = getattr(block.runtime, "block_for_learner", None)
    if own is not None:
        yield own(block.usage_key, user_id)
        return
    load, request = _of_the_lms()
    acting, course, usage = identify(block).user_id, str(block.context_key), str(block.usage_key)
    try:
        try:
            found = load(request, user_id, course, usage)
        except Http404 as error:
            raise NoAccess from error
        _say_rescored()
        yield found
    finally:
        if acting is not None:
            load(request, acting, course, usage)


def can_bind(block: Any) -> bool:
    """Whether :func:`bound` has a way here."""
    if getattr(block.runtime, "block_for_learner", None) is not None:
        return True
    try:
        _of_the_lms()
    except Unbindable:
        return False
    return True


def _of_the_lms() -> tuple[Any, Any]:
    """The LMS's loader, and the request that is being answered."""
    try:
        load = import_module("lms.djangoapps.courseware.block_render").load_single_xblock
        request = import_module("crum").get_current_request()
    except (ImportError, AttributeError) as error:
        raise Unbindable from error
    if request is None:
        raise Unbindable
    return load, request


def _say_rescored() -> None:
    """As the platform's task does before it calls ``rescore``."""
    try:
        tracking = import_module("common.djangoapps.track.event_transaction_utils")
    except ImportError:
        return
    tracking.create_new_event_transaction_id()
    tracking.set_event_transaction_type(RESCORED)
