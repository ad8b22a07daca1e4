"""Pictures and recordings as bytes: what they are (by what they hold, never by name), how large, and without what tells
where somebody lives.

Sources: JPEG, ITU-T T.81 annex B; Exif, CIPA DC-008 (in PNG: ``eXIf``); PNG, W3C third edition; WebP, RFC 9649; GIF89a;
ADTS, ISO/IEC 13818-7; MP3, ISO/IEC 11172-3; MP4, ISO/IEC 14496-12; Ogg, RFC 3533.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Final

#: So many pixels a learner's cheap phone can still unpack.
MAX_PIXELS: Final = 40_000_000


class DamagedError(ValueError):
    """The bytes begin as a picture does and do not go on as one."""


@dataclass(frozen=True)
class Picture:
    """A picture that can be shown. ``data``: without what stood beside the picture itself (``removed`` says whether
    there was anything); how it has to be turned is kept. ``width`` and ``height`` in pixels, as stored."""

    data: bytes
    width: int
    height: int
    removed: bool


def kind_of(data: bytes) -> tuple[str, str] | None:
    """(media type, ending) by what the file holds, not by its name; None for anything but PNG, JPEG, GIF and WebP.
    SVG can hold scripts and is none of them."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", ".png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", ".jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif", ".gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp", ".webp"
    return None


def recording_of(data: bytes) -> tuple[str, str] | None:
    """(media type, ending) of a recording: MP3, M4A, AAC, Ogg (Opus, Vorbis, FLAC) or WAV; None for anything else, also
    for films."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav", ".wav"
    if data.startswith(b"OggS"):
        first = data[:200]
        sound = b"OpusHead" in first or b"\x01vorbis" in first or b"\x7fFLAC" in first
        return ("audio/ogg", ".ogg") if sound else None
    if data[4:8] == b"ftyp":
        tracks = set(re.findall(rb"hdlr.{8}(vide|soun)", data, re.DOTALL))
        # Old phones put AMR into such files, which no browser plays.
        return ("audio/mp4", ".m4a") if tracks == {b"soun"} and b"mp4a" in data else None
    if data.startswith(b"ID3"):
        return "audio/mpeg", ".mp3"
    if len(data) > 3 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        if data[1] & 0xF6 == 0xF0:
            return "audio/aac", ".aac"
        version, layer, rate, sampling = data[1] >> 3 & 3, data[1] >> 1 & 3, data[2] >> 4, data[2] >> 2 & 3
        if version != 1 and layer == 1 and rate not in (0, 15) and sampling != 3:
            return "audio/mpeg", ".mp3"
    return None


def picture(data: bytes) -> Picture:
    """The picture in ``data`` (one of :func:`kind_of`), without place, camera, comments, hidden second pictures and
    whatever was hung behind it. Raises :class:`DamagedError`."""
    kind = kind_of(data)
    read = {"image/png": _png, "image/jpeg": _jpeg, "image/gif": _gif, "image/webp": _webp}
    if kind is None:
        raise DamagedError("no picture")
    kept, width, height = read[kind[0]](data)
    if not width or not height:
        raise DamagedError("no size")
    return Picture(kept, width, height, kept != data)


# -- JPEG -------------------------------------------------------------------------------------------------------------

_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: Application segments and comments, without Adobe's, which says how colours are stored.
_BESIDE = (frozenset(range(0xE0, 0xF0)) | {0xFE}) - {0xEE}
_ICC = b"ICC_PROFILE\0"


def _jpeg(data: bytes) -> tuple[bytes, int, int]:
    head, parts = b"", [b""]
    at, width, height, turn, scanned = 2, 0, 0, 1, False
    while True:
        marker, at = _marker(data, at)
        if marker == 0xD9:
            break
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        body = data[at + 2 : at + length]
        if marker in (0x00, 0xD8) or length < 2 or at + length > len(data):
            raise DamagedError("segment")
        segment = data[at - 2 : at + length]
        at += length
        if marker in _FRAMES and len(body) >= 5:
            height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            turn = _turn(body[6:])
        elif marker == 0xE0 and len(parts) == 1 and not head:
            head = segment
        elif marker not in _BESIDE or (marker == 0xE2 and body.startswith(_ICC)):
            parts.append(segment)
        if marker == 0xDA:
            end = _SCAN_END.search(data, at)
            if end is None:
                raise DamagedError("no end")
            parts.append(data[at : end.start()])
            at, scanned = end.start(), True
    if not scanned:
        raise DamagedError("no picture in it")
    exif = _exif(turn) if turn != 1 else b""
    return b"\xff\xd8" + head + exif + b"".join(parts) + b"\xff\xd9", width, height


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The marker at ``at`` (any number of 0xFF may stand before it) and where it ends."""
    if data[at : at + 1] != b"\xff":
        raise DamagedError("marker")
    while data[at : at + 1] == b"\xff":
        at += 1
    if at >= len(data):
        raise DamagedError("no end")
    return data[at], at + 1


