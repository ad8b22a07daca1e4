"""A quiz's item statistics as staff read them: figures from the records, words from the content.

Numbers of learners are shown as they are, also small ones: the page is for the staff of the course, who see every
answer of every learner anyway. The downloaded file may travel further: it leaves out what learners typed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from classroom.models import Profile
from classroom.structure import Node
from xblocks.common.findings import ModelError
from xblocks.skill_quiz import itemreport, statistics
from xblocks.skill_quiz.itemreport import NEVER, Line, Report
from xblocks.skill_quiz.model import Quiz, load_quiz

TYPES = {
    "single_choice": gettext_lazy("one right option"),
    "multiple_choice": gettext_lazy("several right options"),
    "true_false": gettext_lazy("true or false"),
    "short_text": gettext_lazy("short text"),
    "number": gettext_lazy("number"),
    "matching": gettext_lazy("matching"),
    "ordering": gettext_lazy("ordering"),
    "grouping": gettext_lazy("sorting into groups"),
    "gaps": gettext_lazy("gaps in a text"),
    "spot_signs": gettext_lazy("spot the signs"),
}
WHICH = {
    "first": gettext_lazy("first attempt of each learner"),
    "last": gettext_lazy("last attempt of each learner"),
    "best": gettext_lazy("best attempt of each learner"),
    "all": gettext_lazy("all attempts"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A report, and whether synthetic learners are in it: ``trial`` is ``counted``, ``left-out``, or ``absent`` where
    none has ended an attempt."""

    report: Report
    trial: str


def report(node: Node, which: str, lang: str, *, with_demo: bool | None = None) -> Counted:
    """The statistics of the quiz ``node``; 2 queries for each 500 attempts and 1 for the content, and one that asks for
    synthetic learners.

    ``which`` attempts count: a key of ``WHICH``. ``with_demo``: whether synthetic learners do; None: only where nobody
    else has ended an attempt, so that a trial run shows what figures look like. Texts are in ``lang`` where the engine
    has them.
    """
    from xblocks.learning_record.models import Attempt

    demo = Profile.objects.filter(is_demo=True).values("user_id")
    theirs = Attempt.objects.filter(usage_key=str(node.key), finished__isnull=False, learner__user_id__in=demo)
    if not theirs.exclude(status=Attempt.Status.VOID).exists():
        return Counted(_report(node, which, lang, ()), "absent")
    found = _report(node, which, lang, () if with_demo else (demo,))
    if with_demo is None and not found.test.attempts:
        return Counted(_report(node, which, lang, ()), "counted")
    return Counted(found, "counted" if with_demo else "left-out")


def _report(node: Node, which: str, lang: str, without: Iterable[Any]) -> Report:
    from xblocks.learning_record import reading

    current = _quiz(node)
    points = {item.id: item.points for item in current.items}
    rows: list[statistics.Row] = []
    last: dict[str, datetime] = {}
    is_graded = node.settings.get("behaviour") != "practice"
    for attempt, given in reading.finished_attempts(str(node.key), without=without):
        if is_graded and attempt.plan.get("practice"):
            continue
        rows += statistics.rows_of(
            attempt.learner_id,
            (attempt.generation, attempt.number),
            attempt.plan,
            [(one.item_id, one.score, one.answer) for one in given],
            points if attempt.rescored_at else None,
        )
        last[attempt.content_id] = max(last.get(attempt.content_id, NEVER), attempt.finished)
    versions = {digest: (last[digest], quiz) for digest, quiz in _quizzes(reading.contents(last)).items()}
    return itemreport.report(current, rows, versions, which, lang)


def type_name(line: Line) -> str:
    """The type of a question in words."""
    return str(TYPES.get(line.type, line.type))


def _quiz(node: Node) -> Quiz:
    text = node.content.get("content")
    try:
        return load_quiz(text) if isinstance(text, str) and text else Quiz()
    except ModelError:
        return Quiz()


def _quizzes(bodies: Mapping[str, str]) -> dict[str, Quiz]:
    found = {}
    for digest, body in bodies.items():
        try:
            found[digest] = load_quiz(body)
        except ModelError:  # written by a newer version of this software: its answers count, its words are unknown
            continue
    return found


# --- file ---------------------------------------------------------------------------------------------------------


def csv_file(found: Report, lang: str) -> bytes:
    """The table as CSV for Excel, every cell guarded. What learners typed is left out: it may tell who they are."""
    from course_export.records.writers import write_csv

    header = [
        _("Number"),
        _("Id"),
        _("Question"),
        _("Type"),
        _("Shown to"),
        _("Answered by"),
        _("Facility index (%)"),
        _("Standard deviation (%)"),
        _("Random guess score (%)"),
        _("Discrimination index"),
        _("Discriminative efficiency"),
        _("Remarks"),
        _("Answers"),
    ]
    stream = io.BytesIO()
    write_csv(stream, header, (_cells(line, lang) for line in found.lines))
    return stream.getvalue()


def _cells(line: Line, lang: str) -> list[str]:
    figures = line.figures
    answers = "; ".join(f"{one.text}: {one.count}" for one in line.tally.counts if one.foreseen)
    return [
        str(line.number),
        line.id,
        line.text,
        type_name(line),
        str(figures.n),
        str(figures.answered),
        _figure(figures.facility, 100),
        _figure(line.sd, 100),
        _figure(line.guess, 100),
        _figure(figures.discrimination),
        _figure(figures.efficiency),
        " ".join(flag.message(lang) for flag in line.flags),
        answers,
    ]


def _figure(value: float | None, times: float = 1) -> str:
    return "" if value is None else f"{value * times:.2f}"


# --- template -----------------------------------------------------------------------------------------------------


def shares(line: Line) -> list[dict[str, Any]]:
    """The answers with their share of those who answered, in whole percent."""
    answered = line.figures.answered
    return [
        {
            "text": one.text,
            "count": one.count,
            "right": one.right,
            "percent": round(100 * one.count / answered) if answered else 0,
        }
        for one in line.tally.counts
    ]
