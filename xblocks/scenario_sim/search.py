"""Every situation a story can get into, by exact search: the ground on which checks stand.

Only what a condition looks at tells two situations apart: meters and flags that no condition reads are left out, and
visits are counted no further than the largest number that they are compared with (they only grow), so that the search
is finite wherever the meters have finitely many values. It stops at ``cap`` situations; then ``complete`` is false and
only what was found holds, not what was not found.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from .conditions import FlagSet, MeterIs, Visits, evaluate, leaves
from .replies import holds, tokens
from .state import State, after, first_state, open_input, open_question, visible_choices
from .story import Choice, Scene, Story

#: Enough for hundreds of scenes with a few flags; about a second of work at most.
CAP: Final = 8_000

Key = tuple[object, ...]


@dataclass
class Explored:
    """What the search found. Scenes and choices are named by id; ``shown`` holds (scene, message id) pairs."""

    complete: bool = True
    scenes: set[str] = field(default_factory=set)
    #: Ways that can be taken in some situation.
    offered: set[tuple[str, str]] = field(default_factory=set)
    #: Ways whose condition holds in some situation of their scene, whether or not they can be taken there.
    held: set[tuple[str, str]] = field(default_factory=set)
    shown: set[tuple[str, str]] = field(default_factory=set)
    #: Scenes that are no ending where, in some situation, no choice is offered.
    stuck: set[str] = field(default_factory=set)
    #: Scenes where, in some situation with choices, no ending can be reached any more. Known if ``complete``.
    trapped: set[str] = field(default_factory=set)
    #: Scenes where, in some situation with choices, none of them is a safe way out.
    bare: set[str] = field(default_factory=set)


class _Meant:
    """Which replies a typed answer may mean: one all of whose phrases hold a phrase of an open reply above it never is
    meant (whatever holds the longer phrase holds the shorter one, too)."""

    def __init__(self, scene: Scene) -> None:
        replies = scene.input.replies if scene.input is not None else ()
        plain = scene.input is not None and scene.input.ignore_diacritics
        said = [[tokens(pattern, plain) for pattern in reply.patterns] for reply in replies]
        self._ways = [reply.way for reply in replies]
        #: For each reply and each of its phrases the replies above it that would be meant instead.
        self._above = [
            [{j for j in range(i) if any(holds(phrase, other) for other in said[j])} for phrase in said[i]]
            for i in range(len(said))
        ]

    def ways(self, story: Story, state: State) -> list[Choice]:
        shown = {i for i, way in enumerate(self._ways) if way.to in story.scene_of and evaluate(way.when, state)}
        return [self._ways[i] for i in sorted(shown) if any(not above & shown for above in self._above[i])]


def _takeable(story: Story, state: State, meant: _Meant) -> list[Choice]:
    """Every way that can be taken in ``state``: ``state.ways_on`` without the replies that no text means."""
    found = list(visible_choices(story, state))
    asked = open_input(story, state)
    if asked is not None and asked.fallback is not None:
        found += (*meant.ways(story, state), asked.fallback)
    question = open_question(story, state)
    return found if question is None else [*found, question.right, question.wrong]


class _Lens:
    """Reduces a state to what conditions can tell apart."""

    def __init__(self, story: Story) -> None:
        whens = [c.when for s in story.scenes for c in s.ways] + [m.when for s in story.scenes for m in s.messages]
        read = [leaf for when in whens for leaf in leaves(when)]
        self.meters = sorted({leaf.meter for leaf in read if isinstance(leaf, MeterIs)} & set(story.meter_of))
        self.flags = frozenset(leaf.flag for leaf in read if isinstance(leaf, FlagSet))
        self.most: dict[str, int] = {}
        for leaf in read:
            if isinstance(leaf, Visits):
                self.most[leaf.scene] = max(self.most.get(leaf.scene, 0), leaf.value + 1)

    def reduce(self, state: State) -> State:
        visits = {scene: min(most, state.visits.get(scene, 0)) for scene, most in self.most.items()}
        meters = {name: state.meters[name] for name in self.meters}
        return State(state.scene, meters, self.flags & frozenset(state.flags), visits)

    def key(self, state: State) -> Key:
        return (state.scene, *state.meters.values(), frozenset(state.flags), *state.visits.values())


def explore(story: Story, cap: int = CAP) -> Explored:
    """Search every situation of ``story`` from its start, breadth first, ``cap`` of them at most."""
    lens, found = _Lens(story), Explored()
    meant = {scene.id: _Meant(scene) for scene in story.scenes}
    first = lens.reduce(first_state(story))
    numbers: dict[Key, int] = {lens.key(first): 0}
    scenes: list[str] = [first.scene]
    back: list[list[int]] = [[]]
    endings: list[int] = []
    moving: list[int] = []
    queue: deque[State] = deque([first])
    number = -1
    while queue:
        state = queue.popleft()
        number += 1
        scene = story.scene_of[state.scene]
        found.scenes.add(scene.id)
        found.shown.update((scene.id, m.id) for m in scene.messages if evaluate(m.when, state))
        if scene.ending is not None:
            endings.append(number)
            continue
        found.held.update((scene.id, way.id) for way in scene.ways if evaluate(way.when, state))
        choices = _takeable(story, state, meant[scene.id])
        if not choices:
            found.stuck.add(scene.id)
            continue
        if not any(choice.exit for choice in choices):
            found.bare.add(scene.id)
        moving.append(number)
        for choice in choices:
            found.offered.add((scene.id, choice.id))
            then = lens.reduce(after(story, state, choice))
            key = lens.key(then)
            target = numbers.get(key)
            if target is None:
                if len(numbers) >= cap:
                    found.complete = False
                    continue
                target = numbers[key] = len(scenes)
                scenes.append(then.scene)
                back.append([])
                queue.append(then)
            back[target].append(number)
    if found.complete:
        safe = _backwards(endings, back)
        found.trapped = {scenes[n] for n in moving if n not in safe}
    return found


def _backwards(goals: Iterable[int], back: list[list[int]]) -> set[int]:
    seen = set(goals)
    todo = list(seen)
    while todo:
        for source in back[todo.pop()]:
            if source not in seen:
                seen.add(source)
                todo.append(source)
    return seen


def explore_graph(story: Story) -> Explored:
    """The same questions with every condition taken to hold: what is unreachable or trapped here surely is."""
    found = Explored(complete=False)
    todo, found.scenes = [story.start], {story.start}
    back: dict[str, list[str]] = {}
    while todo:
        scene = story.scene_of[todo.pop()]
        found.shown.update((scene.id, m.id) for m in scene.messages)
        onward = [c for c in scene.ways if c.to in story.scene_of]
        if not onward and scene.ending is None:
            found.stuck.add(scene.id)
        for choice in onward:
            found.offered.add((scene.id, choice.id))
            back.setdefault(choice.to, []).append(scene.id)
            if choice.to not in found.scenes:
                found.scenes.add(choice.to)
                todo.append(choice.to)
    safe = {s for s in found.scenes if story.scene_of[s].ending is not None}
    todo = list(safe)
    while todo:
        for source in back.get(todo.pop(), ()):
            if source not in safe:
                safe.add(source)
                todo.append(source)
    found.trapped = found.scenes - safe - found.stuck
    return found
