"""Hostile XML is refused with a sentence, quickly and without leaving the machine."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.common import safexml
from xblocks.common.findings import ModelError

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><x>&j;</x>"
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB, "xml-dtd"),
        (b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>', "xml-dtd"),
        (b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>', "xml-dtd"),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY f "y">]><x>&f;</x>'.encode("utf-16"), "xml-dtd"),
        (b"<x>" * 100_000, "xml-malformed"),
        (b"<x>" * 5_000 + b"</x>" * 5_000, "xml-malformed"),
        (b"<x>&nbsp;</x>", "xml-malformed"),
        (b"", "xml-malformed"),
        (b"<x", "xml-malformed"),
        (b'<?xml version="1.0" encoding="no-such"?><x/>', "xml-malformed"),
        (b"<x>" + b" " * safexml.MAX_BYTES + b"</x>", "xml-too-large"),
    ],
)
def test_hostile_xml_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ModelError) as caught:
        safexml.parse(data, where="course.xml")
    (finding,) = caught.value.findings
    assert finding.code == code
    assert "course.xml" in finding.vi
    assert "course.xml" in finding.en


def test_a_file_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    data = f'<!DOCTYPE x [<!ENTITY f SYSTEM "{secret.as_uri()}">]><x a="1">&f;</x>'.encode()
    with pytest.raises(ModelError, match="DTD"):
        safexml.parse(data)


def test_ordinary_xml_is_read_without_comments() -> None:
    root = safexml.parse("<?xml version='1.0'?><!-- a --><x a='ệ'>b<!-- c -->d<?p q?></x>".encode())
    assert root.get("a") == "ệ"
    assert root.text == "bd"
    assert len(root) == 0


@given(st.binary(max_size=60))
def test_any_bytes_give_an_element_or_a_sentence(data: bytes) -> None:
    with contextlib.suppress(ModelError):
        assert safexml.parse(b"<x>" + data + b"</x>").tag == "x"
