"""The YAML between ``---`` lines of a story: read as in every author's Markdown (``xblocks.common.frontmatter``), with
lines by the places that findings name; written so that longer texts stand as blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from xblocks.common import frontmatter
from xblocks.common.findings import Finding
from xblocks.common.frontmatter import Path


@dataclass(frozen=True)
class FrontMatter:
    """``data``; by place (``meters.tien.label``) the line where each part stands; the lines of the body, each with its
    number; and the error, if the front matter cannot be read."""

    data: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)
    body: list[tuple[int, str]] = field(default_factory=list)
    error: Finding | None = None


def split(text: str, first: int = 1) -> FrontMatter:
    """``text``, whose first line has the number ``first``, cut into front matter and body. Raises nothing."""
    found = frontmatter.split(text)
    shift = first - 1
    error = next(iter(found.findings), None)
    if error is not None:
        error = Finding(error.severity, error.code, error.where, error.vi, error.en, (error.line or 1) + shift)
    data = dict(found.data)
    lines = {_place(data, path): line + shift for path, line in found.lines.items()}
    body = list(enumerate(found.body.split("\n"), start=found.body_line + shift))
    return FrontMatter(data, lines, body, error)


def _place(data: Any, path: Path) -> str:
    """``path`` as findings name it: members of a list by their ids, or what they are, or their numbers."""
    parts = []
    for step in path:
        data = data[step]
        name: Any = step
        if isinstance(step, int):
            own = data.get("id") if isinstance(data, dict) else data
            name = own if isinstance(own, str) and 0 < len(own) < 80 else step + 1
        parts.append(str(name))
    return ".".join(parts)


#: Text that some reader of YAML takes for a number, other than a date.
_NUMBER_LIKE = re.compile(r"(?!\d{4}-\d\d-\d\d$)[-+]?\.?\d[\w.+:-]*")


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
    odd = _NUMBER_LIKE.fullmatch(value) or re.search("[\x85\u2028\u2029\ufeff]", value)
    quoted = odd is not None or ("\n" in value and value != value.strip())
    style = '"' if quoted else "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def dump(data: Mapping[str, Any]) -> str:
    """``data`` as YAML with a newline at its end; ``split`` gives it back for JSON data without deep nesting."""
    if not data:
        return ""
    return yaml.dump(
        dict(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000, default_flow_style=None
    )
