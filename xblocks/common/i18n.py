"""Language of the person who reads: which one it is, and texts in it."""

from __future__ import annotations

from typing import Any

from django.utils import translation

SUPPORTED = ("vi", "en", "km")


def noop(text: str) -> str:
    """Marks ``text`` for the catalogue; it is translated where it is shown."""
    return text


def language() -> str:
    """``vi``, ``en`` or ``km`` for the active language; English for any other."""
    code = (translation.get_language() or "").lower()
    return next((lang for lang in SUPPORTED if code.startswith(lang)), "en")


def gettext(block: Any, text: str) -> str:
    """``text`` by the block's i18n service, or by Django where the runtime has none."""
    service = block.runtime.service(block, "i18n")
    if service is None:
        return translation.gettext(text)
    found: str = service.gettext(text)
    return found
