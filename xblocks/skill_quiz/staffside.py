"""What the panel for course staff says of a quiz: answers in words, item statistics, files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xblocks.common import richtext, staff_records
from xblocks.common.findings import MalformedAnswer
from xblocks.common.handlers import Refusal, staff_handler
from xblocks.common.hooks import EngineHooks
from xblocks.common.i18n import language
from xblocks.common.shares import percent
from xblocks.common.staff_files import Table
from xblocks.common.staff_records import Kept, Step, moment

from . import itemreport, statistics
from .item_flags import ENOUGH
from .model import Quiz
from .questions import Item
from .questions.base import say
from .sheet import unpacked
from .tally import describe


class QuizStaff(EngineHooks):
    """Hooks of the panel, and the handler ``staff_statistics``."""

    def steps_of(self, data: Mapping[str, Any]) -> Iterable[Step]:
        """The answers in the JSON form of an attempt."""
        return [
            Step(one["step"], one["item"], one["answer"], one["score"], moment(one.get("at")))
            for one in data.get("answers", ())
        ]

    def told(self, model: Quiz | None, kept: Kept) -> list[dict[str, Any]]:
        """Each answer in step order, several tries one after the other; then what was kept from the attempt before,
        and what was left out."""
        rows, tries = [], {}
        for step in kept.steps:
            item = None if model is None else model.by_id.get(step.item)
            tries[step.item] = tries.get(step.item, 0) + 1
            rows.append(
                {
                    "question": _question(item, step.item),
                    "answer": _said(item, step.answer),
                    "percent": None if step.score is None else percent(step.score),
                    "right": None if step.score is None else step.score >= 1 - 1e-9,
                    "at": step.at,
                    **({"nth": tries[step.item]} if tries[step.item] > 1 else {}),
                    **_manner(step.answer),
                }
            )
        before = {one["item"]: one for one in kept.data.get("kept", ())}
        for item_id in (one["item"] for one in kept.data.get("items", ()) if one["item"] not in tries):
            item = None if model is None else model.by_id.get(item_id)
            if item_id in before:
                said, score = _said(item, before[item_id]["answer"]), before[item_id]["score"]
                rows.append(
                    {
                        "question": _question(item, item_id),
                        "answer": said,
                        "percent": percent(score),
                        "right": score >= 1 - 1e-9,
                        "kept": True,
                        **({"parts": True} if _has_parts(before[item_id]["answer"]) else {}),
                    }
                )
            elif kept.status != "open":
                rows.append({"question": _question(item, item_id), "answer": None, "percent": 0, "right": None})
        return rows

    def told_end(self, model: Quiz | None, kept: Kept) -> dict[str, Any]:
        """Nothing beside the points."""
        return {}

    def item_report(self, data: Mapping[str, Any]) -> tuple[itemreport.Report, str]:
        """The statistics that a request asks for (``attempts`` first, last, best or all), and whether trial learners
        are among them."""
        which = data.get("attempts", "first")
        if which not in statistics.WHICH:
            raise Refusal(400, "malformed", "Hãy chọn lượt làm được tính.", "Choose which attempts count.")

        def compute(left_out: list[Any]) -> itemreport.Report:
            return self._report(left_out, which)

        return self.figures(data, compute, lambda found: found.test.attempts)

    def _report(self, left_out: list[Any], which: str) -> itemreport.Report:
        current = self.model_or_none() or Quiz()
        points = {item.id: item.points for item in current.items}
        rows: list[statistics.Row] = []
        last: dict[str, Any] = {}
        for kept in staff_records.finished(self, left_out):
            if not kept.digest or (kept.data.get("practice") and self.is_graded()):
                continue
            given = [(step.item, step.score, step.answer) for step in kept.steps]
            worth = points if kept.rescored else None
            rows += statistics.rows_of(kept.person, kept.order, kept.data, given, worth)
            last[kept.digest] = max(last.get(kept.digest, itemreport.NEVER), kept.finished or itemreport.NEVER)
        versions = {key: (last[key], quiz) for key, quiz in staff_records.contents(self, last).items()}
        return itemreport.report(current, rows, versions, which, language())

    @staff_handler
    def staff_statistics(self, data: dict[str, Any]) -> dict[str, Any]:
        """How hard each question is, whether it tells learners apart, how many gave each answer."""
        found, trial = self.item_report(data)
        self.audit("statistics", attempts=found.which)
        test, lang = found.test, language()
        return {
            "attempts": found.which,
            "trial": trial,
            "enough": ENOUGH,
            "test": {
                "attempts": test.attempts,
                "learners": test.learners,
                "mean": _percent(test.mean),
                "median": _percent(test.median),
                "sd": _percent(test.sd),
                "consistency": None if test.consistency is None else round(test.consistency),
                "error": _percent(test.standard_error),
            },
            "items": [_line(line, lang) for line in found.lines],
        }

    def statistics_file(self, data: Mapping[str, Any]) -> Table:
        """One row per question. What learners typed is left out: it may tell who they are."""
        found, lang = self.item_report(data)[0], language()
        columns = [
            (self.tr("Number"), 8),
            (self.tr("Question"), 50),
            (self.tr("Shown to"), 10),
            (self.tr("Answered by"), 10),
            (self.tr("Facility index (%)"), 12),
            (self.tr("Standard deviation (%)"), 12),
            (self.tr("Random guess score (%)"), 12),
            (self.tr("Discrimination index"), 14),
            (self.tr("Discriminative efficiency"), 14),
            (self.tr("Remarks"), 50),
            (self.tr("Answers"), 60),
        ]
        return Table(self.tr("Statistics"), columns, [_row(line, lang) for line in found.lines])


def _line(line: itemreport.Line, lang: str) -> dict[str, Any]:
    figures = line.figures
    return {
        "number": line.number,
        "text": line.text,
        "n": figures.n,
        "unanswered": line.unanswered,
        "facility": _percent(figures.facility),
        "guess": _percent(line.guess),
        "discrimination": None if figures.discrimination is None else round(figures.discrimination),
        "efficiency": None if figures.efficiency is None else round(figures.efficiency),
        "flags": [
            {"code": flag.code, "level": flag.level, "title": flag.title(lang), "text": flag.message(lang)}
            for flag in line.flags
        ],
        "answers": [
            {
                "text": one.text,
                "n": one.count,
                "right": one.right,
                "percent": round(100 * one.count / figures.answered) if figures.answered else 0,
            }
            for one in line.tally.counts
        ],
        "others": line.tally.others,
        **({"edited": True} if line.edited else {}),
        **({"gone": True} if line.gone else {}),
    }


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _row(line: itemreport.Line, lang: str) -> list[object]:
    figures = line.figures
    return [
        line.number,
        line.text,
        figures.n,
        figures.answered,
        _figure(figures.facility, 100),
        _figure(line.sd, 100),
        _figure(line.guess, 100),
        _figure(figures.discrimination),
        _figure(figures.efficiency),
        " ".join(flag.message(lang) for flag in line.flags),
        "; ".join(f"{one.text}: {one.count}" for one in line.tally.counts if one.foreseen),
    ]


def _figure(value: float | None, times: float = 1) -> float | None:
    return None if value is None else round(value * times, 2)


def _question(item: Item | None, item_id: str) -> str:
    return richtext.plain(item.text) if item is not None else item_id


def _said(item: Item | None, recorded: Any) -> str:
    """An answer in words; ids where there is no such item any more, or it was of another type."""
    try:
        answer, _certainty_given = unpacked(recorded)
    except TypeError:
        return str(recorded)
    if item is None:
        return say(answer, {})
    try:
        return describe(item, answer, language())
    except (KeyError, TypeError, MalformedAnswer):
        return say(answer, {})


def _manner(recorded: Any) -> dict[str, Any]:
    """Whether the answer is made of parts, of which some may be right, and how sure the learner was."""
    try:
        certainty = unpacked(recorded)[1]
    except TypeError:
        certainty = ""
    return {
        **({"parts": True} if _has_parts(recorded) else {}),
        **({"certainty": certainty} if certainty else {}),
    }


def _has_parts(recorded: Any) -> bool:
    try:
        return not isinstance(unpacked(recorded)[0], str)
    except TypeError:
        return False
