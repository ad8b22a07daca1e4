"""Zip archives from outside, opened without trust: few entries, bounded sizes, no strange names, no encryption."""

from __future__ import annotations

import io
import zipfile
import zlib

from xblocks.common.findings import Finding, ModelError

MAX_BYTES = 32_000_000
MAX_ENTRIES = 5_000
MAX_UNPACKED = 64_000_000


class Archive:
    """The files of an archive. Raises :class:`ModelError` with one finding when it cannot be trusted."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MAX_BYTES:
            raise _refused("lớn hơn 32 MB", "is larger than 32 MB")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError) as fault:
            raise _refused("bị hỏng hoặc không phải tệp nén zip", "is damaged or no zip archive") from fault
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise _refused("có quá nhiều tệp bên trong", "holds too many files")
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise _refused("bung ra quá lớn", "unpacks to too much")
        self.names: list[str] = []
        for entry in entries:
            parts = entry.filename.replace("\\", "/").split("/")
            if entry.filename.startswith("/") or ".." in parts or ":" in parts[0] or "\x00" in entry.filename:
                raise _refused("có đường dẫn tệp không an toàn bên trong", "holds a file with an unsafe path")
            if entry.flag_bits & 0x1:
                raise _refused("được đặt mật khẩu; hãy lưu lại không mật khẩu", "is encrypted; remove its password")
            if not entry.is_dir():
                self.names.append(entry.filename)
        if len(set(self.names)) != len(self.names):
            raise _refused("có hai tệp trùng tên bên trong", "holds two files of one name")
        self._left = MAX_UNPACKED

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """The bytes of a file. What the archive says of sizes is not believed."""
        try:
            with self._zip.open(name) as stream:
                data = stream.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError, RuntimeError) as fault:
            raise _refused(f"có tệp “{name[:80]}” bị hỏng", f"holds the damaged file “{name[:80]}”") from fault
        except NotImplementedError as fault:
            raise _refused("dùng cách nén lạ", "uses an unknown compression") from fault
        self._left -= len(data)
        if self._left < 0:
            raise _refused("bung ra quá lớn", "unpacks to too much")
        return data


def _refused(vi: str, en: str) -> ModelError:
    return ModelError(
        [Finding("error", "bad-archive", "file", f"Tệp {vi} nên không được mở.", f"The file {en} and was not opened.")]
    )
