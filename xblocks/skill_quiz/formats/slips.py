"""Slips of the pen in a quiz's Markdown: lines that are nearly an option, a key or a heading.

Taken for text they would vanish from the quiz without a word. A backslash before the sign keeps them as text, and so
writes :func:`xblocks.common.richtext.to_markdown`: what we write holds none of them.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from xblocks.common.findings import Finding, Severity

if TYPE_CHECKING:
    from .source import Grammar

#: A line ``key: value``.
KEY = re.compile(r" {0,3}([^\W\d_][^:\n]{0,29}?)\s*:(?:\s+(.*))?$")
_NEAR = re.compile(r"([ \t]*)((?:[-*+•–—][ \t]*)?)\[([^\[\]]{0,80})\](?![(:])[ \t]*(.*)$")
_TICKS = ("x", "v", "√", "✓", "✔", "☑", "đ", "х", "×")
_EMPTY = ("", "-", "_", ".")
_HEADING = re.compile(r" {0,3}(?:#|#{3,6})[ \t]*([a-z0-9]+(?:-[a-z0-9]+)*)[ \t]*$")
_BOLD = re.compile(r" {0,3}\*\*(?!\*)([^*:]{1,40}?)\s*(?::\*\*|\*\*\s*:)")


class NearOption(NamedTuple):
    """A line that was meant as an option: the ``mark`` that was meant, "" if that cannot be told, and its text."""

    mark: str
    text: str


def bare(word: str) -> str:
    """``word`` without accents, capital letters and doubled spaces."""
    letters = unicodedata.normalize("NFD", word.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def near_option(line: str, grammar: Grammar) -> NearOption | None:
    """What ``line`` was meant to be, if it is no option by ``grammar`` but was meant as one."""
    match = _NEAR.match(line)
    if match is None or grammar.option.match(line):
        return None
    indent, bullet, mark, text = match.groups()
    plain = unicodedata.normalize("NFC", mark).strip().casefold()
    meant = next((m for m in (mark, mark.strip(), plain) if m and re.fullmatch(grammar.mark, m)), "")
    if not meant and plain in _TICKS + _EMPTY:
        meant = next((m for m in ("x" if plain in _TICKS else " ",) if re.fullmatch(grammar.mark, m)), "")
    short = len(plain) <= 3 or plain.endswith("%")
    # Longer words in brackets are words, unless such marks are in use here and a list begins; without a bullet only an
    # empty or ticked box is meant as one; deeper lists belong to a text.
    if len(indent.expandtabs(4)) > 6 or not (short or (meant and bullet)):
        return None
    if not bullet and plain not in _TICKS + _EMPTY:
        return None
    return NearOption(meant, text)


def near_key(line: str, known: Collection[str]) -> str:
    """The key of ``known`` with which ``line`` begins though it lacks the colon (or a space after it), or ""."""
    words = bare(line.replace("=", " = ").replace("：", " ")).split()
    for key in sorted(known, key=len, reverse=True):
        parts = bare(key).split()
        if words[: len(parts)] == parts and len(words) > len(parts):
            return key
        # "điểm:2": nothing parts the colon from the value.
        if line.strip() and bare(line.partition(":")[0]) == " ".join(parts) and ":" in line:
            return key
    return ""


def same_key(word: str, known: Iterable[str]) -> str:
    """The key that ``word`` is, or nearly is (accents apart), or ""."""
    by_bare: dict[str, str] = {}
    for key in known:
        by_bare.setdefault(bare(key), key)
    near = difflib.get_close_matches(bare(word), by_bare, 1, 0.75)
    return by_bare[near[0]] if near else ""


def near_label(line: str, labels: Iterable[str]) -> tuple[str, str] | None:
    """(as written, the label that was meant) if ``line`` begins with nearly the label of a section."""
    match = _BOLD.match(line)
    meant = same_key(match[1], labels) if match else ""
    return (match[1], meant) if match and meant else None


def near_heading(line: str) -> str:
    """The id of the question for which ``line`` seems to be the heading, though with one or three ``#``; or ""."""
    match = _HEADING.match(line)
    return match[1] if match else ""


