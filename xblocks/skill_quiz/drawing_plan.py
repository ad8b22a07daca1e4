"""Which items several pools have to draw so that together they cover every competency."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from .model import Quiz
from .questions import Item

#: With more competencies than this, covering them is tried greedily only.
EXACT_UP_TO = 12


def plan_cover(
    quiz: Quiz, wanted: Sequence[str], rng: random.Random, met: Mapping[str, int], keep: frozenset[str]
) -> list[tuple[Item, ...]] | None:
    """For each pool the items that it must draw so that all pools together cover ``wanted``; None where no draw can, or
    where there are more than ``EXACT_UP_TO`` competencies. Items in ``keep`` are drawn anyway. Unseen items alone if
    they suffice, else any (``met``: those seen)."""
    if len(wanted) > EXACT_UP_TO:
        return None
    for fresh in (True, False):
        found = _search(quiz, wanted, rng, frozenset(met) if fresh else frozenset(), keep)
        if found is not None:
            return found
    return None


def _search(
    quiz: Quiz, wanted: Sequence[str], rng: random.Random, without: frozenset[str], keep: frozenset[str]
) -> list[tuple[Item, ...]] | None:
    """By breadth over sets of covered competencies (at most 2**12), pool after pool. Each further item covers something
    new, so none is taken twice."""
    bit = {competency: 1 << place for place, competency in enumerate(wanted)}

    def bits(item: Item) -> int:
        return sum(bit.get(competency, 0) for competency in item.competencies)

    rooms, covered = [], 0
    kept: set[str] = set()
    for pool in quiz.pools:
        takes = [item for item in quiz.items if item.id not in kept and pool.pick.takes(item)]
        room = len(takes) if pool.draw is None else min(pool.draw, len(takes))
        own = [item for item in takes if item.id in keep][:room]
        kept.update(item.id for item in own)
        for item in own:
            covered |= bits(item)
        rooms.append(room - len(own))
    goal = (1 << len(wanted)) - 1
    reached: dict[int, tuple[tuple[int, Item], ...]] = {covered: ()}
    for number, (pool, room) in enumerate(zip(quiz.pools, rooms, strict=True)):
        mixed = [i for i in quiz.items if i.id not in kept and i.id not in without and pool.pick.takes(i)]
        rng.shuffle(mixed)
        useful = {bits(item): item for item in mixed}  # of those that cover the same, one
        edge = list(reached)
        for _ in range(room):
            following = []
            for before in edge:
                for own_bits, item in useful.items():
                    if before | own_bits not in reached:
                        reached[before | own_bits] = (*reached[before], (number, item))
                        following.append(before | own_bits)
            edge = following
            if goal in reached or not edge:
                break
    if goal not in reached:
        return None
    return [tuple(item for n, item in reached[goal] if n == number) for number in range(len(quiz.pools))]
