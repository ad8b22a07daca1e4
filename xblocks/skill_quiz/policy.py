"""What a learner may see of results and keys, and when.

Two rules meet: the author's (``Rules``: behaviour, show_answer) and the platform's ``show_correctness`` of the
subsection, which always wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from xblocks.common.findings import Finding, ModelError

Behaviour = Literal["immediate", "deferred"]
GradeMethod = Literal["highest", "last", "first", "average"]
ShowAnswer = Literal["never", "after_answer", "after_attempt", "after_pass", "after_due"]

BEHAVIOURS: tuple[str, ...] = get_args(Behaviour)
GRADE_METHODS: tuple[str, ...] = get_args(GradeMethod)
SHOW_ANSWERS: tuple[str, ...] = get_args(ShowAnswer)


@dataclass(frozen=True, slots=True)
class Rules:
    """How a quiz is played. Raises :class:`ModelError` for a value that is no rule.

    ``behaviour``: ``immediate`` (one answer per item, feedback at once) or ``deferred`` (answers may be changed until
    the attempt is finished). ``max_attempts``: None or 0 = unlimited. ``pass_mark``: share of the points, 0..1.
    """

    behaviour: Behaviour = "immediate"
    max_attempts: int | None = None
    pass_mark: float = 0.6
    grade_method: GradeMethod = "highest"
    show_answer: ShowAnswer = "after_answer"

    def __post_init__(self) -> None:
        for name, allowed in (
            ("behaviour", BEHAVIOURS),
            ("grade_method", GRADE_METHODS),
            ("show_answer", SHOW_ANSWERS),
        ):
            if getattr(self, name) not in allowed:
                listed = ", ".join(allowed)
                raise ModelError([_bad(name, f"phải là một trong: {listed}", f"must be one of: {listed}")])
        if not 0 <= self.pass_mark <= 1:
            raise ModelError([_bad("pass_mark", "phải từ 0 đến 1", "must be from 0 to 1")])
        if self.max_attempts is not None and self.max_attempts < 0:
            raise ModelError([_bad("max_attempts", "không được âm", "must not be negative")])

    def allows(self, used: int) -> bool:
        """Whether another attempt may begin after ``used`` ones."""
        return not self.max_attempts or used < self.max_attempts


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
) -> Visible:
    """What a learner may see.

    ``answered``: the item has an answer; ``finished``: the attempt is over; ``passed``: it, or an earlier one, reached
    the pass mark; ``past_due``: the due date is over, None if there is none. ``show_correctness`` is the platform's:
    ``always``; ``past_due`` (from the due date on; always where there is none); ``never``; or
    ``never_but_include_grade`` (the sum, nothing about single answers). An unknown value is taken as ``never``.
    """
    allowed = show_correctness == "always" or (show_correctness == "past_due" and past_due is not False)
    settled = finished or (answered and rules.behaviour == "immediate")
    return Visible(
        correctness=allowed and settled,
        key=allowed and settled and _key(rules, finished=finished, passed=passed, past_due=past_due),
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
