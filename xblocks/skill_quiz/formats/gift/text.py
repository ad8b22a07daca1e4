"""The surface of GIFT: blocks between blank lines, backslashes, and where a sign is a sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

#: What stands around a text and is not part of it; a no-break space is.
SPACE = " \t\n"
_ESCAPED = re.compile(r"\\([\\:#={}~\"\[\]n])")
_COMMENT = re.compile(r"\s*//(.*)")
_CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*?)\s*", re.IGNORECASE)
_ID = re.compile(r"\[id:((?:\\\]|[^\]\[])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]<>`])+)\]")


@dataclass
class BlockSource:
    """One question as written: ``text`` without its comments, the ``numbers`` of its lines, what the comments say."""

    text: str = ""
    numbers: list[int] = field(default_factory=list)
    id: str = ""
    tags: list[str] = field(default_factory=list)

    def line(self, offset: int = 0) -> int:
        """The line of the file on which ``text[offset]`` stands."""
        return self.numbers[min(self.text.count("\n", 0, offset), len(self.numbers) - 1)]


def blocks(text: str) -> Iterator[BlockSource | tuple[str, int]]:
    """The questions of a file, and (name, line) wherever a category begins."""
    current: list[str] = []
    block = BlockSource()
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        category = _CATEGORY.fullmatch(line)
        if not line.strip() or category:
            if current:
                block.text = "\n".join(current)
                yield block
            current, block = [], BlockSource()
            if category:
                yield category[1], number
        elif comment := _COMMENT.fullmatch(line):
            if found := _ID.search(comment[1]):
                block.id = found[1].replace("\\]", "]")
            block.tags.extend(m[1].replace("\\]", "]") for m in _TAG.finditer(comment[1]))
        else:
            current.append(line)
            block.numbers.append(number)


def find(text: str, sign: str, start: int = 0) -> int:
    """Where ``sign`` stands in ``text`` without a backslash before it, or -1."""
    place = text.find(sign, start)
    while place >= 0 and is_escaped(text, place):
        place = text.find(sign, place + 1)
    return place


def is_escaped(text: str, place: int) -> bool:
    """Whether an odd number of backslashes stands before ``place``."""
    begin = place
    while begin and text[begin - 1] == "\\":
        begin -= 1
    return (place - begin) % 2 == 1


def cut(text: str, sign: str) -> tuple[str, str]:
    """``text`` before and after the first ``sign`` that counts."""
    place = find(text, sign)
    return (text, "") if place < 0 else (text[:place], text[place + len(sign) :])


def marked(text: str, signs: str) -> list[tuple[str, str]]:
    """``text`` cut before every one of ``signs`` that counts: (sign, what follows); the beginning has the sign ""."""
    pieces: list[tuple[str, str]] = []
    sign, begin = "", 0
    for match in re.finditer(f"[{re.escape(signs)}]", text):
        if not is_escaped(text, match.start()):
            pieces.append((sign, text[begin : match.start()]))
            sign, begin = match[0], match.end()
    pieces.append((sign, text[begin:]))
    return pieces[1:] if not pieces[0][1].strip() else pieces


def unescape(text: str) -> str:
    """``text`` without its backslashes; a backslash before any other letter is itself."""
    return _ESCAPED.sub(lambda m: "\n" if m[1] == "n" else m[1], text)


def escape(text: str) -> str:
    """The inverse of :func:`unescape`, as Moodle writes it."""
    return re.sub(r"[\\:#={}~]", lambda m: "\\" + m[0], text).replace("\n", "\\n")
