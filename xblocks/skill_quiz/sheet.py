"""The answer sheet: what one attempt holds, and its stored JSON. Pure data."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xblocks.common.findings import Finding, ModelError, NewerSchemaError

from .questions import Answer, Order
from .questions.fields import as_json_number

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """An item of an attempt: its id, its option ids in the order shown, and what it is worth."""

    item: str
    order: Order
    points: float = 1


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it was accepted: ``score`` is 0..1, ``at`` an ISO 8601 UTC time.

    ``certainty`` is "1" (guessed) to "3" (sure), "" where it was not asked. ``nth`` counts the tries at this item
    from 1, and ``off`` is what the penalty for the earlier ones takes from the score (which never falls below 0).
    """

    step: int
    item: str
    answer: Answer
    score: float
    at: str
    certainty: str = ""
    nth: int = 1
    off: float = 0

    def to_json(self) -> dict[str, Any]:
        """A JSON object; what is as usual is left out."""
        return {
            "step": self.step,
            "item": self.item,
            "answer": self.answer,
            "score": as_json_number(self.score),
            "at": self.at,
            **({"certainty": self.certainty} if self.certainty else {}),
            **({"nth": self.nth, "off": as_json_number(self.off)} if self.nth > 1 else {}),
        }

    def packed(self) -> Any:
        """What is recorded of it: the answer, with the certainty where it was asked. :func:`unpacked` reads it."""
        return {"answer": self.answer, "certainty": self.certainty} if self.certainty else self.answer

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Answered:
        """The inverse. Raises ``KeyError``, :class:`TypeError` or ``ValueError``."""
        return cls(
            _whole(raw["step"]),
            _text(raw["item"]),
            frozen(raw["answer"]),
            _number(raw["score"]),
            _text(raw["at"]),
            _text(raw.get("certainty", "")),
            _whole(raw.get("nth", 1)),
            _number(raw.get("off", 0)),
        )


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt. ``number`` counts from 1; ``content`` is the digest of the quiz that it was drawn from.

    ``kept`` are right answers taken over from the attempt before: they count, and are no steps of this one.
    ``limit`` is the time limit in minutes under which it began, 0 without one. ``practice``: it counts for nothing.
    """

    id: str
    number: int
    content: str
    items: tuple[Drawn, ...]
    answers: tuple[Answered, ...] = ()
    status: str = "open"
    started: str = ""
    finished: str | None = None
    kept: tuple[Answered, ...] = ()
    limit: float = 0
    practice: bool = False

    @property
    def step(self) -> int:
        """The number of the last accepted step; 0 before the first."""
        return self.answers[-1].step if self.answers else 0

    @property
    def is_finished(self) -> bool:
        """Whether the attempt takes no more answers."""
        return self.status == "finished"

    def current(self) -> dict[str, Answered]:
        """The answer that counts, by item id: the last one given."""
        return {a.item: a for a in (*self.kept, *self.answers)}

    def to_json(self) -> dict[str, Any]:
        """A JSON object; ``Attempt.from_json(a.to_json()) == a``."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "number": self.number,
            "content": self.content,
            "items": [{"item": d.item, "order": list(d.order), "points": as_json_number(d.points)} for d in self.items],
            "answers": [a.to_json() for a in self.answers],
            "status": self.status,
            "started": self.started,
            "finished": self.finished,
            **({"kept": [a.to_json() for a in self.kept]} if self.kept else {}),
            **({"limit": as_json_number(self.limit)} if self.limit else {}),
            **({"practice": True} if self.practice else {}),
        }

    @classmethod
    def from_json(cls, data: str | Mapping[str, Any]) -> Attempt:
        """The attempt in stored JSON. Raises :class:`ModelError`, or :class:`NewerSchemaError`."""
        try:
            raw = json.loads(data) if isinstance(data, str) else data
            schema = raw["schema"]
            if isinstance(schema, int) and schema > SCHEMA:
                raise NewerSchemaError("attempt", schema, SCHEMA)
            if schema != SCHEMA or raw["status"] not in ("open", "finished"):
                raise ValueError(schema)
            return cls(
                id=_text(raw["id"]),
                number=_whole(raw["number"]),
                content=_text(raw["content"]),
                items=tuple(
                    Drawn(_text(d["item"]), tuple(_text(o) for o in d["order"]), _number(d["points"]))
                    for d in raw["items"]
                ),
                answers=tuple(Answered.from_json(a) for a in raw["answers"]),
                status=raw["status"],
                started=_text(raw["started"]),
                finished=None if raw["finished"] is None else _text(raw["finished"]),
                kept=tuple(Answered.from_json(a) for a in raw.get("kept", ())),
                limit=_number(raw.get("limit", 0)),
                practice=raw.get("practice", False) is True,
            )
        except ModelError:
            raise
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as fault:
            raise ModelError(
                [
                    Finding(
                        "error",
                        "damaged-attempt",
                        "attempt",
                        "Lượt làm đã lưu bị hỏng nên không đọc được; hãy bắt đầu một lượt mới.",
                        "The stored attempt is damaged and cannot be read; begin a new one.",
                    )
                ]
            ) from fault


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise TypeError
    return value


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise TypeError
    return value


def frozen(value: Any) -> Answer:
    """The answer in stored JSON: arrays, however deep, become tuples. Raises :class:`TypeError` for anything else."""
    return tuple(frozen(part) for part in value) if isinstance(value, list | tuple) else _text(value)


def unpacked(recorded: Any) -> tuple[Answer, str]:
    """The answer and the certainty ("" if not asked) in what :meth:`Answered.packed` gave. Raises ``TypeError``."""
    if isinstance(recorded, Mapping):
        return frozen(recorded.get("answer")), _text(recorded.get("certainty", ""))
    return frozen(recorded), ""
