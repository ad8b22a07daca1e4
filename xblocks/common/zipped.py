"""ZIP archives (APPNOTE 6.3.3): whole, or piece by piece in requests that know nothing of each other. The same files
give the same bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: Sizes and places are numbers of 32 bits.
LIMIT = 2**32 - 1
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DAY = 0x21  # that day as MS-DOS writes it
_LATER = 0x08  # the sizes stand behind the data


def pack(files: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of ``files``."""
    rows = files.items() if isinstance(files, Mapping) else files
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in rows:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class Sum:
    """What is known of a file of which a part is written: CRC-32 and bytes so far, and bytes that they take packed."""

    crc: int = 0
    size: int = 0
    packed: int = 0


class Pieces:
    """An archive whose one large file comes in pieces: ``before`` are the files in front of it, ``after`` those behind.

    ``begin() + add(a) + … + end()`` is the archive. Between the calls only a :class:`Sum` is kept, so that each may be
    another request, of another process, with an object made from the same files.
    """

    def __init__(self, before: Mapping[str, bytes], name: str, after: Mapping[str, bytes]) -> None:
        self._before, self._name, self._after = before, name, after

    def begin(self) -> bytes:
        """The files before, and the head of the large one."""
        return b"".join(_entry(name, data) for name, data in self._before.items()) + _head(self._name, Sum(), _LATER)

    def add(self, done: Sum, data: bytes) -> tuple[bytes, Sum]:
        """``data`` packed so that more may follow, and the new sum."""
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)
        return packed, Sum(zlib.crc32(data, done.crc), done.size + len(data), done.packed + len(packed))

    def end(self, done: Sum) -> bytes:
        """The end of the large file, the files after it, and the list of all."""
        last = zlib.compressobj(9, zlib.DEFLATED, -15).flush(zlib.Z_FINISH)
        done = Sum(done.crc, done.size, done.packed + len(last))
        behind = last + b"PK\x07\x08" + struct.pack("<3L", done.crc, done.packed, done.size)
        place, listed = 0, []
        for name, data in self._before.items():
            listed.append(_listed(name, _sum(data), 0, place))
            place += len(_entry(name, data))
        listed.append(_listed(self._name, done, _LATER, place))
        place += len(_head(self._name, Sum(), _LATER)) + done.packed - len(last) + len(behind)
        for name, data in self._after.items():
            entry = _entry(name, data)
            listed.append(_listed(name, _sum(data), 0, place))
            behind += entry
            place += len(entry)
        names = b"".join(listed)
        close = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(listed), len(listed), len(names), place, 0)
        return behind + names + close


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _sum(data: bytes) -> Sum:
    return Sum(zlib.crc32(data), len(data), len(_deflated(data)))


def _fields(found: Sum, flags: int) -> bytes:
    return struct.pack("<5H3L", 20, flags, zipfile.ZIP_DEFLATED, 0, _DAY, found.crc, found.packed, found.size)


def _head(name: str, found: Sum, flags: int = 0) -> bytes:
    written = name.encode("ascii")
    return b"PK\x03\x04" + _fields(found, flags) + struct.pack("<2H", len(written), 0) + written


def _entry(name: str, data: bytes) -> bytes:
    return _head(name, _sum(data)) + _deflated(data)


def _listed(name: str, found: Sum, flags: int, place: int) -> bytes:
    written = name.encode("ascii")
    made = struct.pack("<4sH", b"PK\x01\x02", 3 << 8 | 20)  # written as on Unix, for the permissions
    more = struct.pack("<5H2L", len(written), 0, 0, 0, 0, 0o644 << 16, place)
    return made + _fields(found, flags) + more + written
