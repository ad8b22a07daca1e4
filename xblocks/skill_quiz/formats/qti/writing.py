"""QTI 2.2 out: a content package with one item a question and a test that puts them in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from xblocks.common.findings import Finding

from ...model import Quiz
from ...questions import type_of
from .. import weights
from ..archive import pack
from ..exchange import Losses, one_line, option_id, report_item, report_pictures, report_quiz
from .reading import TOOL

_CARRIED = ("explanation", "points", "competencies", "tags", "shuffle", "option ids")
_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p2"
_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
_TEMPLATES = "http://www.imsglobal.org/question/qti_v2p2/rptemplates/"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write(quiz: Quiz) -> tuple[bytes, tuple[Finding, ...]]:
    """A QTI 2.2 package, and what it does not hold. The same quiz gives the same bytes."""
    losses = Losses()
    report_quiz(quiz, losses, ["intro"])
    report_pictures(quiz.intro, losses)
    files: dict[str, bytes] = {}
    resources: list[str] = []
    references: list[str] = []
    for item in quiz.items:
        data = type_of(item).dump(item)
        writer = _WRITERS.get(data["type"])
        if writer is None:
            losses.unwritten(item.id, f"câu loại “{data['type']}”", f"a question of type “{data['type']}”")
            continue
        report_item(data, losses, _CARRIED)
        text = _item(data, *writer(data, losses))
        report_pictures(text, losses)
        name = f"items/{item.id}.xml"
        files[name] = text.encode()
        words = "".join(
            f"<imsmd:keyword><imsmd:langstring>{escape(word)}</imsmd:langstring></imsmd:keyword>"
            for word in [*data["tags"], *data["competencies"]]
        )
        about = f"<metadata><imsmd:lom><imsmd:general>{words}</imsmd:general></imsmd:lom></metadata>" if words else ""
        resources.append(
            f'<resource identifier="RES-{item.id}" type="imsqti_item_xmlv2p2" href="{name}">{about}'
            f'<file href="{name}"/></resource>'
        )
        references.append(f'<assessmentItemRef identifier="{_name(item.id)}" href="{name}"/>')
    intro = f'<rubricBlock view="candidate"><div>{_xhtml(quiz.intro)}</div></rubricBlock>' if quiz.intro else ""
    test = (
        f'{_HEAD}<assessmentTest xmlns="{_QTI}" identifier="quiz" title="quiz" toolName="{TOOL}">'
        '<testPart identifier="part" navigationMode="linear" submissionMode="individual">'
        f'<assessmentSection identifier="section" title="quiz" visible="true">{intro}{"".join(references)}'
        "</assessmentSection></testPart></assessmentTest>"
    )
    manifest = (
        f'{_HEAD}<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"'
        ' xmlns:imsmd="http://ltsc.ieee.org/xsd/LOM" identifier="manifest">'
        "<metadata><schema>QTIv2.2 Package</schema><schemaversion>1.0.0</schemaversion></metadata><organizations/>"
        '<resources><resource identifier="RES-test" type="imsqti_test_xmlv2p2" href="test.xml"><file href="test.xml"/>'
        + "".join(
            f'<dependency identifierref="RES-{item.id}"/>' for item in quiz.items if f"items/{item.id}.xml" in files
        )
        + f"</resource>{''.join(resources)}</resources></manifest>"
    )
    return pack({"imsmanifest.xml": manifest.encode(), "test.xml": test.encode(), **files}), losses.report()


def _name(one: str) -> str:
    """An id as an XML name: one that begins with a digit gets a line before it."""
    return f"_{one}" if one[:1].isdigit() or one[:1] == "-" else one


def _xhtml(html: str) -> str:
    """Clean HTML as XML: only breaks and pictures have no end tag there."""
    return re.sub(r"<(br|img)\b([^>]*)>", r"<\1\2/>", html)


#: Declarations, body, response processing, feedback.
Own = tuple[str, str, str, str]


def _item(data: Mapping[str, Any], declarations: str, body: str, processing: str, feedback: str) -> str:
    title = one_line(data["text"])[0][:80] or data["id"]
    said = ""
    if data["explanation"]:
        said = (
            '<modalFeedback outcomeIdentifier="EXPLANATION" identifier="shown" showHide="show">'
            f"<div>{_xhtml(data['explanation'])}</div></modalFeedback>"
        )
    outcomes = (
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
        '<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float">'
        f"<defaultValue><value>{data['points']}</value></defaultValue></outcomeDeclaration>"
    )
    if said:
        outcomes += (
            '<outcomeDeclaration identifier="EXPLANATION" cardinality="single" baseType="identifier">'
            "<defaultValue><value>shown</value></defaultValue></outcomeDeclaration>"
        )
    return (
        f'{_HEAD}<assessmentItem xmlns="{_QTI}" {_XSI} xsi:schemaLocation="{_QTI} http://www.imsglobal.org/xsd/qti/qtiv2p2/'
        f'imsqti_v2p2.xsd" identifier="{_name(data["id"])}" title={quoteattr(title)} adaptive="false"'
        f' timeDependent="false" toolName="{TOOL}">{declarations}{outcomes}'
        f"<itemBody>{body}</itemBody>{processing}{feedback}{said}</assessmentItem>"
    )


def _declare(cardinality: str, kind: str, right: Sequence[str], mapping: str = "", name: str = "RESPONSE") -> str:
    values = "".join(f"<value>{escape(value)}</value>" for value in right)
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{kind}">'
        f"<correctResponse>{values}</correctResponse>{mapping}</responseDeclaration>"
    )


def _mapped(entries: Mapping[str, float], *, case: bool | None = None, bounds: str = "") -> str:
    said = "" if case is None else f' caseSensitive="{str(case).lower()}"'
    rows = "".join(f'<mapEntry mapKey={quoteattr(k)} mappedValue="{v!r}"{said}/>' for k, v in entries.items())
    return f'<mapping defaultValue="0"{bounds}>{rows}</mapping>'


def _processing(template: str) -> str:
    return f'<responseProcessing template="{_TEMPLATES}{template}"/>'


def _asked(data: Mapping[str, Any]) -> str:
    return f"<div>{_xhtml(data['text'])}</div>"


def _choices(data: Mapping[str, Any], rows: Sequence[tuple[str, str, bool, str]], losses: Losses) -> Own:
    """Rows are (identifier, text, right, feedback)."""
    multiple = data["type"] == "multiple_choice"
    right = [one for one, _, correct, _ in rows if correct]
    mapping = ""
    if multiple and data["scoring"] != "all_or_nothing":
        if data["scoring"] == "partial":
            vi = "cách chấm “partial” được ghi gần đúng thành “right_minus_wrong”"
            losses.item(data["id"], vi, "the scoring “partial” is written nearly, as “right_minus_wrong”")
        share = 1 / max(1, len(right))
        entries = {one: share if correct else -share for one, _, correct, _ in rows}
        mapping = _mapped(entries, bounds=' lowerBound="0" upperBound="1"')
    declarations = _declare("multiple" if multiple else "single", "identifier", right, mapping)
    feedback = "".join(
        f'<modalFeedback outcomeIdentifier="FEEDBACK" identifier="{one}" showHide="show">'
        f"<div>{_xhtml(said)}</div></modalFeedback>"
        for one, _, _, said in rows
        if said
    )
    processing = _processing("map_response" if mapping else "match_correct")
    if feedback:
        cardinality = "multiple" if multiple else "single"
        declarations += f'<outcomeDeclaration identifier="FEEDBACK" cardinality="{cardinality}" baseType="identifier"/>'
        value = (
            '<setOutcomeValue identifier="SCORE"><mapResponse identifier="RESPONSE"/></setOutcomeValue>'
            if mapping
            else '<responseCondition><responseIf><match><variable identifier="RESPONSE"/>'
            f'<correct identifier="RESPONSE"/></match>{_score(1)}</responseIf>'
            f"<responseElse>{_score(0)}</responseElse></responseCondition>"
        )
        processing = (
            f'<responseProcessing>{value}<setOutcomeValue identifier="FEEDBACK"><variable identifier="RESPONSE"/>'
            "</setOutcomeValue></responseProcessing>"
        )
    choices = "".join(f'<simpleChoice identifier="{one}">{_xhtml(text)}</simpleChoice>' for one, text, _, _ in rows)
    shuffle = str(data.get("shuffle", False)).lower()
    body = (
        f'{_asked(data)}<choiceInteraction responseIdentifier="RESPONSE" shuffle="{shuffle}"'
        f' maxChoices="{0 if multiple else 1}">{choices}</choiceInteraction>'
    )
    return declarations, body, processing, feedback


def _score(value: float) -> str:
    return f'<setOutcomeValue identifier="SCORE"><baseValue baseType="float">{value}</baseValue></setOutcomeValue>'


def _choice(data: Mapping[str, Any], losses: Losses) -> Own:
    rows = [(_name(o["id"]), o["text"], o["correct"], o["feedback"]) for o in data["options"]]
    if data["type"] == "single_choice" and {text for _, text, _, _ in rows} in ({"Đúng", "Sai"}, {"True", "False"}):
        losses.item(
            data["id"], "câu một lựa chọn sẽ được đọc lại là câu đúng sai", "this will be read as true or false"
        )
    return _choices(data, rows, losses)


def _true_false(data: Mapping[str, Any], losses: Losses) -> Own:
    rows = [
        ("true", "Đúng", data["answer"], data["feedback_true"]),
        ("false", "Sai", not data["answer"], data["feedback_false"]),
    ]
    return _choices(data, rows, losses)


def _no_feedback(data: Mapping[str, Any], losses: Losses) -> None:
    if any(row["feedback"] for row in data["alternatives"]) or data["feedback_other"]:
        losses.unwritten(data["id"], "phản hồi của các đáp án", "the feedback of the answers")


def _typed_body(data: Mapping[str, Any]) -> str:
    return f'{_asked(data)}<p><textEntryInteraction responseIdentifier="RESPONSE" expectedLength="20"/></p>'


def _short_text(data: Mapping[str, Any], losses: Losses) -> Own:
    _no_feedback(data, losses)
    weights.odd_spaces(data, losses)
    if data["ignore_diacritics"]:
        losses.unwritten(data["id"], "việc bỏ qua dấu tiếng Việt", "tolerance for missing Vietnamese accents")
    entries: dict[str, float] = {}
    for row in data["alternatives"]:
        if row["text"] in entries:
            losses.unwritten(data["id"], f"đáp án lặp lại “{row['text'][:40]}”", f"the repeated “{row['text'][:40]}”")
        entries.setdefault(row["text"], row["score"])
        weights.percent(row["score"], data["id"], losses)
    right = [text for text, score in entries.items() if score == 1][:1]
    if [*entries][:1] != right:
        losses.unwritten(data["id"], "thứ tự các đáp án", "the order of the answers")
    mapping = _mapped(entries, case=data["case_sensitive"])
    return _declare("single", "string", right, mapping), _typed_body(data), _processing("map_response"), ""


def _number(data: Mapping[str, Any], losses: Losses) -> Own:
    _no_feedback(data, losses)
    if data["unit"]:
        losses.unwritten(data["id"], f"đơn vị “{data['unit']}”", f"the unit “{data['unit']}”")
    best = next((row for row in data["alternatives"] if row["score"] == 1), data["alternatives"][0])
    if len(data["alternatives"]) > 1:
        losses.unwritten(data["id"], "các đáp án khác ngoài đáp án đúng đầu tiên", "answers but the first right one")
    width = best["tolerance"]
    processing = (
        '<responseProcessing><responseCondition><responseIf><equal toleranceMode="absolute"'
        f' tolerance="{width} {width}"><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal>'
        f"{_score(1)}</responseIf><responseElse>{_score(0)}</responseElse></responseCondition></responseProcessing>"
    )
    return _declare("single", "float", [f"{best['value']}"]), _typed_body(data), processing, ""


def _match(data: Mapping[str, Any], losses: Losses) -> Own:
    rows = data["pairs"] if data["type"] == "matching" else data["things"]
    if any(row["feedback"] for row in rows):
        losses.unwritten(data["id"], "phản hồi của từng cặp", "the feedback of the pairs")
    weights.report_sides(data, losses)
    if data["type"] == "matching":
        lefts = [(_name(row["id"]), row["left"]) for row in rows]
        rights = [(f"R_{row['id']}", row["right"]) for row in rows]
        links = [(_name(row["id"]), f"R_{row['id']}") for row in rows]
        rights += [(f"R_{row['id']}", row["text"]) for row in data["distractors"]]
    else:
        used = list(dict.fromkeys(row["group"] for row in rows))
        if [g["id"] for g in data["groups"]] != [option_id(n) for n in range(len(used))] or used != [
            g["id"] for g in data["groups"]
        ]:
            losses.unwritten(data["id"], "mã và thứ tự riêng của các nhóm", "ids and order of the groups")
        lefts = [(_name(row["id"]), row["text"]) for row in rows]
        rights = [(f"R_{g['id']}", escape(g["title"])) for g in data["groups"]]
        links = [(_name(row["id"]), f"R_{row['group']}") for row in rows]
    pairs = [f"{left} {right}" for left, right in links]
    mapping = _mapped({pair: 1 / len(pairs) for pair in pairs}) if data["scoring"] == "partial" else ""
    sets = "".join(
        "<simpleMatchSet>"
        + "".join(
            f'<simpleAssociableChoice identifier="{one}" matchMax="{most}">{_xhtml(text)}</simpleAssociableChoice>'
            for one, text in side
        )
        + "</simpleMatchSet>"
        for side, most in ((lefts, 1), (rights, 1 if data["type"] == "matching" else 0))
    )
    body = (
        f'{_asked(data)}<matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="{len(lefts)}">'
        f"{sets}</matchInteraction>"
    )
    template = "map_response" if mapping else "match_correct"
    return _declare("multiple", "directedPair", pairs, mapping), body, _processing(template), ""


def _ordering(data: Mapping[str, Any], losses: Losses) -> Own:
    if data["scoring"] == "partial":
        losses.unwritten(data["id"], "cách chấm “partial”", "the scoring “partial”")
    if data["feedback_right"] or data["feedback_wrong"]:
        losses.unwritten(data["id"], "phản hồi khi xếp đúng, khi sai", "the feedback for right and wrong order")
    names = [_name(step["id"]) for step in data["steps"]]
    choices = "".join(
        f'<simpleChoice identifier="{name}">{_xhtml(step["text"])}</simpleChoice>'
        for name, step in zip(names, data["steps"], strict=True)
    )
    body = f'{_asked(data)}<orderInteraction responseIdentifier="RESPONSE" shuffle="true">{choices}</orderInteraction>'
    return _declare("ordered", "identifier", names), body, _processing("match_correct"), ""


def _gaps(data: Mapping[str, Any], losses: Losses) -> Own:
    declarations, checks = [], []
    body = _xhtml(data["body"])
    for gap in data["gaps"]:
        name = _name(gap["id"])
        kept = gap["case_sensitive"] and gap["mode"] == "type"
        if any(o["feedback"] for o in gap["options"]) or gap["ignore_diacritics"] or kept != gap["case_sensitive"]:
            losses.unwritten(
                data["id"], "phản hồi hoặc cách so chữ ở chỗ trống", "feedback of a gap or how its words are compared"
            )
        if gap["mode"] == "choose":
            right = [_name(o["id"]) for o in gap["options"] if o["correct"]]
            declarations.append(_declare("single", "identifier", right, name=name))
            choices = "".join(
                f'<inlineChoice identifier="{_name(o["id"])}">{escape(o["text"])}</inlineChoice>'
                for o in gap["options"]
            )
            node = f'<inlineChoiceInteraction responseIdentifier="{name}" shuffle="true">{choices}'
            node += "</inlineChoiceInteraction>"
        else:
            losses.item(data["id"], "mã và thứ tự các đáp án gõ vào có thể đổi", "ids of typed answers may change")
            entries = {o["text"]: 1.0 if o["correct"] else 0.0 for o in gap["options"]}
            right = [text for text, value in entries.items() if value][:1]
            mapping = _mapped(entries, case=gap["case_sensitive"])
            declarations.append(_declare("single", "string", right, mapping, name=name))
            node = f'<textEntryInteraction responseIdentifier="{name}"/>'
        body = body.replace(f"[[{gap['id']}]]", node)
        checks.append(f'<match><variable identifier="{name}"/><correct identifier="{name}"/></match>')
    if data["scoring"] == "partial":
        share = f'<baseValue baseType="float">{1 / max(1, len(checks))!r}</baseValue>'
        rules = "".join(
            f'<responseCondition><responseIf>{check}<setOutcomeValue identifier="SCORE"><sum>'
            f'<variable identifier="SCORE"/>{share}</sum></setOutcomeValue></responseIf></responseCondition>'
            for check in checks
        )
    else:
        rules = (
            f"<responseCondition><responseIf><and>{''.join(checks)}</and>{_score(1)}</responseIf></responseCondition>"
        )
    whole = f"{_asked(data)}<div>{body}</div>"
    return "".join(declarations), whole, f"<responseProcessing>{rules}</responseProcessing>", ""


_WRITERS: Mapping[str, Callable[[Mapping[str, Any], Losses], Own]] = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "true_false": _true_false,
    "short_text": _short_text,
    "number": _number,
    "matching": _match,
    "grouping": _match,
    "ordering": _ordering,
    "gaps": _gaps,
}
