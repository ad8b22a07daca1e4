"""Playing a story from any scene, for its author: nothing is kept, everything is worked out again from the moves.

Meters and flags have their start values at that scene. A play that begins elsewhere is a play of the same story with
another start, so that it follows the very rules of ``play.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from xblocks.common.findings import MalformedAnswer, PlayError

from .play import choose, start
from .state import Move, Outcome, Play, offered_choices
from .story import Choice, Story

#: One id for all: the order of choices stays the same from one request to the next, and from one try to the next.
PLAY_ID: Final = "0" * 32


class UnknownStart(PlayError):
    """The scene from which to play is not in the story."""

    def __init__(self, scene: str) -> None:
        super().__init__(
            "unknown-start",
            f"Không còn cảnh “{scene}” để chơi thử. Hãy chọn một cảnh khác.",
            f"There is no scene “{scene}” to play from any more. Choose another one.",
        )


@dataclass(frozen=True)
class Tryout:
    """A play, the moves that led there as they are sent again next time, and what the last one brought.

    ``trouble`` is why the move after the last of ``moves`` could not be made; the rest of the moves is dropped.
    """

    story: Story
    play: Play
    moves: tuple[dict[str, Any], ...]
    outcome: Outcome | None
    trouble: PlayError | None


def beginning_at(story: Story, scene: str) -> Story:
    """``story`` as one that begins at ``scene`` (an inbox: with that message first, in authored order); ``""``: where
    it begins anyway. Raises ``UnknownStart``."""
    if story.triage is not None:
        items = story.triage.items
        if not scene:
            return story
        place = next((i for i, item in enumerate(items) if item.id == scene), None)
        if place is None:
            raise UnknownStart(scene)
        return replace(story, triage=replace(story.triage, items=items[place:] + items[:place], shuffle=False))
    if scene and scene not in story.scene_of:
        raise UnknownStart(scene)
    return replace(story, start=scene or story.start)


def try_out(story: Story, *, at: str, moves: Sequence[Mapping[str, Any]], now: datetime | str) -> Tryout:
    """The play of ``story`` that begins at scene ``at`` and takes ``moves``, as far as they can be taken.

    A move is one of ``{"choice": public id}``, ``{"way": id of a choice}``, ``{"typed": text}``, ``{"answer": raw}``.
    In the moves given back choices stand as ways, so that they still mean the same after choices were added or moved.
    Raises ``UnknownStart``.
    """
    there = beginning_at(story, at)
    play = start(there, play_id=PLAY_ID, number=1, now=now)
    kept: list[dict[str, Any]] = []
    outcome: Outcome | None = None
    for step, move in enumerate(moves, start=1):
        try:
            then = choose(there, play, step=step, **_sent(there, play, move), now=now)
        except PlayError as trouble:
            return Tryout(there, play, tuple(kept), outcome, trouble)
        outcome, play = then, then.play
        kept.append(_again(there, play.path[-1], move))
    return Tryout(there, play, tuple(kept), outcome, None)


def _sent(story: Story, play: Play, move: Mapping[str, Any]) -> dict[str, Any]:
    """``move`` as ``choose`` takes it."""
    way = move.get("way")
    if way is None:
        return {name: move.get(name) for name in ("choice", "typed", "answer")}
    if story.triage is None and isinstance(way, str):
        for number, option in enumerate(offered_choices(story, play), start=1):
            if option.id == way:
                return {"choice": str(number)}
    raise MalformedAnswer if not isinstance(way, str) else _Gone(way)


def _again(story: Story, taken: Move, move: Mapping[str, Any]) -> dict[str, Any]:
    if story.triage is not None:
        return {"choice": taken.public}
    for name in ("typed", "answer"):
        if move.get(name) is not None:
            return {name: move[name]}
    return {"way": taken.choice}


class _Gone(PlayError):
    """A way that was taken before and is not offered any more."""

    def __init__(self, way: str) -> None:
        super().__init__(
            "way-gone",
            f"Lựa chọn “{way}” đã bị sửa hoặc không còn hiện ở đây. Bạn chơi tiếp từ cảnh này nhé.",
            f"The choice “{way}” was changed or is not offered here any more. Play on from this scene.",
        )


def hidden_choices(story: Story, play: Play) -> tuple[Choice, ...]:
    """The choices of the present scene that are not offered now: their condition does not hold, or they lead
    nowhere."""
    if story.triage is not None or play.status != "open":
        return ()
    shown = {one.id for one in offered_choices(story, play)}
    return tuple(one for one in story.scene_of[play.scene].choices if one.id not in shown)
