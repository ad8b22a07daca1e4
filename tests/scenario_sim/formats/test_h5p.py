"""H5P Branching Scenario: packages as H5P writes them are read, ours have H5P's structure, hostile ones are refused."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xblocks.common import richtext
from xblocks.scenario_sim import play as engine
from xblocks.scenario_sim.formats import archive, h5p
from xblocks.scenario_sim.story import Story

from ..rich_stories import rich_stories
from ..stories import DEMO

GOLDEN = Path(__file__).parent / "golden"
CONTENT = json.loads((GOLDEN / "h5p-read.content.json").read_text(encoding="utf-8"))
PACKAGE = {
    "title": "Mã QR ở chợ",
    "language": "und",
    "mainLibrary": "H5P.BranchingScenario",
    "embedTypes": ["iframe"],
    "license": "U",
    "preloadedDependencies": [{"machineName": "H5P.BranchingScenario", "majorVersion": "1", "minorVersion": "8"}],
}


def packed(content: Any = CONTENT, package: Any = PACKAGE, **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("h5p.json", json.dumps(package))
        file.writestr("content/content.json", json.dumps(content, ensure_ascii=False))
        for name, data in more.items():
            file.writestr(name, data)
    return out.getvalue()


def test_a_package_as_h5p_writes_it_is_read():
    result = h5p.read(packed())
    story = result.model
    assert story is not None
    assert result.settings == {"title": "Mã QR ở chợ"}
    assert [s.id for s in story.scenes] == [
        "mo-hang", "ma-qr-la", "canh-3", "ket-giu-duoc-tien", "ket-het-chuyen", "ket-mat-tien-hang",
    ]  # fmt: skip
    assert story.intro == "<p><strong>Quầy hàng</strong></p><p>Bạn bán hàng ở chợ.</p>"
    opening, question, video = story.scenes[:3]
    assert richtext.plain(opening.text) == "Buổi sáng\nKhách đông.\nMã QR dán trên quầy"
    assert '<img src="/static/file-60a.png" alt="Mã QR dán trên quầy">' in opening.text
    assert [(c.text, c.to) for c in opening.choices] == [("Proceed", "ma-qr-la")]
    assert [(c.text, c.to) for c in question.choices] == [
        ("Bóc mã lạ &amp; báo ban quản lý", "ket-giu-duoc-tien"), ("Kệ nó", "canh-3"), ("Nghỉ bán", "ket-het-chuyen"),
    ]  # fmt: skip
    assert richtext.plain(question.choices[1].feedback) == "Coi chừng\nTiền có thể vào túi người khác."
    assert "https://www.youtube.com/watch?v=abcdefghijk" in video.text
    endings = {s.id: s.ending for s in story.scenes if s.ending}
    assert {name: (e.kind, e.score) for name, e in endings.items()} == {
        "ket-giu-duoc-tien": ("good", 1.0), "ket-het-chuyen": ("bad", 0.0), "ket-mat-tien-hang": ("bad", 0.2),
    }  # fmt: skip
    lost = " ".join(f.en for f in result.findings if f.code == "not-carried")
    for what in ("start screen", "file-60a.png", "slides", "video", "enableBackwardsNavigation"):
        assert what in lost


def test_a_package_that_pyh5p_made_by_h5p_s_semantics_is_read():
    """Made by pyh5p 0.1.0 with the semantics of H5P.BranchingScenario 1.10, which it checked it by."""
    result = h5p.read((GOLDEN / "pyh5p.h5p").read_bytes())
    story = result.model
    assert story is not None
    assert result.settings == {"title": "Tin nhắn trúng thưởng"}
    opening, first, second, safe, lost = story.scenes
    assert [c.to for c in opening.choices] == [first.id]
    assert opening.text == "Điện thoại báo có <strong>tin nhắn</strong>."
    assert [(c.text, c.to) for c in first.choices] == [
        ("Xóa tin", safe.id), ("Hỏi người thân", second.id), ("Nộp phí", lost.id),
    ]  # fmt: skip
    assert [c.to for c in second.choices] == [safe.id, first.id]
    assert safe.ending is not None
    assert lost.ending is not None
    assert (safe.ending.kind, lost.ending.kind) == ("good", "bad")
    assert not [f for f in result.findings if f.code == "not-carried"]


def test_ids_stay_the_same_when_it_is_read_again():
    first, second = h5p.read(packed()), h5p.read(packed())
    assert first.model == second.model


def test_dynamic_scores_become_scores_of_choices():
    content = json.loads(json.dumps(CONTENT))
    scenario = content["branchingScenario"]
    scenario["scoringOptionGroup"]["scoringOption"] = "dynamic-score"
    alternatives = scenario["content"][1]["type"]["params"]["branchingQuestion"]["alternatives"]
    alternatives[0] = {"text": "Hỏi", "nextContentId": 0, "feedback": {"endScreenScore": 4}}
    alternatives[1]["feedback"]["endScreenScore"] = 1
    story = h5p.read(packed(content)).model
    assert story is not None
    assert story.scoring == "choices"
    assert [c.score for c in story.scenes[1].choices] == [1.0, 0.25, None]


def test_ours_has_the_structure_of_h5p_s_semantics():
    data, losses = h5p.write(Story.from_json(DEMO), {"title": "Cuộc gọi"})
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.namelist() == ["h5p.json", "content/content.json"]
        package = json.loads(file.read("h5p.json"))
        content = json.loads(file.read("content/content.json"))
    assert (package["title"], package["mainLibrary"]) == ("Cuộc gọi", "H5P.BranchingScenario")
    expected = GOLDEN / "h5p-written.content.json"
    assert content == json.loads(expected.read_text(encoding="utf-8"))
    lost = " ".join(f.en for f in losses)
    for what in ("meters", "flags", "debrief", "effects", "competencies", "signs", "condition"):
        assert what in lost


def conforms(content: dict[str, Any]) -> None:
    """What H5P's semantics.json and scripts ask of the parameters."""
    scenario = content["branchingScenario"]
    assert set(scenario) == {
        "title", "startScreen", "endScreens", "content", "scoringOptionGroup", "behaviour", "l10n",
    }  # fmt: skip
    assert scenario["endScreens"][0]["contentId"] == -1
    steps = scenario["content"]
    assert steps
    for step in steps:
        kind = step["type"]
        assert set(kind) == {"library", "params", "subContentId", "metadata"}
        links = [step]
        if kind["library"] == "H5P.BranchingQuestion 1.0":
            links = kind["params"]["branchingQuestion"]["alternatives"]
            assert len(links) >= 2
        else:
            assert kind["library"] == "H5P.AdvancedText 1.1"
            assert isinstance(kind["params"]["text"], str)
        for link in links:
            assert -1 <= link["nextContentId"] < len(steps)
            assert isinstance(link["feedback"]["title"], str)
            assert isinstance(link["feedback"]["subtitle"], str)


