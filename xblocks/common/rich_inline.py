"""Inline Markdown <-> runs of marked text.

Emphasis follows the delimiter rules of CommonMark 0.31 (section 6.2), for ``*`` only: ``_`` is a letter of
user names and of gaps to fill in.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from html import unescape
from typing import NamedTuple

from .rich_tree import (
    BREAK,
    PLAIN,
    Marks,
    Paragraph,
    Run,
    image_address,
    language,
    link_address,
    paragraph,
    stretches,
    tidy,
)

_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_WORDS = re.compile(r"[^\\`*\[\]!<&\n]+")
_TICKS = re.compile(r"`+")
_STARS = re.compile(r"\*+")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"<(?:(/?)(strong|em|b|i)|(/)(span)|()(span) lang=\"([A-Za-z0-9-]{2,40})\"|()(br) ?/?)>")
_TARGET = re.compile(
    r"\(\s*(?:<((?:[^<>\n\\]|\\.)*)>|((?:[^\s()\\<]|\\.|\((?:[^\s()\\]|\\.)*\))(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*))"
    r"(?:\s+(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'))?\s*\)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class _Node:
    """A piece of the text as read: a run, or a delimiter that is text until it finds its partner."""

    __slots__ = ("can_close", "can_open", "kind", "left", "length", "run", "value")

    def __init__(self, kind: str, text: str = "", run: Run | None = None) -> None:
        self.kind = kind
        self.run = run or Run(text)
        self.left = self.length = len(text) if kind == "star" else 0
        self.can_open = self.can_close = False
        self.value: object = True


class _Range(NamedTuple):
    """Nodes between two delimiters share a mark."""

    first: int
    last: int
    field: str
    value: object


def read_inline(text: str) -> list[Run]:
    """The runs of one paragraph of Markdown, not yet in normal form. Takes time in proportion to ``text``."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._nodes: list[_Node] = []
        self._ranges: list[_Range] = []
        self._stars: list[int] = []
        self._brackets: list[tuple[int, bool, bool]] = []  # node, is image, still active
        self._tags: list[tuple[int, str]] = []
        self._ticks: dict[int, list[int]] = {}
        for match in _TICKS.finditer(text):
            self._ticks.setdefault(len(match[0]), []).append(match.start())

    def read(self) -> list[Run]:
        at = 0
        while at < len(self._text):
            at = self._step(at)
        self._emphasis(0)
        return list(self._marked())

    def _say(self, text: str) -> None:
        self._nodes.append(_Node("text", text))

    def _step(self, at: int) -> int:
        text = self._text
        if words := _WORDS.match(text, at):
            self._say(words[0])
            return words.end()
        char = text[at]
        if char == "\\":
            following = text[at + 1 : at + 2]
            if following == "\n":
                self._nodes.append(_Node("text", run=BREAK))
                return at + 2
            if following and following in _PUNCTUATION:
                self._say(following)
                return at + 2
        elif char == "\n":
            hard = text[max(0, at - 2) : at] == "  "
            self._nodes.append(_Node("text", run=BREAK if hard else Run(" ")))
            return at + 1
        elif char == "`":
            return self._code(at)
        elif char == "*":
            return self._star(at)
        elif char == "[" or (char == "!" and text.startswith("![", at)):
            self._brackets.append((len(self._nodes), char == "!", True))
            self._say("![" if char == "!" else "[")
            return at + (2 if char == "!" else 1)
        elif char == "]":
            return self._bracket(at)
        elif char == "<":
            if tag := _TAG.match(text, at):
                self._tag(tag)
                return tag.end()
        elif char == "&" and (reference := _REFERENCE.match(text, at)):
            self._say(unescape(reference[0]))
            return reference.end()
        self._say(char)
        return at + 1

    def _code(self, at: int) -> int:
        ticks = _TICKS.match(self._text, at)
        width = len(ticks[0]) if ticks else 1
        same = self._ticks.get(width, [])
        place = bisect_left(same, at + width)
        if place == len(same):
            self._say("`" * width)
            return at + width
        inside = self._text[at + width : same[place]].replace("\n", " ")
        if inside.strip(" ") and inside[0] == inside[-1] == " ":
            inside = inside[1:-1]
        self._nodes.append(_Node("text", run=Run(inside, Marks(code=True))))
        return same[place] + width

    def _star(self, at: int) -> int:
        stars = _STARS.match(self._text, at)
        end = stars.end() if stars else at + 1
        before = self._text[at - 1] if at else "\n"
        after = self._text[end] if end < len(self._text) else "\n"
        left = not _is_space(after) and (not _is_sign(after) or _is_space(before) or _is_sign(before))
        right = not _is_space(before) and (not _is_sign(before) or _is_space(after) or _is_sign(after))
        node = _Node("star", self._text[at:end])
        node.can_open, node.can_close = left, right
        if left or right:
            self._stars.append(len(self._nodes))
        self._nodes.append(node)
        return end

    def _tag(self, tag: re.Match[str]) -> None:
        closing, name = next((tag[n], tag[n + 1]) for n in (1, 3, 5, 8) if tag[n] is not None)
        if tag[7] is not None:
            closing, name = "", "span"
        name = {"b": "strong", "i": "em"}.get(name, name)
        place = len(self._nodes)
        if name == "br":
            self._nodes.append(_Node("text", run=BREAK))
            return
        node = _Node("tag", tag[0])
        self._nodes.append(node)
        if not closing:
            node.value = language(tag[7]) if name == "span" else True
            if node.value:
                self._tags.append((place, name))
            return
        for index in range(len(self._tags) - 1, -1, -1):
            opened, kind = self._tags[index]
            if kind == name:
                value = self._nodes[opened].value
                self._ranges.append(_Range(opened, place, "lang" if name == "span" else name, value))
                self._nodes[opened].run = node.run = Run("")
                del self._tags[index]
                return

    def _bracket(self, at: int) -> int:
        if not self._brackets:
            self._say("]")
            return at + 1
        opened, is_image, active = self._brackets.pop()
        target = _TARGET.match(self._text, at + 1) if active else None
        address = ""
        if target:
            written = target[1] if target[1] is not None else target[2]
            address = (image_address if is_image else link_address)(_unescaped(written))
        if not target or not address:
            self._say("]")
            return at + 1
        self._emphasis(opened)
        if is_image:
            alt = "".join(node.run.text for node in self._nodes[opened + 1 :])
            self._forget(opened)
            self._nodes.append(_Node("text", run=Run(alt, PLAIN, address)))
        else:
            title = tidy(_unescaped(target[3] or target[4] or "")).strip(" ")
            self._nodes[opened].run = Run("")
            self._ranges.append(_Range(opened, len(self._nodes), "link", (address, title)))
            self._nodes.append(_Node("text"))
            self._brackets = [(place, image, active and image) for place, image, active in self._brackets]
        return target.end()

    def _forget(self, first: int) -> None:
        """Drop the nodes from ``first`` on and all that points to them."""
        del self._nodes[first:]
        self._ranges = [r for r in self._ranges if r.first < first]
        self._tags = [tag for tag in self._tags if tag[0] < first]

    def _emphasis(self, bottom: int) -> None:
        """Pair the stars of the nodes after ``bottom`` (CommonMark, "process emphasis") and use them up."""
        begin = bisect_left(self._stars, bottom)
        stars = self._stars[begin:]
        del self._stars[begin:]
        waiting: list[int] = []
        barren: dict[tuple[bool, int], int] = {}  # kind of closer -> node below which no opener will match
        for place in stars:
            closer = self._nodes[place]
            while closer.can_close and closer.left and waiting:
                kind = (closer.can_open, closer.length % 3)
                index = len(waiting) - 1
                while index >= 0 and waiting[index] >= barren.get(kind, -1):
                    if _matches(self._nodes[waiting[index]], closer):
                        break
                    index -= 1
                else:
                    index = -1
                if index < 0:
                    barren[kind] = place
                    break
                opened = waiting[index]
                opener = self._nodes[opened]
                used = 2 if min(opener.left, closer.left) >= 2 else 1
                self._ranges.append(_Range(opened, place, "strong" if used == 2 else "em", True))
                for node in (opener, closer):
                    node.left -= used
                    node.run = Run("*" * node.left)
                del waiting[index + 1 :]
                if not opener.left:
                    waiting.pop()
            if closer.can_open and closer.left:
                waiting.append(place)

    def _marked(self) -> Iterable[Run]:
        begins: dict[int, list[_Range]] = {}
        ends: dict[int, list[_Range]] = {}
        for one in self._ranges:
            begins.setdefault(one.first + 1, []).append(one)
            ends.setdefault(one.last, []).append(one)
        open_: dict[str, list[object]] = {field: [] for field in Marks._fields}
        for place, node in enumerate(self._nodes):
            for one in ends.get(place, ()):
                open_[one.field].remove(one.value)
            for one in begins.get(place, ()):
                if one.first + 1 < one.last:
                    open_[one.field].append(one.value)
            if node.run == BREAK or (not node.run.text and node.run.src is None):
                yield node.run
                continue
            marks = {field: values[-1] for field, values in open_.items() if values}
            yield node.run._replace(marks=node.run.marks._replace(**marks))  # type: ignore[arg-type]


