"""Starting a play and moving on in it, in a story or (``triage.py``) in an inbox. Pure: the clock is handed in.

A step is new (``step == play.step + 1``), a repeat of an earlier one (same step, same choice: same outcome, nothing
changes) or stale. Public ids of choices are ``"1" … "n"`` over the choices visible at that step, in the order in which
the play shows them. Of a typed answer, and of the answer to a question, the path keeps what it led to, not the answer.
Nothing is earned before an ending is reached. A play that has no way on, or is ``MAX_MOVES`` long, ends without an
ending.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from xblocks.common.findings import AttemptClosed, MalformedAnswer, PlayError, StaleStep

from . import triage
from .playview import debrief, describe, play_view, scene_view
from .questions import answered
from .replies import NothingTyped, TypedTooMuch, checked
from .scoring import CompetencyScore, ScoreCard, score
from .state import (
    Change,
    ContentChanged,
    Move,
    Outcome,
    Play,
    ShownCue,
    State,
    UnknownChoice,
    after,
    first_state,
    offered_choices,
    shown_cues,
    steps,
    typed_way,
    visible_choices,
    visible_messages,
    ways_on,
)
from .story import Choice, Story

__all__ = [
    "MAX_MOVES",
    "Change",
    "CompetencyScore",
    "ContentChanged",
    "Move",
    "NothingTyped",
    "Outcome",
    "Play",
    "ScoreCard",
    "ShownCue",
    "State",
    "TooLong",
    "TypedTooMuch",
    "UnknownChoice",
    "after",
    "choose",
    "debrief",
    "describe",
    "first_state",
    "offered_choices",
    "play_view",
    "replay",
    "rescore",
    "scene_view",
    "score",
    "start",
    "steps",
    "visible_choices",
    "visible_messages",
]

#: A play of more moves goes round in circles; it also bounds the learner's state to a few kB.
MAX_MOVES: Final = 500


#: The public id in the path of a move by typing, and by answering a question.
TYPED: Final = "typed"
ANSWERED: Final = "answer"


class TooLong(PlayError):
    """The play has reached ``MAX_MOVES``."""

    def __init__(self) -> None:
        super().__init__(
            "too-long",
            "Bạn đã đi rất nhiều bước mà chưa tới hồi kết. Hãy bắt đầu lại từ đầu nhé.",
            "You have taken very many steps without reaching an ending. Please begin again.",
        )


def iso(now: datetime | str) -> str:
    """``now`` as an ISO 8601 text in UTC, to the second. A ``datetime`` must be aware (``ValueError``)."""
    if isinstance(now, str):
        return now
    if now.tzinfo is None:
        raise ValueError("a time without a time zone")
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def start(story: Story, *, play_id: str, number: int, now: datetime | str) -> Play:
    """A fresh play, standing in the first scene. ``play_id`` is 32 hex digits, ``number`` counts from 1."""
    if story.triage is not None:
        return triage.start(story, play_id=play_id, number=number, now=iso(now))
    play = Play(
        id=play_id,
        number=number,
        content=story.digest,
        scene=story.start,
        step=0,
        meters={},
        flags=(),
        visits={},
        path=(),
        status="open",
        ending=None,
        started=iso(now),
        finished=None,
        drawn=story.shuffle,
    )
    return _at(story, play, first_state(story), iso(now))


def _at(story: Story, play: Play, state: State, now: str) -> Play:
    """``play`` moved to ``state``, closed if there is no way on."""
    play = replace(play, scene=state.scene, meters=state.meters, flags=tuple(sorted(state.flags)), visits=state.visits)
    ending = story.scene_of[state.scene].ending is not None
    if ending or play.step >= MAX_MOVES or not ways_on(story, play):
        play = replace(play, status="ended", ending=play.scene if ending else None, finished=now)
    return play


def choose(
    story: Story,
    play: Play,
    *,
    step: Any,
    choice: Any = None,
    typed: Any = None,
    answer: Any = None,
    now: datetime | str,
) -> Outcome:
    """Take step ``step``: the choice with the public id ``choice``, or what was ``typed`` (at most 300 characters), or
    the ``answer`` (the question type's raw form) to the scene's question. Exactly one of them is given.

    Raises ``MalformedAnswer`` (wrong types), ``NothingTyped``, ``TypedTooMuch``, ``StaleStep``, ``AttemptClosed``,
    ``TooLong``, ``UnknownChoice`` (not offered now) and ``ContentChanged``; nothing has changed then.
    """
    given = [value for value in (choice, typed, answer) if value is not None]
    if not isinstance(step, int) or isinstance(step, bool) or len(given) != 1:
        raise MalformedAnswer
    if choice is not None and not isinstance(choice, str):
        raise MalformedAnswer
    if story.triage is not None:
        return triage.choose(story, play, step=step, choice=choice, now=iso(now))
    if typed is not None:
        checked(typed)
    _same_content(story, play)
    if 1 <= step <= play.step:
        return _again(story, play, step, choice, typed, answer)
    if step != play.step + 1:
        raise StaleStep
    if play.status != "open":
        raise TooLong if play.ending is None and play.step >= MAX_MOVES else AttemptClosed
    state = State(play.scene, play.meters, play.flags, play.visits)
    taken, public, judged = _meant(story, play, state, choice, typed, answer)
    then = after(story, state, taken)
    moved = replace(play, step=step, path=(*play.path, Move(play.scene, taken.id, public)))
    return _outcome(story, _at(story, moved, then, iso(now)), step, state, taken, then, judged, repeat=False)


def _meant(
    story: Story, play: Play, state: State, choice: Any, typed: Any, answer: Any
) -> tuple[Choice, str, dict[str, Any] | None]:
    """What was taken in ``state``, its public id, and how an answer was judged. Raises ``UnknownChoice``,
    ``MalformedAnswer``."""
    found: Choice | None
    if typed is not None:
        found, public, judged = typed_way(story, state, typed), TYPED, None
    elif answer is not None:
        found, judged = answered(story, play.id, state, answer)
        public = ANSWERED
    else:
        offered = {str(number): option for number, option in enumerate(offered_choices(story, play, state), start=1)}
        found, public, judged = offered.get(choice), choice, None
    if found is None:
        raise UnknownChoice
    return found, public, judged


def public_id(story: Story, play: Play, taken: Choice) -> str:
    """The public id under which ``taken`` is kept in the path of ``play``, where it stands."""
    for number, option in enumerate(offered_choices(story, play), start=1):
        if option.id == taken.id:
            return str(number)
    asked = story.scene_of[play.scene].question
    return ANSWERED if asked is not None and taken.id in (asked.right.id, asked.wrong.id) else TYPED


def _again(story: Story, play: Play, step: int, choice: Any, typed: Any, answer: Any) -> Outcome:
    """The outcome of a step that was taken before, if the same was taken. Raises ``StaleStep``."""
    move = play.path[step - 1]
    if choice is not None and move.public != choice:
        raise StaleStep
    for number, (state, taken) in enumerate(steps(story, play), start=1):
        if number == step:
            try:
                found, public, judged = _meant(story, play, state, choice, typed, answer)
            except UnknownChoice:
                break
            if found.id != taken.id or public != move.public:
                break
            return _outcome(story, play, step, state, taken, after(story, state, taken), judged, repeat=True)
    raise StaleStep


def _same_content(story: Story, play: Play) -> None:
    if play.content not in (story.digest, story.source_digest) or play.scene not in story.scene_of:
        raise ContentChanged


def _outcome(
    story: Story,
    play: Play,
    step: int,
    state: State,
    taken: Choice,
    then: State,
    judged: dict[str, Any] | None,
    *,
    repeat: bool,
) -> Outcome:
    changes = tuple(
        Change(m.label, state.meters[m.id], then.meters[m.id])
        for m in story.meters
        if state.meters[m.id] != then.meters[m.id]
    )
    return Outcome(play, step, state.scene, taken, taken.feedback, shown_cues(story, state), changes, repeat, judged)


def replay(story: Story, play: Play, recorded: Iterable[tuple[int, Any]], *, now: datetime | str) -> Play:
    """``play`` after the ``recorded`` moves (step, id of the choice) that it lacks, in step order.

    For a state that was lost after its moves were recorded. It stops at the first move that does not fit.
    """
    if story.triage is not None:
        return triage.replay(story, play, recorded, now=iso(now))
    _same_content(story, play)
    for step, choice_id in sorted(recorded, key=lambda pair: pair[0]):
        if step <= play.step:
            continue
        if play.status != "open" or step != play.step + 1:
            break
        taken = next((way for way in ways_on(story, play) if way.id == choice_id), None)
        if taken is None:
            break
        moved = replace(play, step=step, path=(*play.path, Move(play.scene, taken.id, public_id(story, play, taken))))
        play = _at(story, moved, after(story, play, taken), iso(now))
    return play


def rescore(story: Story, play: Play) -> tuple[Play, dict[int, float]]:
    """``play`` judged by ``story``, which may be another version, and the scores of its steps there.

    Steps whose choice ``story`` does not know or does not score are absent. If the whole path can still be walked and
    ends where it ended, the play is moved to this version; else it stays as it is. So does one that goes on: the
    numbers on the learner's page mean the choices of the version in which it began.
    """
    if story.triage is not None:
        return triage.rescore(story, play)
    scores: dict[int, float] = {}
    for number, move in enumerate(play.path, start=1):
        scene = story.scene_of.get(move.scene)
        found = next((c for c in scene.ways if c.id == move.choice), None) if scene is not None else None
        if found is not None and found.score is not None:
            scores[number] = found.score
    if play.status == "open":
        return play, scores
    try:
        state = first_state(story)
        for before, choice in steps(story, play):
            state = after(story, before, choice)
    except ContentChanged:
        return play, scores
    ends = story.scene_of[state.scene].ending is not None
    if state.scene != play.scene or ends != (play.ending is not None):
        return play, scores
    moved = replace(
        play, content=story.digest, meters=state.meters, flags=tuple(sorted(state.flags)), visits=state.visits
    )
    return moved, scores
