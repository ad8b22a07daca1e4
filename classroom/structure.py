"""The structure of a course in memory: read once per version, shared by all requests of this process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from opaque_keys.edx.keys import CourseKey, UsageKey

from classroom.models import Block, Course

CONTAINERS = ("course", "chapter", "sequential", "vertical")
KEEP = 16


@dataclass(frozen=True, slots=True)
class Node:
    """One block: its place and the explicitly set fields of the scopes settings and content (field JSON)."""

    key: UsageKey
    type: str
    parent: UsageKey | None
    children: tuple[UsageKey, ...]
    settings: Mapping[str, Any]
    content: Mapping[str, Any]

    @property
    def title(self) -> str:
        """The display name, else something readable made of the id."""
        return str(self.settings.get("display_name") or self.key.block_id.replace("_", " ").replace("-", " "))


@dataclass(frozen=True, slots=True)
class CourseTree:
    """All blocks of a course by usage key. Immutable: an edit makes a new version."""

    key: CourseKey
    version: int
    root: UsageKey
    nodes: Mapping[UsageKey, Node] = field(repr=False)
    memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """What others worked out about this version (it goes when the version goes)."""

    def __contains__(self, key: UsageKey) -> bool:
        return key in self.nodes

    def node(self, key: UsageKey) -> Node:
        """The block of that key; ``KeyError`` if the course has none."""
        return self.nodes[key]

    def children(self, key: UsageKey) -> list[Node]:
        """The block's children in order."""
        return [self.nodes[child] for child in self.nodes[key].children if child in self.nodes]

    def lineage(self, key: UsageKey) -> Iterator[Node]:
        """The block itself, its parent, and so on up to the course."""
        at: UsageKey | None = key
        while at is not None:
            found = self.nodes.get(at)
            if found is None:
                return
            yield found
            at = found.parent

    def ancestor(self, key: UsageKey, block_type: str) -> Node | None:
        """The nearest block of ``block_type`` above or at ``key``."""
        return next((node for node in self.lineage(key) if node.type == block_type), None)

    def below(self, key: UsageKey) -> Iterator[Node]:
        """The block and everything under it, in reading order."""
        node = self.nodes[key]
        yield node
        for child in node.children:
            if child in self.nodes:
                yield from self.below(child)

    def leaves(self, key: UsageKey) -> list[Node]:
        """What learners work on below ``key``: all blocks that are no containers."""
        return [node for node in self.below(key) if node.type not in CONTAINERS]

    def of_type(self, block_type: str) -> list[Node]:
        """All blocks of that type, in reading order."""
        return [node for node in self.below(self.root) if node.type == block_type]

    def inherited(self, key: UsageKey, name: str) -> Any:
        """The value of field ``name`` set on the nearest block above ``key`` (not on it); ``KeyError`` if none sets
        it."""
        for node in self.lineage(key):
            if node.key != key and name in node.settings:
                return node.settings[name]
        raise KeyError(name)


def language_of(tree: CourseTree) -> str:
    """The language that the course is written in, as HTML names it: the course's setting ``language``, else ``vi``."""
    found = tree.node(tree.root).settings.get("language")
    return found.replace("_", "-") if isinstance(found, str) and found else "vi"


_trees: OrderedDict[tuple[CourseKey, int], CourseTree] = OrderedDict()
_lock = threading.Lock()


def tree_of(course: Course) -> CourseTree:
    """The structure of ``course`` at its version; one query when it is not in memory yet."""
    name = (course.key, course.version)
    with _lock:
        found = _trees.get(name)
        if found is not None:
            _trees.move_to_end(name)
            return found
    tree = _read(course)
    with _lock:
        _trees[name] = tree
        while len(_trees) > KEEP:
            _trees.popitem(last=False)
    return tree


def forget_trees() -> None:
    """Empty the cache (tests: every test has its own database)."""
    with _lock:
        _trees.clear()


def _read(course: Course) -> CourseTree:
    rows = list(Block.objects.filter(course=course).order_by("order"))
    by_parent: dict[UsageKey | None, list[UsageKey]] = {}
    for row in rows:
        by_parent.setdefault(row.parent_key, []).append(row.usage_key)
    nodes = {
        row.usage_key: Node(
            key=row.usage_key,
            type=row.block_type,
            parent=row.parent_key,
            children=tuple(by_parent.get(row.usage_key, ())),
            settings=row.settings,
            content=row.content,
        )
        for row in rows
    }
    root = next((row.usage_key for row in rows if row.block_type == "course"), None)
    if root is None:
        root = course.key.make_usage_key("course", "course")
        nodes[root] = Node(root, "course", None, tuple(by_parent.get(None, ())), {"display_name": course.title}, {})
    return CourseTree(course.key, course.version, root, nodes)
