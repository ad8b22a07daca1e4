"""An author's Markdown: nothing is lost either way, every mistake has its line, and no text makes it fall over."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xblocks.scenario_sim.checks import check_story
from xblocks.scenario_sim.formats import frontmatter, markdown
from xblocks.scenario_sim.reading import ILLEGAL
from xblocks.scenario_sim.story import Story

from ..rich_stories import Maker, rich_stories
from ..stories import DEMO

SOURCE = """---
kind: scenario_sim
id: thu
title: "Cuộc gọi: thử"
pass_mark: 0.6
start: cuoc-goi
meters:
  - {id: tien, label: Tiền, start: 100, min: 0, max: 100, unit: "%", good: high}
flags: [da-tin]
scoring: ending
debrief:
  text: |
    Bạn **đã** tập xong.

    Nhớ nhé.
  actions:
    - {text: Gọi 156, fact: kenh}
    - Kể cho người nhà
facts:
  - {id: kenh, text: Số 156, source: "https://example.vn/156", checked_on: 2026-11-21}
---
Lời mở đầu.

## cuoc-goi: Cuộc gọi lạ
kênh: cuộc gọi
từ: Số lạ
info.mau: đỏ

Điện thoại reo.

> **Số lạ:** Tôi là công an. [Anh đang bị điều tra](#dau-hieu "Họ không báo tin qua \\"điện thoại\\"").

> **Con gái:** Ba ơi?
>
> Ai gọi vậy?
> - thật: có
> - khi: tien < 50 và (da-tin hoặc không cuoc-goi >= 2 lần)
> - âm thanh: /static/con.mp3
> - lời thoại: Ba ơi? Ai gọi vậy?

- Cúp máy → ket-tot {#cup-may}
  > Đúng. Cúp máy là an toàn.
  >
  > Rất tốt.
  - điểm: 1
  - lối thoát: có
  - năng lực: tt02-2025:4.2, tt02-2025:1.2
- Nghe tiếp → cuoc-goi
  > Cẩn thận.
  - tác động: tien -50,5; da-tin = có
  - khi: tien > 0

## ket-tot: Bạn đã an toàn
kết thúc: tốt 1.0

Lời kết.
"""


def codes(text: str) -> list[tuple[str, int | None]]:
    return [(f.code, f.line) for f in markdown.read(text).findings]


def test_everything_an_author_can_write_is_read():
    result = markdown.read(SOURCE)
    assert result.findings == ()
    story = result.model
    assert story is not None
    assert result.settings == {"id": "thu", "title": "Cuộc gọi: thử", "pass_mark": 0.6}
    scene = story.scene_of["cuoc-goi"]
    assert (scene.title, scene.channel, scene.text) == ("Cuộc gọi lạ", "call", "Điện thoại reo.")
    assert scene.channel_info == (("from", "Số lạ"), ("mau", "đỏ"))
    first, second = scene.messages
    assert (first.sender, first.text) == ("Số lạ", "Tôi là công an. Anh đang bị điều tra.")
    assert (first.cues[0].quote, first.cues[0].why) == ("Anh đang bị điều tra", 'Họ không báo tin qua "điện thoại"')
    assert (second.sender, second.text, second.genuine) == ("Con gái", "<p>Ba ơi?</p><p>Ai gọi vậy?</p>", True)
    assert (second.audio, second.transcript) == ("/static/con.mp3", "Ba ơi? Ai gọi vậy?")
    up, on = scene.choices
    assert (up.id, up.to, up.score, up.exit, up.competencies) == (
        "cup-may", "ket-tot", 1.0, True, ("tt02-2025:4.2", "tt02-2025:1.2"),
    )  # fmt: skip
    assert up.feedback == "<p>Đúng. Cúp máy là an toàn.</p><p>Rất tốt.</p>"
    assert (on.id, on.score, len(on.effects)) == ("b", None, 2)
    ending = story.scene_of["ket-tot"].ending
    assert ending is not None
    assert (ending.kind, ending.score, ending.title, ending.text) == ("good", 1.0, "Bạn đã an toàn", "Lời kết.")
    assert story.debrief.text == "<p>Bạn <strong>đã</strong> tập xong.</p><p>Nhớ nhé.</p>"
    assert [a.fact for a in story.debrief.actions] == ["kenh", ""]


def test_english_words_say_the_same():
    story = markdown.read(SOURCE).model
    assert story is not None
    text = markdown.write(story, {}, lang="en")
    assert "channel: call" in text
    assert "- exit: yes" in text
    assert "not cuoc-goi >= 2 visits" in text
    assert markdown.read(text).model == story


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm():
    assert markdown.read("\ufeff" + SOURCE.replace("\n", "\r\n")).model == markdown.read(SOURCE).model


@given(rich_stories(), st.randoms(use_true_random=False))
@settings(max_examples=120, deadline=None)
def test_what_is_written_reads_back_to_the_same_story(story, rng):
    maker = Maker(rng)
    kept = {"id": unicodedata.normalize("NFC", maker.word()), "title": unicodedata.normalize("NFC", maker.word())}
    kept |= {"pass_mark": round(rng.random(), 3), "weight": rng.randrange(5), "max_attempts": None}
    for lang in ("vi", "en"):
        text = markdown.write(story, kept, lang=lang)
        result = markdown.read(text)
        assert [f for f in result.findings if f.severity == "error"] == []
        assert result.model == story
        assert result.settings == kept
        assert markdown.write(result.model, kept, lang=lang) == text


def test_lists_and_quotes_in_narration_are_kept_together():
    text = "Nhìn quanh:<ul><li>ghế → bàn</li></ul><blockquote>một câu</blockquote>"
    data = {"schema": 1, "scenes": [{"id": "a", "text": text}]}
    story = Story.from_json(data)
    written = markdown.write(story, {})
    assert "<!-- lời kể -->" in written
    assert markdown.read(written).model == story


ALPHABET = "#->*[](){}:;\"'\\`&<!~| \n\tabm1→“”khiđểmừ:="
PIECES = st.sampled_from(
    [*SOURCE.split("\n"), "---", "## x", "> - khi: (", "<!-- lời kể -->", "- a → ", "  - x: y", "&a", "*a"]
)


@given(
    st.text(max_size=300)
    | st.text(alphabet=ALPHABET, max_size=300)
    | st.lists(PIECES, max_size=25).map("\n".join)
    | st.lists(PIECES, max_size=25).map(lambda rows: SOURCE + "\n".join(rows))
)
@example("---\na: &x [1]\nb: *x\n---\n")
@example("---\n" + "[" * 5000)
@example("---\na: !!python/object:os.system x\n---\n")
@example("---\n? [a]\n: b\n---\n")
@example("---\n" + "- " * 3000 + "\n---\n")
@example("## a\n- " + "→" * 100_000 + "{")
@example("## a\n> - dấu hiệu: " + "[" * 5000)
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_story_or_findings_with_lines(text):
    result = markdown.read(text)
    last = text.count("\n") + text.count("\r") + 2
    assert all(f.vi and f.en and f.line is not None and 1 <= f.line <= last for f in result.findings)
    errors = [f for f in result.findings if f.severity == "error"]
    assert (result.model is None) == bool(errors)
    if result.model is not None:
        assert markdown.read(markdown.write(result.model, result.settings)).model == result.model


def line_of(text: str) -> int:
    return next(n for n, line in enumerate(SOURCE.split("\n"), start=1) if text in line)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("kênh: cuộc gọi", "kênh: điện tín", "bad-value"),
        ("kênh: cuộc gọi", "kenh: call", "unknown-key"),
        ("kết thúc: tốt 1.0", "kết thúc: tốt cao", "bad-number"),
        ("- Nghe tiếp → cuoc-goi", "- Nghe tiếp", "choice-without-target"),
        ("  - lối thoát: có", "  - lối thoát: chắc", "not-yes-or-no"),
        ("  - lối thoát: có", "  - lối ra: có", "unknown-key"),
        ("  - điểm: 1", "  - điểm: 7", "bad-number"),
        ("  - khi: tien > 0", "  - khi: tien > ", "bad-condition"),
        ("> - khi: tien < 50", "> - khi: (tien < 50", "bad-condition"),
        ("  - tác động: tien -50,5", "  - tác động: tien giảm", "bad-effect"),
        ("## cuoc-goi: Cuộc gọi lạ", "## Cuộc gọi lạ", "bad-heading"),
        ("## cuoc-goi: Cuộc gọi lạ", "## Cuoc_Goi: Cuộc gọi lạ", "bad-id"),
        ("## ket-tot: Bạn", "## cuoc-goi: Bạn", "duplicate-id"),
        ("  - {id: tien, label: Tiền,", "  - {id: tien, label: Tiền, nhan: x,", "unknown-field"),
        ("  - {id: tien, label: Tiền,", "  - {id: tien, label: Tiền", "front-matter-broken"),
        ("pass_mark: 0.6", "diem: 1", "unknown-setting"),
        ("pass_mark: 0.6", "pass_mark: cao", "bad-setting"),
        ("pass_mark: 0.6", "max_attempts: true", "bad-setting"),
        ("pass_mark: 0.6", "grade_method: [best]", "bad-setting"),
        ("kind: scenario_sim", "kind: skill_quiz", "wrong-kind"),
        ("> - âm thanh: /static/con.mp3", "> - âm thanh: C:\\con.mp3", "bad-audio"),
    ],
)
def test_a_mistake_is_reported_on_its_line(old, new, code):
    found = codes(SOURCE.replace(old, new, 1))
    assert code in [c for c, _ in found]
    assert line_of(old) in [line for c, line in found if c == code]


@pytest.mark.parametrize(
    ("written", "kind", "score"),
    [
        ("tốt", "good", 1.0),
        ("good", "good", 1.0),
        ("vừa", "mixed", 0.5),
        ("lẫn lộn", "mixed", 0.5),
        ("xấu", "bad", 0.0),
        ("tốt 0", "good", 0.0),
        ("lẫn lộn 0.3", "mixed", 0.3),
    ],
)
def test_an_ending_without_a_score_gets_that_of_its_kind(written, kind, score):
    story = markdown.read(SOURCE.replace("kết thúc: tốt 1.0", f"kết thúc: {written}")).model
    assert story is not None
    ending = story.scene_of["ket-tot"].ending
    assert ending is not None
    assert (ending.kind, ending.score) == (kind, score)
    assert markdown.read(markdown.write(story, {})).model == story


def test_a_number_for_an_ending_without_its_kind_is_no_score():
    assert "bad-value" in [c for c, _ in codes(SOURCE.replace("kết thúc: tốt 1.0", "kết thúc: 1.0"))]


@pytest.mark.parametrize("first", ["", "—\n"])
def test_front_matter_that_does_not_begin_is_said(first):
    result = markdown.read(first + SOURCE.removeprefix("---\n"))
    assert [(f.code, f.line) for f in result.findings] == [("front-matter-not-opened", 1)]
    assert "dòng đầu phải là ---" in result.findings[0].vi


def test_front_matter_that_does_not_end_is_said():
    assert codes("---\nkind: scenario_sim\n") == [("front-matter-open", 1)]


def test_the_findings_of_checks_get_their_lines():
    result = markdown.read(SOURCE.replace("> Cẩn thận.", ">"))
    assert result.model is not None
    found = [result.located(f) for f in check_story(result.model, today=date(2026, 11, 21))]
    assert [(f.code, f.line) for f in found] == [("choice-without-feedback", line_of("- Nghe tiếp"))]


def test_the_written_form_is_what_an_author_would_write():
    story = Story.from_json(DEMO)
    text = markdown.write(story, {"id": "thu", "title": "Thử"})
    assert (
        '> **Số lạ:** Tôi là công an. [Anh đang bị điều tra](#dau-hieu "Công an không báo tin qua điện thoại.")' in text
    )
    assert "- Cúp máy → ket-tot {#cup-may}\n  > Đúng rồi.\n  - điểm: 1\n  - lối thoát: có\n" in text
    assert "checked_on: 2026-11-01" in text


def test_the_example_of_the_authors_guide_is_a_story_without_faults():
    guide = Path(__file__).parents[3] / "docs" / "authors" / "markdown-scenario.md"
    source = guide.read_text(encoding="utf-8").split("```markdown\n")[1].split("```")[0]
    result = markdown.read(source)
    assert result.findings == ()
    assert result.model is not None
    assert check_story(result.model, today=date(2026, 11, 21)) == []
    assert markdown.write(result.model, result.settings).count("## ") == 3


WORDS = st.sampled_from(["1e5", "1.5", "12", "-3", "0x1f", "1_000", "12:30", "~", "null", "Null", "true", "yes", "=",
                         "-", "?", "2026-11-21", "2026-11-21T10:00:00", "+84",
                         "a: b", "# a", "&a", "*a", "!a", "%a", "@a", "`a",
                         "a\nb", "a\n", "\n", " a", "a ", "\u2028", "\x85", "", "|", ">"])  # fmt: skip


VALUES = WORDS | st.text(max_size=8) | st.integers() | st.booleans()


@given(st.dictionaries(st.sampled_from(["title", "b", "c"]), VALUES))
@settings(max_examples=300)
def test_front_matter_reads_back_what_it_wrote(data):
    data = {key: ILLEGAL.sub("", value) if isinstance(value, str) else value for key, value in data.items()}
    data = {key: value for key, value in data.items() if not isinstance(value, int) or abs(value) < 10**15}
    data = {key: value.replace("\r", "") if isinstance(value, str) else value for key, value in data.items()}
    cut = frontmatter.split(f"---\n{frontmatter.dump(data)}---\nThân")
    assert cut.error is None
    assert (cut.data, [text for _, text in cut.body]) == (data, ["Thân"])


def test_choices_are_shuffled_unless_the_front_matter_says_no():
    shuffled = Story.from_json(DEMO)
    fixed = Story.from_json({**DEMO, "shuffle": False})
    assert (shuffled.shuffle, fixed.shuffle) == (True, False)
    assert "shuffle" not in json.loads(shuffled.to_json())
    assert "shuffle" not in markdown.write(shuffled, {})
    text = markdown.write(fixed, {})
    assert "shuffle: false\n" in text
    for line in ("trộn: không", "trộn: false", "Trộn: no", "shuffle: no", "shuffle: không"):
        found = markdown.read(text.replace("shuffle: false", line))
        assert found.model == fixed, (line, found.findings)
        assert not found.settings
    assert markdown.read(text.replace("shuffle: false", "trộn: có")).model == shuffled
    wrong = markdown.read(text.replace("shuffle: false", "trộn: đôi khi"))
    assert wrong.model is None
    assert [(f.code, f.line) for f in wrong.findings] == [
        ("not-yes-or-no", text[: text.index("shuffle")].count("\n") + 1)
    ]
