"""The registry of formats: every entry can be used by its name alone."""

from __future__ import annotations

import pytest

from xblocks.scenario_sim.formats import FORMATS, Format
from xblocks.scenario_sim.story import Story

from ..stories import DEMO

BOTH_WAYS = [found for found in FORMATS.values() if found.write]


def test_only_what_another_program_publishes_is_read_but_not_written():
    assert [found.name for found in FORMATS.values() if found not in BOTH_WAYS] == ["twine"]
    assert all(found.read for found in FORMATS.values())


@pytest.mark.parametrize("found", BOTH_WAYS, ids=lambda found: found.name)
def test_a_story_goes_through_every_format(found: Format):
    assert found.write is not None
    assert found.read is not None
    assert all(ending.startswith(".") for ending in found.endings)
    data, losses = found.write(Story.from_json(DEMO), {"title": "Cuộc gọi"})
    result = found.read(data)
    assert result.model is not None
    assert result.settings == {"title": "Cuộc gọi"}
    assert bool(losses) == (found.name == "h5p")
    assert result.model.scenes[0].choices[1].text == "Cúp máy"


@pytest.mark.parametrize("name", ["markdown", "twee"])
def test_a_file_in_another_encoding_is_refused_with_its_line(name):
    read = FORMATS[name].read
    assert read is not None
    (finding,) = read("một\nhai".encode() + b"\xff").findings
    assert (finding.code, finding.line) == ("not-utf-8", 2)
