"""Twine's web pages: those that extwee made are the same stories as their Twee, and no page makes it fall over."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xblocks.scenario_sim.formats import twee, twine_html

from .test_twee import CHAPBOOK, HARLOWE, SUGARCUBE

GOLDEN = Path(__file__).parent / "golden"
PAGE = (
    '<!DOCTYPE html><html><body><script>"<tw-passagedata>"</script><tw-storydata name="Chợ &amp; quê" startnode="2" '
    'format="Harlowe" ifid="D674C58C-DEFA-4F70-B7A2-27742230C0FC" hidden><style role="stylesheet">{style}</style>'
    '<script role="script">{script}</script>{passages}</tw-storydata>{more}</body></html>'
)
ONE = '<tw-passagedata pid="1" name="Về" tags="ending-good">Bạn &lt;b&gt;về&lt;/b&gt; nhà.</tw-passagedata>'
TWO = '<tw-passagedata pid="2" name="Đi" tags="" position="1,2">Trời tối.\n\n[[Thôi-&gt;Về]]</tw-passagedata>'


def page(passages: str = ONE + TWO, *, style: str = "", script: str = "", more: str = "") -> bytes:
    return PAGE.format(passages=passages, style=style, script=script, more=more).encode()


@pytest.mark.parametrize(("name", "text"), [("harlowe", HARLOWE), ("sugarcube", SUGARCUBE), ("chapbook", CHAPBOOK)])
def test_a_page_made_by_extwee_is_the_same_story_as_its_twee(name, text):
    result = twine_html.read((GOLDEN / f"extwee-{name}.html").read_bytes())
    same = twee.read(text)
    assert result.model is not None
    assert result.model == same.model
    assert {f.en for f in same.findings if f.code == "not-carried"} >= {
        f.en for f in result.findings if f.code == "not-carried" and f.where != "story"
    }


def test_start_title_and_words_are_those_of_the_page():
    result = twine_html.read(page())
    story = result.model
    assert story is not None
    assert result.settings["title"] == "Chợ & quê"
    assert story.start == "di"
    assert [(c.text, c.to) for c in story.scene_of["di"].choices] == [("Thôi", "ve")]
    ending = story.scene_of["ve"].ending
    assert ending is not None
    assert (ending.kind, ending.text) == ("good", "Bạn <strong>về</strong> nhà.")


def test_scripts_styles_and_further_stories_are_reported():
    more = '<tw-storydata name="Hai" startnode="1"><tw-passagedata pid="1" name="X">x</tw-passagedata></tw-storydata>'
    result = twine_html.read(page(style="p{}", script="alert(1)", more=more))
    assert result.model is not None
    assert [s.id for s in result.model.scenes] == ["ve", "di"]
    lost = " ".join(f.en for f in result.findings if f.code == "not-carried")
    for what in ("<script>", "<style>", "Hai"):
        assert what in lost


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no-story"),
        (b"<html>Xin ch\xc3\xa0o</html>", "no-story"),
        (b"<tw-storydata name=a>", "no-scene"),
        (b" " * (twine_html.MAX_BYTES + 1), "too-large"),
    ],
    ids=["empty", "another page", "no passage", "too large"],
)
def test_what_is_no_story_is_refused_with_a_sentence(data, code):
    result = twine_html.read(data)
    assert result.model is None
    assert code in [f.code for f in result.findings if f.severity == "error"]


@pytest.mark.parametrize("piece", ["<![[a->b]]", "<![", "<![if x]>", "<![CDATA[", "<!x", "<!-", "<?php", "</"])
def test_a_broken_declaration_before_the_story_is_passed_over(piece):
    result = twine_html.read(piece.encode() + b">" + page())
    assert result.model is not None
    assert result.model.start == "di"


@pytest.mark.parametrize(
    "piece", ["<a ", "<a b='", "<!--", "<script>", '<tw-passagedata a="', "<tw-passagedata ", "<tw-storydata x ", "&#"]
)
def test_pages_made_to_hinder_are_read_to_their_end(piece):
    """Python's own parser of HTML takes minutes for some of these."""
    result = twine_html.read(piece.encode() * 8_000 + b">" + page(more=piece * 8_000))
    assert result.model is None or {s.id for s in result.model.scenes} >= {"ve", "di"}
    twine_html.read(page(ONE + TWO + piece * 8_000))


PIECES = st.sampled_from(
    ["<tw-storydata name='a' startnode='1'>", "</tw-storydata>", "<tw-passagedata pid=1 name=a>", "</tw-passagedata>",
     "<script>", "</script>", "<style>", "<!--", "-->", "[[a->b]]", "&lt;", "&#x110000;", "\x00", "<![CDATA[", "<?",
     "<!", "<![", "<![a", "]>", ">"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=6), max_size=20).map("".join).map(str.encode) | st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_page_makes_it_fall_over(data):
    result = twine_html.read(data)
    assert (result.model is None) == any(f.severity == "error" for f in result.findings)
