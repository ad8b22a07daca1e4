"""The notation of Twee 3: passages with tags and metadata, links. Of no story format; nothing is ever run.

Source: the Twee 3 specification of the Interactive Fiction Technology Foundation (iftechfoundation/twine-specs).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

_HEADER = re.compile(r"::(?!:)(.*)")


@dataclass(frozen=True)
class Passage:
    """One passage: ``line`` is that of its header, the text begins on the next. ``bad_metadata``: it was no JSON."""

    name: str
    tags: tuple[str, ...]
    metadata: dict[str, Any]
    line: int
    text: tuple[str, ...] = ()
    bad_metadata: bool = False


@dataclass(frozen=True)
class Link:
    """``[[text->target]]`` and its other forms. ``setter``: SugarCube's second bracket, not looked into."""

    text: str
    target: str
    setter: str = field(default="")


def passages(lines: list[str]) -> tuple[list[Passage], int | None]:
    """The passages of a file, and the line of the first text that stands before all of them, if any."""
    found: list[Passage] = []
    texts: list[list[str]] = []
    stray: int | None = None
    for number, line in enumerate(lines, start=1):
        match = _HEADER.fullmatch(line)
        if match:
            found.append(_header(match[1], number))
            texts.append([])
        elif texts:
            texts[-1].append(line)
        elif line.strip() and stray is None:
            stray = number
    return [
        Passage(p.name, p.tags, p.metadata, p.line, tuple(_without_end(text)), p.bad_metadata)
        for p, text in zip(found, texts, strict=True)
    ], stray


def _without_end(text: list[str]) -> list[str]:
    end = len(text)
    while end and not text[end - 1].strip(" \t"):
        end -= 1
    return text[:end]


def _header(text: str, line: int) -> Passage:
    name, at = _until(text, 0, "[{")
    tags: tuple[str, ...] = ()
    metadata: Any = {}
    bad = False
    if at < len(text) and text[at] == "[":
        block, at = _until(text, at + 1, "]")
        tags = tuple(block.split())
        at = text.find("{", at)
    if 0 <= at < len(text) and text[at] == "{":
        try:
            metadata = json.loads(text[at:])
        except (ValueError, RecursionError):
            metadata = None
        bad = not isinstance(metadata, dict)
    return Passage(name.strip(), tags, {} if bad else metadata, line, (), bad)


def _until(text: str, at: int, ends: str) -> tuple[str, int]:
    """The text from ``at`` to the first of ``ends`` that has no backslash before it, unescaped, and where that is."""
    out: list[str] = []
    while at < len(text) and text[at] not in ends:
        if text[at] == "\\" and at + 1 < len(text):
            at += 1
        out.append(text[at])
        at += 1
    return "".join(out), at


def header(name: str, tags: tuple[str, ...] = (), position: tuple[int, int] | None = None) -> str:
    """The header line of a passage."""
    parts = ["::", _escaped(name)]
    if tags:
        parts.append(f"[{' '.join(_escaped(tag) for tag in tags)}]")
    if position is not None:
        parts.append(json.dumps({"position": f"{position[0]},{position[1]}", "size": "100,100"}, separators=(",", ":")))
    return " ".join(parts)


def _escaped(name: str) -> str:
    return re.sub(r"([\\\[\]{}])", r"\\\1", " ".join(name.split()))


def link(inner: str) -> Link:
    """The link whose inside (without the outer brackets) is ``inner``: ``text->target`` (parted at the last arrow),
    ``target<-text`` (at the first), ``text|target`` (at the last bar), or a target alone."""
    setter = ""
    if "][" in inner:
        inner, _, setter = inner.partition("][")
    for arrow in ("->", "→"):
        if arrow in inner:
            text, _, target = inner.rpartition(arrow)
            return Link(text.strip(), target.strip(), setter)
    if "<-" in inner:
        target, _, text = inner.partition("<-")
        return Link(text.strip(), target.strip(), setter)
    if "|" in inner:
        text, _, target = inner.rpartition("|")
        return Link(text.strip(), target.strip(), setter)
    return Link(inner.strip(), inner.strip(), setter)
