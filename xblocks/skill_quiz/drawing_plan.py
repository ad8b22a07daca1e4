"""Which items pools have to draw so that together they cover every competency, and whether any draw can."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from .questions import Item

if TYPE_CHECKING:
    from .model import Quiz

#: How much the search for a cover looks at (sets of competencies, each times those still missing) before it gives up:
#: some tenths of a second. No quiz of a dozen competencies has come near it.
EFFORT = 2_000_000


class Undecided(Exception):
    """Whether there is a cover was not found out within :data:`EFFORT`."""


def find_cover(goal: int, rooms: Sequence[int], sets: Sequence[Collection[int]]) -> tuple[tuple[int, int], ...] | None:
    """At most ``rooms[n]`` sets of ``sets[n]`` for each ``n`` that together hold ``goal``, as pairs (n, set) in which
    every one adds something; None where there are none. Sets, and ``goal``, are the bits of a number.

    Raises :class:`Undecided` after :data:`EFFORT`. Depth first over what is missing and how many may still be taken,
    each such situation once: what the fewest sets hold is decided first, by the set that holds most.
    """
    stack: list[tuple[int, tuple[int, ...], tuple[tuple[int, int], ...]]] = [(goal, tuple(rooms), ())]
    looked: set[tuple[int, tuple[int, ...]]] = set()
    effort = 0
    while stack:
        missing, left, picked = stack.pop()
        if not missing:
            return picked
        if (missing, left) in looked:
            continue
        looked.add((missing, left))
        offers = {(n, bits & missing): bits for n, own in enumerate(sets) if left[n] for bits in own if bits & missing}
        most = [0] * len(left)
        for n, gain in offers:
            most[n] = max(most[n], gain.bit_count())
        if sum(room * most[n] for n, room in enumerate(left)) < missing.bit_count():
            continue
        effort += len(offers) * missing.bit_count()
        if effort > EFFORT:
            raise Undecided
        rarest = min(_bits(missing), key=lambda bit: sum(1 for _, gain in offers if gain & bit))
        holding = [(n, gain, bits) for (n, gain), bits in offers.items() if gain & rarest]
        for n, gain, bits in sorted(holding, key=lambda one: one[1].bit_count()):
            stack.append((missing & ~gain, (*left[:n], left[n] - 1, *left[n + 1 :]), (*picked, (n, bits))))
    return None


def _bits(number: int) -> Iterable[int]:
    while number:
        lowest = number & -number
        yield lowest
        number ^= lowest


class _Bits:
    """Competencies as bits."""

    def __init__(self, competencies: Iterable[str]) -> None:
        self._bit = {competency: 1 << place for place, competency in enumerate(competencies)}
        self.goal = (1 << len(self._bit)) - 1

    def of(self, item: Item) -> int:
        bits = 0
        for competency in item.competencies:
            bits |= self._bit.get(competency, 0)
        return bits

    def first(self, items: Iterable[Item]) -> dict[int, Item]:
        """Of the items that cover the same, the first."""
        found: dict[int, Item] = {}
        for item in items:
            found.setdefault(self.of(item), item)
        found.pop(0, None)
        return found


def cover_of(items: Sequence[Item], wanted: Iterable[str], room: int) -> list[Item] | None:
    """At most ``room`` of ``items`` that cover ``wanted``, the first ones of those that are alike; None where there are
    none, or none was found."""
    bits = _Bits(wanted)
    own = bits.first(items)
    try:
        found = find_cover(bits.goal, [room], [own])
    except Undecided:
        return None
    return None if found is None else [own[one] for _, one in found]


def can_cover(quiz: Quiz, rooms: Sequence[int]) -> bool:
    """Whether some draw of ``rooms[n]`` items by pool ``n`` covers every competency that the pools' items carry.

    Raises :class:`Undecided` where that is too long to find out.
    """
    taken = [[item for item in quiz.items if pool.pick.takes(item)] for pool in quiz.pools]
    bits = _Bits(sorted({c for items in taken for item in items for c in item.competencies}))
    missing = bits.goal
    for room, items in zip(rooms, taken, strict=True):
        for item in items if room >= len(items) else ():
            missing &= ~bits.of(item)
    return find_cover(missing, rooms, [bits.first(items) for items in taken]) is not None


def plan_cover(
    quiz: Quiz, wanted: Sequence[str], rng: random.Random, met: Mapping[str, int], keep: frozenset[str]
) -> list[tuple[Item, ...]] | None:
    """For each pool the items that it must draw so that all pools together cover ``wanted``; None where no draw can, or
    where that is too long to find out. Items in ``keep`` are drawn anyway. Unseen items alone if they suffice, else any
    (``met``: those seen)."""
    for fresh in (True, False):
        found = _search(quiz, wanted, rng, frozenset(met) if fresh else frozenset(), keep)
        if found is not None:
            return found
    return None


def _search(
    quiz: Quiz, wanted: Sequence[str], rng: random.Random, without: frozenset[str], keep: frozenset[str]
) -> list[tuple[Item, ...]] | None:
    bits = _Bits(wanted)
    rooms, missing = [], bits.goal
    kept: set[str] = set()
    for pool in quiz.pools:
        takes = [item for item in quiz.items if item.id not in kept and pool.pick.takes(item)]
        room = len(takes) if pool.draw is None else min(pool.draw, len(takes))
        own = [item for item in takes if item.id in keep][:room]
        kept.update(item.id for item in own)
        for item in own:
            missing &= ~bits.of(item)
        rooms.append(room - len(own))
    useful = []
    for pool in quiz.pools:
        mixed = [i for i in quiz.items if i.id not in kept and i.id not in without and pool.pick.takes(i)]
        rng.shuffle(mixed)
        useful.append(bits.first(mixed))
    try:
        found = find_cover(missing, rooms, useful)
    except Undecided:
        return None
    if found is None:
        return None
    return [tuple(own[one] for n, one in found if n == number) for number, own in enumerate(useful)]
