"""Conditions on choices and messages: a JSON form that is stored, a short text form that authors write.

JSON: ``["all", c, …]``, ``["any", c, …]``, ``["not", c]``, ``["meter", id, op, n]``, ``["flag", id]``,
``["visits", scene, op, n]`` with ``op`` one of ``< <= = >= >``. Text::

    tien < 50 và (da-tin hoặc không cuoc-goi >= 2 lần)
    tien < 50 and (da-tin or not cuoc-goi >= 2 visits)

A flag is named alone, a meter is compared with a number, and a number followed by ``lần`` (``visits``, ``times``)
compares how often a scene was entered. An id that is also a word of this language, or all digits, is written in
quotes. Conditions have one normal form (no group of one, no group directly in a group of its kind), so that both forms
say the same.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

from xblocks.common.findings import Finding, ModelError

from .reading import LARGEST, SLUG, Number, tidy

Op = Literal["<", "<=", "=", ">=", ">"]
OPS: Final[Mapping[str, Callable[[Number, Number], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}
#: More would be unreadable; the bounds also keep every recursion below shallow.
MAX_DEPTH = 12
MAX_PARTS = 100
MAX_TEXT = 20_000

AND, OR, NOT = frozenset({"và", "and"}), frozenset({"hoặc", "or"}), frozenset({"không", "not"})
TIMES = frozenset({"lần", "visits", "times"})


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class MeterIs:
    """A meter compared with a number."""

    meter: str
    op: str
    value: Number


@dataclass(frozen=True, slots=True)
class FlagSet:
    """A flag is set."""

    flag: str


@dataclass(frozen=True, slots=True)
class Visits:
    """How often a scene was entered (now included) compared with a whole number."""

    scene: str
    op: str
    value: int


Condition = AllOf | AnyOf | Not | MeterIs | FlagSet | Visits


class State(Protocol):
    """What a condition looks at."""

    @property
    def meters(self) -> Mapping[str, Number]: ...
    @property
    def flags(self) -> Collection[str]: ...
    @property
    def visits(self) -> Mapping[str, int]: ...


class ConditionError(ModelError):
    """No condition that could be understood; ``findings`` holds one error."""

    def __init__(self, where: str, vi: str, en: str) -> None:
        super().__init__(
            [Finding("error", "bad-condition", where, f"Điều kiện ở “{where}”: {vi}", f"Condition at “{where}”: {en}")]
        )


def evaluate(condition: Condition | None, state: State) -> bool:
    """Whether ``condition`` holds in ``state``; no condition always holds. Total: an unknown meter compares as false,
    an unknown flag is not set, an unknown scene was entered 0 times."""
    match condition:
        case None:
            return True
        case AllOf(parts):
            return all(evaluate(part, state) for part in parts)
        case AnyOf(parts):
            return any(evaluate(part, state) for part in parts)
        case Not(part):
            return not evaluate(part, state)
        case MeterIs(meter, op, value):
            return meter in state.meters and OPS[op](state.meters[meter], value)
        case FlagSet(flag):
            return flag in state.flags
        case Visits(scene, op, value):
            return OPS[op](state.visits.get(scene, 0), value)


def leaves(condition: Condition | None) -> Iterator[MeterIs | FlagSet | Visits]:
    """The comparisons in ``condition``, in reading order."""
    match condition:
        case None:
            return
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield condition


def _group(kind: type[AllOf] | type[AnyOf], parts: list[Condition]) -> Condition:
    """The normal form of a group."""
    flat: list[Condition] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else [part])
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def _depth(condition: Condition) -> int:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return 1 + max(_depth(part) for part in parts)
        case Not(part):
            return 1 + _depth(part)
        case _:
            return 1


def _bounded(condition: Condition, where: str) -> Condition:
    if _depth(condition) > MAX_DEPTH or sum(1 for _ in leaves(condition)) > MAX_PARTS:
        raise ConditionError(
            where,
            "dài hoặc lồng nhau quá nhiều; hãy dùng dấu hiệu (flag) để rút gọn.",
            "it is too long or too deeply nested; use a flag to shorten it.",
        )
    return condition


def load(data: Any, where: str = "when") -> Condition:
    """The condition that the JSON form ``data`` says, in normal form. Raises ``ConditionError``."""
    return _bounded(_load(data, where, 0), where)


def _load(data: Any, where: str, depth: int) -> Condition:
    if depth > 2 * MAX_DEPTH:
        raise ConditionError(where, "lồng nhau quá sâu.", "it is too deeply nested.")
    if isinstance(data, list | tuple):
        match list(data):
            case ["all", *rest] if rest:
                return _group(AllOf, [_load(part, where, depth + 1) for part in rest])
            case ["any", *rest] if rest:
                return _group(AnyOf, [_load(part, where, depth + 1) for part in rest])
            case ["not", part]:
                return Not(_load(part, where, depth + 1))
            case ["meter", str(meter), str(op), int() | float() as value] if _is_compare(meter, op, value):
                return MeterIs(meter, op, tidy(value))
            case ["flag", str(flag)] if SLUG.fullmatch(flag):
                return FlagSet(flag)
            case ["visits", str(scene), str(op), int(value)] if _is_compare(scene, op, value):
                return Visits(scene, op, value)
    raise ConditionError(
        where,
        'phải có dạng như ["meter", "tien", "<", 50], ["flag", "da-tin"] hay ["all", …].',
        'it must look like ["meter", "tien", "<", 50], ["flag", "da-tin"] or ["all", …].',
    )


def _is_compare(name: str, op: str, value: Number) -> bool:
    return bool(SLUG.fullmatch(name)) and op in OPS and not isinstance(value, bool) and -LARGEST <= value <= LARGEST


def dump(condition: Condition) -> list[Any]:
    """The JSON form; ``load(dump(c)) == c``."""
    match condition:
        case AllOf(parts):
            return ["all", *(dump(part) for part in parts)]
        case AnyOf(parts):
            return ["any", *(dump(part) for part in parts)]
        case Not(part):
            return ["not", dump(part)]
        case MeterIs(meter, op, value):
            return ["meter", meter, op, value]
        case FlagSet(flag):
            return ["flag", flag]
        case Visits(scene, op, value):
            return ["visits", scene, op, value]


def figure(value: Number) -> str:
    """``value`` in plain decimals: ``50``, ``-0.5``."""
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def to_text(condition: Condition, lang: str = "vi") -> str:
    """The text form, in Vietnamese or English; ``parse_text(to_text(c)) == c``."""
    words = ("và", "hoặc", "không", "lần") if lang.startswith("vi") else ("and", "or", "not", "visits")
    return _write(condition, words)


def _write(condition: Condition, words: tuple[str, str, str, str]) -> str:
    both, either, no, times = words

    def inner(part: Condition, *loose: type) -> str:
        text = _write(part, words)
        return f"({text})" if isinstance(part, loose) else text

    match condition:
        case AllOf(parts):
            return f" {both} ".join(inner(part, AnyOf) for part in parts)
        case AnyOf(parts):
            return f" {either} ".join(inner(part) for part in parts)
        case Not(part):
            return f"{no} {inner(part, AllOf, AnyOf)}"
        case MeterIs(meter, op, value):
            return f"{_name(meter)} {op} {figure(value)}"
        case FlagSet(flag):
            return _name(flag)
        case Visits(scene, op, value):
            return f"{_name(scene)} {op} {value} {times}"


def _name(slug: str) -> str:
    return f'"{slug}"' if slug.isdigit() or slug in AND | OR | NOT | TIMES else slug


_TOKEN = re.compile(
    r"""\s*(?:(?P<open>\()|(?P<close>\))|(?P<op><=|>=|==|≤|≥|=|<|>)|"(?P<quoted>[^"]*)"
    |(?P<number>[+-]?[0-9]+(?:[.,][0-9]+)?)(?![\w-])|(?P<word>\w[\w-]*)|(?P<other>\S))""",
    re.VERBOSE,
)
_OP = {"==": "=", "≤": "<=", "≥": ">="}
_Token = tuple[str, str]


def parse_text(text: str, where: str = "when") -> Condition:
    """The condition that an author's ``text`` says, in normal form. Raises ``ConditionError`` and nothing else."""
    if len(text) > MAX_TEXT:
        raise ConditionError(where, "quá dài.", "it is too long.")
    text = unicodedata.normalize("NFC", text)
    tokens = [(m.lastgroup or "other", m.group(m.lastgroup or 0)) for m in _TOKEN.finditer(text)]
    parser = _Parser(tokens, where)
    condition = parser.either(0)
    if parser.kind() != "end":
        raise parser.lost()
    return _bounded(condition, where)


