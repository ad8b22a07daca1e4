"""What reaches a learner of the project's own simulations, move by move: never a word of a scene that lies ahead, never
the graph, never which way is the safe one, never how many scenes there are."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from xblocks.common import richtext
from xblocks.scenario_sim.formats import markdown
from xblocks.scenario_sim.story import Scene, Story

CONTENT = Path(__file__).parents[2] / "content"


def stories() -> list[tuple[str, Story]]:
    """Module and story of every simulation that is no inbox (of those see ``tests/scenario_sim/test_triage.py``)."""
    found = []
    for path in sorted(CONTENT.glob("modules/*/*.md")):
        text = path.read_text("utf-8")
        if "kind: scenario_sim" in text[:400]:
            story = markdown.read(text).model
            assert story is not None
            if story.triage is None:
                found.append((path.parent.name, story))
    return found


#: Names of what only the model has.
OURS = ("exit", "when", "flags", "visits", "to", "start", "scenes", "scoring", "genuine", "layout", "patterns")
plain = lru_cache(maxsize=None)(richtext.plain)


@cache
def words_of(scene: Scene) -> frozenset[str]:
    """Everything that is written in ``scene`` and long enough to be told from chance."""
    ending = () if scene.ending is None else (scene.ending.title, scene.ending.text)
    written = (scene.title, scene.text, *ending, *(m.text for m in scene.messages))
    written += tuple(text for way in scene.ways for text in (way.text, way.feedback))
    return frozenset(words for words in map(plain, written) if len(words) > 15)


def keys_in(data: Any) -> set[str]:
    """Every key at any depth, but those of what a channel shows ("to", "when" of an e-mail) and of effects."""
    if isinstance(data, dict):
        return set(data).union(*(keys_in(one) for key, one in data.items() if key not in ("channel_info", "effects")))
    return set().union(*map(keys_in, data), set()) if isinstance(data, list) else set()


def texts_in(data: Any) -> list[str]:
    """Every text at any depth, as it is read."""
    if isinstance(data, dict):
        return [text for one in data.values() for text in texts_in(one)]
    if isinstance(data, list):
        return [text for one in data for text in texts_in(one)]
    return [plain(data), data] if isinstance(data, str) else []


def tells_nothing_ahead(story: Story, been: list[str], reply: Any, *, ended: bool) -> None:
    """``reply`` may hold what stands in the scenes of ``been``; of the last one not yet what follows from its ways."""
    told = texts_in(reply)
    ids = {scene.id for scene in story.scenes} | {way.id for scene in story.scenes for way in scene.ways}
    assert not {one for one in told if "-" in one} & ids
    said = "\n".join(told)
    everywhere = (story.intro, story.debrief.text, *(action.text for action in story.debrief.actions))
    known = "\n".join([*map(plain, everywhere), *(words for name in been for words in words_of(story.scene_of[name]))])
    for scene in story.scenes:
        if scene.id not in been:
            assert not [words for words in words_of(scene) if words in said and words not in known], scene.id
    unsaid = {plain(way.feedback) for way in story.scene_of[been[-1]].ways if len(way.feedback) > 15}
    unsaid -= {plain(way.feedback) for name in been[:-1] for way in story.scene_of[name].ways}
    assert ended or not [words for words in unsaid if words in said]
    assert not keys_in(reply) & set(OURS)
    assert ended or "score" not in keys_in(reply.get("play") or reply.get("state") or {})


@pytest.mark.parametrize("story", [pytest.param(story, id=name) for name, story in stories()])
def test_only_the_scene_that_one_stands_in_is_told(course, learner, story):
    usage = course.add("scenario_sim", content=story.to_json())
    fragment = course.block(usage, learner).student_view({})
    init = json.loads(fragment.json_init_args) if isinstance(fragment.json_init_args, str) else fragment.json_init_args
    page = fragment.content + "".join(one.data for one in fragment.resources) + json.dumps(init, ensure_ascii=False)
    for scene in story.scenes:
        assert not [words for words in words_of(scene) if words in page and words not in plain(story.intro)]
    for number in range(2):
        walk(course, usage, learner, story, Random(number), number)


def walk(course: Any, usage: Any, learner: Any, story: Story, rng: Random, plays: int) -> None:
    """A play of at most 25 choices by chance, and everything that the server says on the way."""
    _, reply = course.post(usage, learner, "start_attempt", {"after": plays})
    view, been = reply["state"]["play"], [story.start]
    tells_nothing_ahead(story, been, reply, ended=False)
    for step in range(1, 26):
        body = {"play": view["id"], "step": step}
        if "input" in view["scene"] and rng.random() < 0.5:
            body["typed"] = "tôi không biết"
        else:
            body["choice"] = rng.choice(sorted(view["scene"]["choices"], key=lambda one: one["text"]))["id"]
        status, reply = course.post(usage, learner, "choose", body)
        assert status == 200, reply
        view = reply["play"]
        state = course.block(usage, learner).state["current"]
        been.append(state["scene"])
        ended = view["status"] != "open"
        tells_nothing_ahead(story, been, reply, ended=ended)
        tells_nothing_ahead(story, been, course.post(usage, learner, "current")[1], ended=ended)
        if ended:
            break
    found = course.post(usage, learner, "scene_map")[1]["map"]
    kept = course.block(usage, learner).state
    plays = [*(past["data"] for past in kept["past"]), kept["current"]]
    visited = {play["scene"] for play in plays} | {move[0] for play in plays for move in play["path"]}
    assert (set(found), len(found["scenes"])) == ({"scenes", "moves"}, len(visited))
