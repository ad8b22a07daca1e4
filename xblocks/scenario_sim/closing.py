"""What every debrief tells besides the path: the right actions, and the result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xblocks.common.shares import percent

from .scorecard import ScoreCard
from .story import Story


def actions_of(story: Story) -> list[dict[str, str]]:
    """The right actions, each with the fact that backs it."""
    actions = []
    for action in story.debrief.actions:
        fact = story.fact_of.get(action.fact)
        actions.append(
            {
                "text": action.text,
                "fact": fact.text if fact else "",
                "source": fact.source if fact else "",
                "checked_on": fact.checked_on if fact else "",
            }
        )
    return actions


def result_of(card: ScoreCard, pass_mark: float, titles: Mapping[str, str]) -> dict[str, Any]:
    """``AttemptResult`` of docs/developers/contracts.md."""
    return {
        "earned": card.earned,
        "possible": card.possible,
        "percent": percent(card.fraction),
        "passed": card.passed(pass_mark),
        "competencies": [
            {"id": c.id, "title": titles.get(c.id, c.id), "earned": c.earned, "possible": c.possible}
            for c in card.by_competency
        ],
    }
