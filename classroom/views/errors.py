"""Pages for what went wrong: one sentence that says how to go on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _page(request: HttpRequest, status: int, title: str, says: str) -> HttpResponse:
    return render(request, "classroom/error.html", {"title": title, "says": says, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400."""
    del exception
    return _page(request, 400, _("This request could not be read"), _("Go back, reload the page and try again."))


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403."""
    del exception
    return _page(
        request,
        403,
        _("This page is not for your account"),
        _("If you need it for your work, ask the people who keep the accounts of your classroom."),
    )


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404."""
    del exception
    return _page(
        request,
        404,
        _("There is no such page"),
        _("The address may be wrong, or you are not in this course. Your courses are one step away."),
    )


def failed(request: HttpRequest) -> HttpResponse:
    """500. The request's context may be what failed, so the page needs none."""
    return HttpResponse(
        '<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>Có lỗi ở máy chủ</title><h1>Có lỗi ở máy chủ, không phải do bạn</h1>"
        "<p>Những gì đã lưu vẫn còn. Hãy quay lại và thử lần nữa; nếu vẫn lỗi, hãy báo người phụ trách lớp.</p>"
        '<p lang="en">Something failed on the server. What was saved is kept. Go back and try again.</p></html>',
        status=500,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token: mostly a page from before the last sign-in."""
    del reason
    return _page(
        request, 403, _("This page was open for too long"), _("Reload it and send the form again. Nothing was changed.")
    )
