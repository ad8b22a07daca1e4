"""What every handler of ours checks before it looks at a request, and how it refuses one.

Every handler of a block can be called by every learner (and, through the platform's ``handler_noauth``, by anybody),
so each of ours is a POST with a JSON object that a form of another site cannot send, by a person who is signed in.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

from webob import Response

from .findings import ModelError, PlayError
from .i18n import language
from .identity import identify
from .khmer import told

MAX_BODY = 64 * 1024
MAX_AUTHOR_BODY = 4 * 1024 * 1024


class Refusal(Exception):
    """A request that is refused: HTTP ``status``, stable ``code``, one sentence in each language, optional fresh
    ``state``."""

    def __init__(self, status: int, code: str, vi: str, en: str, **more: Any) -> None:
        super().__init__(en)
        self.status = status
        self.code = code
        self.vi = vi
        self.en = en
        self.more = more


def reply(data: dict[str, Any], status: int = 200) -> Response:
    """``data`` as a JSON response that no cache keeps."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Response(
        body=body.encode("utf-8"),
        status=status,
        content_type="application/json",
        charset="utf-8",
        headerlist=[("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store")],
    )


def read_json(request: Any, limit: int) -> dict[str, Any]:
    """The JSON object of a POST. Raises :class:`Refusal` (405, 413, 415 or 400) for anything else."""
    if request.method != "POST":
        raise Refusal(405, "not-post", "Yêu cầu phải gửi bằng POST.", "Send this request by POST.")
    if (request.content_type or "").split(";")[0].strip().lower() != "application/json":
        raise Refusal(
            415, "not-json", "Yêu cầu phải có dạng application/json.", "Send this request as application/json."
        )
    body = request.body
    if len(body) > limit:
        raise Refusal(413, "too-large", "Nội dung gửi lên quá lớn.", "What was sent is too large.")
    try:
        data = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise Refusal(
            400,
            "malformed",
            "Nội dung gửi lên không đọc được. Hãy tải lại trang rồi thử lại.",
            "What was sent could not be read. Reload the page and try again.",
        )
    return data


def text_of(data: dict[str, Any], name: str, *, limit: int = 200) -> str:
    """The string ``data[name]``, at most ``limit`` characters; :class:`Refusal` 400 otherwise."""
    value = data.get(name)
    if not isinstance(value, str) or len(value) > limit:
        raise _wrong_field(name)
    return value


def int_of(data: dict[str, Any], name: str) -> int:
    """The whole number ``data[name]`` from 0 to a million; :class:`Refusal` 400 otherwise."""
    value = data.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1_000_000:
        raise _wrong_field(name)
    return value


def _wrong_field(name: str) -> Refusal:
    return Refusal(
        400,
        "malformed",
        f"Mục “{name}” thiếu hoặc không đúng dạng. Hãy tải lại trang rồi thử lại.",
        f"The field “{name}” is missing or has the wrong form. Reload the page and try again.",
    )


_SHOWS_STATE = {"stale-step", "closed", "past-due", "no-attempts", "content-changed", "time-up"}


def _refused(block: Any, error: Refusal | PlayError) -> Response:
    lang = language()
    status = (
        error.status if isinstance(error, Refusal) else (400 if error.code in ("malformed", "unknown-item") else 409)
    )
    data: dict[str, Any] = {
        "error": told(lang, error.code, error.vi, error.en, getattr(error, "km", "")),
        "code": error.code,
    }
    if isinstance(error, Refusal):
        data.update(error.more)
    if error.code in _SHOWS_STATE:
        data["state"] = block.fresh_state()
    return reply(data, status)


def handler_of(
    function: Callable[..., dict[str, Any]], check: Callable[[Any], None], read: Callable[[Any], Any]
) -> Callable[..., Response]:
    """A handler: ``read`` the request, ``check`` the person, then ``function(self, what was read)``."""

    @functools.wraps(function)
    def wrapped(self: Any, request: Any, suffix: str = "") -> Response:
        try:
            data = read(request)
            check(self)
            return reply(function(self, data))
        except (Refusal, PlayError) as error:
            return _refused(self, error)
        except ModelError as error:
            lang = language()
            findings = [
                {"severity": f.severity, "code": f.code, "where": f.where, "line": f.line, "message": f.message(lang)}
                for f in error.findings
            ]
            return reply({"error": findings[0]["message"], "code": "invalid-content", "findings": findings}, 422)

    wrapped._is_xblock_handler = True  # type: ignore[attr-defined]  # what @XBlock.handler sets
    return wrapped


def _handler(
    function: Callable[..., dict[str, Any]], check: Callable[[Any], None], limit: int
) -> Callable[..., Response]:
    return handler_of(function, check, lambda request: read_json(request, limit))


def _check_learner(block: Any) -> None:
    if not identify(block).signed_in:
        raise Refusal(
            401,
            "signed-out",
            "Bạn chưa đăng nhập. Hãy đăng nhập rồi thử lại; câu trả lời trên máy này vẫn được giữ.",
            "You are not signed in. Sign in and try again; your answer is kept on this device.",
        )


def check_author(block: Any) -> None:
    """Raises :class:`Refusal` 401 or 403 for everybody but authors, in an authoring place."""
    _check_learner(block)
    allowed = identify(block).author
    if allowed:
        permissions = block.runtime.service(block, "studio_user_permissions")
        if permissions is not None and not permissions.can_write(block.context_key):
            allowed = False
    if not allowed:
        raise Refusal(
            403,
            "not-author",
            "Chỉ người soạn bài mới làm được việc này, trong Studio.",
            "Only authors can do this, in Studio.",
        )


def learner_handler(function: Callable[..., dict[str, Any]]) -> Callable[..., Response]:
    """A handler ``(self, data) -> dict`` for signed-in people; refusals become 4xx JSON with a sentence."""
    return _handler(function, _check_learner, MAX_BODY)


def author_handler(function: Callable[..., dict[str, Any]]) -> Callable[..., Response]:
    """A handler ``(self, data) -> dict`` that answers in an authoring place only."""
    return _handler(function, check_author, MAX_AUTHOR_BODY)


def _check_staff(block: Any) -> None:
    _check_learner(block)
    who = identify(block)
    if not who.staff:
        raise Refusal(
            403,
            "not-staff",
            "Chỉ người phụ trách khóa học mới làm được việc này.",
            "Only course staff can do this.",
        )
    if who.author or not getattr(block.context_key, "is_course", False):
        raise Refusal(
            409,
            "not-here",
            "Ở đây không có người học. Hãy mở bài này trong khóa học, không phải trong phần soạn bài.",
            "There are no learners here. Open this activity in the course, not where it is written.",
        )


def _check_staff_act(block: Any) -> None:
    _check_staff(block)
    if identify(block).masquerading:
        raise Refusal(
            403,
            "masquerading",
            "Bạn đang xem như một người học. Hãy trở lại là chính mình rồi làm việc này.",
            "You are looking as a learner. Be yourself again to do this.",
        )


def staff_handler(function: Callable[..., dict[str, Any]]) -> Callable[..., Response]:
    """A handler ``(self, data) -> dict`` for course staff, that reads."""
    return _handler(function, _check_staff, MAX_BODY)


def staff_act_handler(function: Callable[..., dict[str, Any]]) -> Callable[..., Response]:
    """A handler ``(self, data) -> dict`` for course staff, that changes something; not while they look as a learner."""
    return _handler(function, _check_staff_act, MAX_BODY)
