"""Which languages the classroom's own texts are really in.

What learners see speaks Khmer: the blocks, and the pages around them. The desks of authors and staff do not yet: what
is shown there is Vietnamese, and says so.
"""

from __future__ import annotations

import gettext
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import to_locale

LOCALE = Path(__file__).parent / "locale"
MOST = 0.9
"""A catalogue that has so much of the Vietnamese one speaks its language."""


@lru_cache(maxsize=16)
def _texts(code: str) -> int:
    """How many texts of the pages are translated into ``code``."""
    try:
        found = gettext.translation("django", str(LOCALE), [to_locale(code)])
    except OSError:
        return 0
    return sum(1 for text, said in getattr(found, "_catalog", {}).items() if text and said)


def in_part(code: str) -> bool:
    """Not all pages are in that language, though what learners see may be. English is what they are written in."""
    return code.split("-")[0] != "en" and _texts(code) < MOST * _texts(settings.LANGUAGE_CODE)


DESKS = ("/author/", "/staff/")
"""Where the pages of authors and staff lie."""


def page_language(code: str, path: str) -> str:
    """What ``<html lang>`` of the page at ``path`` has to say when ``code`` is chosen: the language that its texts are
    in. A catalogue that is there at all holds what learners see (a test holds it to that)."""
    foreign = in_part(code) and (path.startswith(DESKS) or not _texts(code))
    return settings.LANGUAGE_CODE if foreign else code
