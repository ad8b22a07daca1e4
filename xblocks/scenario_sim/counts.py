"""How many took which way in a story, and where people fall. Plain data in and out.

A *fall* is a way after which plays end badly more often than all plays do: the share of the plays that took it and came
to a bad ending, beside the share of all plays. A way that has no other beside it in its scene tells nothing of a
decision and is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from xblocks.common import richtext

from .playview import label
from .questions import asked_item
from .story import Choice, Scene, Story
from .triage import FRAUD, VERDICTS, Detection, inbox, name_of

#: With fewer plays through a way nothing is said of it.
ENOUGH: Final = 5
#: So many falls are named.
MOST: Final = 10
WHICH: Final = ("first", "last", "best", "all")


@dataclass(frozen=True, slots=True)
class Walk:
    """One finished play: ``person`` who made it, ``order`` sorts that person's plays by time, ``path`` the scene and
    the way of each move, ``share`` 0..1 of the points."""

    person: int | str
    order: tuple[int, ...]
    path: tuple[tuple[str, str], ...]
    share: float


def chosen(walks: Iterable[Walk], which: str) -> list[Walk]:
    """The plays that count: of each person the ``first``, the ``last``, the ``best`` (the earlier of equals) or
    ``all``. Raises ``ValueError`` for another ``which``."""
    if which not in WHICH:
        raise ValueError(f"{which!r} is none of {', '.join(WHICH)}")
    by_person: dict[int | str, list[Walk]] = {}
    for walk in walks:
        by_person.setdefault(walk.person, []).append(walk)
    found: list[Walk] = []
    for mine in by_person.values():
        mine.sort(key=lambda walk: walk.order)
        if which == "first":
            mine = mine[:1]
        elif which == "last":
            mine = mine[-1:]
        elif which == "best":
            mine = [max(mine, key=lambda walk: walk.share)]
        found += mine
    return found


def end_of(story: Story, path: Iterable[tuple[str, str]]) -> Scene | None:
    """The ending scene where the last move of ``path`` leads in ``story``; None if there is none."""
    moves = tuple(path)
    way = _way(story, *moves[-1]) if moves else None
    found = None if way is None else story.scene_of.get(way.to)
    return found if found is not None and found.ending is not None else None


def counts(story: Story, walks: Iterable[Walk]) -> dict[str, Any]:
    """The counts of ``walks`` in ``story``: ``plays``, ``scenes`` by id (``visits``, ``plays``, ``title``, ``ways``),
    ``endings``, ``falls``, ``unended`` (plays that came to no ending of this version) and ``gone`` (moves that this
    version no longer has)."""
    visits: Counter[str] = Counter()
    plays_in: Counter[str] = Counter()
    taken: Counter[tuple[str, str]] = Counter()
    took: Counter[tuple[str, str]] = Counter()
    fell: Counter[tuple[str, str]] = Counter()
    ends: Counter[str] = Counter()
    plays = bad = gone = 0
    for walk in walks:
        plays += 1
        known = [move for move in walk.path if _way(story, *move) is not None]
        gone += len(walk.path) - len(known)
        taken.update(known)
        entered = [scene for scene, _way_id in known]
        end = end_of(story, walk.path)
        if end is not None:
            ends[end.id] += 1
            entered.append(end.id)
        visits.update(entered)
        plays_in.update(set(entered))
        is_bad = end is not None and end.ending is not None and end.ending.kind == "bad"
        bad += is_bad
        took.update(set(known))
        if is_bad:
            fell.update(set(known))
    return {
        "plays": plays,
        "scenes": {
            scene.id: {
                "visits": visits[scene.id],
                "plays": plays_in[scene.id],
                "title": scene.title or scene.id,
                "channel": scene.channel,
                "kind": "scene" if scene.ending is None else scene.ending.kind,
                "ways": [
                    {
                        "id": way.id,
                        "text": words(scene, way),
                        "to": way.to,
                        "n": taken[scene.id, way.id],
                        "by": _by(scene, way),
                        **({"exit": True} if way.exit else {}),
                    }
                    for way in scene.ways
                ],
            }
            for scene in story.scenes
        },
        "endings": [
            {
                "id": scene.id,
                "title": scene.ending.title or scene.title or scene.id,
                "kind": scene.ending.kind,
                "n": ends[scene.id],
                "percent": _percent(ends[scene.id], plays),
            }
            for scene in story.scenes
            if scene.ending is not None
        ],
        "bad": {"n": bad, "percent": _percent(bad, plays)},
        "falls": _falls(story, took, fell, bad, plays),
        "unended": plays - ends.total(),
        "gone": gone,
    }


def _falls(
    story: Story, took: Mapping[tuple[str, str], int], fell: Mapping[tuple[str, str], int], bad: int, plays: int
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for scene in story.scenes:
        if len(scene.ways) < 2:
            continue
        for way in scene.ways:
            n, badly = took[scene.id, way.id], fell[scene.id, way.id]
            if n < ENOUGH or not badly or badly * plays <= bad * n:
                continue
            found.append(
                {
                    "scene": scene.id,
                    "way": way.id,
                    "title": scene.title or scene.id,
                    "text": words(scene, way),
                    "n": n,
                    "bad": badly,
                    "percent": _percent(badly, n),
                }
            )
    found.sort(key=lambda one: (-one["bad"], -one["percent"], one["scene"], one["way"]))
    return found[:MOST]


def triage_counts(story: Story, walks: Iterable[Walk]) -> dict[str, Any]:
    """Of an inbox: how each message was judged, and how well the group tells frauds from genuine messages.

    ``group`` pools all judgements; ``mean_sensitivity`` and ``mean_bias`` are the means over plays in which both can be
    computed (pooling understates d' where people differ in bias: Macmillan and Kaplan 1985)."""
    items = {item.id: item for item in inbox(story).items}
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    found = []
    plays = gone = 0
    for walk in walks:
        plays += 1
        cells: Counter[tuple[bool, bool]] = Counter()
        for item_id, verdict in walk.path:
            item = items.get(item_id)
            if item is None or verdict not in VERDICTS:
                gone += 1
                continue
            called_fraud = verdict == FRAUD
            (wrong if called_fraud == item.genuine else right)[item_id] += 1
            cells[item.genuine, called_fraud] += 1
        found.append(_detection(cells))
    pooled = Detection(
        *(sum(getattr(one, name) for one in found) for name in ("hits", "misses", "false_alarms", "correct_rejections"))
    )
    d = [one.sensitivity for one in found if one.sensitivity is not None]
    c = [one.bias for one in found if one.bias is not None]
    return {
        "plays": plays,
        "messages": [
            {
                "id": item.id,
                "title": name_of(item),
                "genuine": item.genuine,
                "right": right[item.id],
                "wrong": wrong[item.id],
                "percent": _percent(right[item.id], right[item.id] + wrong[item.id]),
            }
            for item in inbox(story).items
        ],
        "group": pooled.view(),
        "mean_sensitivity": round(sum(d) / len(d), 3) if d else None,
        "mean_bias": round(sum(c) / len(c), 3) if c else None,
        "gone": gone,
    }


def _detection(cells: Mapping[tuple[bool, bool], int]) -> Detection:
    return Detection(
        hits=cells[False, True],
        misses=cells[False, False],
        false_alarms=cells[True, True],
        correct_rejections=cells[True, False],
    )


def words(scene: Scene, way: Choice) -> str:
    """What ``way`` is called, plain; ``""`` for something else that was typed (the fallback)."""
    said = richtext.plain(label(scene, way))
    if asked_item(scene, way) is not None and scene.question is not None:
        return f"{said} {'✓' if way.id == scene.question.right.id else '✗'}"
    return said


def _by(scene: Scene, way: Choice) -> str:
    """``choice``, ``reply``, ``fallback``, ``right`` or ``wrong``."""
    if scene.question is not None and way.id in (scene.question.right.id, scene.question.wrong.id):
        return "right" if way.id == scene.question.right.id else "wrong"
    if scene.input is not None and scene.input.fallback is not None and way.id == scene.input.fallback.id:
        return "fallback"
    return "choice" if any(one.id == way.id for one in scene.choices) else "reply"


def _way(story: Story, scene_id: str, way_id: str) -> Choice | None:
    scene = story.scene_of.get(scene_id)
    return None if scene is None else next((way for way in scene.ways if way.id == way_id), None)


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
