"""The model of a simulation: scenes, messages with cues, choices with consequences, meters, flags, endings, a debrief.

Stored as canonical JSON, schema 1 (docs/developers/contracts.md). ``intro`` and every ``text`` and ``feedback`` are
sanitised HTML fragments; all other texts are plain. Loading refuses what has not the form of a story; whether the
story is a good one (targets exist, endings can be reached …) is the business of ``checks.check_story``, so that an
editor can hold a draft.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any, Final

from xblocks.common import jsonform
from xblocks.skill_quiz.questions import Item

from .conditions import Condition
from .reading import Number

SCHEMA: int = 1
#: For each older schema the function that lifts its data by one. It gets data of its own and may change it.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
#: Bytes of stored text; the platform's store stops at 16 MB and keeps many versions.
MAX_BYTES: Final = 4 * 1024 * 1024

CHANNELS: Final = ("narration", "sms", "call", "chat", "email", "web", "notice", "app", "qr", "post", "door")
SIDES: Final = ("them", "me", "system")
ENDINGS: Final = ("good", "mixed", "bad")
SCORINGS: Final = ("ending", "choices", "meters")


@dataclass(frozen=True, slots=True)
class Meter:
    """A figure that choices change, kept within ``min`` and ``max``. ``good`` is the direction that is well for the
    learner."""

    id: str
    label: str
    start: Number
    min: Number
    max: Number
    unit: str
    good: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A sign in a message: ``quote`` is an exact piece of its plain text, ``why`` what it tells."""

    id: str
    quote: str
    why: str


@dataclass(frozen=True, slots=True)
class Message:
    """Something said or shown. ``genuine``: it is no fraud."""

    id: str
    sender: str
    side: str
    text: str
    when: Condition | None
    audio: str
    transcript: str
    genuine: bool
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class MeterEffect:
    """Adds to a meter."""

    meter: str
    add: Number


@dataclass(frozen=True, slots=True)
class FlagEffect:
    """Sets or clears a flag."""

    flag: str
    set: bool


Effect = MeterEffect | FlagEffect


@dataclass(frozen=True, slots=True)
class Choice:
    """A way on. ``score`` 0..1, or ``None`` where nothing is judged; ``exit`` marks a safe way out."""

    id: str
    text: str
    feedback: str
    to: str
    score: float | None
    exit: bool
    when: Condition | None
    effects: tuple[Effect, ...]
    competencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a typed answer may mean: it holds one of the ``patterns`` (plain words, matched as whole words). ``way`` has
    a ``text`` only where the author named the reply."""

    patterns: tuple[str, ...]
    way: Choice


@dataclass(frozen=True, slots=True)
class Input:
    """An answer to be typed. The first reply that fits is taken, else the ``fallback``; without one nothing can be
    typed (a draft). ``prompt`` is rich text."""

    prompt: str
    ignore_diacritics: bool
    replies: tuple[Reply, ...]
    fallback: Choice | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the quiz inside a scene. ``right`` (score 1) is taken for a wholly right answer, else ``wrong``
    (score 0); both are evidence of the item's competencies."""

    item: Item
    right: Choice
    wrong: Choice


@dataclass(frozen=True, slots=True)
class Ending:
    """How a story ends. ``score`` 0..1."""

    kind: str
    score: float
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A place in the story. ``channel_info`` is what the channel shows (number, address …), sorted by key."""

    id: str
    title: str
    channel: str
    channel_info: tuple[tuple[str, str], ...]
    text: str
    messages: tuple[Message, ...]
    choices: tuple[Choice, ...]
    ending: Ending | None
    input: Input | None = None
    question: Question | None = None

    @property
    def ways(self) -> tuple[Choice, ...]:
        """Everything that can be done here: choices, replies and their fallback, both outcomes of a question. Their ids
        are unique in the scene."""
        found = self.choices
        if self.input is not None:
            found += tuple(reply.way for reply in self.input.replies)
            found += () if self.input.fallback is None else (self.input.fallback,)
        if self.question is not None:
            found += (self.question.right, self.question.wrong)
        return found


@dataclass(frozen=True, slots=True)
class Action:
    """The right thing to do, with the fact that backs it ("" if none)."""

    text: str
    fact: str


@dataclass(frozen=True, slots=True)
class Debrief:
    """What is said when the story is over, on every path."""

    text: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated statement with its source. Days are ISO texts, "" if not given."""

    id: str
    text: str
    source: str
    checked_on: str
    valid_from: str


