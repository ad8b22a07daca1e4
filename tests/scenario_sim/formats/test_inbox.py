"""An inbox in every format: nothing is lost in ours, and H5P gets one question for each message."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from lxml import etree

from xblocks.common.findings import ModelError
from xblocks.scenario_sim.formats import h5p, markdown, olx, twee
from xblocks.scenario_sim.story import Story

from ..rich_stories import rich_inboxes
from ..stories import INBOX

SOURCE = """---
kind: scenario_sim
mode: triage
shuffle: true
labels: {genuine: Thật, fraud: Giả}
---
Tin nào tin được?

## ngan-hang: Tin ngân hàng
kênh: tin nhắn
từ: NGANHANG
thật: không
năng lực: tt02-2025:4.1, tt02-2025:4.2

> **NGANHANG:** Bấm vào [abc.xyz](#dau-hieu "Tên miền lạ.") ngay

Ngân hàng không gửi đường dẫn.

- một

## con
genuine: yes

> Con về nhé
"""


def test_an_author_s_inbox_is_read():
    story = markdown.read(SOURCE.replace("- một\n\n", "")).model
    assert story is not None
    assert story.triage is not None
    first, second = story.triage.items
    assert (story.triage.shuffle, story.triage.trust, story.triage.suspect) == (True, "Thật", "Giả")
    assert (first.id, first.title, first.channel, first.genuine) == ("ngan-hang", "Tin ngân hàng", "sms", False)
    assert (first.why, first.competencies) == ("Ngân hàng không gửi đường dẫn.", ("tt02-2025:4.1", "tt02-2025:4.2"))
    assert first.messages[0].cues[0].quote == "abc.xyz"
    assert (second.genuine, second.why) == (True, "")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("- một", "- Cúp máy → con", "choice-in-triage", 9),
        ("- một", "### gõ", "choice-in-triage", 9),
        ("thật: không", "giờ: 8", "no-verdict", 9),
        ("thật: không", "thật: chắc", "not-yes-or-no", 12),
        ("thật: không", "kết thúc: good 1", "unknown-key", 12),
        ("mode: triage", "mode: triage\nstart: con", "unknown-field", 4),
        ("mode: triage", "mode: hop-thu", "bad-value", 3),
        ("## con", "## ngan-hang", "duplicate-id", 21),
    ],
)
def test_every_mistake_has_its_line(old, new, code, line):
    assert old in SOURCE
    found = [(f.code, f.line) for f in markdown.read(SOURCE.replace(old, new)).findings]
    assert (code, line) in found


@given(rich_inboxes())
@settings(max_examples=100, deadline=None)
def test_our_formats_lose_nothing(story):
    for lang in ("vi", "en"):
        for form in (markdown, twee):
            result = form.read(form.write(story, {"title": "Hộp thư"}, lang=lang))
            assert [f for f in result.findings if f.severity == "error"] == []
            assert result.model == story
            assert result.settings == {"title": "Hộp thư"}
    node = etree.Element("scenario_sim")
    olx.write(node, story)
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
    assert olx.read(etree.fromstring(etree.tostring(node, encoding="unicode", pretty_print=True), parser)) == story


def test_h5p_gets_a_question_for_each_message():
    data, losses = h5p.write(Story.from_json(INBOX))
    assert "measures" in losses[0].en
    story = h5p.read(data).model
    assert story is not None
    assert [[(c.text, c.score) for c in s.choices] for s in story.scenes[:2]] == [
        [("Tin được", 0.0), ("Lừa đảo", 1.0)],
        [("Tin được", 1.0), ("Lừa đảo", 0.0)],
    ]
    assert story.scenes[0].choices[0].feedback == "Ngân hàng không gửi đường dẫn."


def test_an_inbox_in_olx_holds_no_scenes():
    node = etree.Element("scenario_sim")
    olx.write(node, Story.from_json(INBOX))
    etree.SubElement(node, "scene", id="a")
    with pytest.raises(ModelError) as refused:
        olx.read(node)
    assert {f.code for f in refused.value.findings} == {"unknown-field"}
