"""Fragments and init data: how a view reaches the browser."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from web_fragments.fragment import Fragment
from xblock.core import XBlock

from .i18n import gettext, language

CORE = "skill_quiz"
"""The block type whose ``public`` folder holds ``core.js`` and ``core.css``, which both blocks use."""
EXTRA_CONTENT = ("<img ", '"audio":', '"picture":')
"""Pictures and recordings in the canonical JSON of a question, for which a page brings ``extras.<lang>.js``."""
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def init_string(data: dict[str, Any]) -> str:
    """``data`` as one string of JSON that is safe inside a script element and an attribute.

    The LMS and Studio escape init data, XBlock's own runtime does not, and escaping the values themselves would
    corrupt them where it does. A string that holds nothing to escape is right in all of them; the page parses it once
    more.
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def with_urls(block: Any, data: Any) -> Any:
    """``data`` with ``/static/…`` addresses, in its HTML and alone, made absolute by the platform, which rewrites no
    handler responses."""
    service = block.runtime.service(block, "replace_urls")
    if service is None:
        return data

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            if value.startswith("/static/") and '"' not in value:  # an address alone: platforms know quoted ones only
                return service.replace_urls(f'"{value}"')[1:-1]
            return service.replace_urls(value) if "/static/" in value else value
        if isinstance(value, dict):
            return {k: walk(v) for k, v in value.items()}
        if isinstance(value, list):
            return [walk(v) for v in value]
        return value

    return walk(data)


def core_url(block: Any, uri: str) -> str:
    """The address of a file that both blocks use: the same for both, so that a page or a visit brings it once.

    A runtime knows where a file lies by its block's class and type. Only those of the owner are handed over, so that no
    second block is made.
    """
    if block.scope_ids.block_type == CORE:
        return str(block.runtime.local_resource_url(block, uri))
    owner = {"unmixed_class": XBlock.load_class(CORE), "scope_ids": SimpleNamespace(block_type=CORE)}
    return str(block.runtime.local_resource_url(type("CoreOwner", (), owner)(), uri))


def fragment(
    block: Any, *, name: str, function: str, data: dict[str, Any], root_class: str = "", staff: str | None = None
) -> Fragment:
    """The view ``name`` (``student`` or ``studio``) of ``block``: style sheets, scripts, one root element, its init
    data.

    A learner's page brings what both blocks use, the strings of the reader's language only, and what the block's
    ``more_public(data)`` names of its scripts and style sheets, where it has one. Those of the rarer question types
    (``types.…``) and of pictures and recordings (``extras.…``) are the quiz's, whichever block asks. What the quiz
    looks like is part of ``core.css``: simulations ask questions too, and one file is less to download than two.
    ``staff``: below it comes the panel for course staff with these attributes, whose script sets up both.
    """
    lang = language()
    loading = gettext(block, "Loading…")
    without = gettext(block, "Please turn on JavaScript in your browser to do this activity.")
    frag = Fragment(
        f'<div class="hv-block {root_class}" lang="{lang}"><p class="hv-loading">{loading}</p>'
        f"<noscript><p>{without}</p></noscript></div>"
        + ("" if staff is None else f'<div class="hv-staff" lang="{lang}"{staff}></div>')
    )
    in_core = name == "student" and block.scope_ids.block_type == CORE
    kinds = (".js",) if in_core else (".css", ".js")
    urls = [block.runtime.local_resource_url(block, f"public/{name}{kind}") for kind in kinds]
    if name == "student":
        more = [f"strings.{lang}.js", *(block.more_public(data) if hasattr(block, "more_public") else ())]
        urls = (
            [core_url(block, f"public/core{kind}") for kind in (".css", ".js")]
            + [
                (core_url if file.startswith(("types.", "extras.")) else block.runtime.local_resource_url)(
                    block, f"public/{file}"
                )
                for file in more
            ]
            + urls
        )
    if staff is not None:
        urls += [block.runtime.local_resource_url(block, f"public/staff{kind}") for kind in (".css", f".{lang}.js")]
    for url in urls:
        (frag.add_css_url if url.partition("?")[0].endswith(".css") else frag.add_javascript_url)(url)
    frag.initialize_js(function, init_string(with_urls(block, data)))
    return frag
