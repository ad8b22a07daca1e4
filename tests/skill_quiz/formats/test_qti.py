"""QTI packages: what others wrote is read, ours come back the same, hostile packages are refused."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.skill_quiz.formats.foreign import QUIZZES, check_report, check_result, golden, items
from xblocks.common import safexml
from xblocks.common.zipped import pack
from xblocks.skill_quiz.formats import qti
from xblocks.skill_quiz.model import Quiz

NS = "http://www.imsglobal.org/xsd/imsqti_v2p2"
CHOICE = """<responseDeclaration identifier="RESPONSE" cardinality="{many}" baseType="identifier">
<correctResponse><value>A</value></correctResponse>{mapping}</responseDeclaration>
<itemBody><p>Which <b>one</b>?</p><choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">
<simpleChoice identifier="A">Yes<feedbackInline outcomeIdentifier="F" identifier="A">Right.</feedbackInline>
</simpleChoice><simpleChoice identifier="B"><p>No</p></simpleChoice></choiceInteraction></itemBody>
<responseProcessing template="http://x/rptemplates/{template}"/>"""


def item(inside: str, identifier: str = "chon-mot") -> bytes:
    return f'<assessmentItem xmlns="{NS}" identifier="{identifier}" title="Item 1">{inside}</assessmentItem>'.encode()


def choice(many: str = "single", mapping: str = "", template: str = "match_correct") -> str:
    return CHOICE.format(many=many, mapping=mapping, template=template)


def package(*files: tuple[str, bytes]) -> bytes:
    resources = "".join(
        f'<resource identifier="r{n}" type="imsqti_item_xmlv2p2" href="{name}"/>'
        for n, (name, _) in enumerate(files)
        if name.endswith(".xml")
    )
    text = f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{resources}</resources></manifest>'
    return pack([("imsmanifest.xml", text.encode()), *files])


def test_a_choice_item_is_read_with_its_feedback() -> None:
    (found,) = items(qti.read(package(("a.xml", item(choice())))).quiz)
    assert (found["id"], found["type"], found["shuffle"]) == ("chon-mot", "single_choice", True)
    assert found["text"] == "Which <strong>one</strong>?"
    assert [(o["text"], o["correct"], o["feedback"]) for o in found["options"]] == [
        ("Yes", True, "Right."),
        ("No", False, ""),
    ]


def test_names_of_version_3_are_the_same_questions() -> None:
    def kebab(match: re.Match[str]) -> str:
        return match[1] + "qti-" + re.sub("([A-Z])", lambda m: "-" + m[1].lower(), match[2])

    plain = ("p", "b", "div")
    text = re.sub(r"(</?)([a-zA-Z]+)", lambda m: m[0] if m[2] in plain else kebab(m), item(choice()).decode())
    text = re.sub(
        r" ([a-z]+[A-Z][A-Za-z]*)=", lambda m: " " + re.sub("([A-Z])", lambda n: "-" + n[1].lower(), m[1]) + "=", text
    )
    assert "qti-choice-interaction" in text
    assert "response-identifier" in text
    assert qti.read(text.encode()).quiz == qti.read(item(choice())).quiz


def test_a_mapping_becomes_the_scoring() -> None:
    entries = '<mapEntry mapKey="A" mappedValue="1"/><mapEntry mapKey="B" mappedValue="-1"/>'
    mapping = f'<mapping lowerBound="0">{entries}</mapping>'
    (found,) = items(qti.read(item(choice("multiple", mapping, "map_response"))).quiz)
    assert (found["type"], found["scoring"]) == ("multiple_choice", "right_minus_wrong")


def test_a_picture_of_the_package_is_kept_and_said() -> None:
    body = choice().replace("<b>one</b>", '<img src="../images/a b.png" alt="x"/>')
    result = qti.read(package(("items/a.xml", item(body)), ("images/a b.png", b"PNG")))
    assert result.media == {"a_b.png": b"PNG"}
    assert "/static/a_b.png" in items(result.quiz)[0]["text"]
    (said,) = [f for f in result.findings if f.code == "file-inside"]
    assert "a_b.png" in said.vi


@pytest.mark.parametrize("kind", ["extendedTextInteraction", "hotspotInteraction", "uploadInteraction"])
def test_an_item_of_a_kind_that_we_have_not_is_left_out_and_said(kind: str) -> None:
    other = item(f'<itemBody><p>Q</p><{kind} responseIdentifier="RESPONSE"/></itemBody>', "kieu-khac")
    result = qti.read(package(("a.xml", other), ("b.xml", item(choice()))))
    assert [found["id"] for found in items(result.quiz)] == ["chon-mot"]
    assert any(kind.lower() in loss.en for loss in result.losses)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xml-malformed"),
        (b"PK\x03\x04", "bad-archive"),
        (pack([("a.xml", b"<a/>")]), "no-manifest"),
        (pack([("imsmanifest.xml", b"<a")]), "xml-malformed"),
        (b"<questestinterop/>", "not-qti-2"),
        (package(("a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')), "xml-dtd"),
        (package(), "no-questions"),
        (package(("../../etc/x.xml", b"<a/>")), "bad-archive"),
        (package(("a.xml", b" " * 70_000_000)), "bad-archive"),
    ],
)
def test_hostile_and_foreign_packages_are_refused(data: bytes, code: str) -> None:
    result = qti.read(data)
    assert result.quiz is None
    assert code in [f.code for f in result.findings]


def test_a_lie_about_sizes_does_not_help() -> None:
    data = bytearray(package(("a.xml", b" " * 1_000_000)))
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    check_result(qti.read(bytes(data)))


def test_golden_package() -> None:
    quiz = Quiz.from_json(golden("quiz.json", ""))
    data, losses = qti.write(quiz)
    assert data == qti.write(quiz)[0]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = "".join(f"=== {name}\n{archive.read(name).decode()}\n" for name in archive.namelist())
        for name in archive.namelist():
            safexml.parse(archive.read(name))
    assert text == golden("qti_out.txt", text)
    assert [loss.where for loss in losses] == ["pools.chung", "facts.kenh-156", "items.goi-video"]
    back = qti.read(data).quiz
    assert back is not None
    assert back.items[1:] == quiz.items[1:]
    assert back.intro == quiz.intro


@given(QUIZZES)
def test_both_versions_hold_the_same_quiz(quiz: Quiz) -> None:
    (two, losses), (three, same) = qti.write(quiz), qti.write_3(quiz)
    assert losses == same
    assert qti.read(three) == qti.read(two)
    with zipfile.ZipFile(io.BytesIO(three)) as archive:
        for name in archive.namelist():
            root = safexml.parse(archive.read(name))
            if name != "imsmanifest.xml":
                names = {str(node.tag).rpartition("}")[2] for node in root.iter()}
                assert not [one for one in names if any(c.isupper() for c in one)]
                assert root.tag.startswith("{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}qti-assessment-")


def test_signs_in_a_picture_are_reported_as_left_behind() -> None:
    rows = [{"id": "a", "label": "Tên miền lạ", "sign": True, "why": "Sai.", "x": 1, "y": 1, "w": 9, "h": 9}]
    data = {
        "id": "anh",
        "type": "spot_signs",
        "text": "Tìm dấu hiệu.",
        "skin": "picture",
        "parts": rows,
        "picture": {"src": "/static/a.png", "alt": "Trang giả"},
    }
    losses = qti.write(Quiz.from_json({"schema": 1, "items": [data]}))[1]
    assert [(loss.where, "dấu hiệu lừa đảo" in loss.vi) for loss in losses] == [("items.anh", True)]


def test_an_answer_without_a_full_mark_leaves_the_right_response_out() -> None:
    """The schema wants at least one value in it."""
    rows = [{"text": "a", "score": 0.5, "feedback": ""}, {"text": "a", "score": 1, "feedback": ""}]
    data = {"id": "ngan", "type": "short_text", "text": "Gì?", "alternatives": rows}
    with zipfile.ZipFile(io.BytesIO(qti.write(Quiz.from_json({"schema": 1, "items": [data]}))[0])) as archive:
        text = archive.read("items/ngan.xml").decode()
    assert "<correctResponse>" not in text
    assert 'mappedValue="0.5"' in text


@pytest.mark.parametrize("scoring", ["all_or_nothing", "partial", "right_minus_wrong"])
def test_every_way_of_scoring_a_choice_comes_back(scoring: str) -> None:
    rows = [{"id": one, "text": one, "correct": one in "ac", "feedback": ""} for one in "abcde"]
    data = {"id": "nhieu", "type": "multiple_choice", "text": "Chọn.", "scoring": scoring, "options": rows}
    quiz = Quiz.from_json({"schema": 1, "items": [data]})
    written, losses = qti.write(quiz)
    assert losses == ()
    assert qti.read(written).quiz == qti.read(qti.write_3(quiz)[0]).quiz == quiz


def test_points_are_what_a_right_answer_scores() -> None:
    """Elsewhere ``MAXSCORE`` is what ``SCORE`` can reach."""
    quiz = Quiz.from_json(golden("quiz.json", ""))
    with zipfile.ZipFile(io.BytesIO(qti.write(quiz)[0])) as archive:
        text = archive.read("items/goi-video.xml").decode()
    assert quiz.items[0].points == 2
    assert '<product><variable identifier="SCORE"/><baseValue baseType="float">2.0</baseValue></product>' in text


@given(QUIZZES)
def test_what_is_not_reported_comes_back_the_same(quiz: Quiz) -> None:
    data, losses = qti.write(quiz)
    check_report(losses)
    result = qti.read(data)
    check_result(result)
    touched = {loss.where for loss in losses} | {loss.where for loss in result.losses}
    back = {} if result.quiz is None else result.quiz.by_id
    assert [i for i in quiz.items if f"items.{i.id}" not in touched and back.get(i.id) != i] == []


NAMES = st.sampled_from(
    [
        *["itemBody", "choiceInteraction", "simpleChoice", "matchInteraction", "simpleMatchSet", "orderInteraction"],
        *["simpleAssociableChoice", "textEntryInteraction", "inlineChoiceInteraction", "inlineChoice", "p", "prompt"],
        *["responseDeclaration", "correctResponse", "value", "mapping", "mapEntry", "modalFeedback", "equal"],
        *["outcomeDeclaration", "defaultValue", "responseProcessing", "feedbackInline"],
    ]
)
WORDS = st.sampled_from(["", "A", "A B", "1", "RESPONSE", "&lt;b&gt;", "x"])
ATTRIBUTES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "identifier",
                "responseIdentifier",
                "cardinality",
                "baseType",
                "mapKey",
                "mappedValue",
                "tolerance",
                "template",
            ]
        ),
        st.sampled_from(["A", "B", "RESPONSE", "float", "multiple", "MAXSCORE", "1", "1 1", "map_response", ""]),
    ),
    max_size=3,
    unique_by=lambda pair: pair[0],
)
TREES = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda name, word, attributes, parts: (
            f"<{name} {' '.join(f'{k}={chr(34)}{v}{chr(34)}' for k, v in attributes)}>"
            f"{word}{''.join(parts)}</{name}>{word}"
        ),
        NAMES,
        WORDS,
        ATTRIBUTES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.lists(TREES, max_size=4))
def test_any_tree_of_its_elements_is_read_without_an_exception(trees: list[str]) -> None:
    check_result(qti.read(item("".join(trees))))


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_read_without_an_exception(data: bytes, zipped: bool) -> None:
    check_result(qti.read(b"PK" + data if zipped else data))
    check_result(qti.read(package(("a.xml", data))))
