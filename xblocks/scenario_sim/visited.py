"""A map of what a learner has been to: the scenes visited and the moves taken. Never the others, nor how many there
are. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from xblocks.common import richtext

from .playview import label
from .state import ContentChanged, Play, State, after, first_state, steps
from .story import Choice, Story


def scene_map(story: Story, plays: Iterable[Play], *, show_correctness: bool = True) -> dict[str, Any]:
    """``scenes`` in the order in which they were first met, each with ``title`` (plain), ``kind`` (of an ending
    ``good mixed bad``; without ``show_correctness`` always ``mixed``; ``None`` elsewhere) and ``here`` (the last play
    stands or ended there); ``moves`` between them: ``from`` and ``to`` (places in ``scenes``, from 0), ``text`` (plain)
    and ``count``.

    ``plays`` are handed in oldest first. One that the story can no longer walk is left out; of a rehearsal the moves
    that it took over are not counted again. No id of the story is told.
    """
    numbers: dict[str, int] = {}
    taken: Counter[tuple[str, str]] = Counter()
    moves: dict[tuple[str, str], tuple[int, int, str]] = {}
    here = -1
    for play in plays:
        walked = _walked(story, play)
        if walked is None:
            continue
        route, last = walked
        for state, _ in route:
            numbers.setdefault(state.scene, len(numbers))
        here = numbers.setdefault(last.scene, len(numbers))
        for place, (state, way) in enumerate(route):
            key = (state.scene, way.id)
            words = richtext.plain(label(story.scene_of[state.scene], way))
            moves.setdefault(key, (numbers[state.scene], numbers[way.to], words))
            taken[key] += place >= play.taken
    scenes = []
    for name, number in numbers.items():
        scene = story.scene_of[name]
        kind = None if scene.ending is None else scene.ending.kind if show_correctness else "mixed"
        title = scene.title or (scene.ending.title if scene.ending is not None else "")
        scenes.append({"title": title, "kind": kind, "here": number == here})
    return {
        "scenes": scenes,
        "moves": [
            {"from": source, "to": target, "text": words, "count": max(1, taken[key])}
            for key, (source, target, words) in moves.items()
        ],
    }


def _walked(story: Story, play: Play) -> tuple[list[tuple[State, Choice]], State] | None:
    """The steps of ``play`` and where they lead; ``None`` where ``story`` does not have them."""
    try:
        route = list(steps(story, play))
    except ContentChanged:
        return None
    last = after(story, *route[-1]) if route else first_state(story)
    return (route, last) if last.scene == play.scene else None
