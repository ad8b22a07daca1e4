"""Ids from other tools' names: ``Căn phòng tối`` becomes ``can-phong-toi``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_MARKS = re.compile("[\u0300-\u036f]")


def slug(text: str, default: str = "canh") -> str:
    """``text`` in at most 56 small letters without accents, digits and hyphens; ``default`` if none is left."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.lower().replace("đ", "d")))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:56].strip("-") or default


def unused(wanted: str, taken: Collection[str]) -> str:
    """``wanted``, or ``wanted-2``, ``wanted-3`` … whichever is not ``taken``."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name
