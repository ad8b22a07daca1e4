"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from classroom import auth
from classroom.languages import in_part, page_language


def page(request: HttpRequest) -> dict[str, Any]:
    """``app_name``, ``languages`` (code, name, whether only in part for this person), ``page_lang``, ``person`` (name)
    and ``may`` (author, staff) of whoever is signed in; no query for learners."""
    user = getattr(request, "user", None)
    known = {
        "app_name": settings.APP_NAME,
        "languages": [(code, name, False) for code, name in settings.LANGUAGES],
        "page_lang": page_language(get_language() or settings.LANGUAGE_CODE, request.path_info),
    }
    if user is None or not user.is_authenticated:
        return {**known, "may": {}}
    may = {"author": auth.is_author(user), "staff": auth.is_staff(user)}
    if any(may.values()):  # learners see no page of the desks
        known["languages"] = [(code, name, in_part(code)) for code, name in settings.LANGUAGES]
    return {**known, "person": auth.full_name(user), "may": may}