def _turn(tiff: bytes) -> int:
    """How the picture has to be turned (Exif ``Orientation``, 1..8); 1 where nothing readable says so."""
    order: dict[bytes, str] = {b"II*\0": "little", b"MM\0*": "big"}
    way = order.get(tiff[:4])
    if way is None:
        return 1

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], "little" if way == "little" else "big")

    start = number(4, 4)
    for i in range(min(number(start, 2), 200)):
        entry = start + 2 + 12 * i
        if number(entry, 2) == 0x0112 and number(entry + 2, 2) == 3:
            return number(entry + 8, 2) if 1 <= number(entry + 8, 2) <= 8 else 1
    return 1


def _exif(turn: int) -> bytes:
    """The smallest Exif segment: how to turn the picture, and nothing else."""
    tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + turn.to_bytes(2, "big") + b"\0\0\0\0\0\0"
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


# -- PNG, GIF, WebP ---------------------------------------------------------------------------------------------------

_PNG_BESIDE = frozenset((b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"))


def _png(data: bytes) -> tuple[bytes, int, int]:
    parts, at, width, height, shown = [data[:8]], 8, 0, 0, False
    while True:
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data) or len(name) < 4:
            raise DamagedError("chunk")
        if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise DamagedError("checksum")
        if (at == 8) != (name == b"IHDR") or (at == 8 and length != 13):
            raise DamagedError("head")
        if at == 8:
            width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
        shown = shown or name == b"IDAT"
        if name not in _PNG_BESIDE:
            parts.append(data[at:end])
        at = end
        if name == b"IEND":
            break
    if not shown:
        raise DamagedError("no picture in it")
    return b"".join(parts), width, height


#: What makes a GIF move again; other applications' words (XMP) and comments go.
_GIF_LOOPS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")


def _gif(data: bytes) -> tuple[bytes, int, int]:
    if len(data) < 14:
        raise DamagedError("head")
    at, shown = 13 + _table(data[10]), False
    parts = [data[:at]]
    while data[at : at + 1] != b"\x3b":
        start, kind = at, data[at : at + 1]
        if kind == b"\x2c" and at + 10 <= len(data):
            at = _blocks(data, at + 11 + _table(data[at + 9]))
            shown = True
        elif kind == b"\x21":
            at = _blocks(data, at + 2)
        else:
            raise DamagedError("block")
        label = data[start + 1]
        loops = label == 0xFF and data.startswith(_GIF_LOOPS, start + 2)
        if kind == b"\x2c" or label in (0xF9, 0x01) or loops:
            parts.append(data[start:at])
    if not shown:
        raise DamagedError("no picture in it")
    return b"".join(parts) + b"\x3b", int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")


def _table(packed: int) -> int:
    """How many bytes the colours take that such a byte announces."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _blocks(data: bytes, at: int) -> int:
    """Where the chain of blocks that begins at ``at`` ends."""
    while True:
        if at >= len(data):
            raise DamagedError("no end")
        length = data[at]
        at += length + 1
        if not length:
            return at


def _webp(data: bytes) -> tuple[bytes, int, int]:
    whole = int.from_bytes(data[4:8], "little") + 8
    if whole > len(data):
        raise DamagedError("length")
    parts, at, size, shown = [], 12, (0, 0), False
    while at < whole:
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + length]
        end = at + 8 + length + length % 2
        if at + 8 + length > whole or len(body) < length:
            raise DamagedError("chunk")
        if name == b"VP8X" and length >= 10:
            size = int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
            body = bytes((body[0] & ~0x0C,)) + body[1:]  # says no longer that Exif and XMP follow
        elif name == b"VP8 " and length >= 10 and size == (0, 0):
            size = int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
        elif name == b"VP8L" and length >= 5 and size == (0, 0):
            bits = int.from_bytes(body[1:5], "little")
            size = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        shown = shown or name in (b"VP8 ", b"VP8L", b"ANMF")
        if name not in (b"EXIF", b"XMP "):
            parts.append(data[at : at + 8] + body + b"\0" * (length % 2))
        at = end
    if not shown:
        raise DamagedError("no picture in it")
    inside = b"WEBP" + b"".join(parts)
    return b"RIFF" + len(inside).to_bytes(4, "little") + inside, *size
