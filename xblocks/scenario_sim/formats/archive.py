"""Reading chosen members of a zip archive that nobody vouches for. Nothing is ever unpacked to a disk."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Collection
from typing import Final

from xblocks.common.findings import Finding, ModelError

#: No archive with a story in it is larger for a good reason; its videos are not ours to carry.
MAX_ARCHIVE: Final = 200 * 1024 * 1024
MAX_MEMBERS: Final = 5_000
#: Of all members together, as the archive declares them.
MAX_UNPACKED: Final = 2 * 1024 * 1024 * 1024
#: A member packed more tightly than this is a bomb, beyond the first megabyte.
MAX_RATIO: Final = 300
#: What is really read of one member, whatever the archive declares.
MAX_READ: Final = 8 * 1024 * 1024


def read_members(
    data: bytes, wanted: Collection[str], *, where: str, total: int | None = None
) -> tuple[dict[str, bytes], list[str]]:
    """Those of the ``wanted`` members that the zip archive ``data`` has, and the names of all. Raises ``ModelError``
    with one finding for anything that is damaged, hostile or too large. With ``total`` (bytes of all together) members
    that are too large are left out instead."""
    if len(data) > MAX_ARCHIVE:
        raise _too_large(where)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse_hostile(members, where)
            names = [member.filename for member in members]
            found = {}
            for name in wanted:
                if name in names:
                    with archive.open(name) as file:
                        found[name] = file.read(MAX_READ + 1)
                    if len(found[name]) > MAX_READ or (total is not None and sum(map(len, found.values())) > total):
                        if total is None:
                            raise _too_large(where)
                        del found[name]
            return found, names
    except ModelError:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise _damaged(where, type(error).__name__) from None
    except Exception as error:  # zlib, lzma and bz2 have errors of their own, and struct for cut-off headers
        raise _damaged(where, type(error).__name__) from None


def _refuse_hostile(members: list[zipfile.ZipInfo], where: str) -> None:
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise _too_large(where)
    seen: set[str] = set()
    for member in members:
        name = member.orig_filename
        parts = re.split(r"[\\/]", name)
        link = stat.S_ISLNK(member.external_attr >> 16)
        if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0] or "\0" in name or link or name in seen:
            shown = "".join(c if c.isprintable() else "?" for c in name[:60])
            raise _refused(
                "archive-unsafe",
                where,
                f"Tệp nén “{where}” có mục “{shown}” trỏ ra ngoài hoặc bị lặp nên không được mở; hãy xuất lại tệp.",
                f"The archive “{where}” holds “{shown}”, which leads outside or stands there twice; it was not opened. "
                "Export it again.",
            )
        seen.add(name)
        if member.flag_bits & 1:
            raise _refused(
                "archive-encrypted",
                where,
                f"Tệp nén “{where}” có mật khẩu; hãy xuất lại không đặt mật khẩu.",
                f"The archive “{where}” has a password; export it again without one.",
            )
        if member.file_size > 1024 * 1024 and member.file_size > MAX_RATIO * max(1, member.compress_size):
            raise _too_large(where)


def _too_large(where: str) -> ModelError:
    return _refused(
        "archive-too-large",
        where,
        f"Tệp nén “{where}” quá lớn hoặc nở ra quá lớn nên không được mở; hãy bỏ bớt phim ảnh rồi xuất lại.",
        f"The archive “{where}” is too large, or unpacks to too much, and was not opened; leave out media and "
        "export it again.",
    )


def _damaged(where: str, why: str) -> ModelError:
    return _refused(
        "archive-damaged",
        where,
        f"Tệp nén “{where}” bị hỏng hoặc không phải là tệp nén; hãy tải lại hoặc xuất lại.",
        f"The archive “{where}” is damaged or no archive ({why}); download or export it again.",
    )


def _refused(code: str, where: str, vi: str, en: str) -> ModelError:
    return ModelError([Finding("error", code, where, vi, en)])
