"""Rich text: sanitised HTML of a small subset, and its Markdown.

The subset: ``p br strong em code a[href title] img[src alt] ul ol li blockquote span[lang]``. Links lead to ``https:``,
``http:``, ``mailto:``, ``tel:``, ``/static/…`` or ``#…``; images come from ``https:`` or ``/static/…``. A text of one
paragraph has no ``<p>``. Every function takes any string and raises nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import nh3

from .rich_markdown import read_markdown, write_markdown
from .rich_tree import BREAK, Block, Builder, Listing, Paragraph, scrub, to_html

_SUBSET = {"p", "br", "strong", "em", "code", "a", "img", "ul", "ol", "li", "blockquote", "span"}
# Let through the sanitiser so that they become paragraphs or marks; none of them is ever written.
_BLOCKS = {"h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "article", "header", "footer", "main", "pre", "hr"}
_ROWS = {"dl", "dt", "dd", "figure", "figcaption", "table", "thead", "tbody", "tfoot", "caption", "tr", "td", "th"}
_CLEANER = nh3.Cleaner(
    tags=_SUBSET | _BLOCKS | _ROWS | {"b", "i"},
    attributes={"a": {"href", "title"}, "img": {"src", "alt"}, "span": {"lang"}},
    url_schemes={"https", "http", "mailto", "tel"},
    link_rel=None,
    strip_comments=True,
)
# Ordinary text of one paragraph is clean as it is; most texts of a quiz are, so they skip the parsers.
_ORDINARY = re.compile(r"(?:[\w.,;:!?()/%+*#@“”‘’…–—'\"-]+(?: (?! |$)|$))*")


def clean(html: str) -> str:
    """``html`` reduced to the subset, in normal form: ``clean(clean(h)) == clean(h)``.

    Scripts, styles and attributes go; the words of unknown elements stay.
    """
    if _ORDINARY.fullmatch(html) and "\u0338" not in html and unicodedata.is_normalized("NFC", html):
        return html
    return to_html(_tree(html))


def _tree(html: str) -> tuple[Block, ...]:
    return Builder().build(_CLEANER.clean(scrub(html)))


def from_markdown(md: str) -> str:
    """Clean HTML of ``md``, a subset of CommonMark.

    Read are: paragraphs, ``**strong**``, ``*em*``, `` `code` ``, ``[links](address "title")``, ``![images](address)``,
    ``-`` and ``1.`` lists, ``>`` quotes, hard breaks (a backslash or two spaces at the end of a line), backslash
    escapes, character references, and the tags ``<span lang="…">``, ``<strong>``, ``<em>``, ``<br>``. Everything else
    stays as the text that it is.
    """
    return to_html(read_markdown(scrub(md)))


def to_markdown(html: str) -> str:
    """The Markdown of ``html``; ``from_markdown(to_markdown(h)) == clean(h)``."""
    return write_markdown(_tree(html))


def plain(html: str) -> str:
    """The words of ``html``: paragraphs and breaks are new lines, an image is its alternative text."""
    return "\n".join(_lines(_tree(html)))


def _lines(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield "".join("\n" if run == BREAK else run.text for run in block.runs)
        elif isinstance(block, Listing):
            for item in block.items:
                yield from _lines(item)
        else:
            yield from _lines(block.blocks)
