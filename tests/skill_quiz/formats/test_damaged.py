"""Files that were whole once: whatever was done to them, reading gives a quiz or says why not, and never raises."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.skill_quiz.formats.foreign import check_report, check_result
from tests.skill_quiz.formats.test_golden import QUIZ
from xblocks.common.findings import ModelError
from xblocks.common.zipped import pack
from xblocks.skill_quiz.formats import FORMATS, olx

#: Where (as a share of the file), how many bytes go, what comes instead.
DAMAGE = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 12),
        st.binary(max_size=4)
        | st.sampled_from(
            [b"<", b">", b"&", b'"', b"{", b"}", b"=", b"~", b"\n", b",", b"[[", b"]]", b"\x00", b"\xff"]
        ),
    ),
    min_size=1,
    max_size=6,
)


def damaged(data: bytes, damage: list[tuple[float, int, bytes]]) -> bytes:
    """``data`` after all of it."""
    for share, gone, instead in damage:
        at = int(share * len(data))
        data = data[:at] + instead + data[at + gone :]
    return data


@pytest.mark.parametrize("name", FORMATS)
@given(DAMAGE, st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_is_read_or_refused(name: str, damage: list[tuple[float, int, bytes]], which: float) -> None:
    read, write = FORMATS[name].read, FORMATS[name].write
    assert read is not None
    assert write is not None
    data = write(QUIZ)[0]
    check_result(read(damaged(data, damage)))
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {member: archive.read(member) for member in archive.namelist()}
        member = list(files)[int(which * (len(files) - 1))]
        check_result(read(pack({**files, member: damaged(files[member], damage)})))


def test_a_cell_of_several_lines_is_quoted_in_one():
    """A quotation mark that is lost makes one cell of two rows."""
    read, write = FORMATS["csv"].read, FORMATS["csv"].write
    assert read is not None
    assert write is not None
    check_result(read(damaged(write(QUIZ)[0], [(0.52734375, 3, b"")])))


@given(DAMAGE)
@settings(max_examples=100, deadline=None)
def test_a_damaged_element_of_a_course_is_read_or_refused(damage: list[tuple[float, int, bytes]]) -> None:
    node = etree.Element("skill_quiz")
    olx.write(node, QUIZ)
    try:
        found = etree.fromstring(damaged(etree.tostring(node, encoding="utf-8"), damage))
    except etree.XMLSyntaxError:
        return  # the course's reader refuses such a file before we see it
    try:
        olx.read(found)
    except ModelError as refused:
        check_report(refused.findings)
