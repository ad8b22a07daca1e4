"""A small block that does what a quiz does: it counts, scores, completes and tells who calls."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from web_fragments.fragment import Fragment
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.fields import Dict, Float, Integer, Scope, String
from xblock.scorable import ScorableXBlockMixin, Score


@XBlock.needs("i18n")
@XBlock.wants("user", "completion", "replace_urls", "settings")
class CounterBlock(ScorableXBlockMixin, CompletableXBlockMixin, XBlock):
    """Each ``count`` adds ``by``; the score is count of ``goal``."""

    display_name = String(default="Counter", scope=Scope.settings, enforce_type=True)
    goal = Integer(default=4, scope=Scope.settings, enforce_type=True)
    text = String(default="", scope=Scope.content, enforce_type=True)
    weight = Float(default=1.0, scope=Scope.settings, enforce_type=True)
    state = Dict(default={}, scope=Scope.user_state, enforce_type=True)
    attempts = Integer(default=0, scope=Scope.user_state, enforce_type=True)
    earned = Float(default=0.0, scope=Scope.user_state, enforce_type=True)

    def student_view(self, _context: Any = None) -> Fragment:
        fragment = Fragment(f'<p class="counter">{self.state.get("n", 0)}</p>')
        fragment.add_javascript_url(self.runtime.local_resource_url(self, "public/counter.js"))
        fragment.initialize_js("Counter", '{"a":"\\u003c"}')
        return fragment

    def public_view(self, _context: Any = None) -> Fragment:
        return Fragment("<p>look, do not touch</p>")

    def author_view(self, _context: Any = None) -> Fragment:
        return Fragment("<p>author's view</p>")

    def studio_view(self, _context: Any = None) -> Fragment:
        fragment = Fragment('<div class="editor-with-buttons"><button>save</button></div>')
        fragment.initialize_js("CounterStudio", "{}")
        return fragment

    def max_score(self) -> float:
        return float(self.goal)

    @XBlock.json_handler
    def count(self, data: Any, _suffix: str = "") -> Any:
        with transaction.atomic():
            n = self.state.get("n", 0) + int(data.get("by", 1))
            self.state = {"n": n}
            self.attempts += 1
            if data.get("grade", True):
                self.runtime.publish(
                    self, "grade", {"value": n, "max_value": self.goal, "only_if_higher": data.get("only_if_higher")}
                )
            if data.get("complete", True):
                self.emit_completion(min(1.0, n / self.goal))
            self.save()
        return {"n": n}

    @XBlock.json_handler
    def who(self, _data: Any, _suffix: str = "") -> Any:
        service = self.runtime.service(self, "user")
        user = service.get_current_user()
        return {
            **{name.split(".")[1]: value for name, value in user.opt_attrs.items()},
            "name": user.full_name,
            "masquerading": service.is_masquerading_as_specific_student,
            "author_mode": self.runtime.is_author_mode,
            "due": self.due.isoformat() if self.due else None,
            "max_attempts": self.max_attempts,
            "url": self.runtime.service(self, "replace_urls").replace_urls('<img src="/static/a b.png">'),
            "tracking": bool(
                self.runtime.service(self, "completion")
                and self.runtime.service(self, "completion").completion_tracking_enabled()
            ),
        }

    @XBlock.json_handler
    def rewrite(self, data: Any, _suffix: str = "") -> Any:
        self.text = data["text"]
        return {"text": self.text}

    @XBlock.json_handler
    def forge(self, _data: Any, _suffix: str = "") -> Any:
        self.runtime.publish(self, "something.else", {"secret": "of nobody's concern"})
        return {}

    def not_a_handler(self) -> None:
        raise AssertionError("must not be reachable")

    def has_submitted_answer(self) -> bool:
        return self.attempts > 0

    def get_score(self) -> Score:
        return Score(self.earned, float(self.goal))

    def set_score(self, score: Score) -> None:
        self.earned = score.raw_earned

    def calculate_score(self) -> Score:
        return Score(float(self.state.get("n", 0)), float(self.goal))

    def publish_grade(self, score: Score | None = None, only_if_higher: bool | None = None) -> None:
        self._publish_grade(score or self.calculate_score(), only_if_higher)


class BrokenBlock(XBlock):
    """Raises wherever it is shown."""

    def student_view(self, _context: Any = None) -> Fragment:
        raise RuntimeError("broken on purpose")
