"""Pictures and recordings that an author chooses on the own device: looked at, cleaned, kept among the course's files.

The one handler of ours that takes no JSON: a body of JSON may have 2.5 MB on a platform as it comes
(``DATA_UPLOAD_MAX_MEMORY_SIZE``), a file of a form may be larger and never stands in memory twice. What keeps the forms
of other sites out is the header: a page of another site cannot send one of its own without the platform's consent.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from django.http.multipartparser import MultiPartParserError
from webob import Response

from . import course_files
from .handlers import Refusal, author_handler, check_author, handler_of, text_of
from .mediafiles import MAX_PIXELS, DamagedError, kind_of, picture, recording_of
from .views import with_urls

log = logging.getLogger(__name__)
MAX_RECORDING: Final = 10_000_000
#: The form around a file.
_AROUND: Final = 20_000
_ENDINGS: Final = {
    "picture": (".png", ".jpg", ".jpeg", ".gif", ".webp"),
    "recording": (".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wav"),
}
_MOST_NAMES: Final = 300


def _read_form(request: Any) -> Any:
    """A POST of a form with a file, from a page of ours; its parts are not read yet."""
    if request.method != "POST":
        raise Refusal(405, "not-post", "Yêu cầu phải gửi bằng POST.", "Send this request by POST.")
    if (request.content_type or "").split(";")[0].strip().lower() != "multipart/form-data":
        raise Refusal(
            415, "not-a-form", "Tệp phải gửi bằng multipart/form-data.", "Send the file as multipart/form-data."
        )
    if not request.headers.get("X-Requested-With"):
        raise Refusal(
            403,
            "not-our-page",
            "Tệp chỉ được gửi từ trang soạn bài. Hãy mở lại trang soạn rồi thử lại.",
            "Files are only taken from the editor. Open the editor again and try once more.",
        )
    if int(request.content_length or 0) > MAX_RECORDING + _AROUND:
        raise _too_large("recording")
    return request


def upload_handler(function: Callable[..., dict[str, Any]]) -> Callable[..., Response]:
    """A handler ``(self, request) -> dict`` for authors, which takes the file ``file`` of a form."""
    return handler_of(function, check_author, _read_form)


class FilesStudioMixin:
    """Mixed into a block: the author's own pictures and recordings."""

    def can_keep_files(self) -> bool:
        """Whether there is a place for files here: a course, in the classroom or in Studio."""
        return course_files.store_of(self) is not None

    @upload_handler
    def studio_upload(self, request: Any) -> dict[str, Any]:
        """Keeps the picture or recording of the form (``file``, ``kind``: picture or recording) under a name of its
        own. The same file again changes nothing."""
        given, data, wanted = _parts(request)
        store = course_files.store_of(self)
        if store is None:
            raise _no_place()
        data, media_type, ending, more = _picture(data) if wanted == "picture" else _recording(data)
        name = course_files.own_name(given, data, ending)
        try:
            there = _kept(store, name, data, media_type)
        except Exception as error:  # the platform's store fails in ways of its own; nothing was lost
            log.exception("The file %s could not be kept", name)
            raise Refusal(
                503,
                "not-kept",
                "Chưa cất được tệp vào khóa học. Bạn thử lại sau ít phút nhé.",
                "The file could not be kept in the course. Please try again in a few minutes.",
            ) from error
        if there != data:
            raise Refusal(
                409,
                "name-taken",
                f"Khóa học đã có một tệp khác tên “{name}”. Hãy đổi tên tệp trên máy rồi chọn lại.",
                f"The course has another file called “{name}”. Rename the file on your device and choose it again.",
            )
        address = f"/static/{name}"
        return {
            "address": address,
            "name": name,
            "size": len(data),
            "media_type": media_type,
            **more,
            "urls": with_urls(self, {address: address}),
        }

    @author_handler
    def studio_files(self, data: dict[str, Any]) -> dict[str, Any]:
        """The files of one ``kind`` that the course has already, with their addresses; ``more`` where these are not
        all. Changes nothing."""
        endings = _ENDINGS.get(text_of(data, "kind"))
        if endings is None:
            raise Refusal(400, "malformed", "Không có loại tệp này.", "There is no such kind of file.")
        store = course_files.store_of(self)
        found: list[str] = []
        known = store is not None and hasattr(store, "names")
        if store is not None and known:
            try:
                found = [name for name in store.names() if name.lower().endswith(endings) and "/" not in name]
            except Exception:  # as above: then the author writes the name
                log.exception("The course's files could not be listed")
                known = False
        addresses = {f"/static/{name}": f"/static/{name}" for name in found[:_MOST_NAMES]}
        return {
            "known": known,
            "files": [{"name": name, "address": f"/static/{name}"} for name in found[:_MOST_NAMES]],
            "more": len(found) > _MOST_NAMES,
            "urls": with_urls(self, addresses),
        }


