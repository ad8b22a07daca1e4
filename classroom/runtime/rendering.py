"""A fragment's contents and resources as parts of a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from web_fragments.fragment import Fragment


@dataclass(frozen=True, slots=True)
class Page:
    """``head``: styles and scripts of blocks; ``body``: their content; ``foot``: scripts that stand after it."""

    head: SafeString
    body: SafeString
    foot: SafeString


def page_of(fragment: Fragment, nonce: str) -> Page:
    """``fragment`` as three pieces of HTML. Scripts with a text run by the page's nonce; scripts with an address must
    be ours (CSP)."""
    head, foot = [], []
    for item in fragment.resources:
        if item.mimetype == "text/css":
            if item.kind == "url":
                head.append(format_html('<link rel="stylesheet" href="{}">', item.data))
            else:
                head.append("<style>" + item.data.replace("</", "<\\/") + "</style>")
        elif item.mimetype == "application/javascript":
            if item.kind == "url":
                foot.append(format_html('<script src="{}"></script>', item.data))
            else:
                foot.append(
                    f'<script nonce="{escape(nonce)}">' + item.data.replace("</script", "<\\/script") + "</script>"
                )
        elif item.mimetype == "text/html":
            (head if item.placement == "head" else foot).append(item.data)
    return Page(mark_safe("\n".join(head)), mark_safe(fragment.content), mark_safe("\n".join(foot)))  # noqa: S308
