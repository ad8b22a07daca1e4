"""The quiz as authors write it and the content field stores it (schema 1): items, pools, facts.

A :class:`Quiz` that came out of :meth:`Quiz.from_json` is valid: every text is clean, every id is unique, every pool
can be drawn, every item can be graded.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

from xblocks.common import jsonform
from xblocks.common.findings import Finding, ModelError, NewerSchemaError, has_errors

from .checks import MAX_BYTES, check_quiz, pool_rooms, too_large
from .questions import REGISTRY, Item, type_of
from .questions.fields import SLUG, Fields, shown

SCHEMA = 1

PICKS = ("items", "tags", "competencies", "all")


@dataclass(frozen=True, slots=True)
class Pick:
    """Which items a pool draws from. ``by`` is one of ``PICKS``; ``values`` is empty for ``all``."""

    by: str = "all"
    values: tuple[str, ...] = ()

    def takes(self, item: Item) -> bool:
        """Whether ``item`` belongs to the pool: by its id, or by any one of its tags or competencies."""
        if self.by == "items":
            return item.id in self.values
        if self.by == "tags":
            return not set(self.values).isdisjoint(item.tags)
        if self.by == "competencies":
            return not set(self.values).isdisjoint(item.competencies)
        return True

    def to_json(self) -> dict[str, Any]:
        """``{"all": true}`` or ``{by: [values]}``."""
        return {"all": True} if self.by == "all" else {self.by: list(self.values)}


@dataclass(frozen=True, slots=True)
class Pool:
    """Every attempt draws ``draw`` items (None: all) of those that ``pick`` takes and no earlier pool has drawn.

    ``shuffle``: in random order; else in authored order.
    """

    id: str
    draw: int | None
    pick: Pick = Pick()
    shuffle: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """A legal or channel fact: ``text`` is rich; ``checked_on`` and ``valid_from`` are ``YYYY-MM-DD``."""

    id: str
    text: str
    source: str
    checked_on: str
    valid_from: str | None = None


@dataclass(frozen=True)
class Quiz:
    """A quiz. Without pools, an attempt holds every item in authored order."""

    intro: str = ""
    items: tuple[Item, ...] = ()
    pools: tuple[Pool, ...] = ()
    facts: tuple[Fact, ...] = ()

    @classmethod
    def from_json(cls, data: str | Mapping[str, Any]) -> Quiz:
        """The quiz in JSON text or in its parsed object.

        Raises :class:`ModelError` with every error found, or :class:`NewerSchemaError`.
        """
        quiz, findings = read_quiz(data)
        if quiz is None:
            raise ModelError(f for f in findings if f.severity == "error")
        return quiz

    def to_json(self) -> str:
        """Canonical JSON; ``Quiz.from_json(q.to_json()) == q``."""
        return jsonform.canonical(self.as_dict())

    def as_dict(self) -> dict[str, Any]:
        """The JSON object, in the order in which a person reads it."""
        return {
            "schema": SCHEMA,
            "intro": self.intro,
            "items": [type_of(item).dump(item) for item in self.items],
            "pools": [{"id": p.id, "draw": p.draw, "pick": p.pick.to_json(), "shuffle": p.shuffle} for p in self.pools],
            "facts": [
                {
                    "id": f.id,
                    "text": f.text,
                    "source": f.source,
                    "checked_on": f.checked_on,
                    "valid_from": f.valid_from,
                }
                for f in self.facts
            ],
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 hex of :meth:`to_json`."""
        return jsonform.digest(self.to_json())

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """The items by id."""
        return {item.id: item for item in self.items}

    @property
    def competencies(self) -> tuple[str, ...]:
        """Every competency of the items, in order of first use."""
        return tuple(dict.fromkeys(c for item in self.items for c in item.competencies))

    def attempt_length(self) -> int:
        """How many items an attempt holds."""
        if not self.pools:
            return len(self.items)
        return sum(room for _, room in pool_rooms(self))


def empty_quiz() -> Quiz:
    """What a new block holds before its author writes something. It can be stored, but no attempt has an item."""
    return Quiz()


# -- reading --------------------------------------------------------------------------------------------------------


def read_quiz(data: str | Mapping[str, Any]) -> tuple[Quiz | None, tuple[Finding, ...]]:
    """The quiz in ``data``, or None if there is an error, and everything that was found.

    Raises :class:`NewerSchemaError` only.
    """
    findings: list[Finding] = []
    loaded = _decode(data, findings)
    if loaded is None:
        return None, tuple(findings)
    quiz = _load(upgrade(loaded), findings)
    if not has_errors(findings):
        findings.extend(check_quiz(quiz))
    return (None if has_errors(findings) else quiz), tuple(findings)


