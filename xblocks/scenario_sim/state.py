"""The state of one learner in one story, and how a choice changes it. Stored as JSON, schema 1."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from xblocks.common.findings import Finding, ModelError, NewerSchemaError, PlayError

from .conditions import evaluate
from .reading import Number, tidy
from .replies import meaning
from .story import Choice, FlagEffect, Input, Message, MeterEffect, Question, Reply, Story

SCHEMA: Final = 1


class ContentChanged(PlayError):
    """The story that is handed in is not the one in which the play began."""

    def __init__(self) -> None:
        super().__init__(
            "content-changed",
            "Tình huống này vừa được cập nhật. Bạn hãy bắt đầu lại từ đầu nhé.",
            "This situation has been updated. Please begin again.",
        )


class UnknownChoice(PlayError):
    """A choice that is not offered at this step."""

    def __init__(self) -> None:
        super().__init__(
            "unknown-choice",
            "Lựa chọn này không có ở bước hiện tại. Hãy tải lại trang rồi chọn lại.",
            "This choice is not offered at the current step. Reload the page and choose again.",
        )


@dataclass(frozen=True, slots=True)
class Move:
    """One decision: the scene, the choice taken there and the public id under which it was offered."""

    scene: str
    choice: str
    public: str


@dataclass(frozen=True)
class Play:
    """One learner's way through one version of a story. ``content`` is the story's digest; times are ISO 8601 in UTC.

    ``status`` is ``open`` or ``ended``; ``ending`` the id of the ending scene, or ``None``. ``step`` is ``len(path)``.
    ``drawn``: choices are shown in an order of this play's own (plays begun before there was one keep the authored
    order). ``practice``: a rehearsal from a decision of an earlier play, which never counts; the moves before that
    decision (``taken`` of them) are its own. The mappings are never changed.
    """

    id: str
    number: int
    content: str
    scene: str
    step: int
    meters: Mapping[str, Number]
    flags: tuple[str, ...]
    visits: Mapping[str, int]
    path: tuple[Move, ...]
    status: str
    ending: str | None
    started: str
    finished: str | None
    drawn: bool = False
    practice: bool = False
    taken: int = 0

    def to_json(self) -> dict[str, Any]:
        """A JSON object, schema 1; ``Play.from_json(p.to_json()) == p``."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "number": self.number,
            "content": self.content,
            "scene": self.scene,
            "step": self.step,
            "meters": dict(self.meters),
            "flags": list(self.flags),
            "visits": dict(self.visits),
            "path": [[m.scene, m.choice, m.public] for m in self.path],
            "status": self.status,
            "ending": self.ending,
            "started": self.started,
            "finished": self.finished,
            **({"drawn": True} if self.drawn else {}),
            **({"practice": True, "taken": self.taken} if self.practice else {}),
        }

    @classmethod
    def from_json(cls, data: str | Mapping[str, Any]) -> Play:
        """The play that ``data`` (text or decoded JSON) holds. Raises ``ModelError`` and ``NewerSchemaError``."""
        try:
            raw = json.loads(data) if isinstance(data, str) else dict(data)
            schema = raw["schema"]
            if isinstance(schema, int) and schema > SCHEMA:
                raise NewerSchemaError("play", schema, SCHEMA)
            if schema != SCHEMA:
                raise ValueError(schema)
            play = cls(
                id=_text(raw["id"]),
                number=_whole(raw["number"]),
                content=_text(raw["content"]),
                scene=_text(raw["scene"]),
                step=_whole(raw["step"]),
                meters={_text(k): _figure(v) for k, v in raw["meters"].items()},
                flags=tuple(_text(f) for f in raw["flags"]),
                visits={_text(k): _whole(v) for k, v in raw["visits"].items()},
                path=tuple(Move(_text(s), _text(c), _text(p)) for s, c, p in raw["path"]),
                status=_text(raw["status"]),
                ending=None if raw["ending"] is None else _text(raw["ending"]),
                started=_text(raw["started"]),
                finished=None if raw["finished"] is None else _text(raw["finished"]),
                drawn=raw.get("drawn") is True,
                practice=raw.get("practice") is True,
                taken=_whole(raw.get("taken", 0)),
            )
            if play.step != len(play.path) or play.status not in ("open", "ended"):
                raise ValueError(play.step)
        except ModelError:
            raise
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ModelError(
                [
                    Finding(
                        "error",
                        "bad-play",
                        "play",
                        "Dữ liệu lượt chơi đã lưu không đọc được; hãy bắt đầu lại.",
                        f"The stored play cannot be read ({type(error).__name__}); begin again.",
                    )
                ]
            ) from None
        return play


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value))
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(type(value))
    return value


def _figure(value: Any) -> Number:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(type(value))
    return value


