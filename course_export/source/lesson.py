"""Lesson Markdown to sanitised HTML: CommonMark and tables, ``media/…`` turned into ``/static/…``."""

from __future__ import annotations

import re
from typing import Any

import nh3
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from course_export.source.model import Lesson, MediaUse

# fmt: off
_TAGS = {
    "p", "br", "strong", "em", "del", "b", "i", "code", "pre", "a", "img", "ul", "ol", "li", "blockquote", "span", "hr",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "caption", "figure", "figcaption",
    "details", "summary", "abbr", "sub", "sup", "audio",
}
# fmt: on
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "audio": {"src", "controls"},
    "span": {"lang"},
    "p": {"lang"},
    "abbr": {"title"},
    "th": {"scope", "colspan", "rowspan", "style"},
    "td": {"colspan", "rowspan", "style"},
    "ol": {"start"},
}
_SCHEMES = {"https", "http", "mailto", "tel", "sms"}
STATIC = re.compile(r"/static/([^\"'\s<>)\\?#]+)")


def _alignment(tag: str, attribute: str, value: str) -> str | None:
    """Of inline styles only a table's text alignment, as Markdown writes it, goes through."""
    if attribute == "style":
        match = re.fullmatch(r"\s*text-align:\s*(left|right|center)\s*;?\s*", value)
        return f"text-align:{match.group(1)}" if match else None
    return value


def _rewrite(fragment: str) -> str:
    """Point ``media/x`` at ``/static/x``; raw HTML of authors included."""
    if "media/" not in fragment:
        return fragment
    root = lxml_html.fragment_fromstring(fragment, create_parent="div")
    for element in root.iter():
        for attribute in ("src", "href"):
            value = element.get(attribute) if isinstance(element.tag, str) else None
            if value and value.removeprefix("./").startswith("media/"):
                element.set(attribute, "/static/" + value.removeprefix("./").removeprefix("media/"))
    text: str = lxml_html.tostring(root, encoding="unicode")
    return text.removeprefix("<div>").removesuffix("</div>")


def render(markdown: str) -> Lesson:
    """The lesson in ``markdown`` (body without front matter).

    A first-level heading inside is lowered, because the unit's title is the page's first heading.
    """
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = parser.parse(markdown)
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    if any(token.tag == "h1" for token in headings):
        for token in headings:
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
    html: str = parser.renderer.render(tokens, parser.options, {})
    clean = nh3.clean(
        _rewrite(html),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_alignment,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    ).strip()
    return Lesson(html=clean, words=len(plain(clean).split()))


def plain(fragment: str) -> str:
    """The text of an HTML fragment, parts separated by spaces."""
    if not fragment.strip():
        return ""
    root = lxml_html.fragment_fromstring(fragment, create_parent="div")
    return " ".join(" ".join(root.itertext()).split())


def line_of(text: str, needle: str) -> int | None:
    """The first 1-based line of ``text`` that holds ``needle``."""
    at = text.find(needle) if needle else -1
    return None if at < 0 else text.count("\n", 0, at) + 1


def media_uses(fragment: str, *, file: str, text: str) -> list[MediaUse]:
    """What ``fragment`` takes from ``/static/``, and every image that has no alternative text.

    ``text`` is the source file's text: the line is where the name first stands in it.
    """
    if "/static/" not in fragment and "<img" not in fragment:
        return []
    root = lxml_html.fragment_fromstring(fragment, create_parent="div")
    uses = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        image = element.tag == "img"
        for attribute in ("src", "href"):
            value = element.get(attribute) or ""
            match = STATIC.match(value)
            if match or (image and attribute == "src"):
                name = match.group(1) if match else ""
                line = line_of(text, name or value)
                uses.append(MediaUse(name, file, line, image, element.get("alt", "") if image else None))
    return uses


def model_media_uses(data: Any, *, file: str, text: str) -> list[MediaUse]:
    """The same over every text of a quiz's or story's JSON; an ``audio`` value is a use as well."""
    if isinstance(data, dict):
        return [use for value in data.values() for use in model_media_uses(value, file=file, text=text)]
    if isinstance(data, list):
        return [use for value in data for use in model_media_uses(value, file=file, text=text)]
    if not isinstance(data, str):
        return []
    if data.startswith("/static/"):
        name = data.removeprefix("/static/")
        return [MediaUse(name, file, line_of(text, name), False, None)]
    return media_uses(data, file=file, text=text) if "<" in data else []
