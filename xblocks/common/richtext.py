"""Rich text: a small, sanitised subset of HTML."""

from __future__ import annotations

import nh3

def clean(html: str) -> str:
    """``html`` reduced to the subset."""
    return nh3.clean(html, tags={"p","br","strong","em","code","a","img","ul","ol","li","blockquote","span"}, attributes={"a":{"href","title"},"img":{"src","alt"},"span":{"lang"}}, link_rel=None, url_schemes={"https","http","mailto","tel"})
