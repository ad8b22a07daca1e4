"""Which items an attempt holds."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence

from .model import Quiz
from .questions import Item

#: With more competencies than this in one pool, covering them is tried greedily only.
_EXACT_UP_TO = 12


def draw(
    quiz: Quiz,
    *,
    rng: random.Random,
    seen: Collection[str] = (),
    keep: Collection[str] = (),
    rotate: bool = False,
) -> tuple[Item, ...]:
    """The items of a new attempt: pool after pool, or every item in authored order if there is no pool.

    Within a pool, every competency that its items carry is covered if ``draw`` allows it at all; after that, items
    that are not in ``seen`` come first; the rest is chance. An item is drawn once, by the first pool that draws it.
    Items in ``keep`` are drawn before all others. ``rotate``: ``seen`` is in the order in which items were met, and of
    seen items those come first that were met longest ago.
    """
    if not quiz.pools:
        return quiz.items
    met = {name: place if rotate else 0 for place, name in enumerate(seen)}
    drawn: list[Item] = []
    taken: set[str] = set()
    for pool in quiz.pools:
        candidates = [item for item in quiz.items if item.id not in taken and pool.pick.takes(item)]
        room = len(candidates) if pool.draw is None else min(pool.draw, len(candidates))
        chosen = _choose(candidates, room, rng, met, frozenset(keep))
        if pool.shuffle:
            rng.shuffle(chosen)
        else:
            place = {item.id: position for position, item in enumerate(quiz.items)}
            chosen.sort(key=lambda item: place[item.id])
        drawn.extend(chosen)
        taken.update(item.id for item in chosen)
    return tuple(drawn)


def _choose(
    candidates: Sequence[Item], room: int, rng: random.Random, met: Mapping[str, int], keep: frozenset[str]
) -> list[Item]:
    mixed = list(candidates)
    rng.shuffle(mixed)
    mixed.sort(key=lambda item: met.get(item.id, -1))
    if room >= len(mixed):
        return mixed
    kept = [item for item in mixed if item.id in keep][:room]
    covered = frozenset(c for item in kept for c in item.competencies)
    chosen = [*kept, *_cover([i for i in mixed if i.id not in keep], covered, room - len(kept), frozenset(met))]
    names = {item.id for item in chosen}
    rest = [item for item in mixed if item.id not in names and item.id not in keep]
    return [*chosen, *rest[: room - len(chosen)]]


def _cover(mixed: Sequence[Item], covered: frozenset[str], room: int, seen: frozenset[str]) -> list[Item]:
    """At most ``room`` items that cover every competency but those ``covered``, unseen ones if they suffice; else as
    many as greed can."""
    wanted = frozenset(c for item in mixed for c in item.competencies) - covered
    for fresh_first in (True, False):
        cover = _greedy(mixed, wanted, seen, fresh_first)
        if len(cover) <= room:
            return cover
    if len(wanted) <= _EXACT_UP_TO:
        smallest = _smallest(mixed, sorted(wanted))
        if len(smallest) <= room:
            return smallest
    return cover[:room]


def _greedy(mixed: Sequence[Item], wanted: frozenset[str], seen: frozenset[str], fresh_first: bool) -> list[Item]:
    cover: list[Item] = []
    missing = set(wanted)
    while missing:

        def worth(item: Item) -> tuple[int, int]:
            gain = len(missing.intersection(item.competencies))
            fresh = int(item.id not in seen)
            return (fresh, gain) if fresh_first else (gain, fresh)

        best = max((item for item in mixed if not missing.isdisjoint(item.competencies)), key=worth)
        cover.append(best)
        missing.difference_update(best.competencies)
    return cover


def _smallest(mixed: Sequence[Item], wanted: Sequence[str]) -> list[Item]:
    """A smallest cover, by breadth over sets of covered competencies (at most 2**12 of them)."""
    bit = {competency: 1 << place for place, competency in enumerate(wanted)}
    useful = [(item, bits) for item in mixed if (bits := sum(bit.get(c, 0) for c in item.competencies))]
    goal = (1 << len(wanted)) - 1
    reached: dict[int, list[Item]] = {0: []}
    edge = [0]
    while goal not in reached:
        following: list[int] = []
        for covered in edge:
            for item, bits in useful:
                if covered | bits not in reached:
                    reached[covered | bits] = [*reached[covered], item]
                    following.append(covered | bits)
        edge = following
    return reached[goal]
