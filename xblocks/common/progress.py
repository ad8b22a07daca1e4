"""What a block keeps of one learner: the current attempt, the earlier ones and the items already seen.

Engine floor: plain data in, plain data out. It lives in ONE user-state field, because the platform saves fields of
one request together but never locks them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .findings import NewerSchemaError

SCHEMA = 1
KEEP_WHOLE = 10
"""So many earlier attempts, and as many that were practice, keep their answers (for regrading and reports); older ones
keep their score only."""


@dataclass(frozen=True, slots=True)
class Past:
    """An ended attempt: ``earned`` of ``possible`` points; ``data`` is its JSON form or None when it was thinned out;
    ``reset`` says that staff reset the attempts after it; ``practice``, that it was for no grade."""

    id: str
    number: int
    earned: float
    possible: float
    reset: bool
    data: Mapping[str, Any] | None
    practice: bool = False

    def to_json(self) -> dict[str, Any]:
        """A JSON object; ``from_json`` reads it back."""
        return {
            "id": self.id,
            "number": self.number,
            "earned": self.earned,
            "possible": self.possible,
            "reset": self.reset,
            "data": None if self.data is None else dict(self.data),
            **({"practice": True} if self.practice else {}),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Past:
        """The inverse of ``to_json``."""
        return cls(
            str(data["id"]),
            int(data["number"]),
            float(data["earned"]),
            float(data["possible"]),
            bool(data["reset"]),
            data.get("data"),
            bool(data.get("practice")),
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """``current`` is the JSON form of the open or last attempt; ``past`` the ones before it, oldest first;
    ``seen`` the ids of items drawn so far, without repeats, in the order in which they were last drawn."""

    current: Mapping[str, Any] | None = None
    past: tuple[Past, ...] = ()
    seen: tuple[str, ...] = field(default=())

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Progress:
        """Reads what ``to_json`` wrote. ``{}`` and None are a new learner. Raises ``NewerSchemaError``."""
        if not data:
            return cls()
        found = int(data.get("schema", SCHEMA))
        if found > SCHEMA:
            raise NewerSchemaError("state", found, SCHEMA)
        return cls(
            data.get("current"),
            tuple(Past.from_json(p) for p in data.get("past", ())),
            tuple(data.get("seen", ())),
        )

    def to_json(self) -> dict[str, Any]:
        """A JSON object for the state field."""
        return {
            "schema": SCHEMA,
            "current": None if self.current is None else dict(self.current),
            "past": [p.to_json() for p in self.past],
            "seen": list(self.seen),
        }

    @property
    def was_played(self) -> bool:
        """True if there is an attempt that no reset has set aside."""
        return self.current is not None or any(not p.reset for p in self.past)

    def shelve(self, earned: float, possible: float, *, reset: bool = False) -> Progress:
        """The current attempt moves to the past with its score. Without a current attempt: unchanged."""
        if self.current is None:
            return self
        ended = Past(
            str(self.current["id"]),
            int(self.current["number"]),
            earned,
            possible,
            reset,
            self.current,
            bool(self.current.get("practice")),
        )
        past = [*self.past, ended]
        # Practice never pushes out what counts, which has to be graded again when the content is mended.
        kept = {id(p) for practice in (False, True) for p in [p for p in past if p.practice is practice][-KEEP_WHOLE:]}
        return replace(self, current=None, past=tuple(p if id(p) in kept else replace(p, data=None) for p in past))

    def after_reset(self) -> Progress:
        """Every attempt so far is set aside (kept, marked), as when staff reset the attempts."""
        return replace(self, past=tuple(replace(p, reset=True) for p in self.past))

    def with_current(self, attempt: Mapping[str, Any], seen: Iterable[str] = ()) -> Progress:
        """``attempt`` becomes the current one; ``seen`` items are remembered as the latest."""
        now = tuple(dict.fromkeys(seen))
        earlier = tuple(item for item in self.seen if item not in frozenset(now)) if now else self.seen
        return replace(self, current=attempt, seen=earlier + now)

    def counted(self) -> list[Past]:
        """The ended attempts that count for the grade, oldest first (the current one is not among them)."""
        return [p for p in self.past if not p.reset and not p.practice]

    def leave_practice(self, attempt: Mapping[str, Any], earned: float, possible: float) -> Progress:
        """The current attempt, which was practice, moves to the past as ``attempt`` with its score, and the latest one
        that counts becomes the current one again; there is none after a reset."""
        left = replace(self, current=attempt).shelve(earned, possible)
        back = next((p for p in reversed(left.counted()) if p.data is not None), None)
        if back is None:
            return left
        return replace(left, current=back.data, past=tuple(p for p in left.past if p is not back))

    def practised(self) -> int:
        """How many attempts since the last reset were for no grade, the current one included."""
        past = sum(p.practice and not p.reset for p in self.past)
        return past + (self.current is not None and bool(self.current.get("practice")))

    def ended(self) -> Mapping[str, Any] | None:
        """The current attempt, if it has ended and counts for the grade."""
        found = self.current
        return None if found is None or found["status"] == "open" or found.get("practice") else found
