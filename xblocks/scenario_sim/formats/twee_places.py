"""Where Twine shows the passages, and our picture of the story: ``{"position": "x,y"}`` in a passage's header.

Twine's boxes are 100 pixels wide and high and placed by their upper left corner, ours are wider and placed by their
centre: what counts is how they lie to each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from .. import layout
from .twee_notation import Passage

#: How far other people's boxes are drawn apart, so that ours do not cover each other.
APART: Final = (2.0, 1.25)
_LEAST: Final = 25


def grid(index: int) -> tuple[int, int]:
    """Where the passage ``index`` (from 0) stands when nobody has arranged the story."""
    return 100 + 200 * (index % 5), 100 + 200 * (index // 5)


def positions(raw: Any, ids: list[str]) -> Mapping[str, tuple[int, int] | None]:
    """The position of each passage for the layout in ``raw``; ``None`` for one that was not arranged while others were
    (Twine places it). Twine has no places left of its page or above it: a picture that reaches there is moved as a
    whole."""
    found = layout.places(raw, ids)
    if not found:
        return {name: grid(index) for index, name in enumerate(ids)}
    right, down = (_shift(min(place[axis] for place in found.values())) for axis in (0, 1))
    return {name: (found[name][0] + right, found[name][1] + down) if name in found else None for name in ids}


def _shift(low: int) -> int:
    return _LEAST - low if low < 0 else 0


def layout_of(passages: Iterable[Passage], names: Mapping[str, str], *, ours: bool) -> str:
    """The layout that the positions of ``passages`` make, by the scene ids in ``names``; ``""`` where ``ours`` stand as
    they are written when nobody has arranged them, and where those of others say nothing (all in one place)."""
    found: layout.Places = {}
    default = ours
    for index, passage in enumerate(p for p in passages if p.name in names):
        place = _position(passage.metadata.get("position"))
        if place is None:
            continue
        default = default and place == grid(index)
        scale = (1.0, 1.0) if ours else APART
        found[names[passage.name]] = (round(place[0] * scale[0]), round(place[1] * scale[1]))
    if default or (not ours and len(set(found.values())) < 2):
        return ""
    return layout.dump(layout.places(found))


def _position(text: Any) -> tuple[float, float] | None:
    if not isinstance(text, str):
        return None
    parts = text.split(",")
    try:
        x, y = (float(part) for part in parts)
    except ValueError:
        return None
    return (x, y) if abs(x) < layout.FARTHEST and abs(y) < layout.FARTHEST else None
