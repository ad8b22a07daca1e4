"""The text of a cell."""

from __future__ import annotations

import re

from xblocks.common import richtext

_LINE = re.compile(r"(?:[-*+>]|[0-9]{1,9}[.)])\s|[ \t]|\s*$")
_END = re.compile(r"^[^\S \t\n]+|[^\S \t\n]+$")


def rich(text: str) -> str:
    """Rich text of a cell: Markdown, in which a line of the cell is a line of the text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n").split("\n")
    joined = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        plain = not _LINE.match(line) and not _LINE.match(following) and not line.endswith("\\")
        joined.append(line.rstrip() + "\\" if plain else line)
    return richtext.from_markdown("\n".join(joined))


def markdown(html: str) -> str:
    """Rich text for a cell. Spaces at its ends that a reader would strip are written so that they are seen."""
    return _END.sub(lambda match: "".join(f"&#{ord(sign)};" for sign in match[0]), richtext.to_markdown(html))