@given(rich_stories())
@settings(max_examples=60, deadline=None)
def test_every_story_can_be_written_and_read_again(story):
    data, losses = h5p.write(story, {})
    assert h5p.write(story, {}) == (data, losses)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        conforms(json.loads(file.read("content/content.json")))
    again = h5p.read(data)
    assert again.model is not None, again.findings
    first = [c for c in story.scene_of[story.start].choices if c.to in story.scene_of]
    if len(first) > 1:
        got = again.model.scene_of[again.model.start].choices
        assert [richtext.plain(c.text) for c in got] == [richtext.plain(c.text) for c in first]


def codes(data: bytes) -> list[str]:
    result = h5p.read(data)
    assert result.model is None
    return [f.code for f in result.findings]


def test_what_is_no_package_is_refused_with_a_sentence():
    assert codes(b"PK nothing") == ["archive-damaged"]
    assert codes(packed()[:-30]) == ["archive-damaged"]
    assert codes(packed(package={**PACKAGE, "mainLibrary": "H5P.MultiChoice"})) == ["h5p-other-type"]
    assert codes(packed(content={"a": 1})) == ["h5p-no-scenario"]
    assert codes(packed(content=[])) == ["h5p-unreadable"]
    assert codes(packed(content={"branchingScenario": {"content": []}})) == ["no-scene"]


@pytest.mark.parametrize("name", ["../x.js", "/etc/x", "a/../../x", "..\\x", "C:\\x", "content/content.json"])
def test_names_that_lead_outside_or_stand_twice_are_refused(name, recwarn):
    out = io.BytesIO(packed())
    with zipfile.ZipFile(out, "a") as file:
        file.writestr(name, b"x")
    assert codes(out.getvalue()) == ["archive-unsafe"]


def test_links_of_the_file_system_are_refused():
    out = io.BytesIO(packed())
    member = zipfile.ZipInfo("content/images")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out, "a") as file:
        file.writestr(member, "/etc")
    assert codes(out.getvalue()) == ["archive-unsafe"]


def test_bombs_are_refused_unopened():
    assert codes(packed(**{"content/x.json": b"0" * 20_000_000})) == ["archive-too-large"]
    assert codes(packed(**{f"a{n}": b"" for n in range(archive.MAX_MEMBERS)})) == ["archive-too-large"]
    nested = b'{"branchingScenario":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("h5p.json", json.dumps(PACKAGE))
        file.writestr("content/content.json", nested)
    assert codes(out.getvalue()) == ["h5p-unreadable"]


def test_more_than_the_archive_declares_is_not_read(monkeypatch):
    monkeypatch.setattr(archive, "MAX_READ", 100)
    assert codes(packed()) == ["archive-too-large"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 5) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_content_makes_it_fall_over(data):
    content = json.loads(json.dumps(CONTENT))
    for _ in range(data.draw(st.integers(1, 4))):
        node: Any = content
        for _depth in range(12):
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if not isinstance(node[key], dict | list) or data.draw(st.integers(0, 4)) == 0:
                node[key] = data.draw(JSON)
                break
            node = node[key]
    result = h5p.read(packed(content))
    if result.model is not None:
        play = engine.start(result.model, play_id="0" * 32, number=1, now="")
        engine.play_view(result.model, play, show_correctness=True)
    else:
        assert any(f.severity == "error" for f in result.findings)