def malformed_keys(
    name: str, first_line: int, lines: Sequence[str], place: int, known: Collection[str]
) -> Iterator[Finding]:
    """What of ``lines``, from ``place`` on where the keys of the question ``name`` end, was meant as a key of
    ``known``; the first of ``lines`` has the number ``first_line``."""

    def say(severity: Severity, code: str, at: int, vi: str, en: str) -> Finding:
        return Finding(
            severity, code, f"items.{name}", f"Câu “{name}”: {vi}.", f"Question “{name}”: {en}.", first_line + at
        )

    first = lines[place] if place < len(lines) else ""
    if first.strip() and not first.lstrip().startswith(("- ", "* ", ">", "#", "[")):
        key, words = near_key(first, known), " ".join(first.split())[:60]
        match = KEY.match(first)
        if key:
            parts = first.replace(":", ": ", 1).split()[len(key.split()) :]
            value = re.sub(r":\s+", ":", re.sub(r"^[\s:=：]+", "", " ".join(parts)))[:60]
            sure = re.fullmatch(r"[a-z0-9-]+:\S+", value.split(",")[0].strip()) or bare(
                first.partition(":")[0]
            ) == bare(key)
            yield say(
                "error" if sure else "warning",
                "key-without-colon",
                place,
                f"dòng “{words}” giống mục “{key}” viết thiếu dấu hai chấm hay dấu cách; hãy viết “{key}: {value}”, "
                "còn nếu đây là lời của câu hỏi thì chừa một dòng trống phía trên",
                f"the line “{words}” looks like the key “{key}” without its colon or a space; write “{key}: {value}”, "
                "or leave an empty line above it if it belongs to the question",
            )
        elif match:
            yield say(
                "warning",
                "unknown-key",
                place,
                f"không có mục “{match[1][:40]}” nên dòng này thành lời của câu hỏi; hãy xóa dòng nếu đó là một mục, "
                "hoặc chừa một dòng trống phía trên nếu là lời của câu hỏi",
                f"there is no key “{match[1][:40]}”, so this line became part of the question; remove it if it was "
                "meant as a key, or leave an empty line above it if it belongs to the question",
            )
    elif not first.strip():
        for at in range(place, len(lines)):
            match = KEY.match(lines[at])
            if lines[at].strip() and not (match and bare(match[1]) in map(bare, known)):
                break
            if match:
                yield say(
                    "warning",
                    "key-in-text",
                    at,
                    f"dòng “{match[1]}: …” đứng sau dòng trống nên thành lời của câu hỏi; nếu là một mục, hãy đặt nó "
                    "ngay dưới tiêu đề",
                    f"the line “{match[1]}: …” stands after an empty line and so became part of the question; a key "
                    "must stand right below the heading",
                )


def malformed_option(line: str, near: NearOption, number: int, where: str, name: str) -> Finding:
    """The finding about a malformed option at line ``number``; ``name`` is the id of its question, or ""."""
    words = " ".join(line.split())[:60]
    mended = [f"“- [{mark}] {near.text[:60]}”" for mark in ([near.mark] if near.mark else ["x", " "])]
    vi, en = " hoặc ".join(mended), " or ".join(mended)
    of_vi, of_en = (f"Câu “{name}”: dòng", f"Question “{name}”: the line") if name else ("Dòng", "The line")
    return Finding(
        "error",
        "malformed-option",
        where,
        f"{of_vi} “{words}” chưa đúng cách viết lựa chọn; hãy viết {vi}, bắt đầu từ đầu dòng, đủ các dấu cách.",
        f"{of_en} “{words}” is not written as an option should be; write {en}, from the beginning of the line, with "
        "these spaces.",
        number,
    )
