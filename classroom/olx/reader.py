"""An OLX folder as a course in memory. Nothing is stored here; anything odd is refused before something could be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nh3
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey, UsageKey
from opaque_keys.edx.locator import CourseLocator
from xblock.fields import String

from classroom.blocks import clean_lesson
from classroom.grading.policy import DEFAULT, Policy, PolicyError
from classroom.runtime.mixins import BlockMixin, InheritanceMixin
from classroom.runtime.runtime import load_block_class
from classroom.structure import CONTAINERS
from xblocks.common.findings import ModelError

from .archive import safe_name
from .errors import ImportRefused
from .runtime import OlxRuntime
from .xml import parse_file

MAX_BLOCKS = 20_000
KEPT_POINTERS = ("html", "problem", "video", "discussion", "library_content", "about", "static_tab", "wiki")
NOT_BLOCKS = ("wiki", "discussion_topics", "static_tab", "textbook", "pdf_textbook", "lti_consumer_config")
COMMON_FIELDS = {**InheritanceMixin.fields, **BlockMixin.fields}


@dataclass(slots=True)
class ParsedBlock:
    """One block as it will be stored; ``order`` is its place in the whole course."""

    key: UsageKey
    parent: UsageKey | None
    order: int
    settings: dict[str, Any]
    content: dict[str, Any]


@dataclass(slots=True)
class ParsedCourse:
    """Everything that an import will store."""

    key: CourseKey
    title: str
    about: str
    image: str
    grading_policy: dict[str, Any]
    blocks: list[ParsedBlock] = field(default_factory=list)
    assets: dict[str, Path] = field(default_factory=dict)
    cohorts: list[str] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)


def read_course(folder: Path) -> ParsedCourse:
    """The course of the folder that holds ``course.xml``. Raises :class:`ImportRefused`."""
    return _Reader(folder).read()


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.policy: dict[str, Any] = {}
        self.blocks: list[ParsedBlock] = []
        self.keys: set[UsageKey] = set()
        self.missing: set[str] = set()

    def read(self) -> ParsedCourse:
        top = parse_file(self.folder, "course.xml")
        if top.tag != "course":
            raise ImportRefused("course.xml không bắt đầu bằng <course>.", "course.xml does not begin with <course>.")
        org, number, run = (top.get(name, "") for name in ("org", "course", "url_name"))
        try:
            key = CourseLocator(org, number, run)
            CourseKey.from_string(str(key))
        except (InvalidKeyError, AssertionError, TypeError) as error:
            raise ImportRefused(
                "course.xml thiếu org, course hoặc url_name, hoặc chúng có ký tự lạ.",
                "course.xml lacks org, course or url_name, or they hold odd characters.",
            ) from error
        self.runtime = OlxRuntime(key)
        self.policy = self._json(f"policies/{run}/policy.json") or {}
        node = parse_file(self.folder, f"course/{run}.xml") if len(top) == 0 else top
        root = key.make_usage_key("course", "course")
        settings = self._settings(node, "course", run)
        self._add(root, None, settings, {})
        for child in node:
            if isinstance(child.tag, str) and child.tag not in NOT_BLOCKS:
                self._block(child, root)
        return ParsedCourse(
            key=key,
            title=str(settings.get("display_name") or f"{org} {number} {run}"),
            about=self._about(),
            image=str(settings.get("course_image") or ""),
            grading_policy=self._grading(run),
            blocks=self.blocks,
            assets=self._assets(),
            cohorts=_cohort_names(settings.get("user_partitions")),
            missing=self.missing,
        )

    def _json(self, name: str) -> Any:
        file = self.folder / name
        if not file.is_file():
            return None
        try:
            return json.loads(file.read_bytes())
        except (ValueError, RecursionError) as error:
            raise ImportRefused(
                f"tệp “{name}” không phải JSON đúng.", f"the file “{name}” is no valid JSON."
            ) from error

    def _grading(self, run: str) -> dict[str, Any]:
        data = self._json(f"policies/{run}/grading_policy.json")
        if data is None:
            return dict(DEFAULT)
        try:
            Policy.from_json(data)
        except PolicyError as error:
            raise ImportRefused("cách tính điểm (grading_policy.json) không đúng dạng.", f"{error}.") from error
        return data  # type: ignore[no-any-return]

    def _about(self) -> str:
        file = self.folder / "about" / "overview.html"
        if not file.is_file():
            return ""
        return clean_lesson(file.read_text("utf-8", errors="replace")[:200_000]).strip()

    def _assets(self) -> dict[str, Path]:
        folder = self.folder / "static"
        found: dict[str, Path] = {}
        if folder.is_dir():
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    name = path.relative_to(folder).as_posix()
                    safe_name(name)
                    found[name] = path
        return found

    def _settings(self, node: Any, block_type: str, url_name: str) -> dict[str, Any]:
        """Attributes of a container, and over them what policy.json says about it."""
        settings = {
            name: _from_attribute(name, value)
            for name, value in node.items()
            if name not in ("url_name", "org", "course", "filename", "slug", "xblock-family")
        }
        told = self.policy.get(f"{block_type}/{url_name}")
        if isinstance(told, Mapping):
            settings.update({name: value for name, value in told.items() if name not in ("tabs", "children", "parent")})
        return settings

    def _add(self, key: UsageKey, parent: UsageKey | None, settings: dict[str, Any], content: dict[str, Any]) -> None:
        if key in self.keys:
            raise ImportRefused(
                f"khối “{key.block_type} {key.block_id}” có hai lần trong khóa học.",
                f"the block “{key.block_type} {key.block_id}” is in the course twice.",
            )
        if len(self.blocks) >= MAX_BLOCKS:
            raise ImportRefused(f"khóa học có hơn {MAX_BLOCKS} khối.", f"the course has more than {MAX_BLOCKS} blocks.")
        self.keys.add(key)
        self.blocks.append(ParsedBlock(key, parent, len(self.blocks), settings, content))

    def _block(self, node: Any, parent: UsageKey) -> None:
        tag = node.tag
        followed = tag in CONTAINERS or tag in KEPT_POINTERS
        if followed and _is_pointer(node):
            url_name = node.get("url_name")
            safe_name(url_name)
            file = f"{tag}/{url_name}.xml"
            if (self.folder / file).is_file():
                node = parse_file(self.folder, file)
                node.set("url_name", url_name)
                if node.tag != tag:
                    raise ImportRefused(
                        f"tệp “{file}” chứa <{node.tag}> thay vì <{tag}>.",
                        f"“{file}” holds <{node.tag}> and not <{tag}>.",
                    )
            elif tag in CONTAINERS or tag == "html":
                raise ImportRefused(f"thiếu tệp “{file}”.", f"the file “{file}” is missing.")
        if tag in CONTAINERS:
            key = self.runtime.usage_key(node)
            self._add(key, parent, self._settings(node, tag, key.block_id), {})
            for child in node:
                if isinstance(child.tag, str):
                    self._block(child, key)
            return
        if tag == "html":
            self._inline_text(node)
        self._leaf(node, parent)

    def _inline_text(self, node: Any) -> None:
        name = node.attrib.pop("filename", None)
        if not name:
            return
        safe_name(name)
        file = self.folder / "html" / f"{name}.html"
        if not file.is_file():
            raise ImportRefused(f"thiếu tệp “html/{name}.html”.", f"the file “html/{name}.html” is missing.")
        for child in list(node):
            node.remove(child)
        text = file.read_text("utf-8", errors="replace")
        node.text = "".join(letter for letter in text if letter >= " " or letter in "\n\t\r")

    def _leaf(self, node: Any, parent: UsageKey) -> None:
        before = len(self.runtime.order)
        where = f"{node.tag} {node.get('url_name') or ''}".strip()
        try:
            self.runtime.parse_block(node, parent)
        except ImportRefused:
            raise
        except ModelError as error:
            first = error.findings[0]
            raise ImportRefused(
                f"khối “{where}”: {first.where}: {first.vi}", f"block “{where}”: {first.where}: {first.en}"
            ) from error
        except Exception as error:
            said = nh3.clean_text(str(error))[:160]
            raise ImportRefused(
                f"khối “{where}” không đọc được ({said}).", f"the block “{where}” cannot be read ({said})."
            ) from error
        for key in self.runtime.order[before:]:
            block = self.runtime.blocks[key]
            settings, content = self.runtime.fields_of(block)
            told = self.policy.get(f"{key.block_type}/{key.block_id}")
            if isinstance(told, Mapping):
                settings.update({name: value for name, value in told.items() if name in block.fields})
            if load_block_class(key.block_type).__name__ == "MissingBlock":
                self.missing.add(key.block_type)
            self._add(key, block.parent, settings, content)


def _is_pointer(node: Any) -> bool:
    return len(node) == 0 and not (node.text or "").strip() and set(node.keys()) == {"url_name"}


def _from_attribute(name: str, value: str) -> Any:
    """An attribute as field JSON: JSON where it is JSON of the field's kind, else the text (the platform's
    ``deserialize_field``)."""
    known = COMMON_FIELDS.get(name)
    if (known is None or isinstance(known, String)) and not value.startswith('"'):
        return value
    try:
        found = json.loads(value)
        if known is not None and found is not None:
            known.from_json(found)
    except (ValueError, TypeError):
        return value
    return found


def _cohort_names(partitions: Any) -> list[str]:
    """Names of the groups in partitions of scheme ``cohort``."""
    names: list[str] = []
    for partition in partitions if isinstance(partitions, list) else ():
        if isinstance(partition, Mapping) and partition.get("scheme") == "cohort":
            names += [str(group.get("name")) for group in partition.get("groups", ()) if group.get("name")]
    return names
