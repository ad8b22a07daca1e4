"""Signs inside the words of a message: ``[quoted words](#dau-hieu "what it tells")`` in Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

from xblocks.common import richtext

from ..reading import one_line
from ..story import Cue

_LINK = re.compile(r'<a href="#(?:dau-hieu|sign)(?:/([^"]*))?"(?: title="([^"]*)")?>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"(<[^>]*>)")


def read(md: str) -> tuple[str, list[dict[str, str]]]:
    """The text (clean HTML) of a message in Markdown, and the signs that are marked in it, in JSON form."""
    found: list[dict[str, str]] = []

    def take(match: re.Match[str]) -> str:
        quote = one_line(richtext.plain(match[3]))
        if quote:
            number = len(found) + 1
            why = one_line(unescape(match[2] or ""))
            found.append({"id": match[1] or f"c{number}", "quote": quote, "why": why})
        return match[3]

    html = _LINK.sub(take, richtext.from_markdown(md))
    return (richtext.clean(html) if found else html), found


def as_data(cues: tuple[Cue, ...]) -> list[dict[str, str]]:
    """``cues`` in JSON form."""
    return [{"id": c.id, "quote": c.quote, "why": c.why} for c in cues]


def write(html: str, cues: tuple[Cue, ...]) -> tuple[str, tuple[Cue, ...], bool]:
    """``html`` in Markdown with as many of ``cues`` marked in it as can be, from the first on.

    Returns (Markdown, cues left over, whether reading it for marks is safe). What is left over must be written apart.
    """
    for count in (len(cues), 0) if cues else (0,):
        marked = _marked(html, cues[:count])
        if marked is None:
            marked, count = _as_many(html, cues)
        md = richtext.to_markdown(marked)
        if read(md) == (html, as_data(cues[:count])):
            return md, cues[count:], True
    return richtext.to_markdown(html), cues, False


def _as_many(html: str, cues: tuple[Cue, ...]) -> tuple[str, int]:
    for count in range(len(cues) - 1, -1, -1):
        marked = _marked(html, cues[:count])
        if marked is not None:
            return marked, count
    return html, 0


def _marked(html: str, cues: tuple[Cue, ...]) -> str | None:
    """``html`` with links around the quotes, each after the one before it; None if one of them has no place."""
    parts = _TAG.split(html)
    at, offset, barred = 0, 0, 0
    out: list[str] = []
    for number, cue in enumerate(cues, start=1):
        target = "#dau-hieu" if cue.id == f"c{number}" else f"#dau-hieu/{cue.id}"
        while True:
            if at >= len(parts):
                return None
            part = parts[at]
            if part.startswith("<"):
                if re.match(r"</?(?:a|code)\b", part):
                    barred += -1 if part.startswith("</") else 1
            elif not barred:
                words = unescape(part)
                place = words.find(cue.quote, offset)
                if place >= 0:
                    title = f' title="{escape(cue.why)}"' if cue.why else ""
                    out.append(escape(words[offset:place], quote=False))
                    out.append(f'<a href="{target}"{title}>{escape(cue.quote, quote=False)}</a>')
                    offset = place + len(cue.quote)
                    break
                out.append(escape(words[offset:], quote=False))
                at, offset = at + 1, 0
                continue
            out.append(part)
            at += 1
    if at < len(parts) and not parts[at].startswith("<"):
        out.append(escape(unescape(parts[at])[offset:], quote=False))
        at += 1
    return "".join(out + parts[at:])


def loose(value: str, number: int) -> dict[str, str] | None:
    """A sign written on a line of its own as ``"quote" "why" {#id}``."""
    decode: Callable[[str], tuple[Any, int]] = json.JSONDecoder().raw_decode
    try:
        quote, end = decode(value)
        rest = value[end:].strip(" \t")
        why, end = decode(rest) if rest.startswith('"') else ("", 0)
    except (ValueError, RecursionError):
        return None
    name = re.fullmatch(r"\s*(?:\{#([^{}\s]+)\})?\s*", rest[end:])
    if not isinstance(quote, str) or not isinstance(why, str) or name is None:
        return None
    return {"id": name[1] or f"c{number}", "quote": quote, "why": why}
