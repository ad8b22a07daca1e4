"""The tree behind rich text, in one normal form, and its HTML.

Inline content is flat: runs of text, each with its set of marks. So ``<em><b>x</b></em><b>y</b>`` and every other
nesting of the same meaning are one tree, and the HTML written from a tree is always the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple, TypeAlias

#: Lists and quotes nested deeper than this are flattened.
MAX_DEPTH = 6


class Marks(NamedTuple):
    """How a run of text is marked; ``link`` is (address, title), ``lang`` a language tag or ""."""

    link: tuple[str, str] | None = None
    lang: str = ""
    strong: bool = False
    em: bool = False
    code: bool = False


PLAIN = Marks()


class Run(NamedTuple):
    """A piece of a paragraph: text; or an image (``src`` set, ``text`` is its alt); or a line break (``BREAK``)."""

    text: str
    marks: Marks = PLAIN
    src: str | None = None


BREAK = Run("\n")


class Paragraph(NamedTuple):
    """Runs, never empty."""

    runs: tuple[Run, ...]


class Listing(NamedTuple):
    """A list; no item is empty."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]


class Quote(NamedTuple):
    """A block quotation, never empty."""

    blocks: tuple[Block, ...]


Block: TypeAlias = "Paragraph | Listing | Quote"

# -- characters -----------------------------------------------------------------------------------------------------

