"""Pictures and recordings by their bytes: kinds, sizes, and nothing left that tells where somebody lives.

The files in ``media/`` were written by Pillow, with an invented phone's place (21°01'42" N, 105°51'12" E).
"""

from __future__ import annotations

import contextlib
import io
import wave
import zlib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xblocks.common.mediafiles import DamagedError, kind_of, picture, recording_of

MEDIA = Path(__file__).parent / "media"
PICTURES = {path.name: path.read_bytes() for path in sorted(MEDIA.iterdir())}
#: What is in the files and must not be in what is kept.
PRIVATE = (b"GPSLatitude", b"Phone of nobody", b"made at home", b"21.02 N", b"xmpmeta")


@pytest.mark.parametrize("name", PICTURES)
def test_a_real_picture_keeps_its_size_and_loses_what_stood_beside_it(name: str) -> None:
    data = PICTURES[name]
    found = picture(data)
    assert (found.width, found.height) == (12, 8)
    assert found.removed == any(word in data for word in PRIVATE)
    assert not any(word in found.data for word in PRIVATE)
    assert kind_of(found.data) == kind_of(data)
    assert picture(found.data).data == found.data


def test_the_files_of_this_test_hold_what_is_taken_out() -> None:
    held = b"".join(PICTURES.values())
    assert all(word in held for word in PRIVATE)


def test_what_is_seen_of_a_jpeg_stays_byte_for_byte() -> None:
    data, kept = PICTURES["phone.jpg"], picture(PICTURES["phone.jpg"]).data
    start = data.index(b"\xff\xdb")
    assert kept.endswith(data[start:])


def test_how_a_photo_has_to_be_turned_is_all_that_is_left_of_its_exif() -> None:
    kept = picture(PICTURES["phone.jpg"]).data
    assert kept.count(b"Exif") == 1
    segment = kept[kept.index(b"\xff\xe1") :][:36]
    assert segment[4:] == b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    assert b"Exif" not in picture(PICTURES["progressive.jpg"]).data


def test_a_film_hidden_behind_a_photo_is_cut_off() -> None:
    data = PICTURES["progressive.jpg"]
    moving = data + b"ftypmp42 a film with its place"
    assert picture(moving).data == picture(data).data
    assert picture(moving).removed
    png = PICTURES["screen.png"]
    assert picture(png + b"<script>").data == picture(png).data


def test_colours_of_a_jpeg_stay_and_second_pictures_go() -> None:
    def segment(marker: int, body: bytes) -> bytes:
        return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body

    data = PICTURES["progressive.jpg"]
    profile, adobe = segment(0xE2, b"ICC_PROFILE\0\1\1colours"), segment(0xEE, b"Adobe\0d\0\0\0\0\1")
    beside = segment(0xE2, b"MPF\0second") + segment(0xED, b"Photoshop 3.0\0caption")
    kept = picture(data[:2] + beside + profile + adobe + data[2:]).data
    assert profile in kept
    assert adobe in kept
    assert b"second" not in kept
    assert b"caption" not in kept


