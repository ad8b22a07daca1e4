"""A stand-in of ``lms.djangoapps.courseware.block_render.load_single_xblock`` that binds as the platform does.

While a handler runs, the platform's module store gives the *same* block for the same key, and asking for another
learner's binds it anew: its runtime's services, its scope ids and its cached state are then that learner's
(``xmodule.x_module.XModuleMixin.bind_for_student``). Somebody who may not open the block gets ``Http404``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from django.contrib.auth import get_user_model
from django.http import Http404
from xblock.fields import UserScope

from .lms import Course, LmsRuntime


class Platform:
    """The platform during one request: ``block`` is the one that the handler was called on."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.block: Any = None
        self.closed: set[int] = set()
        self.bound: list[int] = []
        self.transactions: list[str] = []

    def load_single_xblock(
        self,
        request: Any,
        user_id: int,
        course_id: str,
        usage_key_string: str,
        course: Any = None,
        will_recheck_access: bool = False,
    ) -> Any:
        """The block bound to ``user_id``."""
        assert request == "the staff member's request"
        assert (course_id, usage_key_string) == (str(self.block.context_key), str(self.block.usage_key))
        if user_id in self.closed:
            raise Http404
        self.bound.append(user_id)
        block, user = self.block, get_user_model().objects.get(pk=user_id)
        block.save()
        staff = user.pk == self.staff_id
        fresh = LmsRuntime(self.course.authored, user, staff=staff)
        runtime = block.runtime
        runtime._services.update(fresh._services)
        runtime.user, runtime.user_id, runtime.state_store = user, user.pk, fresh.state_store
        block.scope_ids = block.scope_ids._replace(user_id=user.pk)
        for field in block.fields.values():
            if getattr(field.scope, "user", None) == UserScope.ONE:
                field._del_cached_value(block)
                block._dirty_fields.pop(field, None)
        return block

    @property
    def staff_id(self) -> int | None:
        """The staff member's account."""
        return self._staff_id

    def during(self, block: Any, user: Any) -> Any:
        """The block of the request of ``user``."""
        self.block, self._staff_id = block, user.pk
        return block


@contextmanager
def installed(platform: Platform) -> Iterator[None]:
    """The platform's modules under their own names."""
    render = ModuleType("lms.djangoapps.courseware.block_render")
    render.load_single_xblock = platform.load_single_xblock  # type: ignore[attr-defined]
    crum = ModuleType("crum")
    crum.get_current_request = lambda: "the staff member's request"  # type: ignore[attr-defined]
    tracking = ModuleType("common.djangoapps.track.event_transaction_utils")
    tracking.create_new_event_transaction_id = lambda: None  # type: ignore[attr-defined]
    tracking.set_event_transaction_type = platform.transactions.append  # type: ignore[attr-defined]
    names = {render.__name__: render, "crum": crum, tracking.__name__: tracking}
    for name in (render.__name__, tracking.__name__):
        parts = name.split(".")
        for end in range(1, len(parts)):
            names.setdefault(".".join(parts[:end]), ModuleType(".".join(parts[:end])))
    before = {name: sys.modules.get(name) for name in names}
    sys.modules.update(names)
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
