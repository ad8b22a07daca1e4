"""A quiz's item statistics for its staff: figures from attempts, words from the content. Plain data in and out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from xblocks.common import richtext

from . import statistics
from .guessing import guess_score
from .item_flags import Flag, flags_of
from .model import Quiz
from .questions import Item
from .tally import Tally, tally

NOBODY = statistics.ItemStatistics("", 0, 0, 0, None, None, None, None, False)
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One question. ``number`` counts from 1 in authored order; ``type`` is the type's name, "" where it is not known;
    ``edited``: learners answered more than one wording; ``gone``: no longer in the quiz."""

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

    @property
    def needs_a_look(self) -> bool:
        """Whether something may be wrong with it."""
        return any(flag.level == "look" for flag in self.flags)


@dataclass(frozen=True, slots=True)
class Report:
    """``which`` attempts count, the figures of the whole, and of each question."""

    which: str
    test: statistics.QuizStatistics
    lines: tuple[Line, ...]

    @property
    def to_look_at(self) -> list[Line]:
        """The questions in which something may be wrong."""
        return [line for line in self.lines if line.needs_a_look]


def report(
    current: Quiz,
    rows: list[statistics.Row],
    versions: Mapping[str, tuple[datetime, Quiz]],
    which: str,
    lang: str,
) -> Report:
    """The statistics of ``rows``. ``versions``: by digest each version that learners met, and when it was last
    finished (aware). Texts are in ``lang`` where the engine has them. Raises ``ValueError`` for another ``which``."""
    found = statistics.compute(rows, which)
    ids = [item.id for item in current.items] + [item for item in found.items if item not in current.by_id]
    newest = [quiz for _when, quiz in sorted(versions.values(), key=lambda pair: pair[0], reverse=True)]
    lines = [_line(number, item, found, current, newest, lang) for number, item in enumerate(ids, start=1)]
    return Report(which, found.test, tuple(lines))


def _line(
    number: int, item_id: str, found: statistics.Statistics, current: Quiz, newest: list[Quiz], lang: str
) -> Line:
    met = [quiz.by_id[item_id] for quiz in newest if item_id in quiz.by_id]
    item = current.by_id.get(item_id) or (met[0] if met else None)
    figures = found.items.get(item_id, NOBODY)
    guess = guess_score(item) if item else None
    return Line(
        number=number,
        id=item_id,
        text=richtext.plain(item.text) if item else item_id,
        type=item.type if item else "",
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