@given(name=st.sampled_from(sorted(PICTURES)), data=st.data())
def test_a_damaged_picture_is_refused_or_read_but_never_breaks_the_reader(name: str, data: st.DataObject) -> None:
    raw = bytearray(PICTURES[name])
    for _ in range(data.draw(st.integers(0, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(raw[: data.draw(st.integers(0, len(raw)))])
    try:
        found = picture(cut)
    except DamagedError:
        return
    assert len(found.data) <= len(cut) + 36  # the smallest Exif segment may be longer than the one it replaces
    assert picture(found.data).data == found.data


HEADS = [
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"RIFF\x20\0\0\0WEBP",
    b"OggS",
    b"ID3",
    b"\0\0\0\x20ftyp",
    b"",
]


@given(head=st.sampled_from(HEADS), rest=st.binary(max_size=200))
@example(head=b"\xff\xd8\xff", rest=b"\xff" * 50)
def test_arbitrary_bytes_are_a_kind_or_none(head: bytes, rest: bytes) -> None:
    data = head + rest
    assert recording_of(data) is None or kind_of(data) is None
    with contextlib.suppress(DamagedError):
        picture(data)


@given(st.binary(max_size=80))
def test_private_words_in_exif_of_any_shape_are_dropped(exif: bytes) -> None:
    body = b"Exif\0\0" + exif + b"GPSLatitude"
    data = picture(PICTURES["progressive.jpg"]).data
    tagged = data[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + data[2:]
    kept = picture(tagged).data
    assert b"GPSLatitude" not in kept
    assert kept[-200:] == data[-200:]


def test_comments_of_a_gif_go_and_its_pictures_and_their_time_stay() -> None:
    data = PICTURES["two.gif"]
    at = 13 + 3 * 2 ** ((data[10] & 7) + 1)
    loop, xmp = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0", b"\x21\xff\x0bXMP DataXMP\x0bGPSLatitude\0"
    bare = picture(data).data
    kept = picture(data[:at] + loop + xmp + b"\x21\xfe\x07at home\0" + data[at:] + b"behind").data
    assert kept == bare[:at] + loop + bare[at:]
    assert bare.count(b"\x21\xf9\x04") == data.count(b"\x21\xf9\x04")


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def test_a_picture_tells_its_size_without_being_unpacked() -> None:
    head = chunk(b"IHDR", (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0")
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    found = picture(bomb)
    assert (found.width, found.height) == (60_000, 60_000)


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html><script>", b"", b"%PDF-1.7", b"BM" + b"\0" * 60,
        b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", b"") + chunk(b"IEND", b""), b"GIF89a\0\0\0\0", b"GIF89a\1\0\1\0\0\0\0;;",
        b"GIF89a\1\0\1\0\x80\0\0", b"RIFF\x04\0\0\0WEBP",
        b"\xff\xd8\xff\xe0\0\x10JFIF", b"\xff\xd8\xff\xd9",
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedError):
        picture(data)


def sound() -> bytes:
    """A WAV file of the standard library."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\0" * 80)
    return out.getvalue()


def mp4(*tracks: bytes, codec: bytes = b"mp4a", brand: bytes = b"M4A ") -> bytes:
    """The beginning of an MP4 file with such tracks."""
    handlers = b"".join(b"\0\0\0\x21hdlr" + b"\0" * 8 + track + b"\0" * 13 for track in tracks)
    return b"\0\0\0\x14ftyp" + brand + b"\0\0\0\0isom" + handlers + codec


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (sound(), ".wav"), (b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\x00", ".mp3"), (b"\xff\xfb\x90\x00" * 4, ".mp3"),
        (b"\xff\xf3\x40\xc0", ".mp3"), (b"\xff\xf1\x50\x80" * 2, ".aac"), (b"\xff\xf9\x50\x80" * 2, ".aac"),
        (b"OggS\0\x02" + b"\0" * 22 + b"OpusHead", ".ogg"), (b"OggS\0\x02" + b"\0" * 22 + b"\x01vorbis", ".ogg"),
        (mp4(b"soun"), ".m4a"), (mp4(b"soun", brand=b"isom"), ".m4a"),
        (mp4(b"soun", b"vide"), None), (mp4(b"vide"), None), (mp4(), None), (mp4(b"soun", codec=b"samr"), None),
        (b"OggS\0\x02" + b"\0" * 22 + b"\x80theora", None), (b"RIFF\x04\0\0\0AVI ", None), (b"\xff\xff\xff\xff", None),
        (b"#!AMR\n", None), (b"<html>", None), (b"\x1a\x45\xdf\xa3webm", None), (b"", None),
        (PICTURES["phone.jpg"], None), (PICTURES["plain.webp"], None),
    ],
)  # fmt: skip
def test_a_recording_is_known_by_what_it_holds(data: bytes, kind: str | None) -> None:
    found = recording_of(data)
    assert (found[1] if found else None) == kind