_SPACES = re.compile("[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Composes with "<", ">" and "=": after a tag it would change the tag when the stored text is normalised as a whole.
_STROKE = "\u0338"


def scrub(text: str) -> str:
    """``text`` without lone surrogates, which no encoder takes."""
    return _SURROGATES.sub("\ufffd", text)


def tidy(text: str) -> str:
    """Text in NFC, without control characters, every stretch of white space one space."""
    text = unicodedata.normalize("NFC", _ILLEGAL.sub("", _SPACES.sub(" ", text)))
    while _STROKE in text:
        text = unicodedata.normalize("NFC", text.replace(_STROKE, ""))
    return _SPACES.sub(" ", text)


_LINK = re.compile(r"(https?://[^/]|mailto:.|tel:.|/static/.|#.)", re.IGNORECASE)
_IMAGE = re.compile(r"(https://[^/]|/static/.)", re.IGNORECASE)
_UNSAFE = {" ": "%20", '"': "%22", "'": "%27", "<": "%3C", ">": "%3E", "\\": "%5C", "`": "%60", "\u0338": "%CC%B8"}
_LANG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def _address(address: str, form: re.Pattern[str]) -> str:
    address = "".join(_UNSAFE.get(c, c) for c in tidy(address).strip())
    if not form.match(address) or (address.startswith("/static/") and ".." in address):
        return ""
    return address


def link_address(address: str) -> str:
    """A permitted address of a link (https, http, mailto, tel, /static/, #id) in safe characters, or ""."""
    return _address(address, _LINK)


def image_address(address: str) -> str:
    """A permitted address of an image (https or /static/) in safe characters, or ""."""
    return _address(address, _IMAGE)


def language(tag: str) -> str:
    """A well-formed language tag, or ""."""
    return tag if _LANG.fullmatch(tag) else ""


# -- the normal form ------------------------------------------------------------------------------------------------


def paragraph(runs: Iterable[Run]) -> Paragraph | None:
    """The normal form of ``runs``: white space collapsed and outside marks, equal neighbours joined; None if empty."""
    joined = _join(_simplified(run) for run in runs)
    joined = _join(run._replace(text=tidy(run.text)) if run.src is None and run != BREAK else run for run in joined)
    spaced = _trim(joined)
    for field in Marks._fields:
        spaced = _unmark_edges(spaced, field)
    whole = tuple(_join(spaced))
    return Paragraph(whole) if whole else None


def _simplified(run: Run) -> Run:
    if run == BREAK:
        return run
    if run.src is not None:
        return Run(tidy(run.text).strip(" "), Marks(link=run.marks.link), run.src)
    return run


def _join(runs: Iterable[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        if run.src is None and not run.text:
            continue
        last = joined[-1] if joined else BREAK
        if run != BREAK and last != BREAK and run.src is None and last.src is None and run.marks == last.marks:
            joined[-1] = last._replace(text=last.text + run.text)
        else:
            joined.append(run)
    return joined


def _trim(runs: Sequence[Run]) -> list[Run]:
    """One space between words whatever the marks, none at either end or beside a break, no break at either end."""
    kept: list[Run] = []
    after_space = True
    for run in runs:
        if run == BREAK:
            while kept and kept[-1] != BREAK and kept[-1].src is None and not kept[-1].text.strip(" "):
                kept.pop()
            if kept and kept[-1] != BREAK and kept[-1].src is None:
                kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip(" "))
            if kept:
                kept.append(run)
            after_space = True
        elif run.src is not None:
            kept.append(run)
            after_space = False
        else:
            text = run.text.lstrip(" ") if after_space else run.text
            if text:
                kept.append(run._replace(text=text))
                after_space = text.endswith(" ")
    while kept and kept[-1].src is None and not kept[-1].text.strip(" \n"):
        kept.pop()
    if kept and kept[-1].src is None:
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip(" "))
    return kept


def _unmark_edges(runs: Sequence[Run], field: str) -> list[Run]:
    """Spaces at the edge of a marked stretch lose that mark (Markdown cannot mark them)."""

    def value(place: int) -> object:
        inside = 0 <= place < len(runs) and runs[place] != BREAK
        return getattr(runs[place].marks, field) if inside else None

    changed: list[Run] = []
    for place, run in enumerate(runs):
        if run == BREAK or run.src is not None or not value(place):
            changed.append(run)
            continue
        bare = run.marks._replace(**{field: getattr(PLAIN, field)})
        text = run.text
        if text.startswith(" ") and value(place - 1) != value(place):
            changed.append(Run(" ", bare))
            text = text[1:]
        if text.endswith(" ") and value(place + 1) != value(place):
            changed.extend((run._replace(text=text[:-1]), Run(" ", bare)))
        else:
            changed.append(run._replace(text=text))
    return _join(changed)


def tidy_blocks(blocks: Iterable[Block | None]) -> tuple[Block, ...]:
    """``blocks`` without empty ones, neighbouring lists of one kind joined (Markdown cannot part them)."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Listing):
            block = block._replace(items=tuple(item for item in block.items if item))
            if not block.items:
                continue
            last = kept[-1] if kept else None
            if isinstance(last, Listing) and last.ordered == block.ordered:
                kept[-1] = last._replace(items=last.items + block.items)
                continue
        elif block is None or (isinstance(block, Quote) and not block.blocks):
            continue
        kept.append(block)
    return tuple(kept)


# -- HTML out -------------------------------------------------------------------------------------------------------


def to_html(blocks: Sequence[Block]) -> str:
    """The HTML of a tree; one paragraph alone has no ``<p>``."""
    return _blocks(blocks, in_item=False)


def _blocks(blocks: Sequence[Block], *, in_item: bool) -> str:
    parts = []
    for place, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            inline = "".join(_inline(block.runs, 0))
            leads = in_item and place == 0 and not isinstance(blocks[1] if len(blocks) > 1 else None, Paragraph)
            parts.append(inline if leads or len(blocks) == 1 else f"<p>{inline}</p>")
        elif isinstance(block, Listing):
            tag = "ol" if block.ordered else "ul"
            items = "".join(f"<li>{_blocks(item, in_item=True)}</li>" for item in block.items)
            parts.append(f"<{tag}>{items}</{tag}>")
        else:
            parts.append(f"<blockquote>{_blocks(block.blocks, in_item=False)}</blockquote>")
    return "".join(parts)


def stretches(runs: Sequence[Run], level: int) -> Iterable[tuple[object, Sequence[Run]]]:
    """``runs`` cut where the mark number ``level`` changes: (its value, the runs that share it)."""
    begin = 0
    for place in range(1, len(runs) + 1):
        if place == len(runs) or runs[place].marks[level] != runs[begin].marks[level]:
            yield runs[begin].marks[level], runs[begin:place]
            begin = place


def _inline(runs: Sequence[Run], level: int) -> Iterable[str]:
    if level == len(Marks._fields):
        for run in runs:
            if run == BREAK:
                yield "<br>"
            elif run.src is not None:
                yield f'<img src="{escape(run.src)}" alt="{escape(run.text)}">'
            else:
                yield escape(run.text, quote=False)
        return
    for value, some in stretches(runs, level):
        inner = "".join(_inline(some, level + 1))
        if not value:
            yield inner
        elif isinstance(value, tuple):
            title = f' title="{escape(value[1])}"' if value[1] else ""
            yield f'<a href="{escape(value[0])}"{title}>{inner}</a>'
        elif isinstance(value, str):
            yield f'<span lang="{escape(value)}">{inner}</span>'
        else:
            tag = Marks._fields[level]
            yield f"<{tag}>{inner}</{tag}>"


# -- HTML in --------------------------------------------------------------------------------------------------------

_MARK_TAGS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code"}


class _Frame:
    """An open list, list item or quote; the outermost is the document."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.blocks: list[Block] = []
        self.items: list[tuple[Block, ...]] = []


class Builder(HTMLParser):
    """Well-formed HTML (as a sanitiser writes it) -> blocks. Unknown tags part paragraphs; nothing of text is lost."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._frames = [_Frame("")]
        self._open: list[tuple[str, Marks, bool]] = []
        self._marks = PLAIN
        self._runs: list[Run] = []

    def build(self, html: str) -> tuple[Block, ...]:
        """The blocks of ``html``."""
        self.feed(html)
        self.close()
        while self._open:
            self.handle_endtag(self._open[-1][0])
        self._flush()
        return tidy_blocks(self._frames[0].blocks)

    def handle_data(self, data: str) -> None:
        self._runs.append(Run(data, self._marks))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._runs.append(BREAK)
        elif tag == "img":
            if src := image_address(given.get("src", "")):
                self._runs.append(Run(given.get("alt", ""), self._marks, src))
            elif given.get("alt"):
                self._runs.append(Run(given["alt"], self._marks))
        elif tag == "hr":
            self._flush()
        else:
            self._open.append((tag, self._marks, self._begin(tag, given)))

    def _begin(self, tag: str, given: dict[str, str]) -> bool:
        """Enter ``tag``; True if it has a frame."""
        if tag in _MARK_TAGS:
            self._marks = self._marks._replace(**{_MARK_TAGS[tag]: True})  # type: ignore[arg-type]
        elif tag == "a":
            if address := link_address(given.get("href", "")):
                self._marks = self._marks._replace(link=(address, tidy(given.get("title", "")).strip(" ")))
        elif tag == "span":
            if lang := language(given.get("lang", "")):
                self._marks = self._marks._replace(lang=lang)
        else:
            self._flush()
            depth = sum(frame.tag != "li" for frame in self._frames) - 1
            nests = tag in ("ul", "ol", "blockquote") and depth < MAX_DEPTH
            if nests or (tag == "li" and self._frames[-1].tag in ("ul", "ol")):
                self._frames.append(_Frame(tag))
                return True
        return False

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _, _ in self._open):
            return
        while True:
            name, marks, framed = self._open.pop()
            if name not in (*_MARK_TAGS, "a", "span"):
                self._flush()
            self._marks = marks
            if framed:
                self._end(self._frames.pop())
            if name == tag:
                return

    def _end(self, frame: _Frame) -> None:
        if frame.tag == "li":
            if item := tidy_blocks(frame.blocks):
                self._frames[-1].items.append(item)
        elif frame.tag == "blockquote":
            self._add(Quote(tidy_blocks(frame.blocks)))
        else:
            self._add(Listing(frame.tag == "ol", tuple(frame.items)))

    def _flush(self) -> None:
        block = paragraph(self._runs)
        self._runs = []
        if block:
            self._add(block)

    def _add(self, block: Block) -> None:
        parent = self._frames[-1]
        if parent.tag in ("ul", "ol"):
            if item := tidy_blocks([block]):
                parent.items.append(item)
        else:
            parent.blocks.append(block)
