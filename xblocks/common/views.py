"""Fragments and init data: how a view reaches the browser."""

from __future__ import annotations

import json
from typing import Any

from web_fragments.fragment import Fragment

from .i18n import gettext, language

_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def init_string(data: dict[str, Any]) -> str:
    """``data`` as one string of JSON that is safe inside a script element and an attribute.

    The LMS and Studio escape init data, XBlock's own runtime does not, and escaping the values themselves would
    corrupt them where it does. A string that holds nothing to escape is right in all of them; the page parses it once
    more.
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def with_urls(block: Any, data: Any) -> Any:
    """``data`` with ``/static/…`` addresses in its HTML made absolute by the platform, which rewrites no handler
    responses."""
    service = block.runtime.service(block, "replace_urls")
    if service is None:
        return data

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return service.replace_urls(value) if "/static/" in value else value
        if isinstance(value, dict):
            return {k: walk(v) for k, v in value.items()}
        if isinstance(value, list):
            return [walk(v) for v in value]
        return value

    return walk(data)


def fragment(block: Any, *, name: str, function: str, data: dict[str, Any], root_class: str = "") -> Fragment:
    """The view ``name`` (``student`` or ``studio``) of ``block``: one style sheet, one script, one root element, its
    init data."""
    lang = language()
    loading = gettext(block, "Loading…")
    without = gettext(block, "Please turn on JavaScript in your browser to do this activity.")
    frag = Fragment(
        f'<div class="hv-block {root_class}" lang="{lang}"><p class="hv-loading">{loading}</p>'
        f"<noscript><p>{without}</p></noscript></div>"
    )
    frag.add_css_url(block.runtime.local_resource_url(block, f"public/{name}.css"))
    frag.add_javascript_url(block.runtime.local_resource_url(block, f"public/{name}.js"))
    frag.initialize_js(function, init_string(with_urls(block, data)))
    return frag
