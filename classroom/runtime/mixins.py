"""What the platform mixes into every block: inherited settings, access fields, and the old names of the keys."""

from __future__ import annotations

from typing import Any

from xblock.core import XBlockMixin
from xblock.fields import Boolean, Date, Dict, Integer, List, Scope, String, Timedelta


class InheritanceMixin(XBlockMixin):
    """Settings that a block takes from the nearest block above it that sets them (the platform's mixin of that
    name)."""

    graded = Boolean(default=False, scope=Scope.settings)
    format = String(default=None, scope=Scope.settings)
    start = Date(default=None, scope=Scope.settings)
    due = Date(default=None, scope=Scope.settings)
    graceperiod = Timedelta(default=None, scope=Scope.settings)
    show_correctness = String(default="always", scope=Scope.settings)
    showanswer = String(default="finished", scope=Scope.settings)
    show_reset_button = Boolean(default=False, scope=Scope.settings)
    rerandomize = String(default="never", scope=Scope.settings)
    max_attempts = Integer(default=None, scope=Scope.settings)
    visible_to_staff_only = Boolean(default=False, scope=Scope.settings)
    hide_from_toc = Boolean(default=False, scope=Scope.settings)
    self_paced = Boolean(default=False, scope=Scope.settings)
    user_partitions = List(default=[], scope=Scope.settings)


class BlockMixin(XBlockMixin):
    """Fields that are not inherited, and ``location``."""

    group_access = Dict(default={}, scope=Scope.settings)
    upstream = String(default=None, scope=Scope.settings)
    upstream_version = Integer(default=None, scope=Scope.settings)
    copied_from_block = String(default=None, scope=Scope.settings)
    xml_attributes = Dict(default={}, scope=Scope.settings)

    @property
    def location(self) -> Any:
        """The usage key under its old name."""
        return self.scope_ids.usage_id

    @property
    def course_id(self) -> Any:
        """The course key under its old name."""
        return getattr(self.scope_ids.usage_id, "context_key", None)


INHERITABLE = frozenset(InheritanceMixin.fields)
MIXINS = (InheritanceMixin, BlockMixin)
