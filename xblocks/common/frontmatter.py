"""YAML front matter of an author's Markdown: plain data with lines, and nothing that surprises.

Dates stay text, ``yes`` and ``no`` stay words, a repeated key is a fault (one of the two would vanish), anchors and
aliases are refused (a few lines of them can fill the memory).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from .findings import Finding

MAX_DEPTH = 12
#: Front matter holds settings, pools and facts: anything longer is no front matter.
MAX_CHARACTERS = 1_000_000
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Split:
    """A text cut in two. ``data``: the front matter ({} if there is none or it is faulty); ``lines``: path of a value
    -> its line; ``body``: the rest; ``body_line``: the number of its first line; ``findings``: at most one error."""

    data: Mapping[str, Any]
    body: str
    body_line: int
    lines: Mapping[Path, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


class _Fault(Exception):
    def __init__(self, code: str, line: int, vi: str, en: str) -> None:
        super().__init__(en)
        self.finding = Finding("error", code, "front-matter", vi, en, line)


class _Loader(yaml.SafeLoader):
    """Knows null, true, false and decimal numbers; every other plain word is text."""


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|)\Z"), ["~", "n", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), ["t", "f"])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?(?:0|[1-9][0-9]{0,15})\Z"), list("-0123456789"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,20}(?:e[-+]?[0-9]{1,3})?|e[-+]?[0-9]{1,3})\Z"),
    list("-0123456789"),
)


def split(text: str) -> Split:
    """Cut ``text`` into front matter and body. Raises nothing."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is None or lines[first].rstrip() != "---":
        unopened = not_opened(text)
        return Split({}, "\n".join(lines), 1, {}, (unopened,) if unopened else ())
    last = next((n for n in range(first + 1, len(lines)) if lines[n].rstrip() == "---"), None)
    if last is None:
        fault = _Fault(
            "front-matter-open",
            first + 1,
            "Phần đầu mở bằng “---” nhưng không có dòng “---” để đóng lại; hãy thêm dòng đó trước nội dung.",
            "The front matter begins with “---” but no line “---” ends it; add that line before the content.",
        )
        return Split({}, "", len(lines), {}, (fault.finding,))
    body = "\n".join(lines[last + 1 :])
    try:
        data, where = load("\n".join(lines[first + 1 : last]), first + 2)
    except _Fault as fault:
        return Split({}, body, last + 2, {}, (fault.finding,))
    return Split(data, body, last + 2, where)


_DASHES = re.compile(r"[-–—_]{1,6}\s*")
_OPENING = re.compile(
    r"(kind|loại|id|mã|title|tiêu đề|display_name|start|pass_mark|điểm đạt|minutes)[ \t]*:(?:\s|$)", re.I
)


