"""OLX: nothing is lost, also where the platform's importer drops white space; what is not known is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from lxml import etree

from xblocks.common.findings import ModelError, NewerSchemaError
from xblocks.scenario_sim.formats import olx
from xblocks.scenario_sim.story import Story

from ..rich_stories import rich_stories
from ..stories import DEMO

PLATFORM = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)


def written(story: Story) -> str:
    node = etree.Element("scenario_sim")
    olx.write(node, story)
    return etree.tostring(node, encoding="unicode", pretty_print=True)


@given(rich_stories())
@settings(max_examples=120)
def test_what_is_written_reads_back_to_the_same_story(story):
    text = written(story)
    again = olx.read(etree.fromstring(text, PLATFORM))
    assert again == story
    assert written(again) == text


def test_it_is_readable():
    text = written(Story.from_json(DEMO))
    assert '<choice id="cup-may" to="ket-tot" score="1" exit="true" competencies="tt02-2025:4.2">' in text
    assert 'when="da-tin and cuoc-goi &gt;= 2 visits and tien &lt; 80"' in text
    assert '<cue id="c1" quote="Anh đang bị điều tra" why="Công an không báo tin qua điện thoại."/>' in text


def test_a_block_s_own_attributes_are_left_alone():
    node = etree.Element("scenario_sim", display_name="Tên", start="2026-01-01")
    olx.write(node, Story.from_json(DEMO))
    assert node.get("start") == "2026-01-01"
    assert olx.read(node) == Story.from_json(DEMO)


def test_html_written_as_elements_is_taken_as_html():
    text = written(Story.from_json(DEMO)).replace(
        "Điện thoại reo.", "Điện <!-- x --><strong>thoại</strong> reo &lt; 3."
    )
    assert olx.read(etree.fromstring(text)).scenes[0].text == "Điện <strong>thoại</strong> reo &lt; 3."


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<opening", "<mo-dau", "unknown-element"),
        ('to="ket-tot"', 'toi="ket-tot"', "unknown-attribute"),
        ('score="1" exit', 'score="cao" exit', "bad-number"),
        ('exit="true"', 'exit="vâng"', "not-yes-or-no"),
        ("&gt;= 2 visits", "&gt;= nhiều", "bad-condition"),
        ('schema="1"', 'schema="x"', "no-schema"),
        ('schema="1"', "", "no-schema"),
    ],
)
def test_what_is_not_known_is_a_finding(old, new, code):
    text = written(Story.from_json(DEMO))
    assert old in text
    with pytest.raises(ModelError) as refused:
        olx.read(etree.fromstring(text.replace(old, new)))
    assert code in {f.code for f in refused.value.findings}


def test_a_newer_schema_is_refused_politely():
    text = written(Story.from_json(DEMO)).replace('schema="1"', 'schema="2"')
    with pytest.raises(NewerSchemaError):
        olx.read(etree.fromstring(text))
