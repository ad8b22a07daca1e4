"""Which languages the classroom's own texts are really in.

The blocks speak Khmer; the pages around them do not yet. What is shown then is Vietnamese, and says so.
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
    """The pages' own texts are not in that language, though the blocks' may be. English is what they are written
    in."""
    return code.split("-")[0] != "en" and _texts(code) < MOST * _texts(settings.LANGUAGE_CODE)


def page_language(code: str) -> str:
    """What ``<html lang>`` has to say when ``code`` is chosen: the language that the pages' texts are in."""
    return settings.LANGUAGE_CODE if in_part(code) else code
