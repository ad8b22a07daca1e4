"""A second opinion: stories read straight from their JSON and walked by code that shares nothing with the engine, for
the tests to compare with. Slow and plain on purpose."""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

OPS = {"<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt}
#: Visits are told apart up to here; the strategies compare with 4 at most.
FEW = 6


@dataclass(frozen=True)
class At:
    """Where somebody stands."""

    scene: str
    meters: tuple[tuple[str, float], ...]
    flags: frozenset[str]
    visits: tuple[tuple[str, int], ...]


class TooMany(Exception):
    """There are more situations than this search has patience for."""


def begin(story: dict[str, Any]) -> At:
    """The first situation."""
    meters = tuple((m["id"], m["start"]) for m in story["meters"])
    return At(story["start"], meters, frozenset(), ((story["start"], 1),))


def true(when: Any, at: At) -> bool:
    """Whether the condition ``when`` holds."""
    if when is None:
        return True
    kind, *rest = when
    if kind == "all":
        return all(true(part, at) for part in rest)
    if kind == "any":
        return any(true(part, at) for part in rest)
    if kind == "not":
        return not true(rest[0], at)
    if kind == "flag":
        return rest[0] in at.flags
    name, op, value = rest
    if kind == "meter":
        known = dict(at.meters)
        return name in known and OPS[op](known[name], value)
    return OPS[op](dict(at.visits).get(name, 0), value)


def scenes(story: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The scenes by id."""
    return {scene["id"]: scene for scene in story["scenes"]}


def spoken(text: str) -> list[str]:
    """The words of ``text`` without case and accents."""
    bare = unicodedata.normalize("NFD", text.lower())
    bare = "".join(c for c in bare if not unicodedata.combining(c)).replace("đ", "d")
    return "".join(c if c.isalnum() else " " for c in bare).split()


def says(text: str, pattern: str) -> bool:
    """Whether the words of ``pattern`` stand in ``text`` one after the other."""
    return f" {' '.join(spoken(pattern))} " in f" {' '.join(spoken(text))} "


def parts(scene: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every way of ``scene`` with its place below it, wherever it leads and whatever its condition."""
    for choice in scene["choices"]:
        yield f"choices.{choice['id']}", choice
    asked = scene.get("input") or {"replies": [], "fallback": None}
    for reply in asked["replies"]:
        yield f"input.replies.{reply['id']}", reply
    if asked["fallback"]:
        yield "input.fallback", asked["fallback"]
    if scene.get("question"):
        yield "question.right", scene["question"]["right"]
        yield "question.wrong", scene["question"]["wrong"]


def typed(story: dict[str, Any], at: At, text: str) -> dict[str, Any] | None:
    """What ``text`` leads to when it is sent in this situation."""
    scene, known = scenes(story)[at.scene], scenes(story)
    asked = scene.get("input")
    if not asked or not asked["fallback"] or asked["fallback"]["to"] not in known:
        return None
    for reply in asked["replies"]:
        fits = any(says(text, pattern) for pattern in reply["patterns"])
        if fits and reply["to"] in known and true(reply["when"], at):
            return dict(reply)
    return dict(asked["fallback"])


def ways(story: dict[str, Any], at: At) -> list[dict[str, Any]]:
    """What can be done here; of typed replies those that some text brings about."""
    scene, known = scenes(story)[at.scene], scenes(story)
    found = [one for one in scene["choices"] if one["to"] in known and true(one["when"], at)]
    asked = scene.get("input")
    texts = [text for reply in (asked or {"replies": []})["replies"] for text in reply["patterns"]]
    for text in (*texts, "zzz"):
        way = typed(story, at, text)
        if way is not None and way not in found:
            found.append(way)
    question = scene.get("question")
    if question and question["right"]["to"] in known and question["wrong"]["to"] in known:
        found += [question["right"], question["wrong"]]
    return found


def then(story: dict[str, Any], at: At, way: dict[str, Any]) -> At:
    """Where ``way`` leads."""
    bounds = {m["id"]: m for m in story["meters"]}
    meters, flags, visits = dict(at.meters), set(at.flags), dict(at.visits)
    for effect in way["effects"]:
        if "meter" in effect:
            if effect["meter"] in meters:
                meter = bounds[effect["meter"]]
                value = meters[meter["id"]] + effect["add"]
                meters[meter["id"]] = meter["min"] if value < meter["min"] else min(value, meter["max"])
        elif effect["set"]:
            flags.add(effect["flag"])
        else:
            flags.discard(effect["flag"])
    visits[way["to"]] = visits.get(way["to"], 0) + 1
    return At(way["to"], tuple(meters.items()), frozenset(flags), tuple(sorted(visits.items())))


def few(at: At) -> At:
    """``at`` with visits counted no further than ``FEW``."""
    return At(at.scene, at.meters, at.flags, tuple((scene, min(n, FEW)) for scene, n in at.visits))


@dataclass
class Truth:
    """What a walk through every situation has seen; (scene, id) where two are named."""

    scenes: set[str] = field(default_factory=set)
    taken: set[tuple[str, str]] = field(default_factory=set)
    held: set[tuple[str, str]] = field(default_factory=set)
    shown: set[tuple[str, str]] = field(default_factory=set)
    stuck: set[str] = field(default_factory=set)
    trapped: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)
    safe_exit: bool = False
    changed: set[str] = field(default_factory=set)
    raised: set[str] = field(default_factory=set)
    good_end: bool = False


def walk_everywhere(story: dict[str, Any], most: int = 2500) -> Truth:
    """Every situation of ``story`` there is. Raises ``TooMany`` beyond ``most`` of them."""
    truth, first, known = Truth(), few(begin(story)), scenes(story)
    onward: dict[At, set[At]] = {}
    todo = [first]
    while todo:
        at = todo.pop()
        if at in onward:
            continue
        onward[at] = set()
        if len(onward) > most:
            raise TooMany
        scene = known[at.scene]
        truth.scenes.add(at.scene)
        truth.raised |= at.flags
        truth.changed |= {
            name for (name, value), (_, start) in zip(at.meters, begin(story).meters, strict=True) if value != start
        }
        truth.shown |= {(at.scene, m["id"]) for m in scene["messages"] if true(m["when"], at)}
        truth.held |= {(at.scene, way["id"]) for _, way in parts(scene) if true(way.get("when"), at)}
        if scene["ending"]:
            truth.good_end |= scene["ending"]["kind"] == "good"
            continue
        found = ways(story, at)
        if not found:
            truth.stuck.add(at.scene)
        elif not any(way.get("exit") for way in found):
            truth.bare.add(at.scene)
        for way in found:
            truth.safe_exit |= bool(way.get("exit"))
            truth.taken.add((at.scene, way["id"]))
            after = few(then(story, at, way))
            onward[at].add(after)
            todo.append(after)
    saved = {at for at in onward if known[at.scene]["ending"]}
    while True:
        more = {at for at, targets in onward.items() if at not in saved and targets & saved}
        if not more:
            break
        saved |= more
    truth.trapped = {at.scene for at, targets in onward.items() if targets and at not in saved}
    return truth
