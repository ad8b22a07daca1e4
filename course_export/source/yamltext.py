"""YAML as authors write it: plain data, with the line of every value, and nothing surprising.

Refused, each with one sentence and a line: duplicate keys (the first would vanish without a word), anchors and aliases
(a few lines can grow to gigabytes), tags such as ``!!python/object`` and nesting deeper than :data:`MAX_DEPTH`.
Dates come out as ISO text, because the models hold JSON.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_DEPTH = 30
Path = tuple[str | int, ...]

_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
}


class YamlProblem(ValueError):
    """Text that is no acceptable YAML. ``line`` is 1-based in the text that was handed in."""

    def __init__(self, code: str, vi: str, en: str, line: int | None) -> None:
        super().__init__(en)
        self.code, self.vi, self.en, self.line = code, vi, en, line


@dataclass(frozen=True)
class Document:
    """Plain data and where each part of it stands (1-based lines, keyed by path)."""

    data: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int | None:
        """The line of ``path``, or of the nearest part above it."""
        while path not in self.lines:
            if not path:
                return None
            path = path[:-1]
        return self.lines[path]


class _Loader(yaml.SafeLoader):
    """Composes nodes; constructing plain values from them is ours."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlProblem(
                "yaml-alias",
                "Dấu & và * (bí danh YAML) không được dùng ở đây; hãy viết lại nội dung đầy đủ.",
                "YAML anchors and aliases (& and *) are not used here; write the content out in full.",
                line,
            )
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise YamlProblem(
                "yaml-too-deep",
                f"Nội dung lồng nhau quá {MAX_DEPTH} tầng; hãy viết lại cho phẳng hơn.",
                f"The content is nested more than {MAX_DEPTH} levels deep; write it flatter.",
                line,
            )
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _plain(loader: _Loader, node: Any, path: Path, lines: dict[Path, int], offset: int) -> Any:
    line = node.start_mark.line + 1 + offset
    lines.setdefault(path, line)
    if node.tag not in _PLAIN_TAGS:
        raise YamlProblem(
            "yaml-tag",
            "Giá trị này dùng ký hiệu đặc biệt của YAML (dấu ! hoặc <<); hãy viết giá trị thường, đặt trong nháy kép "
            "nếu cần.",
            "This value uses a special YAML mark (! or <<); write a plain value, in double quotes if needed.",
            line - offset,
        )
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag == "tag:yaml.org,2002:merge":
                raise YamlProblem(
                    "yaml-key",
                    "Tên mục phải là một từ đơn giản đứng trước dấu hai chấm.",
                    "A key must be one plain word before the colon.",
                    key_line,
                )
            key = unicodedata.normalize("NFC", str(key_node.value))
            if key in result:
                raise YamlProblem(
                    "yaml-duplicate-key",
                    f"Mục “{key}” được viết hai lần; hãy giữ lại một.",
                    f"The key “{key}” is written twice; keep one of them.",
                    key_line,
                )
            lines[(*path, key)] = key_line + offset
            result[key] = _plain(loader, value_node, (*path, key), lines, offset)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(loader, item, (*path, i), lines, offset) for i, item in enumerate(node.value)]
    try:
        value = loader.construct_object(node)
    except ValueError as error:
        raise YamlProblem(
            "yaml-value",
            f"Giá trị “{node.value[:40]}” trông như ngày hoặc số nhưng không hợp lệ; hãy sửa hoặc đặt trong nháy kép.",
            f"The value “{node.value[:40]}” looks like a date or number but is not a valid one; mend or quote it.",
            line - offset,
        ) from error
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def parse(text: str, *, first_line: int = 1) -> Document:
    """``text`` as plain data (dict, list, str, int, float, bool, None).

    ``first_line`` is the line of the file on which ``text`` begins. Raises :class:`YamlProblem`, its line counted in
    the
    file, for everything that is not acceptable; never another exception.
    """
    offset = first_line - 1
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            lines: dict[Path, int] = {}
            data = None if node is None else _plain(loader, node, (), lines, offset)
            return Document(data, lines)
        finally:
            loader.dispose()
    except YamlProblem as problem:
        if problem.line is not None:
            problem.line += offset
        raise
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlProblem(
            "yaml-syntax",
            "Phần này không đúng cách viết YAML; hãy xem lại dấu hai chấm, thụt đầu dòng và dấu nháy.",
            f"This is not valid YAML ({error.problem or 'unknown reason'}); look at colons, indentation and quotes.",
            None if mark is None else mark.line + 1 + offset,
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        position = getattr(error, "position", None)
        line = text.count("\n", 0, position) + 1 + offset if isinstance(position, int) else None
        raise YamlProblem(
            "yaml-syntax",
            "Phần này chứa ký tự lạ mà YAML không đọc được; hãy xóa các ký tự điều khiển.",
            "This contains characters that YAML cannot read; remove control characters.",
            line,
        ) from error


def front_matter(text: str) -> tuple[str | None, str, int]:
    """Split ``---`` front matter from the body.

    Returns (YAML text or None, body, line on which the body begins). Front matter that is never closed counts as none.
    """
    lines = text.split("\n")
    if not lines or lines[0].rstrip() != "---":
        return None, text, 1
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in ("---", "..."):
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    return None, text, 1
