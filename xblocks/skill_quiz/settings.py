"""What an author may set about how a quiz is played, and the engine's rules from it."""

from __future__ import annotations

from typing import Any

from xblock.core import XBlockMixin
from xblock.fields import Boolean, Float, Integer, Scope, String

from xblocks.common.i18n import noop as _

from .policy import MAX_TIME_LIMIT, MAX_TRIES, Rules


class QuizSettings(XBlockMixin):
    """The settings of a quiz beyond those of every graded block."""

    display_name = String(
        display_name=_("Title"),
        help=_("The name that learners see."),
        default="Câu hỏi ngắn",
        scope=Scope.settings,
        enforce_type=True,
    )
    behaviour = String(
        display_name=_("When feedback is given"),
        help=_("After each answer, or when all answers are handed in."),
        default="immediate",
        values=[
            {"display_name": _("After each answer"), "value": "immediate"},
            {"display_name": _("At the end"), "value": "deferred"},
            {"display_name": _("After each answer, with several tries"), "value": "tries"},
            {"display_name": _("Practice: as often as one likes, without a grade"), "value": "practice"},
        ],
        scope=Scope.settings,
        enforce_type=True,
    )
    tries = Integer(
        display_name=_("Tries per question"),
        help=_("Where a question may be tried several times: how often in all."),
        default=3,
        values={"min": 1, "max": MAX_TRIES},
        scope=Scope.settings,
        enforce_type=True,
    )
    penalty = Float(
        display_name=_("Penalty per further try"),
        help=_("The share of a question's points that each further try costs, from 0 to 1."),
        default=1 / 3,
        values={"min": 0, "max": 1, "step": "any"},
        scope=Scope.settings,
        enforce_type=True,
    )
    show_answer = String(
        display_name=_("When the right answer and its explanation are shown"),
        help=_("Feedback on the learner's own answer follows the setting above."),
        default="after_answer",
        values=[
            {"display_name": _("Never"), "value": "never"},
            {"display_name": _("After the answer"), "value": "after_answer"},
            {"display_name": _("After the attempt"), "value": "after_attempt"},
            {"display_name": _("After passing"), "value": "after_pass"},
            {"display_name": _("After the due date"), "value": "after_due"},
        ],
        scope=Scope.settings,
        enforce_type=True,
    )
    certainty = String(
        display_name=_("Ask how sure the learner is"),
        help=_("It never changes the score. What one was sure of and got wrong is named first at the end."),
        default="off",
        values=[
            {"display_name": _("No"), "value": "off"},
            {"display_name": _("With each answer"), "value": "on"},
        ],
        scope=Scope.settings,
        enforce_type=True,
    )
    keep_right = Boolean(
        display_name=_("The next attempt keeps right answers"),
        help=_("Only the other questions are asked again."),
        default=False,
        scope=Scope.settings,
        enforce_type=True,
    )
    time_limit = Float(
        display_name=_("Time limit in minutes"),
        help=_("Empty or 0: no limit. Staff can give a learner more time."),
        default=None,
        values={"min": 0, "max": MAX_TIME_LIMIT, "step": "any"},
        scope=Scope.settings,
        enforce_type=True,
    )
    extra_time = Float(
        help=_("How many times the usual time this learner has; set by staff."),
        default=1.0,
        scope=Scope.user_state,
        enforce_type=True,
    )

    def rules(self) -> Rules:
        """The engine's rules from the settings; values out of range (from OLX of another hand) go to the nearest one.

        Where the platform hides whether answers are right, there is one try and nothing is kept: both would tell.
        """
        block: Any = self
        behaviour = self.behaviour
        return Rules(
            behaviour=behaviour,
            max_attempts=block.max_attempts or None,
            pass_mark=block.pass_mark,
            grade_method=block.grade_method,
            show_answer=self.show_answer,
            **self._tries(behaviour),
            certainty=self.certainty,
            keep_right=self.keep_right and block.may_see_scores(),
            time_limit=self._limit(),
        )

    def step_rules(self, *, limited: bool, certainty: bool) -> Rules:
        """The rules that matter for one answer in an attempt that goes on: the others stay as they are by default.

        Each field is read where it counts only, because a runtime may ask its store for every one. ``limited``: the
        attempt began with a time limit; ``certainty``: the answer says how sure one is. Where the answer ends the
        attempt, what follows goes by :meth:`rules`.
        """
        behaviour = self.behaviour
        return Rules(
            behaviour=behaviour,
            show_answer=self.show_answer,
            **self._tries(behaviour),
            certainty=self.certainty if certainty else "off",
            time_limit=self._limit() if limited else 0.0,
        )

    def _tries(self, behaviour: str) -> dict[str, Any]:
        block: Any = self
        if behaviour != "tries":
            return {}
        return {
            "tries": min(max(1, self.tries or 1), MAX_TRIES) if block.may_see_scores() else 1,
            "penalty": min(max(0.0, self.penalty), 1.0),
        }

    def _limit(self) -> float:
        return min(max(0.0, self.time_limit or 0.0), MAX_TIME_LIMIT)
