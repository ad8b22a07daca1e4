"""What the browser may know of a learner's standing. Never a key, never a graph."""

from __future__ import annotations

from typing import Any

from . import dates
from .hooks import EngineHooks
from .i18n import language
from .identity import Identity, identify
from .khmer import told
from .progress import Progress
from .recording import Recorder, competency_titles, recorder_for
from .scoring import overall
from .shares import percent
from .views import with_urls


class StandingMixin(EngineHooks):
    """State, result and init data in the forms of the contract."""

    def standing(self, found: Progress) -> dict[str, Any]:
        """``best``, ``can_start``, ``why_not`` of the learner."""
        why = self._why_not(found, self.now())
        lang = language()
        shares = self._fractions(found) if self.may_see_scores() and self.is_graded() else []
        best = None
        if shares:
            share = overall(shares, self.grade_method)
            best = {
                "earned": round(share * self.points(), 2),
                "possible": self.points(),
                "percent": percent(share),
                "passed": share >= self.pass_mark - 1e-9,
            }
        return {
            "best": best,
            "can_start": why is None,
            "why_not": None if why is None else told(lang, *why),
        }

    def standing_after(self, attempt: Any, found: Progress) -> dict[str, Any]:
        """The standing to send with the reply to a step: nothing while ``attempt`` goes on, because a step changes
        nothing about it before the last."""
        return {} if attempt.status == "open" else self.standing(found)

    def may_see_scores(self) -> bool:
        """False while the platform hides correctness (``show_correctness`` of the subsection)."""
        rule = getattr(self, "show_correctness", "always") or "always"
        if rule in ("never", "never_but_include_grade"):
            return False
        return rule != "past_due" or dates.closes_at(self) is None or dates.is_past_due(self, self.now())

    def learner_state(self, who: Identity, found: Progress, recorder: Recorder) -> dict[str, Any]:
        """``QuizState`` or ``PlayState`` of the contract."""
        view = None
        if found.current is not None:
            model = self.model_for(found.current, recorder)
            if model is not None:
                view = self.attempt_view(model, self.read_attempt(found.current), who)
        state = {"attempts_used": self.attempts or 0, "attempt": view} | self.standing(found)
        return self.rename_state(with_urls(self, state))

    def fresh_state(self) -> dict[str, Any]:
        """The state that goes with a refusal, so that the page can catch up."""
        return self.learner_state(identify(self), self.progress(), recorder_for(self))

    def rename_state(self, state: dict[str, Any]) -> dict[str, Any]:
        """A hook for the other names that a simulation uses."""
        return state

    def result_view(self, card: Any) -> dict[str, Any] | None:
        """``AttemptResult`` of the contract; None while scores are hidden."""
        if not self.may_see_scores():
            return None
        parts = sorted(card.by_competency, key=lambda part: part.id)
        titles = competency_titles([part.id for part in parts], language())
        return {
            "earned": round(card.earned, 2),
            "possible": round(card.possible, 2),
            "percent": percent(card.fraction),
            "passed": card.fraction >= self.pass_mark - 1e-9,
            "competencies": [
                {
                    "id": part.id,
                    "title": titles.get(part.id, ""),
                    "earned": round(part.earned, 2),
                    "possible": round(part.possible, 2),
                }
                for part in parts
            ],
        }

    def init_data(self, mode: str) -> dict[str, Any]:
        """Init data of the learner's page; ``mode`` is ``learn``, ``public`` or ``author``."""
        model = self.model_or_none()
        who = identify(self)
        state = None
        if mode != "public" and model is not None and who.signed_in:
            state = self.learner_state(who, self.progress(), recorder_for(self))
        rules: dict[str, Any] = {
            "attempts_allowed": self.max_attempts + self.progress().practised() if self.max_attempts else 0,
            "pass_mark": self.pass_mark,
            "due": dates.due_text(self),
            "past_due": dates.is_past_due(self, self.now()),
        }
        return {
            "v": 1,
            "kind": self.kind,
            "block": str(self.usage_key),
            "learner": who.opaque if mode != "public" else None,
            "lang": language(),
            "mode": mode,
            "title": self.display_name,
            "intro": "" if model is None else model.intro,
            "rules": rules | ({} if model is None else self.rules_view(model)),
            "state": state,
        }
