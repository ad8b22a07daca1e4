"""Twee 3: our own stories lose nothing, other people's lose only what is reported, and no text makes it fall over."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xblocks.common import richtext
from xblocks.scenario_sim import play as engine
from xblocks.scenario_sim.formats import twee
from xblocks.scenario_sim.formats.markdown import ReadResult
from xblocks.scenario_sim.formats.twee_notation import Link, header, link, passages
from xblocks.scenario_sim.story import Story

from ..rich_stories import Maker, rich_stories
from ..stories import DEMO

HARLOWE = """:: StoryTitle
Căn nhà cũ

:: StoryData
{
  "ifid": "D674C58C-DEFA-4F70-B7A2-27742230C0FC",
  "format": "Harlowe",
  "format-version": "3.3.8",
  "start": "Trước cổng"
}

:: Trước cổng [channel-door] {"position":"600,400","size":"100,200"}
(set: $sợ to 1)Bạn đứng ''trước cổng''.
Trời //tối// dần. (if: $gan is 1)[Bạn thấy [[cánh cửa->Trong nhà]] hé mở.]

* [[Ra về<-Về nhà]]
* (link-goto: "Gọi bạn", "Ra về")

:: Trong nhà
[[Ra về]]

:: Ra về [ending-good]
Bạn về tới nhà.

:: Ghi chú [script]
alert(1)
"""

SUGARCUBE = """:: StoryData
{"ifid": "D674C58C-DEFA-4F70-B7A2-27742230C0FC", "format": "SugarCube"}

:: Start
<<set $tien to 100>>Bạn có $tien đồng. /* ghi chú */
<<if $tien gt 50>>Bạn giàu.<</if>>
[[Cho vay|Mat][$tien to 0]]
<<link "Từ chối" "Con">><<set $a to 1>><</link>>
<script>alert("[[không|Mat]]")</script>

:: Mat
Hết tiền.

:: Con
Còn tiền.

:: StoryInit
<<set $a to 0>>
"""

CHAPBOOK = """:: StoryData
{"ifid": "D674C58C-DEFA-4F70-B7A2-27742230C0FC", "format": "Chapbook"}

:: Start
tien: 100
--
Xin chào {ten}.

[if tien > 10]
Bạn đủ tiền. [[Đi->Chợ]]

[JavaScript]
write("[[xấu->Chợ]]")

[continued]
Hết.

