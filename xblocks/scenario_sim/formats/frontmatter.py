"""The YAML between ``---`` lines: plain data with the line of every part, and nothing that surprises an author.

Only ``true`` and ``false`` are booleans, dates stay text, and anchors, tags, duplicate keys and deep nesting are
refused with a sentence and a line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from xblocks.common.findings import Finding

MAX_DEPTH: Final = 12
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{0,18}(?:[eE][-+][0-9]{1,2})?")
_NAMES: Final = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class FrontMatterError(ValueError):
    """Front matter that cannot be read; ``finding`` says why and on which line."""

    def __init__(self, code: str, vi: str, en: str, line: int) -> None:
        super().__init__(en)
        self.finding = Finding("error", code, "front-matter", vi, en, line)


@dataclass(frozen=True)
class FrontMatter:
    """``data`` and, by place (``meters.tien.label``), the line where each part stands."""

    data: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)


def split(text: str) -> tuple[str | None, list[str], int]:
    """``text`` as YAML (None if there is none), the lines of the body, and the number of the body's first line."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, lines, 1
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]), lines[number + 1 :], number + 2
    raise FrontMatterError(
        "front-matter-open",
        "Phần đầu bắt đầu bằng “---” nhưng không có dòng “---” kết thúc; hãy thêm dòng đó.",
        "The front matter begins with “---” but no “---” line ends it; add that line.",
        1,
    )


def parse(text: str) -> FrontMatter:
    """The YAML ``text`` that stands from the second line of a file. Raises ``FrontMatterError`` and nothing else."""
    try:
        loader = yaml.SafeLoader(text)
        try:
            _refuse_anchors(text)
            node = loader.get_single_node()
        finally:
            loader.dispose()
        lines: dict[str, int] = {}
        data = {} if node is None else _plain(node, "", lines, 0)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _syntax(mark.line + 2 if mark else 2) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, FrontMatterError):
            raise
        raise _syntax(2) from None
    if not isinstance(data, dict):
        raise _syntax(2)
    return FrontMatter(data, lines)


def _syntax(line: int) -> FrontMatterError:
    return FrontMatterError(
        "front-matter-syntax",
        "Phần đầu không đúng cách viết “tên: giá trị”; hãy xem lại dấu hai chấm, thụt đầu dòng và dấu nháy.",
        "The front matter is no valid YAML; look at colons, indentation and quotes.",
        line,
    )


def _refuse_anchors(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        tagged = isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None) is not None
        anchored = isinstance(event, yaml.NodeEvent) and getattr(event, "anchor", None) is not None
        if anchored or tagged or depth > MAX_DEPTH:
            raise FrontMatterError(
                "front-matter-special",
                "Phần đầu dùng ký hiệu đặc biệt của YAML (&, *, !) hoặc lồng quá sâu; hãy viết giá trị thường, "
                "đặt trong nháy kép nếu cần.",
                "The front matter uses special marks of YAML (&, *, !) or is nested too deeply; write plain values, in "
                "double quotes if needed.",
                event.start_mark.line + 2 if event.start_mark else 2,
            )


def _plain(node: Any, where: str, lines: dict[str, int], depth: int) -> Any:
    lines.setdefault(where, node.start_mark.line + 2)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, where, lines, depth)
    if isinstance(node, yaml.SequenceNode):
        found = []
        for index, item in enumerate(node.value, start=1):
            name = _id_of(item) or str(index)
            found.append(_plain(item, f"{where}.{name}" if where else name, lines, depth + 1))
        return found
    value: str = node.value
    if node.style is not None:
        return value
    if value in _NAMES:
        return _NAMES[value]
    if _INT.fullmatch(value):
        return int(value)
    return float(value) if _FLOAT.fullmatch(value) else value


def _mapping(node: Any, where: str, lines: dict[str, int], depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 2
        if not isinstance(key_node, yaml.ScalarNode):
            raise _syntax(line)
        key = key_node.value
        if key in found:
            raise FrontMatterError(
                "front-matter-twice",
                f"Mục “{key}” được viết hai lần; hãy giữ lại một.",
                f"“{key}” is written twice; keep one of them.",
                line,
            )
        place = f"{where}.{key}" if where else key
        lines[place] = line
        found[key] = _plain(value_node, place, lines, depth + 1)
    return found


def _id_of(node: Any) -> str:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if getattr(key, "value", None) == "id" and isinstance(value, yaml.ScalarNode):
                return str(value.value)
    return str(node.value) if isinstance(node, yaml.ScalarNode) and len(node.value) < 80 else ""


class _Dumper(yaml.SafeDumper):
    """Writes what ``parse`` reads: dates without quotes, texts of several lines as blocks."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> Any:
        node = super().represent_mapping(tag, mapping, flow_style)
        if sum(len(str(key)) + len(str(value)) + 4 for key, value in mapping.items()) > 110:
            node.flow_style = False
        return node


_Dumper.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def _text(dumper: yaml.SafeDumper, value: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


def dump(data: Mapping[str, Any]) -> str:
    """``data`` as YAML with a newline at its end; ``parse(dump(d)).data == d`` for JSON data without deep nesting."""
    if not data:
        return ""
    return yaml.dump(
        dict(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000, default_flow_style=None
    )
