"""Pictures inside an imported file: checked, named, and kept among the static files of the course.

Where they go: the runtime's service ``course_files`` (the classroom has it), else Studio's content store, else nowhere;
then the author downloads them and uploads them by hand. Nothing here overwrites a file that says something else.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from .findings import Finding
from .mediafiles import kind_of
from .staff_people import fold

log = logging.getLogger(__name__)
SERVICE: Final = "course_files"
MAX_FILE: Final = 5_000_000
MAX_COUNT: Final = 200
_ADDRESS = re.compile(r"/static/([A-Za-z0-9._-]+)")


class Store(Protocol):
    """The static files of one course."""

    def find(self, name: str) -> bytes | None:
        """The file of that name, None if there is none."""

    def save(self, name: str, data: bytes, media_type: str) -> None:
        """Keep a file; only called for a name that is free."""

    def names(self) -> list[str]:
        """The names of all files, newest first where that is known. A store may lack this."""


@dataclass(frozen=True)
class File:
    """A picture of an imported file. ``given``: its name in the model as it was read; ``name``: the one it gets.
    ``state``: ``new`` (will be kept), ``same`` (the course has it), ``kept``, ``upload`` (by hand) or ``refused``."""

    given: str
    name: str
    data: bytes
    media_type: str
    state: str


_ENDINGS = {".jpg": (".jpg", ".jpeg")}


def own_name(given: str, data: bytes, ending: str) -> str:
    """The name that an uploaded file gets: what it was called, without capitals and diacritics, and the beginning of
    its digest. So the same file is always called the same, and two files never are, whoever else uploads meanwhile."""
    stem = safe_name(fold(given.replace("\\", "/").rpartition("/")[2]), ending).rpartition(".")[0]
    mark = hashlib.sha256(data).hexdigest()[:10]
    return f"{stem}{ending}" if stem.endswith(f"-{mark}") else f"{stem[:60].strip('._-') or 'tep'}-{mark}{ending}"


def safe_name(given: str, ending: str) -> str:
    """A name of letters, digits, dots, lines and hyphens that ends as its kind does."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "_", given).strip("._-") or "anh"
    stem, dot, own = name.rpartition(".")
    if f".{own.lower()}" in _ENDINGS.get(ending, (ending,)):
        return f"{stem[:80] or 'anh'}.{own}"
    return f"{(stem if dot and len(own) <= 5 else name)[:80].strip('.') or 'anh'}{ending}"


def store_of(block: Any) -> Store | None:
    """Where the course of ``block`` keeps its files; None where that cannot be reached."""
    found = block.runtime.service(block, SERVICE)
    if found is not None:
        return found  # type: ignore[no-any-return]
    if getattr(settings, "SERVICE_VARIANT", None) != "cms" or not getattr(block.context_key, "is_course", False):
        return None
    try:
        return StudioStore(block.context_key)
    except ImportError:
        return None


class StudioStore:
    """Files & Uploads of a course in Studio. Raises ImportError elsewhere."""

    def __init__(self, course_key: Any) -> None:
        from xmodule.contentstore.content import StaticContent
        from xmodule.contentstore.django import contentstore

        try:
            from cms.djangoapps.contentstore.asset_storage_handlers import update_course_run_asset
        except ImportError:  # before Quince
            from cms.djangoapps.contentstore.views.assets import update_course_run_asset
        self._course_key = course_key
        self._location = StaticContent.compute_location
        self._contents = contentstore
        self._upload = update_course_run_asset

    def find(self, name: str) -> bytes | None:
        found = self._contents().find(self._location(self._course_key, name), throw_on_not_found=False)
        return None if found is None else bytes(found.data)

    def save(self, name: str, data: bytes, media_type: str) -> None:
        self._upload(self._course_key, SimpleUploadedFile(name, data, content_type=media_type))

    def names(self) -> list[str]:
        found, _count = self._contents().get_all_content_for_course(self._course_key, sort=[("uploadDate", -1)])
        return [str(one["asset_key"].block_id) for one in found]


def plan(media: Mapping[str, bytes], model: Mapping[str, Any], store: Store | None) -> list[File]:
    """What becomes of the files that ``model`` (content JSON) shows, in the order of their names. Writes nothing."""
    shown = set(_ADDRESS.findall(json.dumps(model, ensure_ascii=False)))
    files: list[File] = []
    for given in sorted(shown & set(media)):
        data = media[given]
        kind = kind_of(data)
        if kind is None or len(data) > MAX_FILE or len(files) >= MAX_COUNT:
            files.append(File(given, given, data, "", "refused"))
            continue
        name, state = safe_name(given, kind[1]), "upload"
        if store is not None:
            try:
                name, state = _free(name, data, store, {one.name: one.data for one in files})
            except Exception:  # the platform's store can fail in ways of its own; the author still gets the file
                log.exception("The course's files could not be read")
                store = None
        files.append(File(given, name, data, kind[0], state))
    return files


def _free(name: str, data: bytes, store: Store, planned: Mapping[str, bytes]) -> tuple[str, str]:
    stem, _, ending = name.rpartition(".")
    for one in (name, f"{stem}-{hashlib.sha256(data).hexdigest()[:12]}.{ending}"):
        there = planned.get(one) or store.find(one)
        if there is None:
            return one, "new"
        if there == data:
            return one, "same"
    raise ValueError(name)


def keep(files: list[File], store: Store | None) -> list[File]:
    """``files`` after those that are new were saved."""
    done = []
    for one in files:
        state = one.state
        if state == "new" and store is not None:
            try:
                store.save(one.name, one.data, one.media_type)
                state = "kept"
            except Exception:  # as above; nothing is lost, the author uploads it
                log.exception("The file %s could not be kept", one.name)
                state = "upload"
        done.append(File(one.given, one.name, one.data, one.media_type, state))
    return done


def renamed(model: Any, files: list[File]) -> Any:
    """``model`` (JSON) with the names that the files get."""
    names = {one.given: one.name for one in files if one.name != one.given}
    if not names:
        return model

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return _ADDRESS.sub(lambda match: f"/static/{names.get(match[1], match[1])}", value)
        if isinstance(value, dict):
            return {key: walk(inner) for key, inner in value.items()}
        return [walk(inner) for inner in value] if isinstance(value, list) else value

    return walk(model)


def findings_of(files: list[File]) -> list[Finding]:
    """What the author has to do about them."""
    found = []
    for one in files:
        if one.state == "upload":
            vi = f"Hãy tải hình “{one.name}” về máy rồi tải nó lên mục Tệp của khóa học, giữ nguyên tên."
            en = f"Download the picture “{one.name}” and upload it to the files of the course under this name."
            found.append(Finding("warning", "file-to-upload", f"files.{one.name}", vi, en))
        elif one.state == "refused":
            vi = (
                f"Tệp “{one.given}” không được giữ vì không phải hình PNG, JPEG, GIF, WebP hoặc lớn hơn 5 MB; hãy đổi "
                "loại rồi tải hình lên mục Tệp và chọn lại trong câu."
            )
            en = (
                f"The file “{one.given}” was not kept: no PNG, JPEG, GIF or WebP, or larger than 5 MB; convert it, "
                "upload it to the files of the course and choose it again."
            )
            found.append(Finding("warning", "file-refused", f"files.{one.given}", vi, en))
    return found
