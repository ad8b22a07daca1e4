"""Where the author's picture shows each scene. Kept beside the content, so that arranging makes no new version of it.

A layout is canonical JSON, ``{"scene-id": [x, y]}``: the centre of the scene's box in whole pixels; ``""`` where
nothing is arranged. Scenes that are not in it are placed by the picture.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from xblocks.common import jsonform

from .story import Story

#: No place lies further from the origin: a picture of 1,000 scenes needs a fifth of it.
FARTHEST: Final = 100_000

Places = dict[str, tuple[int, int]]


def places(raw: Any, known: Collection[str] | None = None) -> Places:
    """The places in ``raw`` (text or decoded JSON): pairs of finite numbers, rounded and kept within ``FARTHEST``, of
    the scenes in ``known`` (all, where that is ``None``). Whatever is no place is left out; raises nothing."""
    try:
        data = json.loads(raw) if isinstance(raw, str) and raw else raw
    except (ValueError, RecursionError):
        return {}
    if not isinstance(data, Mapping):
        return {}
    found: Places = {}
    for name, pair in data.items():
        if not isinstance(name, str) or (known is not None and name not in known):
            continue
        if isinstance(pair, list | tuple) and len(pair) == 2 and all(_is_number(one) for one in pair):
            found[name] = (_bounded(pair[0]), _bounded(pair[1]))
    return found


def dump(found: Mapping[str, tuple[int, int]]) -> str:
    """``found`` as it is kept."""
    return jsonform.canonical({name: list(pair) for name, pair in found.items()}) if found else ""


def clean(raw: Any, story: Story) -> str:
    """The layout in ``raw`` as it is kept for ``story``; ``""`` where nothing of it can be used."""
    return dump(places(raw, story.scene_of))


def _is_number(value: Any) -> bool:
    # An infinite or missing number compares as false.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12


def _bounded(value: float) -> int:
    return max(-FARTHEST, min(FARTHEST, round(value)))