def _matches(opener: _Node, closer: _Node) -> bool:
    if (opener.can_close or closer.can_open) and (opener.length + closer.length) % 3 == 0:
        return opener.length % 3 == 0 and closer.length % 3 == 0
    return True


def _is_space(char: str) -> bool:
    return char in "\t\n\f\r" or unicodedata.category(char) == "Zs"


def _is_sign(char: str) -> bool:
    return char in _PUNCTUATION or unicodedata.category(char)[0] in "PS"


def _unescaped(written: str) -> str:
    parts = []
    at = 0
    for match in re.finditer(rf"{_ESCAPED.pattern}|{_REFERENCE.pattern}", written):
        parts.append(written[at : match.start()])
        parts.append(match[1] or unescape(match[0]))
        at = match.end()
    return "".join(parts) + written[at:]


# -- out ------------------------------------------------------------------------------------------------------------


def write_inline(block: Paragraph) -> str:
    """Markdown of a paragraph: with stars where a reader finds the same runs again, else with tags."""
    for stars in (True, False):
        written = "".join(_write(block.runs, 0, stars))
        if paragraph(read_inline(written)) == block:
            return written
    return written


def _write(runs: Sequence[Run], level: int, stars: bool) -> Iterable[str]:
    if level == len(Marks._fields):
        for run in runs:
            if run == BREAK:
                yield "\\\n"
            elif run.src is not None:
                yield f"![{_escape(run.text)}]({_target(run.src)})"
            else:
                yield _escape(run.text)
        return
    for value, some in stretches(runs, level):
        field = Marks._fields[level]
        if value and field == "code":
            yield _write_code("".join(run.text for run in some))
            continue
        inner = "".join(_write(some, level + 1, stars))
        if not value:
            yield inner
        elif isinstance(value, tuple):
            title = " " + _quoted(value[1]) if value[1] else ""
            yield f"[{inner}]({_target(value[0])}{title})"
        elif isinstance(value, str):
            yield f'<span lang="{value}">{inner}</span>'
        elif stars:
            yield f"**{inner}**" if field == "strong" else f"*{inner}*"
        else:
            yield f"<{field}>{inner}</{field}>"


def _write_code(text: str) -> str:
    width = 1
    widths = {len(run) for run in _TICKS.findall(text)}
    while width in widths:
        width += 1
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{'`' * width}{pad}{text}{pad}{'`' * width}"


def _target(address: str) -> str:
    escaped = re.sub(r"&(?=#?\w+;)", r"\\&", address)
    return f"<{escaped}>" if re.search(r"[()*\[\]_]", address) else escaped


def _quoted(title: str) -> str:
    return '"' + re.sub(r"&(?=#?\w+;)", r"\\&", re.sub(r'(["\\])', r"\\\1", title)) + '"'


_TO_ESCAPE = re.compile(
    r"[\\`*\[\]]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|!$|(?<![^\W_])_|_(?![^\W_])",
)


def _escape(text: str) -> str:
    return _TO_ESCAPE.sub(lambda match: "\\" + match[0], text)