:: Chợ
Chợ đông.
"""


def story_of(result: ReadResult) -> Story:
    assert result.model is not None, result.findings
    return result.model


def lost(result: ReadResult) -> str:
    assert all(f.severity == "warning" for f in result.findings)
    return " ".join(f.en for f in result.findings if f.code == "not-carried")


@given(rich_stories(), st.randoms(use_true_random=False))
@settings(max_examples=120, deadline=None)
def test_our_own_export_loses_nothing(story, rng):
    maker = Maker(rng)
    kept = {"id": unicodedata.normalize("NFC", maker.word()), "title": unicodedata.normalize("NFC", maker.word())}
    kept |= {"pass_mark": round(rng.random(), 3), "max_attempts": None}
    for lang in ("vi", "en"):
        text = twee.write(story, kept, lang=lang)
        result = twee.read(text)
        assert [f for f in result.findings if f.severity == "error" or f.code == "not-carried"] == []
        assert result.model == story
        assert result.settings == kept
        assert twee.write(story, kept, lang=lang) == text


def test_what_twine_sees_in_our_export_is_the_graph():
    text = twee.write(Story.from_json(DEMO), {"id": "thu", "title": "Cuộc gọi"})
    found, stray = passages(text.split("\n"))
    assert stray is None
    assert [p.name for p in found] == [
        "StoryTitle", "StoryData", "HocvusoStory", "cuoc-goi", "ket-tot", "ket-xau",
    ]  # fmt: skip
    data = json.loads("\n".join(found[1].text))
    assert data["start"] == "cuoc-goi"
    assert len(data["ifid"]) == 36
    assert data["ifid"] == data["ifid"].upper()
    assert found[3].tags == ("channel-call",)
    assert found[3].metadata["position"] == "100,100"
    assert found[4].tags == ("ending-good",)
    assert "[[Cúp máy->ket-tot]] {#cup-may}" in found[3].text


def test_what_an_author_changes_in_twine_comes_back():
    text = twee.write(Story.from_json(DEMO), {"title": "Cũ"})
    text = text.replace(":: StoryTitle\nCũ", ":: StoryTitle\nMới").replace('"start": "cuoc-goi"', '"start": "them"')
    text += "\n:: them\n\nĐọc rồi [[đi tiếp->cuoc-goi]] nhé.\n\n[[Thôi|ket-tot]]\n"
    result = twee.read(text)
    story = story_of(result)
    assert (result.settings["title"], story.start) == ("Mới", "them")
    scene = story.scene_of["them"]
    assert scene.text == "Đọc rồi đi tiếp nhé."
    assert {(c.text, c.to) for c in scene.choices} == {("đi tiếp", "cuoc-goi"), ("Thôi", "ket-tot")}


def test_a_harlowe_story_is_read_with_its_losses():
    result = twee.read(HARLOWE)
    story = story_of(result)
    assert result.settings == {"title": "Căn nhà cũ"}
    assert story.start == "truoc-cong"
    scene = story.scene_of["truoc-cong"]
    assert (scene.title, scene.channel) == ("Trước cổng", "door")
    assert "Bạn đứng <strong>trước cổng</strong>.<br>" in scene.text
    assert "<em>tối</em>" in scene.text
    assert richtext.plain(scene.text).endswith("Bạn thấy cánh cửa hé mở.")
    assert [(c.text, c.to) for c in scene.choices] == [
        ("cánh cửa", "trong-nha"), ("Về nhà", "ra-ve"), ("Gọi bạn", "ra-ve"),
    ]  # fmt: skip
    ending = story.scene_of["ra-ve"].ending
    assert ending is not None
    assert (ending.kind, ending.score, ending.text) == ("good", 1.0, "Bạn về tới nhà.")
    assert "(set:)" in lost(result)
    assert "(if:)" in lost(result)
    assert "Ghi chú" in lost(result)
    assert next(f.line for f in result.findings if "(set:)" in f.en) == 13


def test_a_sugarcube_story_is_read_with_its_losses():
    result = twee.read(SUGARCUBE)
    story = story_of(result)
    scene = story.scene_of[story.start]
    assert scene.id == "start"
    assert richtext.plain(scene.text) == "Bạn có $tien đồng.\nBạn giàu."
    assert [(c.text, c.to) for c in scene.choices] == [("Cho vay", "mat"), ("Từ chối", "con")]
    for name in ("<<set>>", "<<if>>", "$tien", "[$tien to 0]", "<script>", "StoryInit"):
        assert name in lost(result)


def test_a_chapbook_story_is_read_with_its_losses():
    result = twee.read(CHAPBOOK)
    story = story_of(result)
    scene = story.scene_of["start"]
    assert "write" not in scene.text
    assert "Hết." in scene.text
    assert [(c.text, c.to) for c in scene.choices] == [("Đi", "cho")]
    for name in ("vars", "{ten}", "[if tien > 10]", "[JavaScript]"):
        assert name in lost(result)


def test_names_that_look_alike_get_ids_of_their_own():
    story = story_of(twee.read(":: Cửa\n[[a->Cua]] [[b->cửa]]\n:: Cua\nx\n:: cửa\ny\n"))
    assert [s.id for s in story.scenes] == ["cua", "cua-2", "cua-3"]
    assert [c.to for c in story.scenes[0].choices] == ["cua-2", "cua-3"]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("Đi->Chợ", Link("Đi", "Chợ")),
        ("a->b->c", Link("a->b", "c")),
        ("Chợ<-Đi", Link("Đi", "Chợ")),
        ("Đi|Chợ", Link("Đi", "Chợ")),
        ("Chợ", Link("Chợ", "Chợ")),
        ("Đi|Chợ][$a to 1", Link("Đi", "Chợ", "$a to 1")),
    ],
)
def test_every_form_of_link_is_understood(inner, expected):
    assert link(inner) == expected


def test_headers_escape_what_the_specification_says():
    line = header(r"a [b] {c} \d", ("x",), (1, 2))
    assert line == r':: a \[b\] \{c\} \\d [x] {"position":"1,2","size":"100,100"}'
    (passage,), _ = passages([line, "text", "", ""])
    assert (passage.name, passage.tags, passage.text) == (r"a [b] {c} \d", ("x",), ("text",))


def test_malformed_metadata_is_dropped_with_a_warning():
    result = twee.read(":: A {kaputt\nx\n:: StoryData\n{kaputt\n")
    assert story_of(result).start == "a"
    assert [f.code for f in result.findings].count("not-carried") == 2


def test_a_file_without_passages_is_refused_with_a_sentence():
    assert "no-scene" in {f.code for f in twee.read("chỉ là chữ").findings if f.severity == "error"}


PIECES = st.sampled_from(
    [*HARLOWE.split("\n"), *SUGARCUBE.split("\n"), *CHAPBOOK.split("\n"), ":: HocvusoStory", "---", "kind: x",
     "[[", "]]", "(a:", "<<", "[[[", "{", "|a>[", "]<b|", "<a", '"', "::", ":: ", "[[a->b]] {#c}", "  > x",
     "<%", "<!--", "[[->]]"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=8), max_size=30), st.sampled_from(["\n", "", " "]))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_it_fall_over(parts, glue):
    result = twee.read(glue.join(parts))
    if result.model is not None:
        play = engine.start(result.model, play_id="0" * 32, number=1, now="")
        engine.play_view(result.model, play, show_correctness=True)
    else:
        assert any(f.severity == "error" for f in result.findings)


@pytest.mark.parametrize("piece", ["<script", "<a ", "[[[", "<<a ", "<!--", "(a:", '<<link "', "<<a '", "[["])
def test_files_made_to_hinder_are_read_to_their_end(piece):
    """Each of these took minutes while the patterns were unbounded."""
    result = twee.read(f":: Start\n{piece * 8_000}\n:: Sau\nHết.\n")
    assert {s.id for s in story_of(result).scenes} == {"start", "sau"}
