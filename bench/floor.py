"""The least that any block costs in the workbench: a handler that does nothing, and one that keeps one field.

The reader sees by them what of a figure is the runtime's: a block that stores an answer reads and writes at least one
field, however it grades.
"""

from __future__ import annotations

from typing import Any

from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock
from xblock.fields import Dict, Scope


class FloorBlock(XBlock):
    """One field of a learner's state."""

    state = Dict(scope=Scope.user_state, default={})

    @XBlock.handler
    def nothing(self, request: Any, suffix: str = "") -> Response:
        """Answers."""
        return Response(json_body={"done": True})

    @XBlock.handler
    def read_and_write(self, request: Any, suffix: str = "") -> Response:
        """Counts one more in the state, and answers."""
        self.state = {"count": self.state.get("count", 0) + 1}
        return Response(json_body={"done": True, "count": self.state["count"]})

    def student_view(self, context: Any = None) -> Fragment:
        """Something to render."""
        return Fragment("<p></p>")
