"""The story model: what is stored, what is refused and where, what older and newer versions mean."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xblocks.common import jsonform
from xblocks.common.findings import ModelError, NewerSchemaError
from xblocks.scenario_sim import play
from xblocks.scenario_sim import story as module
from xblocks.scenario_sim.story import Story, load_story

from .rich_stories import rich_stories
from .stories import DEMO


def refused(data: Any) -> dict[str, str]:
    with pytest.raises(ModelError) as error:
        Story.from_json(data)
    assert all(f.vi and f.en and f.severity == "error" for f in error.value.findings)
    return {f.where: f.code for f in error.value.findings}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The demo story with one part changed; ``path`` is dotted, numbers are positions."""
    data = json.loads(json.dumps(DEMO))
    part: Any = data
    *way, last = path.split(".")
    for step in way:
        part = part[int(step) if step.isdigit() else step]
    part[int(last) if last.isdigit() else last] = value
    return data


def test_the_digest_names_the_canonical_bytes():
    story = Story.from_json(DEMO)
    assert story.digest == jsonform.digest(story.to_json())
    assert Story.from_json(story.to_json()).digest == story.digest
    assert json.loads(story.to_json())["schema"] == 1


@given(rich_stories())
@settings(max_examples=60, deadline=None)
def test_a_stored_story_reads_back_the_same(story):
    text = story.to_json()
    assert Story.from_json(text) == story
    assert Story.from_json(text).to_json() == text
    assert jsonform.canonical(json.loads(text)) == text


def test_letters_with_combining_accents_are_the_same_story():
    import unicodedata

    text = Story.from_json(DEMO).to_json()
    assert Story.from_json(unicodedata.normalize("NFD", text)) == Story.from_json(text)


def test_author_html_is_sanitised():
    story = Story.from_json(changed("scenes.0.text", '<p onclick="x()">Chào<script>alert(1)</script></p>'))
    assert story.scenes[0].text == "Chào"


@pytest.mark.parametrize(
    ("path", "value", "where", "code"),
    [
        ("start", "khong-co", "start", "unknown-start"),
        ("scenes", [], "scenes", "no-scene"),
        ("scenes", "x", "scenes", "not-a-list"),
        ("scenes.0", [], "scenes.1", "not-an-object"),
        ("scenes.0.id", "Cuộc gọi", "scenes.Cuộc gọi.id", "bad-id"),
        ("scenes.1.id", "cuoc-goi", "scenes.cuoc-goi", "duplicate-id"),
        ("scenes.0.channel", "fax", "scenes.cuoc-goi.channel", "bad-value"),
        ("scenes.0.channel_info", {"Từ": "x"}, "scenes.cuoc-goi.channel_info", "bad-id"),
        ("scenes.0.title", 5, "scenes.cuoc-goi.title", "not-a-text"),
        ("scenes.0.choices.0.score", 1.5, "scenes.cuoc-goi.choices.nghe.score", "bad-number"),
        ("scenes.0.choices.0.score", True, "scenes.cuoc-goi.choices.nghe.score", "bad-number"),
        ("scenes.0.choices.0.text", " ", "scenes.cuoc-goi.choices.nghe.text", "empty"),
        ("scenes.0.choices.0.text", "<p></p>", "scenes.cuoc-goi.choices.nghe.text", "empty"),
        ("scenes.0.choices.0.text", "a<br>b", "scenes.cuoc-goi.choices.nghe.text", "choice-not-one-line"),
        ("scenes.0.choices.0.exit", "có", "scenes.cuoc-goi.choices.nghe.exit", "not-yes-or-no"),
        ("scenes.0.choices.0.when", ["flag"], "scenes.cuoc-goi.choices.nghe.when", "bad-condition"),
        ("scenes.0.choices.0.effects", [{"meter": "tien"}], "scenes.cuoc-goi.choices.nghe.effects.1", "bad-effect"),
        ("scenes.0.choices.0.competencies", ["a b"], "scenes.cuoc-goi.choices.nghe.competencies.1", "bad-competency"),
        ("scenes.0.choices.1.id", "nghe", "scenes.cuoc-goi.choices.nghe", "duplicate-id"),
        ("scenes.0.messages.0.audio", "javascript:x", "scenes.cuoc-goi.messages.m1.audio", "bad-audio"),
        ("scenes.0.messages.0.side", "ai", "scenes.cuoc-goi.messages.m1.side", "bad-value"),
        ("scenes.0.ending", {"kind": "good"}, "scenes.cuoc-goi", "ending-with-choices"),
        ("scenes.1.ending.score", float("1e9"), "scenes.ket-tot.ending.score", "bad-number"),
        ("meters.0.start", 101, "meters.tien.start", "bad-number"),
        ("meters.0.max", 0, "meters.tien", "bad-meter"),
        ("facts.0.source", "javascript:alert(1)", "facts.kenh.source", "bad-source"),
        ("facts.0.checked_on", "2026-02-30", "facts.kenh.checked_on", "bad-date"),
        ("scoring.by", "luck", "scoring.by", "bad-value"),
        ("extra", 1, "story.extra", "unknown-field"),
        ("intro", "a\x00b", "intro", "control-character"),
        ("intro", "\ud800", "intro", "control-character"),
    ],
)
def test_each_mistake_is_named_with_its_place(path, value, where, code):
    assert refused(changed(path, value)).get(where) == code


