"""What matching and grouping share: parts of one side, each put to a part of the other; and how sets are scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xblocks.common.findings import MalformedAnswer

from .base import Answer, Order

SCORINGS = ("partial", "all_or_nothing")
_FAR = ">"  # no id begins with it

Pairs = tuple[tuple[str, str], ...]


def join_sides(near: Sequence[str], far: Sequence[str]) -> Order:
    """One order for both sides: positions count on each by itself, and the near side comes first."""
    return (*near, *(_FAR + one for one in far))


def split_sides(order: Order) -> tuple[Order, Order]:
    """(near, far) of an order that :func:`join_sides` made."""
    return (
        tuple(one for one in order if not one.startswith(_FAR)),
        tuple(one[len(_FAR) :] for one in order if one.startswith(_FAR)),
    )


def read_position(ids: Sequence[str], public: Any) -> str:
    """The id at the position ``public`` ("1" …). Raises :class:`MalformedAnswer`."""
    if isinstance(public, str) and len(public) < 6:
        for position, one in enumerate(ids, start=1):
            if public == str(position):
                return one
    raise MalformedAnswer


def read_pairs(order: Order, raw: Any) -> Pairs:
    """The (near, far) ids in ``raw``, an object of positions, sorted; at least one. Raises :class:`MalformedAnswer`."""
    near, far = split_sides(order)
    if not isinstance(raw, Mapping) or not 1 <= len(raw) <= len(near):
        raise MalformedAnswer
    return tuple(sorted((read_position(near, left), read_position(far, right)) for left, right in raw.items()))


def show_pairs(order: Order, answer: Answer) -> dict[str, str]:
    """The object of positions that means ``answer``; pairs of which a side was not shown are left out, and so is an
    answer of another form."""
    near, far = split_sides(order)
    try:
        pairs = pairs_in(answer)
    except MalformedAnswer:
        return {}
    return {
        str(near.index(left) + 1): str(far.index(right) + 1)
        for left, right in pairs.items()
        if left in near and right in far
    }


def pairs_in(answer: Answer) -> dict[str, str]:
    """An answer of pairs as a mapping. Raises :class:`MalformedAnswer` for any other answer."""
    pairs: dict[str, str] = {}
    if isinstance(answer, str):
        raise MalformedAnswer
    for pair in answer:
        if isinstance(pair, str) or len(pair) != 2:
            raise MalformedAnswer
        left, right = pair
        if not isinstance(left, str) or not isinstance(right, str):
            raise MalformedAnswer
        pairs[left] = right
    return pairs


def share(right: int, total: int, scoring: str) -> float:
    """The score for ``right`` of ``total`` parts (0 <= right <= total, total > 0): their share if ``scoring`` is
    ``partial``, else all or nothing."""
    if right == total:
        return 1.0
    return right / total if scoring == "partial" else 0.0