def _decode(data: str | Mapping[str, Any], findings: list[Finding]) -> Mapping[str, Any] | None:
    if isinstance(data, str):
        if len(data.encode("utf-8", "surrogatepass")) > MAX_BYTES:
            findings.append(too_large())
            return None
        try:
            data = json.loads(data)
        except (ValueError, RecursionError):
            findings.append(
                Finding(
                    "error",
                    "not-json",
                    "quiz",
                    "Nội dung bài kiểm tra đã lưu bị hỏng nên không đọc được; hãy khôi phục từ bản sao.",
                    "The stored quiz is damaged and cannot be read; restore it from a copy.",
                )
            )
            return None
    if not isinstance(data, Mapping):
        findings.append(
            Finding(
                "error",
                "wrong-form",
                "quiz",
                "Nội dung bài kiểm tra phải là một nhóm trường có tên.",
                "The content of a quiz must be an object with named fields.",
            )
        )
        return None
    return data


def _load(data: Mapping[str, Any], findings: list[Finding]) -> Quiz:
    fields = Fields(data, "", findings)
    fields.count("schema", SCHEMA)
    intro = fields.text("intro")
    items = tuple(item for row in fields.rows("items") if (item := _load_item(row)) is not None)
    pools = tuple(_load_pool(row) for row in fields.rows("pools"))
    facts = tuple(_load_fact(row) for row in fields.rows("facts"))
    fields.done()
    return Quiz(intro, items, pools, facts)


def _load_item(row: Fields) -> Item | None:
    name = row.raw().get("type")
    if isinstance(name, str) and name in REGISTRY:
        item: Item = REGISTRY[name].load_fields(row)
        return item
    known = ", ".join(REGISTRY)
    written = shown(name)
    row.error(
        "unknown-type",
        "type",
        f"có loại câu hỏi “{written}” mà phần mềm không biết; hãy dùng một trong: {known}",
        f"names the unknown question type “{written}”; use one of: {known}",
    )
    return None


def _load_pool(row: Fields) -> Pool:
    pool = Pool(row.slug("id"), row.count("draw", None), _load_pick(row.child("pick")), row.flag("shuffle", True))
    row.done()
    return pool


def _load_pick(pick: Fields) -> Pick:
    given = [name for name in PICKS if pick.has(name)]
    if len(given) != 1:
        pick.error(
            "bad-pick",
            "",
            "phải có đúng một trong: items, tags, competencies, all",
            "must have exactly one of: items, tags, competencies, all",
        )
        return Pick()
    by = given[0]
    values: tuple[str, ...] = ()
    if by == "all":
        if not pick.flag("all"):
            pick.error("bad-pick", "all", "chỉ có thể là true", "can only be true")
    else:
        values = pick.slugs(by, competency=by == "competencies")
    pick.done()
    return Pick(by, values)


def _load_fact(row: Fields) -> Fact:
    fact = Fact(
        row.slug("id"),
        row.text("text"),
        row.address("source"),
        row.day("checked_on", required=True) or "",
        row.day("valid_from", required=False),
    )
    row.done()
    return fact


# -- older schemas --------------------------------------------------------------------------------------------------


def _from_0(data: dict[str, Any]) -> dict[str, Any]:
    """Schema 0 (the drafts before schemas were numbered) had one ``competency`` per item, and no facts."""
    items = data.get("items")
    if isinstance(items, list):
        items = [dict(item) if isinstance(item, Mapping) else item for item in items]
        for item in items:
            if isinstance(item, dict) and "competency" in item:
                one = item.pop("competency")
                item.setdefault("competencies", [one] if one else [])
        data["items"] = items
    return data


#: Schema number -> the function that turns an object of that schema into one of the next.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {0: _from_0}


def upgrade(data: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` brought to the current schema. An object without ``schema`` is of schema 0.

    Raises :class:`NewerSchemaError`. A ``schema`` that is no number is left for the reader to report.
    """
    upgraded = dict(data)
    found = upgraded.setdefault("schema", 0)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        return upgraded
    if found > SCHEMA:
        raise NewerSchemaError("quiz", found, SCHEMA)
    for number in range(found, SCHEMA):
        upgraded = UPGRADES[number](upgraded)
        upgraded["schema"] = number + 1
    return upgraded


# -- cache ----------------------------------------------------------------------------------------------------------

_CACHE_SIZE = 64
_cache: OrderedDict[int, tuple[str, Quiz]] = OrderedDict()
_cache_lock = Lock()


def load_quiz(text: str) -> Quiz:
    """:meth:`Quiz.from_json` with the last 64 results kept.

    Texts are compared, not digested: that costs next to nothing, also for a pool of 2,000 items, and strings of other
    lengths differ at once. A quiz is immutable, so everyone may share one. Failures are not kept. Raises like
    ``from_json``.
    """
    with _cache_lock:
        for key, (known, quiz) in reversed(_cache.items()):
            if known == text:
                _cache.move_to_end(key)
                return quiz
    quiz = Quiz.from_json(text)
    with _cache_lock:
        _cache[id(quiz)] = (text, quiz)
        while len(_cache) > _CACHE_SIZE:
            _cache.popitem(last=False)
    return quiz


def is_slug(text: str) -> bool:
    """Whether ``text`` may be an id."""
    return bool(SLUG.fullmatch(text))


__all__ = [
    "MAX_BYTES",
    "SCHEMA",
    "UPGRADES",
    "Fact",
    "Pick",
    "Pool",
    "Quiz",
    "check_quiz",
    "empty_quiz",
    "is_slug",
    "load_quiz",
    "read_quiz",
    "upgrade",
]
