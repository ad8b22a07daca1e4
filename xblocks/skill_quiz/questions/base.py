"""What a question type is. A new type is one file here, one line in ``REGISTRY`` and its format adapters."""

from __future__ import annotations

import random
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from xblocks.common import richtext
from xblocks.common.findings import Finding, MalformedAnswer, ModelError, has_errors

from .fields import Fields, as_json_number

#: An answer in terms of authored ids: text, or nested tuples of text (pairs for matching, …). JSON arrays when stored.
Answer: TypeAlias = "str | tuple[Answer, ...]"
#: Authored ids in the order in which this attempt shows them.
Order: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What every question has. ``text``, ``hint`` and ``explanation`` are cleaned rich text; ``points`` > 0; ``audio``
    is the address of a recording of the question, or ""."""

    type: ClassVar[str] = ""

    id: str
    text: str
    competencies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    points: float = 1
    hint: str = ""
    explanation: str = ""
    audio: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the author says about one part of an answer. ``part`` is an authored option id, or "" for the whole."""

    part: str
    html: str


@dataclass(frozen=True, slots=True)
class Grade:
    """``score`` is 0..1; ``correct`` is true only for a wholly right answer; ``counts`` names what was counted
    (hits, misses, false alarms …) where the type tells it."""

    score: float
    correct: bool
    feedback: tuple[Feedback, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """Of what kind the own fields of a type (or of a row in it) are, for formats that carry any type without knowing
    it (OLX): rich texts, flags, numbers, lists of objects (name -> word for one of them, its shape), and single
    objects (name -> shape). Every other field is a plain string without control characters."""

    rich: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    rows: Mapping[str, tuple[str, Shape]] = field(default_factory=dict)
    objects: Mapping[str, Shape] = field(default_factory=dict)


def say(answer: Answer, words: Mapping[str, str], between: str = ", ") -> str:
    """``answer`` with ids replaced by ``words``: a list with ``between``, pairs in it with an arrow."""
    if isinstance(answer, str):
        return words.get(answer, answer)
    return between.join(say(part, words, " → ") for part in answer)


_BARE_PICTURE = re.compile(r'<img [^>]*alt=""')


def _strings(value: Any) -> Iterator[str]:
    """Every string in JSON data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)


ItemT = TypeVar("ItemT", bound=Item)


class QuestionType(ABC, Generic[ItemT]):
    """One type of question: its data, what is wrong with them, what a browser may see, and grading.

    Objects of this class have no state. No method has a side effect; chance comes in as ``rng``.
    """

    name: ClassVar[str]
    shape: ClassVar[Shape] = Shape()

    # -- data -------------------------------------------------------------------------------------------------------

    def load(self, data: Any, where: str = "item") -> ItemT:
        """The item in ``data`` (a JSON object). Raises :class:`ModelError` with every fault found."""
        fields = Fields(data, where, [])
        item = self.load_fields(fields)
        if has_errors(fields.findings):
            raise ModelError(fields.findings)
        return item

    def load_fields(self, fields: Fields) -> ItemT:
        """Like :meth:`load`, reporting into ``fields``; after an error the item returned must not be used."""
        fields.choice("type", (self.name,))
        common: dict[str, Any] = {
            "id": fields.slug("id"),
            "text": fields.text("text"),
            "competencies": fields.slugs("competencies", competency=True),
            "tags": fields.slugs("tags"),
            "points": fields.number("points", 1, above=0, up_to=1000),
            "hint": fields.text("hint"),
            "explanation": fields.text("explanation"),
            "audio": fields.media("audio"),
        }
        item = self._load(common, fields)
        fields.done()
        return item

    def dump(self, item: ItemT) -> dict[str, Any]:
        """``item`` as a JSON object with every field, but ``audio`` only where there is one, so that digests of older
        content stay; ``load(dump(item)) == item``."""
        return {
            "id": item.id,
            "type": self.name,
            "text": item.text,
            "competencies": list(item.competencies),
            "tags": list(item.tags),
            "points": as_json_number(item.points),
            "hint": item.hint,
            "explanation": item.explanation,
            **({"audio": item.audio} if item.audio else {}),
            **self._dump(item),
        }

    def check(self, item: ItemT) -> Iterator[Finding]:
        """What is wrong with a well-formed item: errors make it unusable, warnings do not."""
        where = f"items.{item.id}"
        if not item.text:
            yield Finding(
                "error",
                "item-without-text",
                where,
                f"Câu “{item.id}” chưa có lời hỏi; hãy viết câu hỏi.",
                f"Question “{item.id}” has no text; write the question.",
            )
        for name, value in self.dump(item).items():
            if any(_BARE_PICTURE.search(text) for text in _strings(value)):
                yield Finding(
                    "warning",
                    "picture-without-alt",
                    f"{where}.{name}",
                    f"Câu “{item.id}” có hình chưa được mô tả; hãy viết ![mô tả hình](…) cho người không thấy hình.",
                    f"Question “{item.id}” has a picture without a description; write ![description](…) for people who "
                    "cannot see it.",
                )
        yield from self._check(item, where)

    # -- an attempt -------------------------------------------------------------------------------------------------

    @abstractmethod
    def order(self, item: ItemT, rng: random.Random) -> Order:
        """The ids that an attempt shows by position, in drawn order."""

    def public(self, item: ItemT, order: Order, lang: str = "vi") -> dict[str, Any]:
        """What a browser may see before an answer: never an authored option id, a key or feedback."""
        return {
            "id": item.id,
            "type": self.name,
            "text": item.text,
            "points": as_json_number(item.points),
            "hint": item.hint,
            **({"audio": item.audio} if item.audio else {}),
            **self._public(item, order, lang),
        }

    def public_id(self, order: Order, part: str) -> str:
        """The public id of an authored one: its position from "1"; "" for "" or an id that was not shown."""
        return str(order.index(part) + 1) if part in order else ""

    def real_id(self, order: Order, public: Any) -> str:
        """The authored id behind a public one. Raises :class:`MalformedAnswer`."""
        if isinstance(public, str) and len(public) < 6:
            for position, part in enumerate(order, start=1):
                if public == str(position):
                    return part
        raise MalformedAnswer

    @abstractmethod
    def read(self, item: ItemT, order: Order, raw: Any) -> Answer:
        """The answer meant by what a browser sent. Raises :class:`MalformedAnswer`."""

    @abstractmethod
    def show(self, item: ItemT, order: Order, answer: Answer) -> Any:
        """The browser's form of an answer: ``read(item, order, show(item, order, answer)) == answer``."""

    @abstractmethod
    def grade(self, item: ItemT, answer: Answer) -> Grade:
        """The grade of ``answer``; ids that the item does not know count as wrong ones (the item may have been
        edited since). Raises :class:`MalformedAnswer` if the answer was given to another type of question."""

    def parts_right(self, item: ItemT, answer: Answer) -> tuple[int, int] | None:
        """How many parts of ``answer`` are right, and of how many, where every part is right or wrong by itself; else
        None. It does not tell which."""
        return None

    @abstractmethod
    def key(self, item: ItemT, order: Order) -> Sequence[Any] | Mapping[str, Any]:
        """The right answer in public ids, in the form of what a browser sends; a list where that is one of several
        right ones. Only to be shown where the policy allows it."""

    def describe(self, item: ItemT, answer: Answer) -> str:
        """``answer`` in words, for staff: the plain texts of the parts it names, else what it says itself. Any answer,
        also one that was given when the question was of another type."""
        try:
            return self._describe(item, answer)
        except MalformedAnswer:
            return say(answer, {})

    def words(self, item: ItemT) -> Mapping[str, str]:
        """The plain text of every part of ``item`` that an answer may name, by id."""
        return {option.id: richtext.plain(option.text) for option in getattr(item, "options", ())}

    # -- what a type fills in ---------------------------------------------------------------------------------------

    @abstractmethod
    def _load(self, common: dict[str, Any], fields: Fields) -> ItemT: ...

    @abstractmethod
    def _dump(self, item: ItemT) -> dict[str, Any]: ...

    @abstractmethod
    def _check(self, item: ItemT, where: str) -> Iterator[Finding]: ...

    def _describe(self, item: ItemT, answer: Answer) -> str:
        return say(answer, self.words(item))

    @abstractmethod
    def _public(self, item: ItemT, order: Order, lang: str) -> dict[str, Any]: ...
