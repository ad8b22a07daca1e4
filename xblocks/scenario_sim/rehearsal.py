"""Trying again from a decision: a play that has taken over what was done before it, and never counts. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from xblocks.common.findings import PlayError, StaleStep

from .play import replay, start
from .state import ContentChanged, Play
from .story import Story


class Counts(PlayError):
    """A play that counts is played to its end, or left as it stands."""

    def __init__(self) -> None:
        super().__init__(
            "not-practice",
            "Lượt này được tính điểm, nên không bỏ dở để về kết quả được. Bạn cứ đi tiếp khi nào muốn.",
            "This play counts, so it cannot be left for a result. You can go on whenever you like.",
        )


def left(play: Play, *, now: str) -> Play:
    """The rehearsal ``play`` after its learner has left it: ended, without an ending where it had not reached one.
    Raises ``Counts`` for a play that counts."""
    if not play.practice:
        raise Counts
    return play if play.status == "ended" else replace(play, status="ended", finished=now)


def rehearse(story: Story, origin: Play, *, step: int, play_id: str, number: int, now: datetime | str) -> Play:
    """A new play that stands where step ``step`` (counted from 1) of the ended play ``origin`` was taken: the same
    scene, with the same meters, flags and visits. ``story`` is the version in which ``origin`` was played.

    Of an inbox only the whole can be judged again (``step`` 1): what a message was has been told. Raises ``StaleStep``
    for a play that goes on and for a step that it does not have, ``ContentChanged`` for another story.
    """
    steps = 1 if story.triage is not None else origin.step
    if origin.status == "open" or not 1 <= step <= steps:
        raise StaleStep
    if origin.content not in (story.digest, story.source_digest):
        raise ContentChanged
    fresh = replace(start(story, play_id=play_id, number=number, now=now), practice=True, taken=step - 1)
    before = [(place, move.choice) for place, move in enumerate(origin.path[: step - 1], start=1)]
    play = replay(story, fresh, before, now=now)
    moved_on = story.triage is None and play.scene != origin.path[step - 1].scene
    if play.step != step - 1 or play.status != "open" or moved_on:
        raise ContentChanged
    return play
