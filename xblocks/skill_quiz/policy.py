"""What a learner may see of results and keys, and when.

Two rules meet: the author's (``Rules``: behaviour, show_answer) and the platform's ``show_correctness`` of the
subsection, which always wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from xblocks.common.findings import Finding, ModelError

Behaviour = Literal["immediate", "deferred", "tries", "practice"]
GradeMethod = Literal["highest", "last", "first", "average"]
ShowAnswer = Literal["never", "after_answer", "after_attempt", "after_pass", "after_due"]
Certainty = Literal["off", "on"]

BEHAVIOURS: tuple[str, ...] = get_args(Behaviour)
GRADE_METHODS: tuple[str, ...] = get_args(GradeMethod)
SHOW_ANSWERS: tuple[str, ...] = get_args(ShowAnswer)
CERTAINTY: tuple[str, ...] = get_args(Certainty)
#: What a learner may say of an answer: guessed, rather sure, sure.
CERTAINTIES = ("1", "2", "3")
SURE = "3"
MAX_TRIES = 10
#: A day, in minutes.
MAX_TIME_LIMIT = 1440


@dataclass(frozen=True, slots=True)
class Rules:
    """How a quiz is played. Raises :class:`ModelError` for a value that is no rule.

    ``behaviour``: ``immediate`` (one answer per item, feedback at once), ``deferred`` (answers may be changed until
    the attempt is finished), ``tries`` (an item that was not answered rightly may be tried again, ``tries`` times in
    all, each further try costing ``penalty``: as Moodle's "interactive with multiple tries") or ``practice`` (as
    ``immediate``, as often as one likes, for no grade). ``max_attempts``: None or 0 = unlimited. ``pass_mark``: share
    of the points, 0..1. ``tries``: 1..10. ``penalty``: share of an item's points, 0..1. ``certainty``: whether each
    answer says how sure one is. ``keep_right``: the next attempt keeps right answers and asks the rest.
    ``time_limit``: minutes, None or 0 = no limit.
    """

    behaviour: Behaviour = "immediate"
    max_attempts: int | None = None
    pass_mark: float = 0.6
    grade_method: GradeMethod = "highest"
    show_answer: ShowAnswer = "after_answer"
    tries: int = 3
    penalty: float = 1 / 3
    certainty: Certainty = "off"
    keep_right: bool = False
    time_limit: float | None = None

    def __post_init__(self) -> None:
        for name, allowed in (
            ("behaviour", BEHAVIOURS),
            ("grade_method", GRADE_METHODS),
            ("show_answer", SHOW_ANSWERS),
            ("certainty", CERTAINTY),
        ):
            if getattr(self, name) not in allowed:
                listed = ", ".join(allowed)
                raise ModelError([_bad(name, f"phải là một trong: {listed}", f"must be one of: {listed}")])
        for name in ("pass_mark", "penalty"):
            if not 0 <= getattr(self, name) <= 1:
                raise ModelError([_bad(name, "phải từ 0 đến 1", "must be from 0 to 1")])
        if self.max_attempts is not None and self.max_attempts < 0:
            raise ModelError([_bad("max_attempts", "không được âm", "must not be negative")])
        if not 1 <= self.tries <= MAX_TRIES:
            raise ModelError([_bad("tries", f"phải từ 1 đến {MAX_TRIES}", f"must be from 1 to {MAX_TRIES}")])
        if not 0 <= (self.time_limit or 0) <= MAX_TIME_LIMIT:
            listed = f"0 – {MAX_TIME_LIMIT}"
            raise ModelError([_bad("time_limit", f"phải trong khoảng {listed}", f"must be within {listed}")])

    @property
    def at_once(self) -> bool:
        """Whether an item takes one answer, whose feedback follows at once."""
        return self.behaviour in ("immediate", "practice")

    @property
    def is_graded(self) -> bool:
        """Whether attempts count: for the grade, for evidence of competencies, for the number of attempts."""
        return self.behaviour != "practice"

    def allows(self, used: int) -> bool:
        """Whether another attempt may begin after ``used`` ones."""
        return not self.is_graded or not self.max_attempts or used < self.max_attempts


def _bad(name: str, vi: str, en: str) -> Finding:
    return Finding("error", "bad-setting", name, f"“{name}” {vi}.", f"“{name}” {en}.")


@dataclass(frozen=True, slots=True)
class Visible:
    """What may be shown: of one item its ``correctness`` (score and feedback) and its ``key`` (right answer and
    explanation); of the attempt its ``grade`` (the sum)."""

    correctness: bool
    key: bool
    grade: bool


def visible(
    rules: Rules,
    *,
    answered: bool,
    finished: bool,
    passed: bool,
    past_due: bool | None,
    show_correctness: str = "always",
    settled: bool = True,
) -> Visible:
    """What a learner may see.

    ``answered``: the item has an answer; ``finished``: the attempt is over; ``passed``: it, or an earlier one, reached
    the pass mark; ``past_due``: the due date is over, None if there is none. ``show_correctness`` is the platform's:
    ``always``; ``past_due`` (from the due date on; always where there is none); ``never``; or
    ``never_but_include_grade`` (the sum, nothing about single answers). An unknown value is taken as ``never``.
    ``settled``: the item takes no further try; before that, a wrong try is told to be one, and its key stays hidden.
    """
    allowed = show_correctness == "always" or (show_correctness == "past_due" and past_due is not False)
    told = finished or (answered and rules.behaviour != "deferred")
    return Visible(
        correctness=allowed and told,
        key=allowed
        and told
        and (finished or settled)
        and _key(rules, finished=finished, passed=passed, past_due=past_due),
        grade=finished and (allowed or show_correctness == "never_but_include_grade"),
    )


def _key(rules: Rules, *, finished: bool, passed: bool, past_due: bool | None) -> bool:
    match rules.show_answer:
        case "after_answer":
            return True
        case "after_attempt":
            return finished
        case "after_pass":
            return finished and passed
        case "after_due":
            return past_due is True
        case _:
            return False
