"""What happens to every request."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from classroom.languages import page_language

Next = Callable[[HttpRequest], HttpResponse]
CODES = {code for code, _name in settings.LANGUAGES}


class ContentSecurityPolicy:
    """Scripts come from this server only; scripts that a block puts into the page run by a nonce that changes with
    each answer.

    Styles may stand in the page, because blocks set widths and colours of meters that way.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.csp_nonce = secrets.token_urlsafe(12)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault(
            "Content-Security-Policy",
            "default-src 'self'; "
            f"script-src 'self' 'nonce-{request.csp_nonce}'; "  # type: ignore[attr-defined]
            "style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; media-src 'self' https:; "
            "font-src 'self'; connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; "
            "form-action 'self'; frame-ancestors 'self'",
        )
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


def negotiate(request: HttpRequest) -> str:
    """The language of the answer: the one chosen (cookie), else Vietnamese for everyone whose browser lists it, else
    the browser's first that we have, else Vietnamese. Many office computers in Viet Nam list English first and
    Vietnamese second."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in CODES:
        return chosen
    listed = [
        code
        for code, quality in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
        if quality
    ]
    if any(code.split("-")[0] == "vi" for code in listed):
        return "vi"
    for code in listed:
        for known in CODES:
            if known.split("-")[0] == code.split("-")[0]:
                return known
    return settings.LANGUAGE_CODE


class ChosenLanguage:
    """Django's LocaleMiddleware with :func:`negotiate` in place of its order."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = negotiate(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
            render = getattr(response, "render", None)
            if render is not None and not getattr(response, "is_rendered", True):
                render()
        response.headers.setdefault("Content-Language", page_language(language, request.path_info))
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


class ForcedPasswordChange:
    """Someone who got a password from staff chooses an own one before anything else."""

    OPEN = ("password", "sign-out", "set-language", "language")

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Redirect pages (not handlers or files) to the password form while the change is due."""
        match = request.resolver_match
        if (
            request.method != "GET"
            or match is None
            or match.url_name in self.OPEN
            or match.url_name in ("resource", "asset")
        ):
            return None
        user = request.user
        profile = getattr(user, "profile", None) if user.is_authenticated else None
        if profile is not None and profile.must_change_password:
            return HttpResponseRedirect(reverse("password"))
        return None