@dataclass(frozen=True, slots=True)
class State:
    """Where a play stands, as conditions see it."""

    scene: str
    meters: Mapping[str, Number]
    flags: Collection[str]
    visits: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ShownCue:
    """A cue as shown: ``message`` is the position (from 0) among the messages that were visible."""

    message: int
    quote: str
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a choice did to a meter."""

    label: str
    before: Number
    after: Number


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move brought. ``play`` is the play after it (for a repeat: the current play, unchanged), ``scene`` the id
    of the scene where it was taken, ``choice`` the authored choice, ``item`` the stable id for records:
    ``scene.choice``."""

    play: Play
    step: int
    scene: str
    choice: Choice
    feedback: str
    cues: tuple[ShownCue, ...]
    changes: tuple[Change, ...]
    repeat: bool
    #: How the answer to a question was judged: an ``ItemResult`` of docs/developers/contracts.md without the key.
    judged: Mapping[str, Any] | None = None
    #: Whether a message of an inbox was judged rightly, and what it is.
    verdict: Mapping[str, Any] | None = None

    def view(self, *, show_correctness: bool = True) -> dict[str, Any]:
        """``feedback cues effects`` of the handler ``choose``, ``question`` where one was answered, ``verdict`` in an
        inbox; without ``show_correctness`` effects only."""
        cues = self.cues if show_correctness else ()
        judged = {"question": dict(self.judged)} if self.judged is not None and show_correctness else {}
        verdict = {"verdict": dict(self.verdict)} if self.verdict is not None and show_correctness else {}
        return {
            **judged,
            **verdict,
            "feedback": self.feedback if show_correctness else "",
            "cues": [{"message": cue.message, "quote": cue.quote, "why": cue.why} for cue in cues],
            "effects": [{"label": c.label, "from": c.before, "to": c.after} for c in self.changes],
        }

    @property
    def item(self) -> str:
        """``scene.choice``, at most 129 characters."""
        return f"{self.scene}.{self.choice.id}"


def visible_choices(story: Story, state: State | Play) -> tuple[Choice, ...]:
    """The choices offered in ``state``, in authored order. A choice that leads nowhere is never offered."""
    scene = story.scene_of[state.scene]
    return tuple(c for c in scene.choices if c.to in story.scene_of and evaluate(c.when, state))


def offered_choices(story: Story, play: Play, state: State | None = None) -> tuple[Choice, ...]:
    """The choices that ``play`` offers in ``state`` (or where it stands now), in the order in which it shows them.

    An order of its own is drawn from its id and the scene's: the same after a reload and when the scene is met again,
    another in another play, and untouched by choices that come and go.
    """
    at = play if state is None else state
    found = visible_choices(story, at)
    return tuple(sorted(found, key=lambda one: _lot(play.id, at.scene, one.id))) if play.drawn else found


def _lot(*names: str) -> bytes:
    return sha256("\n".join(names).encode()).digest()


def open_replies(story: Story, state: State | Play) -> tuple[Reply, ...]:
    """The replies that a typed answer may mean in ``state``, in authored order."""
    asked = story.scene_of[state.scene].input
    if asked is None:
        return ()
    return tuple(one for one in asked.replies if one.way.to in story.scene_of and evaluate(one.way.when, state))


def open_input(story: Story, state: State | Play) -> Input | None:
    """What can be typed in ``state``; ``None`` where nothing is asked, or an answer might fall through."""
    asked = story.scene_of[state.scene].input
    fallback = None if asked is None else asked.fallback
    return asked if fallback is not None and fallback.to in story.scene_of else None


def open_question(story: Story, state: State | Play) -> Question | None:
    """The question that is asked in ``state``, if both of its outcomes lead somewhere."""
    asked = story.scene_of[state.scene].question
    both = asked is not None and asked.right.to in story.scene_of and asked.wrong.to in story.scene_of
    return asked if both else None


def ways_on(story: Story, state: State | Play) -> tuple[Choice, ...]:
    """Everything that may be taken in ``state``: visible choices, what a typed answer may mean, and the outcomes of a
    question."""
    found = visible_choices(story, state)
    asked = open_input(story, state)
    if asked is not None and asked.fallback is not None:
        found += (*(reply.way for reply in open_replies(story, state)), asked.fallback)
    question = open_question(story, state)
    return found if question is None else (*found, question.right, question.wrong)


def typed_way(story: Story, state: State | Play, typed: str) -> Choice | None:
    """The way that the answer ``typed`` takes in ``state``, ``None`` where nothing can be typed."""
    asked = open_input(story, state)
    return None if asked is None else meaning(asked, open_replies(story, state), typed)


def visible_messages(story: Story, state: State | Play) -> tuple[Message, ...]:
    """The messages shown in ``state``, in authored order."""
    return tuple(m for m in story.scene_of[state.scene].messages if evaluate(m.when, state))


def first_state(story: Story) -> State:
    """The state in which every play of ``story`` begins."""
    return State(story.start, {m.id: m.start for m in story.meters}, frozenset(), {story.start: 1})


def after(story: Story, state: State | Play, choice: Choice) -> State:
    """The state that ``choice`` leads to: effects in order, meters clamped, the scene entered once more."""
    meters, flags, visits = dict(state.meters), set(state.flags), dict(state.visits)
    for effect in choice.effects:
        match effect:
            case MeterEffect(name, add):
                meter = story.meter_of.get(name)
                if meter is not None:
                    meters[name] = tidy(min(meter.max, max(meter.min, meters.get(name, meter.start) + add)))
            case FlagEffect(flag, wanted):
                (flags.add if wanted else flags.discard)(flag)
    visits[choice.to] = visits.get(choice.to, 0) + 1
    return State(choice.to, meters, frozenset(flags), visits)


def steps(story: Story, play: Play) -> Iterator[tuple[State, Choice]]:
    """Each step of ``play``: the state in which it was taken, and the choice. Raises ``ContentChanged``."""
    state = first_state(story)
    for move in play.path:
        taken = next((c for c in story.scene_of[state.scene].ways if c.id == move.choice), None)
        if state.scene != move.scene or taken is None or taken.to not in story.scene_of:
            raise ContentChanged
        yield state, taken
        state = after(story, state, taken)


def shown_cues(story: Story, state: State) -> tuple[ShownCue, ...]:
    """The cues of the messages visible in ``state``."""
    return tuple(
        ShownCue(index, cue.quote, cue.why)
        for index, message in enumerate(visible_messages(story, state))
        for cue in message.cues
    )
