"""What lets CAPA run in the stock workbench: the platform's ``problem`` block, as it is released, in a host of its own.

The released block (``xblocks-contrib``) asks for four services of the platform, takes its usage key for an opaque key,
reads OLX in the platform's way, and compares due dates with a time zone. The workbench has none of these. Here is the
least that stands in for them; grading, state, scores and rendering are CAPA's own.
"""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from workbench.runtime import WorkbenchRuntime
from xblock.core import XBlock
from xblocks_contrib import ProblemBlock

WorkbenchRuntime.resources_fs = None


class Cache:
    """The platform's ``cache`` service: Django's cache."""

    def get(self, key: str) -> Any:
        return cache.get(key)

    def set(self, key: str, value: Any, timeout: int | None = None) -> None:
        cache.set(key, value, timeout)


class Sandbox:
    """Nobody's Python is run: the problems measured have no script."""

    def can_execute_unsafe_code(self) -> bool:
        return False

    def get_python_lib_zip(self) -> None:
        return None


class XQueue:
    """No grader outside is asked."""


class ReplaceUrls:
    """The problems measured have no static files."""

    def replace_urls(self, text: str, static_replace_only: bool = False) -> str:
        return text


class _Place(str):
    """A usage id of the workbench, with what CAPA asks of an opaque key."""

    block_type = "problem"

    def html_id(self) -> str:
        return "capa"


class CapaProblem(ProblemBlock):
    """CAPA's block where the workbench calls it ``capa``."""

    location = property(lambda self: _Place(self.scope_ids.usage_id), lambda self, value: None)
    category = property(lambda self: "problem", lambda self, value: None)
    parse_xml = XBlock.__dict__["parse_xml"]
    graded = False  # a field that the platform mixes in

    def is_past_due(self) -> bool:
        """The workbench hangs the present moment on every block, without a time zone."""
        return False


CapaProblem.__module__ = ProblemBlock.__module__  # where its scripts and style sheets lie
