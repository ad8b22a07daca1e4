"""Unpacking archives that nobody vouches for: whole or not at all, and never outside the folder they are given."""

from __future__ import annotations

import gzip
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Any

from classroom.home import home

from .errors import ImportRefused

MAX_ENTRIES = 20_000
MAX_FILE = 500 * 1024 * 1024
MAX_TOTAL = 2 * 1024 * 1024 * 1024
MAX_RATIO = 200
RATIO_FREE = 20 * 1024 * 1024
"""Below so many unpacked bytes the ratio is not looked at: small XML files compress very well."""
MAX_NAME = 400


class _Counting:
    """The unpacked stream, refused when it grows beyond all measure."""

    def __init__(self, stream: IO[bytes], packed: int) -> None:
        self.stream = stream
        self.limit = min(MAX_TOTAL, max(RATIO_FREE, packed * MAX_RATIO))
        self.seen = 0

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size if size >= 0 else 1 << 20)
        self.seen += len(data)
        if self.seen > self.limit:
            raise ImportRefused(
                "gói bung ra quá lớn so với kích thước tệp (có thể là tệp phá hoại).",
                "it unpacks to far more than its size allows (it may be a bomb).",
            )
        return data


@contextmanager
def course_folder(path: Path) -> Iterator[Path]:
    """The folder that holds ``course.xml``: of an unpacked archive (removed afterwards), or ``path`` itself.

    Raises :class:`ImportRefused` for anything that is no whole archive of plain files with plain names.
    """
    if path.is_dir():
        _check_folder(path)
        yield _root(path)
        return
    if not path.is_file():
        raise ImportRefused(f"không có tệp “{path.name}”.", f"there is no file “{path.name}”.")
    with TemporaryDirectory(prefix="olx-", dir=home()) as temporary:
        folder = Path(temporary)
        try:
            _unpack(path, folder)
        except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, OSError) as error:
            if isinstance(error, OSError) and error.errno in (28, 122):
                raise ImportRefused("máy chủ hết chỗ trống.", "the server's disk is full.") from error
            raise ImportRefused(
                f"tệp “{path.name}” không phải gói .tar.gz hoàn chỉnh (có thể tải về chưa xong). "
                "Hãy tải lại rồi thử lần nữa.",
                f"“{path.name}” is no complete .tar.gz archive (the download may have stopped). "
                "Fetch it again and retry.",
            ) from error
        yield _root(folder)


def _unpack(path: Path, folder: Path) -> None:
    with path.open("rb") as raw:
        zipped = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        stream: Any = gzip.GzipFile(fileobj=raw) if zipped else raw
        counted = _Counting(stream, path.stat().st_size)
        seen: set[str] = set()
        with tarfile.open(fileobj=counted, mode="r|") as tar:  # type: ignore[call-overload]
            for number, member in enumerate(tar):
                if number >= MAX_ENTRIES:
                    raise ImportRefused(f"gói có hơn {MAX_ENTRIES} tệp.", f"it holds more than {MAX_ENTRIES} files.")
                name = safe_name(member.name)
                if member.isdir():
                    if name is not None:
                        (folder / name).mkdir(parents=True, exist_ok=True)
                    continue
                if not member.isreg() or name is None:
                    raise _odd(member.name)
                if name.as_posix() in seen:
                    raise ImportRefused(
                        f"tệp “{name}” có hai lần trong gói.", f"the file “{name}” is in the archive twice."
                    )
                seen.add(name.as_posix())
                _copy(tar, member, folder / name)
        while counted.read(1 << 20):  # the rest, so that a cut or damaged end is noticed
            pass
        if not seen:
            raise tarfile.ReadError("empty")


def _copy(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    if member.size > MAX_FILE:
        raise ImportRefused(f"tệp “{member.name}” quá lớn.", f"the file “{member.name}” is too large.")
    source = tar.extractfile(member)
    if source is None:
        raise _odd(member.name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            shutil.copyfileobj(source, stream, 1 << 20)
            written = stream.tell()
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        raise _odd(member.name) from error
    if written != member.size:
        raise EOFError


def safe_name(name: str) -> PurePosixPath | None:
    """``name`` as a relative path below a folder; None for the folder itself. Raises for names that lead elsewhere."""
    if (
        len(name) > MAX_NAME
        or "\\" in name
        or "\0" in name
        or name.startswith("/")
        or (len(name) > 1 and name[1] == ":")
    ):
        raise _odd(name)
    path = PurePosixPath(name)
    if ".." in path.parts or path.is_absolute() or any(ord(letter) < 32 for letter in name):
        raise _odd(name)
    return path if path.parts else None


def _odd(name: str) -> ImportRefused:
    shown = "".join(letter if letter.isprintable() else "?" for letter in name[:80])
    return ImportRefused(
        f"mục “{shown}” trong gói không phải tệp thường hoặc có đường dẫn ra ngoài gói.",
        f"the entry “{shown}” is no plain file, or its path leads out of the package.",
    )


def _check_folder(folder: Path) -> None:
    for number, path in enumerate(folder.rglob("*")):
        if number >= MAX_ENTRIES:
            raise ImportRefused(
                f"thư mục có hơn {MAX_ENTRIES} tệp.", f"the folder holds more than {MAX_ENTRIES} files."
            )
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise _odd(path.relative_to(folder).as_posix())


def _root(folder: Path) -> Path:
    if (folder / "course.xml").is_file():
        return folder
    inside = [path for path in folder.iterdir() if path.is_dir() and (path / "course.xml").is_file()]
    if len(inside) != 1:
        raise ImportRefused(
            "không thấy course.xml trong gói; đây không phải gói khóa học OLX.",
            "there is no course.xml in it; this is no OLX course package.",
        )
    return inside[0]
