"""Which items an attempt holds."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence

from .drawing_plan import cover_of, plan_cover
from .model import Quiz
from .questions import Item


def draw(
    quiz: Quiz,
    *,
    rng: random.Random,
    seen: Collection[str] = (),
    keep: Collection[str] = (),
    rotate: bool = False,
) -> tuple[Item, ...]:
    """The items of a new attempt: pool after pool, or every item in authored order if there is no pool.

    Every competency that the pools' items carry is covered if the numbers allow it at all, by whichever pool can. After
    that, items that are not in ``seen`` come first; the rest is chance. An item is drawn once, by the first pool that
    draws it. Items in ``keep`` are drawn before all others. ``rotate``: ``seen`` is in the order in which items were
    met, and of seen items those come first that were met longest ago.
    """
    if not quiz.pools:
        return quiz.items
    met = {name: place if rotate else 0 for place, name in enumerate(seen)}
    kept = frozenset(keep)
    drawn = _pass(quiz, rng, met, kept, [()] * len(quiz.pools))
    if len(quiz.pools) > 1:
        wanted = {c for item in quiz.items if any(p.pick.takes(item) for p in quiz.pools) for c in item.competencies}
        if not wanted.issubset(c for item in drawn for c in item.competencies):
            plan = plan_cover(quiz, sorted(wanted), rng, met, kept)
            if plan is not None:
                drawn = _pass(quiz, rng, met, kept, plan)
    return tuple(drawn)


def _pass(
    quiz: Quiz, rng: random.Random, met: Mapping[str, int], keep: frozenset[str], plan: Sequence[Sequence[Item]]
) -> list[Item]:
    """One draw, in which pool ``n`` draws ``plan[n]`` for certain; each covers what the others do not."""
    drawn: list[Item] = []
    taken: set[str] = set()
    for number, pool in enumerate(quiz.pools):
        candidates = [item for item in quiz.items if item.id not in taken and pool.pick.takes(item)]
        room = len(candidates) if pool.draw is None else min(pool.draw, len(candidates))
        elsewhere = [item for items in plan[number + 1 :] for item in items]
        covered = frozenset(c for item in (*drawn, *elsewhere) for c in item.competencies)
        must = frozenset(item.id for item in plan[number])
        chosen = _choose(candidates, room, rng, met, keep, must, frozenset(i.id for i in elsewhere), covered)
        if pool.shuffle:
            rng.shuffle(chosen)
        else:
            place = {item.id: position for position, item in enumerate(quiz.items)}
            chosen.sort(key=lambda item: place[item.id])
        drawn.extend(chosen)
        taken.update(item.id for item in chosen)
    return drawn


def _choose(
    candidates: Sequence[Item],
    room: int,
    rng: random.Random,
    met: Mapping[str, int],
    keep: frozenset[str],
    must: frozenset[str],
    elsewhere: frozenset[str],
    covered: frozenset[str],
) -> list[Item]:
    """``room`` of ``candidates``: those in ``keep`` and in ``must``, such as bring what is not ``covered``, then unseen
    ones; those that are wanted ``elsewhere`` last."""
    mixed = list(candidates)
    rng.shuffle(mixed)
    mixed.sort(key=lambda item: (item.id in elsewhere, met.get(item.id, -1)))
    if room >= len(mixed):
        return mixed
    chosen = [item for item in mixed if item.id in keep][:room]
    chosen += [item for item in mixed if item.id in must and item.id not in keep][: room - len(chosen)]
    covered = covered.union(c for item in chosen for c in item.competencies)
    free = [item for item in mixed if item.id not in keep and item.id not in must]
    chosen += _cover(free, covered, room - len(chosen), frozenset(met))
    names = {item.id for item in chosen}
    rest = [item for item in free if item.id not in names]
    return [*chosen, *rest[: room - len(chosen)]]


def _cover(mixed: Sequence[Item], covered: frozenset[str], room: int, seen: frozenset[str]) -> list[Item]:
    """At most ``room`` items that cover every competency but those ``covered``, unseen ones if they suffice; else as
    many as greed can."""
    wanted = frozenset(c for item in mixed for c in item.competencies) - covered
    for fresh_first in (True, False):
        cover = _greedy(mixed, wanted, seen, fresh_first)
        if len(cover) <= room:
            return cover
    exact = cover_of(mixed, sorted(wanted), room)
    if exact is not None:
        return exact
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
