"""Markdown <-> the tree of rich text: blocks here, inline content in :mod:`.rich_inline`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .rich_inline import read_inline, write_inline
from .rich_tree import MAX_DEPTH, Block, Listing, Paragraph, Quote, paragraph, tidy_blocks

_NEWLINE = re.compile(r"\r\n|\n|\r")
_LEADING = re.compile(r"[ \t]*")
_QUOTE = re.compile(r" {0,3}> ?")
_BULLET = re.compile(r"( {0,3}[-+*])( +)(?=[^ \t])")
_NUMBER = re.compile(r"( {0,3}(\d{1,9})[.)])( +)(?=[^ \t])")
_RULE = re.compile(r" {0,3}([-*_])( *\1){2,} *$")


def read_markdown(md: str) -> tuple[Block, ...]:
    """The blocks of ``md``. Raises nothing."""
    lines = []
    for line in _NEWLINE.split(md):
        leading = _LEADING.match(line)
        width = leading.end() if leading else 0
        lines.append(line[:width].expandtabs(4) + line[width:])
    return _read_blocks(lines, 0)


def _read_blocks(lines: Sequence[str], depth: int) -> tuple[Block, ...]:
    blocks: list[Block | None] = []
    place = 0
    while place < len(lines):
        if _is_blank(lines[place]):
            place += 1
            continue
        kind = _starts(lines[place], depth)
        if kind == "quote":
            inner = []
            while place < len(lines) and (match := _QUOTE.match(lines[place])):
                inner.append(lines[place][match.end() :])
                place += 1
            blocks.append(Quote(_read_blocks(inner, depth + 1)))
        elif kind:
            place, listing = _read_list(lines, place, kind, depth)
            blocks.append(listing)
        else:
            words = [lines[place]]
            place += 1
            while place < len(lines) and not _is_blank(lines[place]) and not _interrupts(lines[place], depth):
                words.append(lines[place])
                place += 1
            blocks.append(paragraph(read_inline("\n".join(word.strip(" \t") + _broken(word) for word in words))))
    return tidy_blocks(blocks)


def _broken(line: str) -> str:
    """Two spaces at the end of a line are a hard break."""
    return "  " if line.endswith("  ") else ""


def _is_blank(line: str) -> bool:
    return not line.strip(" \t")


def _starts(line: str, depth: int) -> str:
    """What block ``line`` starts: ``quote``, ``bullet``, ``number`` or "" (a paragraph)."""
    if depth >= MAX_DEPTH or _RULE.match(line):
        return ""
    if _QUOTE.match(line):
        return "quote"
    if _BULLET.match(line):
        return "bullet"
    number = _NUMBER.match(line)
    # A list that starts with another number than 1 would lose that number: it stays text ("156. Gọi số này").
    return "number" if number and int(number[2]) == 1 else ""


def _interrupts(line: str, depth: int) -> bool:
    return bool(_starts(line, depth))


def _read_list(lines: Sequence[str], place: int, kind: str, depth: int) -> tuple[int, Listing]:
    marker = _BULLET if kind == "bullet" else _NUMBER
    items = []
    while place < len(lines) and (match := marker.match(lines[place])) and not _RULE.match(lines[place]):
        spaces = match[match.lastindex or 0]
        offset = match.end() if len(spaces) <= 4 else match.end() - len(spaces) + 1
        inner = [lines[place][offset:]]
        place += 1
        while place < len(lines):
            line = lines[place]
            indent = len(line) - len(line.lstrip(" "))
            if _is_blank(line):
                inner.append("")
            elif indent >= offset:
                inner.append(line[offset:])
            elif inner[-1] and not _starts(line, depth) and not (marker.match(line) or _BULLET.match(line)):
                inner.append(line.lstrip(" "))  # a lazy continuation line
            else:
                break
            place += 1
        items.append(_read_blocks(inner, depth + 1))
    return place, Listing(kind == "number", tuple(items))


# -- out ------------------------------------------------------------------------------------------------------------


def write_markdown(blocks: Sequence[Block]) -> str:
    """Markdown of ``blocks`` without a newline at its end; ``read_markdown`` of it gives ``blocks``."""
    return "\n".join(_write_blocks(blocks, tight=False))


def _write_blocks(blocks: Sequence[Block], *, tight: bool) -> list[str]:
    lines: list[str] = []
    for place, block in enumerate(blocks):
        if place and not (tight and isinstance(block, Listing) and isinstance(blocks[place - 1], Paragraph)):
            lines.append("")
        if isinstance(block, Paragraph):
            lines.extend(_guard(line) for line in write_inline(block).split("\n"))
        elif isinstance(block, Quote):
            lines.extend(f"> {line}".rstrip(" ") for line in _write_blocks(block.blocks, tight=False))
        else:
            for number, item in enumerate(block.items, start=1):
                marker = f"{number}. " if block.ordered else "- "
                inner = _write_blocks(item, tight=True)
                lines.append(marker + inner[0])
                lines.extend(f"{' ' * len(marker)}{line}" if line else "" for line in inner[1:])
    return lines


_LINE_START = re.compile(r"(?:([#>=~|])|([-+])(?=[ +-]|$)|(\d{1,9})([.)])(?=\s|$))")


def _guard(line: str) -> str:
    """``line`` with a backslash where it would start a block, here or for another reader of Markdown."""
    match = _LINE_START.match(line)
    if not match:
        return line
    at = match.end(3) if match[3] else 0
    return f"{line[:at]}\\{line[at:]}"
