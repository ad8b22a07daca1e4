"""A quiz's item statistics as staff read them: figures from the records, words from the content.

Numbers of learners are shown as they are, also small ones: the page is for the staff of the course, who see every
answer of every learner anyway. The downloaded file may travel further: it leaves out what learners typed.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from classroom.structure import Node
from xblocks.common import richtext
from xblocks.common.findings import ModelError
from xblocks.skill_quiz import statistics
from xblocks.skill_quiz.guessing import guess_score
from xblocks.skill_quiz.item_flags import Flag, flags_of
from xblocks.skill_quiz.model import Quiz, load_quiz
from xblocks.skill_quiz.questions import Item
from xblocks.skill_quiz.tally import Tally, tally

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
NOBODY = statistics.ItemStatistics("", 0, 0, 0, None, None, None, None, False)


@dataclass(frozen=True, slots=True)
class Line:
    """One question. ``number`` counts from 1 in authored order; ``edited``: learners answered more than one wording;
    ``gone``: no longer in the quiz."""

    number: int
    id: str
    text: str
    type: str
    figures: statistics.ItemStatistics
    guess: float | None
    flags: tuple[Flag, ...]
    tally: Tally
    edited: bool
    gone: bool

    @property
    def unanswered(self) -> int:
        """How many saw it and did not answer."""
        return self.figures.n - self.figures.answered

    @property
    def sd(self) -> float | None:
        """The standard deviation as a share of the points."""
        figures = self.figures
        return figures.sd / figures.possible if figures.sd is not None and figures.possible else None


@dataclass(frozen=True, slots=True)
class Report:
    """The page's data."""

    which: str
    test: statistics.QuizStatistics
    lines: tuple[Line, ...]

    @property
    def to_look_at(self) -> list[Line]:
        """The questions in which something may be wrong."""
        return [line for line in self.lines if any(flag.level == "look" for flag in line.flags)]


@dataclass(slots=True)
class _Versions:
    """The wordings that learners met: by digest the quiz and when it was last finished."""

    last: dict[str, datetime]
    quizzes: dict[str, Quiz]

    def of(self, item: str) -> list[Item]:
        """The item in every version that has it, the newest first."""
        found = [(self.last[digest], quiz.by_id[item]) for digest, quiz in self.quizzes.items() if item in quiz.by_id]
        return [one for _when, one in sorted(found, key=lambda pair: pair[0], reverse=True)]


def report(node: Node, which: str, lang: str) -> Report:
    """The statistics of the quiz ``node``; 2 queries for each 500 attempts and 1 for the content.

    ``which`` attempts count: a key of ``WHICH``. Texts are in ``lang`` where the engine has them.
    """
    from xblocks.learning_record import reading

    current = _quiz(node)
    points = {item.id: item.points for item in current.items}
    rows: list[statistics.Row] = []
    last: dict[str, datetime] = {}
    for attempt, given in reading.finished_attempts(str(node.key)):
        rows += statistics.rows_of(
            attempt.learner_id,
            (attempt.generation, attempt.number),
            attempt.plan,
            [(one.item_id, one.score, one.answer) for one in given],
            points if attempt.rescored_at else None,
        )
        last[attempt.content_id] = max(last.get(attempt.content_id, datetime.min.replace(tzinfo=UTC)), attempt.finished)
    versions = _Versions(last, _quizzes(reading.contents(last)))
    found = statistics.compute(rows, which)
    ids = [item.id for item in current.items] + [item for item in found.items if item not in current.by_id]
    lines = [_line(number, item, found, current, versions, lang) for number, item in enumerate(ids, start=1)]
    return Report(which, found.test, tuple(lines))


def _line(
    number: int, item_id: str, found: statistics.Statistics, current: Quiz, versions: _Versions, lang: str
) -> Line:
    met = versions.of(item_id)
    item = current.by_id.get(item_id) or (met[0] if met else None)
    figures = found.items.get(item_id, NOBODY)
    guess = guess_score(item) if item else None
    return Line(
        number=number,
        id=item_id,
        text=richtext.plain(item.text) if item else item_id,
        type=str(TYPES.get(item.type, item.type)) if item else "",
        figures=figures,
        guess=guess,
        flags=flags_of(figures, guess),
        tally=tally(item, figures.answers, lang) if item else Tally(()),
        edited=len({_asked(one) for one in (item, *met) if one}) > 1,
        gone=item_id not in current.by_id,
    )


def _asked(item: Item) -> Item:
    """The question without what does not change how it is answered."""
    return replace(item, explanation="", hint="", competencies=(), tags=())


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
        line.type,
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
