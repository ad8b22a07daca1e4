"""Files that were whole once: whatever was done to them, reading gives a story or says why not, and never raises."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.skill_quiz.formats.test_damaged import DAMAGE, damaged
from xblocks.common.zipped import pack
from xblocks.scenario_sim import play as engine
from xblocks.scenario_sim.formats import FORMATS
from xblocks.scenario_sim.formats.markdown import ReadResult
from xblocks.scenario_sim.story import Story

from ..stories import DEMO

GOLDEN = Path(__file__).parent / "golden"
WHOLE = {
    **{name: one.write(Story.from_json(DEMO))[0] for name, one in FORMATS.items() if one.write},
    "twine": (GOLDEN / "extwee-harlowe.html").read_bytes(),
}


def check(result: ReadResult) -> None:
    """What every reading promises."""
    assert (result.model is None) == any(f.severity == "error" for f in result.findings)
    if result.model is not None:
        play = engine.start(result.model, play_id="0" * 32, number=1, now="")
        engine.play_view(result.model, play, show_correctness=True)


@pytest.mark.parametrize("name", FORMATS)
@given(DAMAGE, st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_is_read_or_refused(name, damage, which):
    read, data = FORMATS[name].read, WHOLE[name]
    assert read is not None
    check(read(damaged(data, damage)))
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {member: archive.read(member) for member in archive.namelist()}
        member = list(files)[int(which * (len(files) - 1))]
        check(read(pack({**files, member: damaged(files[member], damage)})))


def test_every_format_is_tried():
    assert set(WHOLE) == set(FORMATS)