def not_opened(text: str) -> Finding | None:
    """An error if ``text`` begins with front matter whose first line ``---`` is missing or malformed, else None."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    if not filled or lines[filled[0]].rstrip() == "---":
        return None
    first = filled[0]
    dashed = len(filled) > 1 and _DASHES.fullmatch(lines[first]) is not None
    opening = _OPENING.match(lines[filled[1] if dashed else first])
    if opening is None:
        return None
    heading = next((n for n in filled if lines[n].startswith("#")), len(lines))
    closed = any(lines[n].rstrip() == "---" for n in filled[1:] if n < heading)
    if not (dashed or closed or opening[1].casefold() in ("kind", "loại")):
        return None
    return Finding(
        "error",
        "front-matter-not-opened",
        "front-matter",
        "Phần đầu thiếu dòng “---” mở ra; dòng đầu phải là ---, rồi mới đến các mục như “title: …”.",
        "The front matter lacks the line “---” that opens it; the first line must be ---, then come lines like "
        "“title: …”.",
        first + 1,
    )


def load(text: str, first_line: int = 1) -> tuple[dict[str, Any], dict[Path, int]]:
    """The mapping in ``text`` and the line of every value. Raises :class:`_Fault` with one finding."""
    if len(text) > MAX_CHARACTERS:
        raise _Fault("front-matter-too-long", first_line, "Phần đầu quá dài.", "The front matter is too long.")
    try:
        _refuse_aliases(text, first_line)
        node = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = first_line + (mark.line if mark else 0)
        raise _Fault(
            "front-matter-broken",
            line,
            f"Phần đầu (giữa hai dòng “---”) viết sai ở dòng {line}; hãy xem lại dấu hai chấm, dấu ngoặc và thụt dòng, "
            "và đặt chữ có dấu “:” vào trong ngoặc kép.",
            f"The front matter (between the lines “---”) is malformed at line {line}; look at colons, brackets and "
            "indentation, and put text with a “:” into double quotes.",
        ) from error
    lines: dict[Path, int] = {}
    data = {} if node is None else _plain(node, (), lines, first_line, 0)
    if not isinstance(data, dict):
        raise _Fault(
            "front-matter-broken",
            first_line,
            "Phần đầu phải gồm các dòng “tên: giá trị”.",
            "The front matter must consist of lines “name: value”.",
        )
    return data, lines


def _refuse_aliases(text: str, first_line: int) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise _Fault(
                "front-matter-alias",
                line,
                "Phần đầu không được dùng các dấu & * ! của YAML; hãy viết đầy đủ ra, hoặc đặt chữ vào ngoặc kép.",
                "The front matter may not use the signs & * ! of YAML; write it out, or quote the text.",
            )
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _Fault(
                "front-matter-too-deep", line, "Phần đầu lồng nhau quá sâu.", "The front matter is nested too deeply."
            )


def _plain(node: yaml.Node, path: Path, lines: dict[Path, int], first_line: int, depth: int) -> Any:
    line = first_line + node.start_mark.line
    lines.setdefault(path, line)
    if isinstance(node, yaml.MappingNode):
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            key_line = first_line + key_node.start_mark.line
            if not key or key in data:
                raise _Fault(
                    "front-matter-duplicate-key" if key else "front-matter-broken",
                    key_line,
                    f"Phần đầu có tên “{key[:40]}” hai lần hoặc trống; mỗi tên chỉ dùng một lần.",
                    f"The front matter has the name “{key[:40]}” twice, or an empty one; use each name once.",
                )
            lines[(*path, key)] = key_line
            data[key] = _plain(value_node, (*path, key), lines, first_line, depth + 1)
        return data
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, (*path, n), lines, first_line, depth + 1) for n, one in enumerate(node.value)]
    text: str = node.value
    match node.tag.rsplit(":", 1)[-1]:
        case "null":
            return None
        case "bool":
            return text == "true"
        case "int":
            return int(text)
        case "float":
            return float(text)
        case _:
            return text


def dump(data: Mapping[str, Any]) -> str:
    """``data`` as the lines of a front matter with its ``---``; rows of a list take one line each."""
    lines = ["---"]
    for key, value in data.items():
        if isinstance(value, list) and value:
            lines.append(f"{_flow(key)}:")
            lines.extend(f"  - {_flow(row)}" for row in value)
        else:
            lines.append(f"{_flow(key)}: {_flow(value)}")
    return "\n".join([*lines, "---", ""])


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # Long or many-lined text in quotes stays on one line, so that a line is a value.
    style = '"' if re.search(r"[\n\x85\u2028\u2029\ufeff]", text) else None
    # PyYAML's own reader takes "0e0" for text; ours, and that of YAML 1.2, for a number.
    if any(form.match(text) for _, form in _Loader.yaml_implicit_resolvers.get(text[:1], ())):
        style = style or "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _flow(value: Any) -> str:
    written: str = yaml.dump(
        value, Dumper=_Dumper, default_flow_style=True, allow_unicode=True, width=10**9, sort_keys=False
    )
    return written.removesuffix("\n").removesuffix("\n...")