def test_every_mistake_is_reported_at_once():
    data = changed("scenes.0.title", 5)
    data["meters"][0]["start"] = "x"
    assert len(refused(data)) == 2


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "1", '{"schema":1e999}', "[" * 100_000, '{"schema": NaN}', "\ud800"]
)
def test_what_is_no_story_is_refused(text):
    assert refused(text)


@pytest.mark.parametrize("schema", [0, -1, True, "1", None, 1.5, []])
def test_an_unknown_schema_is_refused(schema):
    assert refused({**DEMO, "schema": schema}) == {"schema": "no-schema"}


def test_more_than_4_mb_are_refused():
    assert refused({**DEMO, "intro": "x" * (4 * 1024 * 1024)}) == {"content": "too-big"}
    assert refused(json.dumps({**DEMO, "intro": "ư" * (2 * 1024 * 1024)}, ensure_ascii=False)) == {"content": "too-big"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PLACES = [
    "intro", "start", "meters", "flags", "scenes", "scoring", "debrief", "facts", "meters.0", "scenes.0",
    "scenes.0.messages", "scenes.0.messages.0.cues", "scenes.0.choices.0.effects", "scenes.0.choices.0.when",
    "scenes.1.ending", "facts.0.text", "scenes.0.channel_info", "debrief.actions", "scenes.0.choices.0.competencies",
    "scenes.0.messages.0.cues.0.quote",
]  # fmt: skip


@given(st.sampled_from(PLACES), json_values)
@settings(max_examples=300, deadline=None)
def test_any_value_in_any_place_is_a_story_or_findings(path, value):
    findings: tuple[Any, ...] = (None,)
    try:
        story = Story.from_json(changed(path, value))
    except ModelError as error:
        findings = error.findings
    else:
        assert Story.from_json(story.to_json()) == story
    assert findings


def test_a_newer_schema_is_refused_politely():
    with pytest.raises(NewerSchemaError) as error:
        Story.from_json({**DEMO, "schema": 2})
    assert error.value.findings[0].code == "newer-schema"


def test_an_older_schema_is_lifted_step_by_step(monkeypatch):
    monkeypatch.setattr(module, "SCHEMA", 3)
    monkeypatch.setitem(module.UPGRADES, 1, lambda data: {**data, "intro": data["intro"] + " hai"})
    monkeypatch.setitem(module.UPGRADES, 2, lambda data: {**data, "intro": data["intro"] + " ba"})
    story = Story.from_json(DEMO)
    assert story.intro == "Bạn nhận một cuộc gọi. hai ba"
    assert json.loads(story.to_json())["schema"] == 3


def test_a_play_goes_on_in_a_version_that_was_stored_in_an_older_schema(monkeypatch):
    stored = Story.from_json(DEMO).to_json()
    begun = play.start(load_story(stored), play_id="0" * 32, number=1, now="2026-11-21T08:00:00Z")
    monkeypatch.setattr(module, "SCHEMA", 2)
    monkeypatch.setitem(module.UPGRADES, 1, lambda data: data)
    lifted = Story.from_json(stored)
    assert lifted.digest != begun.content
    assert play.choose(lifted, begun, step=1, choice="2", now="2026-11-21T08:00:00Z").play.status == "ended"


def test_a_story_is_parsed_once_per_text():
    text = Story.from_json({**DEMO, "intro": "Chỉ một lần"}).to_json()
    assert load_story(text) is load_story(str(bytearray(text.encode()), "utf-8"))
    assert load_story(text) is not load_story(text.replace("Chỉ một lần", "Lần khác"))


def test_the_cache_does_not_grow_without_end():
    first = Story.from_json({**DEMO, "intro": "đầu"}).to_json()
    kept = load_story(first)
    for number in range(70):
        load_story(json.dumps({**DEMO, "intro": "x" * number}))
    assert load_story(first) is not kept
    assert len(module._CACHE) <= module._CACHE_SIZE


def test_texts_that_look_alike_are_not_taken_for_each_other():
    texts = [Story.from_json({**DEMO, "intro": f"{'x' * 5000}{n}{'y' * 5000}"}).to_json() for n in range(9)]
    for text in texts * 2:
        assert load_story(text).to_json() == text


def test_a_broken_text_is_not_kept():
    for _ in range(2):
        with pytest.raises(ModelError):
            load_story("{")