@dataclass(frozen=True, slots=True)
class TriageItem:
    """A message of an inbox, in one or more parts. ``why`` (rich) says by what it can be known."""

    id: str
    title: str
    channel: str
    channel_info: tuple[tuple[str, str], ...]
    messages: tuple[Message, ...]
    genuine: bool
    why: str
    competencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Triage:
    """An inbox: at least one message, to be judged one by one. ``trust`` and ``suspect`` are the words of the two
    verdicts (rich, one line). Inboxes of a course with the same ``group`` ("" for none) are compared: before and
    after."""

    items: tuple[TriageItem, ...]
    shuffle: bool
    trust: str
    suspect: str
    group: str = ""


@dataclass(frozen=True)
class Story:
    """A whole simulation: a story, or an inbox (then ``triage`` is set, and there are neither scenes nor a start). The
    start scene exists and ids are unique; nothing else about references is promised."""

    intro: str
    start: str
    meters: tuple[Meter, ...]
    flags: tuple[str, ...]
    scenes: tuple[Scene, ...]
    scoring: str
    debrief: Debrief
    facts: tuple[Fact, ...]
    triage: Triage | None = None
    #: Whether every play shows the choices of a scene in an order of its own; else as authored.
    shuffle: bool = True
    #: Digest of the stored text it was read from: a play remembers that, also where an older schema was lifted.
    source_digest: str = field(default="", compare=False, repr=False)

    @classmethod
    def from_json(cls, data: str | Mapping[str, Any]) -> Story:
        """The story that ``data`` (text or decoded JSON) holds. Raises ``ModelError`` with every mistake found, and
        ``NewerSchemaError`` for data of a later version."""
        from .storyform import load

        return load(data)

    def to_json(self) -> str:
        """Canonical JSON; ``Story.from_json(s.to_json()) == s``."""
        return self._canonical

    @property
    def digest(self) -> str:
        """SHA-256 hex of ``to_json()``."""
        return self._digest

    @cached_property
    def _canonical(self) -> str:
        from .storyform import dump

        return jsonform.canonical(dump(self))

    @cached_property
    def _digest(self) -> str:
        return jsonform.digest(self._canonical)

    @cached_property
    def scene_of(self) -> Mapping[str, Scene]:
        """The scenes by id."""
        return {scene.id: scene for scene in self.scenes}

    @cached_property
    def meter_of(self) -> Mapping[str, Meter]:
        """The meters by id."""
        return {meter.id: meter for meter in self.meters}

    @cached_property
    def fact_of(self) -> Mapping[str, Fact]:
        """The facts by id."""
        return {fact.id: fact for fact in self.facts}


#: The stories used last, by a sample of their text; each with its whole text, which decides.
_CACHE: OrderedDict[tuple[int, str], tuple[tuple[str, Story], ...]] = OrderedDict()
_CACHE_SIZE: Final = 64
_SAME_SAMPLE: Final = 4
_LOCK = Lock()


def load_story(text: str) -> Story:
    """``Story.from_json(text)``, parsed once per text in this process (the 64 last used are kept).

    Looking one up compares the whole text but hashes only a sample of it: a digest of a megabyte would cost more than
    the move that it is looked up for.
    """
    sample = len(text), text[:: max(1, len(text) // 512)]
    with _LOCK:
        kept = _CACHE.get(sample, ())
        for stored, story in kept:
            if stored == text:
                _CACHE.move_to_end(sample)
                return story
    story = Story.from_json(text)
    with _LOCK:
        _CACHE[sample] = ((text, story), *_CACHE.get(sample, ()))[:_SAME_SAMPLE]
        _CACHE.move_to_end(sample)
        while len(_CACHE) > _CACHE_SIZE:
            _CACHE.popitem(last=False)
    return story
