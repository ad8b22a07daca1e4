"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from classroom import auth


def page(request: HttpRequest) -> dict[str, Any]:
    """``app_name``, ``languages``, ``person`` (name) and ``may`` (author, staff) of whoever is signed in; no query
    for learners."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"app_name": settings.APP_NAME, "languages": settings.LANGUAGES, "may": {}}
    return {
        "app_name": settings.APP_NAME,
        "languages": settings.LANGUAGES,
        "person": auth.full_name(user),
        "may": {"author": auth.is_author(user), "staff": auth.is_staff(user)},
    }
