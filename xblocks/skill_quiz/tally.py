"""Answers in words, and how many gave each: for staff."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from xblocks.common.findings import MalformedAnswer

from .questions import Answer, Item, type_of
from .questions.base import say
from .questions.choice import ChoiceItem
from .questions.gaps import GapsItem
from .questions.grouping import GroupingItem
from .questions.matching import MatchingItem
from .questions.number import NumberItem
from .questions.short_text import ShortTextItem
from .questions.sides import pairs_in
from .questions.spot_signs import SpotSignsItem
from .questions.true_false import TrueFalseItem

PairsItem = MatchingItem | GroupingItem | GapsItem

#: Of whole orders and of answers that nobody foresaw, so many are told apart.
TOLD_APART = 10


@dataclass(frozen=True, slots=True)
class Count:
    """``count`` learners gave (or chose, among others) ``text``. ``right``: None where a part alone is neither right
    nor wrong. ``foreseen``: the author wrote it, so that it can say nothing about a person."""

    text: str
    count: int
    right: bool | None
    foreseen: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """``counts`` and how many further answers are not told apart."""

    counts: tuple[Count, ...]
    others: int = 0


def describe(item: Item, answer: Answer, lang: str = "vi") -> str:
    """``answer`` to ``item`` in words."""
    options = _options(item, lang)
    return say(answer, {part: text for part, (text, _) in options.items()}) if options else _words(item, answer)


def tally(item: Item, answers: Iterable[Answer], lang: str = "vi") -> Tally:
    """How many gave each answer. Options stand in authored order, also those that nobody chose; a choice that was
    removed since stands after them under its id. Other answers stand by number, at most ``TOLD_APART``."""
    given = list(answers)
    options = _options(item, lang)
    if options:
        return _chosen(options, given)
    if isinstance(item, PairsItem):
        return _paired(item, given)
    foreseen = not isinstance(item, ShortTextItem | NumberItem)
    written: dict[str, Counter[str]] = {}
    right: dict[str, bool | None] = {}
    for answer in given:
        text = " ".join(unicodedata.normalize("NFC", _words(item, answer)).split())
        same = text.casefold()
        written.setdefault(same, Counter())[text] += 1
        right.setdefault(same, _is_right(item, answer))
    ranked = sorted(written, key=lambda same: (-written[same].total(), same))
    counts = tuple(
        Count(_commonest(written[same]), written[same].total(), right[same], foreseen) for same in ranked[:TOLD_APART]
    )
    return Tally(counts, sum(written[same].total() for same in ranked[TOLD_APART:]))


def _chosen(options: Mapping[str, tuple[str, bool]], given: Iterable[Answer]) -> Tally:
    chosen: Counter[str] = Counter()
    for answer in given:
        parts = (answer,) if isinstance(answer, str) else answer
        chosen.update({part for part in parts if isinstance(part, str)})
    known = [Count(text, chosen[part], right, True) for part, (text, right) in options.items()]
    gone = [Count(part, chosen[part], None, False) for part in sorted(chosen) if part not in options]
    return Tally((*known, *gone[:TOLD_APART]), sum(count.count for count in gone[TOLD_APART:]))


def _paired(item: PairsItem, given: Iterable[Answer]) -> Tally:
    """How many put what where, or into which gap: place by place in authored order, the commonest first."""
    ids = [one.id for one in _places(item)]
    typed = {gap.id for gap in item.gaps if gap.mode != "choose"} if isinstance(item, GapsItem) else set()
    pairs: Counter[tuple[str, str]] = Counter()
    for answer in given:
        try:
            pairs.update(pairs_in(answer).items())
        except MalformedAnswer:  # given to an earlier version of the question, of another type
            continue
    lenient = replace(item, scoring="partial")
    place = {one: at for at, one in enumerate(ids)}
    ranked = sorted(pairs, key=lambda pair: (place.get(pair[0], len(ids)), -pairs[pair], pair))
    told, left_out, free = [], 0, 0
    for pair in ranked:
        foreseen = pair[0] in place and pair[0] not in typed
        free += not foreseen
        if not foreseen and free > TOLD_APART:
            left_out += pairs[pair]
            continue
        right = type_of(lenient).grade(lenient, (pair,)).score > 0
        told.append(Count(_words(item, (pair,)), pairs[pair], right, foreseen))
    return Tally(tuple(told), left_out)


def _places(item: PairsItem) -> Iterable[Any]:
    if isinstance(item, MatchingItem):
        return item.pairs
    return item.things if isinstance(item, GroupingItem) else item.gaps


def _commonest(written: Counter[str]) -> str:
    return min(written, key=lambda text: (-written[text], text))


def _options(item: Item, lang: str) -> dict[str, tuple[str, bool]]:
    """Words and rightness by id, for a type whose answers are among few options; else nothing."""
    if isinstance(item, TrueFalseItem):
        true, false = type_of(item).public(item, ("true", "false"), lang)["options"]
        return {"true": (true["text"], item.answer), "false": (false["text"], not item.answer)}
    if isinstance(item, ChoiceItem):
        words = type_of(item).words(item)
        return {option.id: (words[option.id], option.correct) for option in item.options}
    if isinstance(item, SpotSignsItem):
        words = type_of(item).words(item)
        return {part.id: (words[part.id], part.sign) for part in item.parts}
    return {}


def _words(item: Item, answer: Answer) -> str:
    return type_of(item).describe(item, answer)


def _is_right(item: Item, answer: Answer) -> bool | None:
    try:
        return type_of(item).grade(item, answer).correct
    except MalformedAnswer:  # given to an earlier version of the question, of another type
        return None