class _Parser:
    """Recursive descent; ``depth`` bounds the recursion."""

    def __init__(self, tokens: list[_Token], where: str) -> None:
        self._tokens, self._at, self._where = tokens, 0, where

    def kind(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else "end"

    def _word(self) -> str:
        return self._tokens[self._at][1].lower() if self.kind() == "word" else ""

    def _take(self) -> str:
        value = self._tokens[self._at][1]
        self._at += 1
        return value

    def lost(self) -> ConditionError:
        if self.kind() == "end":
            return ConditionError(self._where, "còn thiếu phần cuối.", "its end is missing.")
        token = self._tokens[self._at][1]
        return ConditionError(
            self._where,
            f"không hiểu “{token}”; hãy viết như “tien < 50 và da-tin”.",
            f"“{token}” is not understood; write it like “tien < 50 and da-tin”.",
        )

    def either(self, depth: int) -> Condition:
        if depth > 2 * MAX_DEPTH:
            raise ConditionError(self._where, "lồng nhau quá sâu.", "it is too deeply nested.")
        parts = [self._both(depth)]
        while self._word() in OR:
            self._take()
            parts.append(self._both(depth))
        return _group(AnyOf, parts)

    def _both(self, depth: int) -> Condition:
        parts = [self._negated(depth)]
        while self._word() in AND:
            self._take()
            parts.append(self._negated(depth))
        return _group(AllOf, parts)

    def _negated(self, depth: int) -> Condition:
        if self._word() in NOT:
            if depth > 2 * MAX_DEPTH:
                raise ConditionError(self._where, "lồng nhau quá sâu.", "it is too deeply nested.")
            self._take()
            return Not(self._negated(depth + 1))
        if self.kind() == "open":
            self._take()
            inner = self.either(depth + 1)
            if self.kind() != "close":
                raise self.lost()
            self._take()
            return inner
        return self._compared()

    def _compared(self) -> Condition:
        if self.kind() not in ("word", "quoted"):
            raise self.lost()
        if self._word() in AND | OR | NOT | TIMES or not SLUG.fullmatch(self._tokens[self._at][1]):
            raise self.lost()
        name = self._take()
        if self.kind() != "op":
            return FlagSet(name)
        op = self._take()
        op = _OP.get(op, op)
        if self.kind() != "number":
            raise self.lost()
        text = self._tokens[self._at][1].replace(",", ".")
        value = tidy(float(text)) if len(text) < 30 else LARGEST + 1
        if not -LARGEST <= value <= LARGEST:
            raise self.lost()
        self._take()
        if self._word() not in TIMES:
            return MeterIs(name, op, value)
        if not isinstance(value, int):
            self._at -= 1
            raise self.lost()
        self._take()
        return Visits(name, op, value)
