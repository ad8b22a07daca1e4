"""The blocks that the platform brings with it and every course uses: containers, lessons, and a stand-in for what is
missing.

They are no entry points: on the platform its own blocks of these names do their work.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.translation import gettext as _
from lxml import etree
from web_fragments.fragment import Fragment
from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock
from xblock.fields import Scope, String

LESSON_TAGS = nh3.ALLOWED_TAGS | {
    "audio", "video", "source", "track", "figure", "figcaption",
    "section", "article", "header", "footer", "aside", "main", "u",
}  # fmt: skip
LESSON_ATTRIBUTES = {
    **{tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()},
    "*": {"class", "lang", "dir", "title", "id"},
    "audio": {"src", "controls", "preload"},
    "video": {"src", "controls", "preload", "poster", "width", "height", "playsinline"},
    "source": {"src", "type"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "img": {"src", "alt", "width", "height", "loading"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope"},
    "details": {"open"},
    "ol": {"start", "type"},
}


@lru_cache(maxsize=256)
def clean_lesson(html: str) -> str:
    """A lesson's HTML without anything that runs: no scripts, styles, forms or frames; ids that pages of ours use are
    no harm."""
    return nh3.clean(
        html,
        tags=LESSON_TAGS,
        attributes=LESSON_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel", "sms"},
        link_rel="noopener noreferrer",
    )


class Container(XBlock):
    """A block that only holds others."""

    has_children = True
    completion_mode = XBlockCompletionMode.AGGREGATOR

    display_name = String(default=None, scope=Scope.settings)

    def student_view(self, context: Any = None) -> Fragment:
        """All children, one below the other."""
        fragment = Fragment()
        for child in self.runtime.render_children(self, context=context):
            fragment.add_fragment_resources(child)
            fragment.add_content(child.content)
        return fragment

    author_view = student_view
    public_view = student_view


class CourseBlock(Container):
    """The root of a course. Fields that only the LMS reads are kept as they are (see ``Node.settings``)."""


class ChapterBlock(Container):
    """A module."""


class SequentialBlock(Container):
    """A lesson group, the place of due dates and graded formats."""


class VerticalBlock(Container):
    """A unit: what stands on one page."""


@XBlock.needs("i18n")
@XBlock.wants("replace_urls")
class HtmlBlock(XBlock):
    """A lesson text."""

    completion_mode = XBlockCompletionMode.COMPLETABLE

    display_name = String(default="Text", scope=Scope.settings)
    data = String(default="", scope=Scope.content)

    @XBlock.supports("multi_device")
    def student_view(self, _context: Any = None) -> Fragment:
        """The cleaned text."""
        html = clean_lesson(self.data or "")
        replace = self.runtime.service(self, "replace_urls")
        if replace is not None:
            html = replace.replace_urls(html)
        return Fragment(f'<div class="hv-lesson">{html}</div>')

    author_view = student_view
    public_view = student_view

    def index_dictionary(self) -> dict[str, Any]:
        """Title and plain text."""
        return {
            "content": {"display_name": self.display_name, "html_content": nh3.clean(self.data or "", tags=set())},
            "content_type": "Text",
        }

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any) -> HtmlBlock:
        """Attributes are fields; the text is what stands inside the element (a file named by ``filename`` is put
        there by the reader)."""
        block = runtime.construct_xblock_from_class(cls, keys)
        for name, value in node.items():
            if name in block.fields and name not in ("data", "parent"):
                setattr(block, name, block.fields[name].from_string(value))
        inner = escape_text(node.text or "")
        for child in node:
            inner += etree.tostring(child, encoding="unicode", method="html", with_tail=True)
        block.data = (node.text or "") if not len(node) else inner
        return block

    def add_xml_to_node(self, node: Any) -> None:
        """The text as the element's own text; the writer moves it to its file."""
        node.tag = "html"
        for name, field in self.fields.items():
            if name in ("data", "parent", "tags", "xml_attributes") or not field.is_set_on(self):
                continue
            node.set(name, field.to_string(getattr(self, name)) or "")
        node.text = self.data or ""


def escape_text(text: str) -> str:
    """``text`` as it stands between tags."""
    return str(escape(text)).replace("&quot;", '"').replace("&#x27;", "'")


class MissingBlock(XBlock):
    """Stands where a block type is not installed or does not load; keeps the fields that it was imported with."""

    completion_mode = XBlockCompletionMode.EXCLUDED

    display_name = String(default=None, scope=Scope.settings)
    olx = String(default="", scope=Scope.content)

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any) -> MissingBlock:
        """Keep the whole element, so that an export gives it back."""
        block = runtime.construct_xblock_from_class(cls, keys)
        block.display_name = node.get("display_name")
        block.olx = etree.tostring(node, encoding="unicode", with_tail=False)
        return block

    def add_xml_to_node(self, node: Any) -> None:
        """The element as it came."""
        node.tag = self.scope_ids.block_type
        if not self.olx:
            return
        kept = etree.fromstring(self.olx, etree.XMLParser(resolve_entities=False, no_network=True))
        node.text = kept.text
        for name, value in kept.items():
            node.set(name, value)
        node.extend(list(kept))

    def student_view(self, _context: Any = None) -> Fragment:
        """One sentence."""
        says = _("This part needs the block “%(type)s”, which is not installed here.") % {
            "type": self.scope_ids.block_type
        }
        return Fragment(f'<p class="hv-alert hv-alert--warning">{escape(says)}</p>')

    author_view = student_view
    public_view = student_view
    studio_view = student_view


BUILT_IN: dict[str, type[XBlock]] = {
    "course": CourseBlock,
    "chapter": ChapterBlock,
    "sequential": SequentialBlock,
    "vertical": VerticalBlock,
    "html": HtmlBlock,
}
