"""The result of a play."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

from . import triage
from .scorecard import CompetencyScore, ScoreCard, by_competency
from .state import Play
from .story import Choice, Story

__all__ = ["CompetencyScore", "ScoreCard", "score"]


def score(story: Story, play: Play) -> ScoreCard:
    """The result so far. 0 until an ending is reached; then by the story's ``scoring``:

    ``ending``: the ending's score. ``choices``: the mean of the scored choices taken, each counted once however often
    it was taken. ``meters``: the mean of the meters, each scaled to 0 (worst) .. 1 (best). Where there is nothing to
    take the mean of, the ending's score. Competencies are scored from the scored choices taken, also while the play is
    open.
    """
    if story.triage is not None:
        return triage.score(story, play)
    taken: dict[tuple[str, str], Choice] = {}
    for move in play.path:
        found = next((c for c in getattr(story.scene_of.get(move.scene), "ways", ()) if c.id == move.choice), None)
        if found is not None and found.score is not None:
            taken[move.scene, move.choice] = found
    competencies = by_competency((choice.competencies, choice.score or 0.0) for choice in taken.values())
    fraction = 0.0
    ending = story.scene_of[play.ending].ending if play.ending in story.scene_of else None  # type: ignore[index]
    if ending is not None:
        fraction = ending.score
        if story.scoring == "choices" and taken:
            fraction = fmean(choice.score or 0.0 for choice in taken.values())
        elif story.scoring == "meters" and story.meters:
            fraction = fmean(_wellness(story, play))
    fraction = min(1.0, max(0.0, fraction))
    return ScoreCard(fraction, 1.0, fraction, competencies)


def _wellness(story: Story, play: Play) -> Iterator[float]:
    for meter in story.meters:
        share = (play.meters.get(meter.id, meter.start) - meter.min) / (meter.max - meter.min)
        yield share if meter.good == "high" else 1 - share
