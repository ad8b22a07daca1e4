"""Synthetic learners: how they answer and choose, over the blocks' own handlers.

They know the content as its author wrote it and recognise what they are shown by its text, because ids and keys never
leave the server. Everything is decided by a random source that is handed in.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from . import answers
from .answers import same

#: ``post(handler, data) -> answer`` of one block for one learner.
Post = Callable[[str, dict[str, Any]], dict[str, Any]]
#: A play that wanders longer than this goes straight for an ending.
PATIENCE = 25
#: No story needs more moves than this; it only keeps a broken one from running for ever.
MAX_MOVES = 400


class QuizPlayer:
    """Answers a quiz: each item right with the probability ``skill`` (0..1)."""

    def __init__(self, quiz: Mapping[str, Any]) -> None:
        self.items = {same(item["text"]): item for item in quiz["items"]}

    def play(self, post: Post, rng: random.Random, skill: float) -> dict[str, Any]:
        """Play one attempt to its end and return the last state's ``best``; an open attempt is continued."""
        state = post("current", {})["state"]
        attempt = state.get("attempt")
        if not attempt or attempt["status"] != "open":
            if not state["can_start"]:
                return dict(state)
            state = post("start_attempt", {"after": state["attempts_used"]})["state"]
            attempt = state["attempt"]
        step, status = attempt["step"], attempt["status"]
        for item in attempt["items"]:
            if item.get("answer") is not None:
                continue
            raw = self.answer(item, rng, skill)
            given = {"attempt": attempt["id"], "step": step + 1, "item": item["id"], "answer": raw}
            outcome = post("answer", given)["attempt"]
            step, status = outcome["step"], outcome["status"]
        if status == "open":
            post("finish", {"attempt": attempt["id"]})
        last: dict[str, Any] = post("current", {})["state"]
        return last

    def answer(self, item: Mapping[str, Any], rng: random.Random, skill: float) -> Any:
        """An answer in the browser's form: right with the probability ``skill``, else some wrong one."""
        authored = self.items.get(same(item["text"]))
        right = None
        if authored is not None:
            with suppress(LookupError, StopIteration):
                right = answers.right(item, authored)
        if right is not None and rng.random() < skill:
            return right
        for _ in range(8):
            other = answers.some(item, rng, right)
            if other != right:
                return other
        return answers.some(item, rng, right)


class StoryPlayer:
    """Plays a story: the best way with the probability ``skill``, else any other; judges the messages of an inbox
    rightly with the same probability."""

    def __init__(self, story: Mapping[str, Any]) -> None:
        self.scenes = {same(scene["title"]): scene for scene in story.get("scenes", ())}
        self.worth = _worth(story)
        self.genuine = {_face(item): item["genuine"] for item in (story.get("triage") or {}).get("items", ())}

    def play(self, post: Post, rng: random.Random, skill: float) -> dict[str, Any]:
        """Play once to an ending and return the last state; an open play is continued."""
        state = post("current", {})["state"]
        view = state.get("play")
        if not view or view["status"] != "open":
            if not state["can_start"]:
                return dict(state)
            view = post("start_attempt", {"after": state["plays_used"]})["state"]["play"]
        for move in range(MAX_MOVES):
            if view["status"] != "open":
                break
            patient = move < PATIENCE
            taken = self.move(view["scene"], rng, skill if patient else 1.0, asked=patient)
            if not taken:
                break
            view = post("choose", {"play": view["id"], "step": view["step"] + 1, **taken})["play"]
        last: dict[str, Any] = post("current", {})["state"]
        return last

    def move(self, shown: Mapping[str, Any], rng: random.Random, skill: float, *, asked: bool) -> dict[str, Any]:
        """What to send: a choice, or, half of the times where the scene asks (``asked`` and always where it offers no
        choice), a typed reply or an answer; nothing where there is no way on."""
        scene = self.scenes.get(same(shown["title"]), {})
        ways = [kind for kind in ("input", "question") if shown.get(kind) and scene.get(kind)]
        if ways and (not shown["choices"] or (asked and rng.random() < 0.5)):
            return self.reply(scene, rng, skill) if ways[0] == "input" else self.answer(shown, scene, rng, skill)
        return {"choice": self.choose(shown, rng, skill)} if shown["choices"] else {}

    def reply(self, scene: Mapping[str, Any], rng: random.Random, skill: float) -> dict[str, Any]:
        """Words for a typed reply."""
        ranked = sorted(
            scene["input"]["replies"], key=lambda reply: (self.worth.get(reply["to"], (0.0, 0)), reply["id"])
        )
        meant = ranked[-1] if len(ranked) < 2 or rng.random() < skill else rng.choice(ranked[:-1])
        return {"typed": meant["patterns"][0]}

    def answer(
        self, shown: Mapping[str, Any], scene: Mapping[str, Any], rng: random.Random, skill: float
    ) -> dict[str, Any]:
        """An answer to the question of a scene."""
        item = shown["question"]
        return {"answer": QuizPlayer({"items": [scene["question"]["item"]]}).answer(item, rng, skill)}

    def choose(self, shown: Mapping[str, Any], rng: random.Random, skill: float) -> str:
        """The public id of a choice."""
        if self.genuine:
            truth = "genuine" if self.genuine.get(_face(shown), True) else "fraud"
            right = rng.random() < skill
            return str(next(c["id"] for c in shown["choices"] if (c["verdict"] == truth) is right))
        scene = self.scenes.get(same(shown["title"]), {})
        leads = {same(choice["text"]): choice["to"] for choice in scene.get("choices", ())}
        ranked = sorted(
            shown["choices"],
            key=lambda choice: (self.worth.get(leads.get(same(choice["text"]), ""), (0.0, 0)), choice["id"]),
        )
        best, others = ranked[-1], ranked[:-1]
        taken = best if not others or rng.random() < skill else rng.choice(others)
        return str(taken["id"])


def _face(part: Mapping[str, Any]) -> tuple[str, ...]:
    """By what a person knows a message of an inbox again."""
    return (same(part["title"]), *(same(message["text"]) for message in part["messages"]))


def _ways(scene: Mapping[str, Any]) -> Iterator[str]:
    """The scenes that ``scene`` can lead to."""
    asked, question = scene.get("input") or {}, scene.get("question") or {}
    ends = (asked.get("fallback"), question.get("right"), question.get("wrong"))
    for way in (*scene.get("choices", ()), *asked.get("replies", ()), *ends):
        if way:
            yield way["to"]


def _worth(story: Mapping[str, Any]) -> dict[str, tuple[float, int]]:
    """For every scene: (score of the best ending that can be reached, minus the moves to it). Ignores conditions."""
    scenes = {scene["id"]: scene for scene in story.get("scenes", ())}
    before: dict[str, list[str]] = {name: [] for name in scenes}
    for name, scene in scenes.items():
        for to in _ways(scene):
            if to in before:
                before[to].append(name)
    worth: dict[str, tuple[float, int]] = {}
    endings = sorted(
        (name for name, scene in scenes.items() if scene.get("ending")),
        key=lambda name: -float(scenes[name]["ending"].get("score") or 0),
    )
    for ending in endings:
        score = float(scenes[ending]["ending"].get("score") or 0)
        queue, seen = deque([(ending, 0)]), {ending}
        while queue:
            name, moves = queue.popleft()
            worth[name] = max(worth.get(name, (-1.0, 0)), (score, -moves))
            for earlier in before[name]:
                if earlier not in seen:
                    seen.add(earlier)
                    queue.append((earlier, moves + 1))
    return worth