def _kept(store: course_files.Store, name: str, data: bytes, media_type: str) -> bytes | None:
    """What the course holds under ``name`` after ``data`` was saved there, unless something was there already."""
    there = store.find(name)
    if there is not None:
        return there
    try:
        store.save(name, data, media_type)
    except Exception:
        there = store.find(name)  # somebody sent the same file in the same moment
        if there is None:
            raise
        return there
    return store.find(name)


def _parts(request: Any) -> tuple[str, bytes, str]:
    """Name, bytes and kind in the form."""
    try:
        form = request.POST
        sent, wanted = form.get("file"), form.get("kind")
    except (ValueError, MultiPartParserError, UnicodeError) as error:
        raise _malformed() from error
    stream = getattr(sent, "file", None)
    if stream is None or not isinstance(wanted, str) or wanted not in _ENDINGS:
        raise _malformed()
    data = stream.read(MAX_RECORDING + 1)
    if len(data) > (MAX_RECORDING if wanted == "recording" else course_files.MAX_FILE):
        raise _too_large(wanted)
    return str(sent.filename or ""), data, wanted


def _picture(data: bytes) -> tuple[bytes, str, str, dict[str, Any]]:
    kind = kind_of(data)
    if kind is None:
        raise Refusal(
            422,
            "not-a-picture",
            "Đây không phải hình PNG, JPEG, GIF hoặc WebP. Hãy chọn hình khác, hoặc lưu lại ở một dạng đó.",
            "This is no PNG, JPEG, GIF or WebP picture. Choose another one, or save it as one of these.",
        )
    try:
        found = picture(data)
    except DamagedError as error:
        raise Refusal(
            422,
            "damaged",
            "Hình này bị hỏng nên không mở được. Hãy mở hình trên máy, lưu lại rồi chọn lại.",
            "This picture is damaged. Open it on your device, save it again and choose it again.",
        ) from error
    if found.width * found.height > MAX_PIXELS:
        raise Refusal(
            422,
            "too-many-pixels",
            f"Hình quá lớn ({found.width} × {found.height} điểm ảnh). Hãy thu nhỏ hình rồi chọn lại.",
            f"The picture is too large ({found.width} × {found.height} pixels). Make it smaller and choose it again.",
        )
    return found.data, *kind, {"width": found.width, "height": found.height, "removed": found.removed}


def _recording(data: bytes) -> tuple[bytes, str, str, dict[str, Any]]:
    kind = recording_of(data)
    if kind is None:
        raise Refusal(
            422,
            "not-a-recording",
            "Đây không phải đoạn ghi âm MP3, M4A, AAC, OGG hoặc WAV. Hãy chọn tệp khác, hoặc đổi sang MP3.",
            "This is no MP3, M4A, AAC, OGG or WAV recording. Choose another file, or convert it to MP3.",
        )
    return data, *kind, {"removed": False}


def _too_large(kind: str) -> Refusal:
    if kind == "picture":
        return Refusal(
            413,
            "too-large",
            "Hình lớn quá 5 MB. Hãy thu nhỏ hình rồi chọn lại.",
            "The picture is larger than 5 MB. Make it smaller.",
        )
    return Refusal(
        413,
        "too-large",
        "Tệp lớn quá 10 MB. Hãy cắt ngắn, hoặc lưu lại dạng MP3 nhẹ hơn.",
        "The file is larger than 10 MB. Shorten it, or save it as a lighter MP3.",
    )


def _malformed() -> Refusal:
    return Refusal(
        400,
        "malformed",
        "Tệp gửi lên không đọc được. Hãy chọn tệp rồi thử lại.",
        "The file that was sent could not be read. Choose the file and try again.",
    )


def _no_place() -> Refusal:
    return Refusal(
        409,
        "no-place",
        "Ở đây không cất tệp được. Hãy tải tệp lên mục Tệp của khóa học, rồi viết địa chỉ /static/ten-tep.",
        "Files cannot be kept here. Upload the file to the files of the course, then write its address /static/name.",
    )
