"""The result of a play."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean

from .state import Play
from .story import Choice, Story


@dataclass(frozen=True, slots=True)
class CompetencyScore:
    """Points of one competency: ``earned`` of ``possible``."""

    id: str
    earned: float
    possible: float


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """The result of a play: ``fraction`` and ``earned`` are 0..1, ``possible`` is 1."""

    earned: float
    possible: float
    fraction: float
    by_competency: tuple[CompetencyScore, ...]

    def passed(self, pass_mark: float) -> bool:
        """Whether ``fraction`` reaches ``pass_mark`` (0..1); a billionth is forgiven for rounding."""
        return self.fraction + 1e-9 >= pass_mark


def score(story: Story, play: Play) -> ScoreCard:
    """The result so far. 0 until an ending is reached; then by the story's ``scoring``:

    ``ending``: the ending's score. ``choices``: the mean of the scored choices taken, each counted once however often
    it was taken. ``meters``: the mean of the meters, each scaled to 0 (worst) .. 1 (best). Where there is nothing to
    take the mean of, the ending's score. Competencies are scored from the scored choices taken, also while the play is
    open.
    """
    taken: dict[tuple[str, str], Choice] = {}
    for move in play.path:
        found = next((c for c in getattr(story.scene_of.get(move.scene), "ways", ()) if c.id == move.choice), None)
        if found is not None and found.score is not None:
            taken[move.scene, move.choice] = found
    earned: dict[str, list[float]] = {}
    for choice in taken.values():
        for competency in choice.competencies:
            earned.setdefault(competency, []).append(choice.score or 0.0)
    by_competency = tuple(CompetencyScore(name, sum(points), float(len(points))) for name, points in earned.items())
    fraction = 0.0
    ending = story.scene_of[play.ending].ending if play.ending in story.scene_of else None  # type: ignore[index]
    if ending is not None:
        fraction = ending.score
        if story.scoring == "choices" and taken:
            fraction = fmean(choice.score or 0.0 for choice in taken.values())
        elif story.scoring == "meters" and story.meters:
            fraction = fmean(_wellness(story, play))
    fraction = min(1.0, max(0.0, fraction))
    return ScoreCard(fraction, 1.0, fraction, by_competency)


def _wellness(story: Story, play: Play) -> Iterator[float]:
    for meter in story.meters:
        share = (play.meters.get(meter.id, meter.start) - meter.min) / (meter.max - meter.min)
        yield share if meter.good == "high" else 1 - share
