"""QTI out: each question as an item of version 2.2; ``packaging`` makes a package of 2.2 or 3.0 of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from xblocks.common.findings import Finding

from ...model import Quiz
from ...questions import type_of
from .. import weights
from ..called import scoring_called, type_called
from ..exchange import Losses, one_line, option_id, report_item, report_pictures, report_quiz
from . import packaging
from .hottext import hottext
from .notation import (
    TOOL,
    Own,
    asked,
    declared,
    every_decision,
    feedback_of,
    mapped,
    number,
    processing,
    score,
    xhtml,
    xml_name,
)
from .packaging import Written

_CARRIED = ("explanation", "points", "competencies", "tags", "shuffle", "option ids")


def write(quiz: Quiz) -> tuple[bytes, tuple[Finding, ...]]:
    """A QTI 2.2 package, and what it does not hold. The same quiz gives the same bytes."""
    items, losses = _items(quiz)
    return packaging.package_2(quiz, items), losses.report()


def write_3(quiz: Quiz) -> tuple[bytes, tuple[Finding, ...]]:
    """The same as a QTI 3.0 package; it loses the same."""
    items, losses = _items(quiz)
    return packaging.package_3(quiz, items), losses.report()


def _items(quiz: Quiz) -> tuple[list[Written], Losses]:
    """The items that QTI has a place for, as files of version 2.2."""
    losses = Losses()
    report_quiz(quiz, losses, ["intro"])
    report_pictures(quiz.intro, losses)
    items: list[Written] = []
    for item in quiz.items:
        data = type_of(item).dump(item)
        writer = _WRITERS.get(data["type"])
        own = writer(data, losses) if writer else None
        if own is None:
            losses.unwritten(item.id, *type_called(data["type"]))
            continue
        report_item(data, losses, _CARRIED)
        text = _item(data, own)
        report_pictures(text, losses)
        items.append(Written(item.id, text, [*data["tags"], *data["competencies"]]))
    return items, losses


def _item(data: Mapping[str, Any], own: Own) -> str:
    title = one_line(data["text"])[0][:80] or data["id"]
    said = ""
    if data["explanation"]:
        said = (
            '<modalFeedback outcomeIdentifier="EXPLANATION" identifier="shown" showHide="show">'
            f"<div>{xhtml(data['explanation'])}</div></modalFeedback>"
        )
    outcomes = "".join(
        f'<outcomeDeclaration identifier="{name}" cardinality="single" baseType="float">'
        f"<defaultValue><value>{value}</value></defaultValue></outcomeDeclaration>"
        for name, value in (("SCORE", 0), ("MAXSCORE", data["points"]))
    )
    if said:
        outcomes += (
            '<outcomeDeclaration identifier="EXPLANATION" cardinality="single" baseType="identifier">'
            "<defaultValue><value>shown</value></defaultValue></outcomeDeclaration>"
        )
    space = packaging.NAMESPACE
    return (
        f'{packaging.HEAD}<assessmentItem xmlns="{space}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="{space} http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2.xsd"'
        f' identifier="{xml_name(data["id"])}" title={quoteattr(title)} adaptive="false"'
        f' timeDependent="false" toolName="{TOOL}">{own.declarations}{outcomes}<itemBody>{own.body}</itemBody>'
        f"{processing(own, data['points'])}{own.feedback}{said}</assessmentItem>"
    )


def _choices(data: Mapping[str, Any], rows: Sequence[tuple[str, str, bool, str]], losses: Losses) -> Own:
    """Rows are (identifier, text, right, feedback)."""
    multiple = data["type"] == "multiple_choice"
    right = [one for one, _, correct, _ in rows if correct]
    mapping, rules = "", ""
    if multiple and data["scoring"] == "right_minus_wrong":
        share = 1 / max(1, len(right))
        entries = {one: share if correct else -share for one, _, correct, _ in rows}
        mapping = mapped(entries, bounds=' lowerBound="0" upperBound="1"')
    elif multiple and data["scoring"] == "partial":
        mapping = mapped({one: (1 if correct else -1) / len(rows) for one, _, correct, _ in rows})
        rules = every_decision((len(rows) - len(right)) / len(rows))
    outcome, rule, texts = feedback_of([(one, said) for one, _, _, said in rows], multiple=multiple)
    declarations = declared("multiple" if multiple else "single", "identifier", right, mapping) + outcome
    choices = "".join(f'<simpleChoice identifier="{one}">{xhtml(text)}</simpleChoice>' for one, text, _, _ in rows)
    shuffle = str(data.get("shuffle", False)).lower()
    body = (
        f'{asked(data)}<choiceInteraction responseIdentifier="RESPONSE" shuffle="{shuffle}"'
        f' maxChoices="{0 if multiple else 1}">{choices}</choiceInteraction>'
    )
    template = "" if rules else "map_response" if mapping else "match_correct"
    return Own(declarations, body, template, rules, rule, texts)


def _choice(data: Mapping[str, Any], losses: Losses) -> Own:
    rows = [(xml_name(o["id"]), o["text"], o["correct"], o["feedback"]) for o in data["options"]]
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
    return f'{asked(data)}<p><textEntryInteraction responseIdentifier="RESPONSE" expectedLength="20"/></p>'


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
    mapping = mapped(entries, case=data["case_sensitive"])
    return Own(declared("single", "string", right, mapping), _typed_body(data), "map_response")


def _number(data: Mapping[str, Any], losses: Losses) -> Own:
    _no_feedback(data, losses)
    if data["unit"]:
        losses.unwritten(data["id"], f"đơn vị “{data['unit']}”", f"the unit “{data['unit']}”")
    best = next((row for row in data["alternatives"] if row["score"] == 1), data["alternatives"][0])
    if len(data["alternatives"]) > 1:
        losses.unwritten(data["id"], "các đáp án khác ngoài đáp án đúng đầu tiên", "answers but the first right one")
    width = best["tolerance"]
    same = '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/>'
    if width:
        # Not every player knows a tolerance; those that do not take the two bounds.
        low, high = (number(round(best["value"] + by, 12)) for by in (-width, width))
        near = (
            f'<or><equal toleranceMode="absolute" tolerance="{width} {width}">{same}</equal>'
            f'<and><gte><variable identifier="RESPONSE"/>{low}</gte>'
            f'<lte><variable identifier="RESPONSE"/>{high}</lte></and></or>'
        )
    else:
        near = f'<equal toleranceMode="exact">{same}</equal>'
    rules = (
        f"<responseCondition><responseIf>{near}{score(1.0)}</responseIf><responseElse>{score(0.0)}</responseElse>"
        "</responseCondition>"
    )
    return Own(declared("single", "float", [f"{best['value']}"]), _typed_body(data), rules=rules)


def _match(data: Mapping[str, Any], losses: Losses) -> Own:
    rows = data["pairs"] if data["type"] == "matching" else data["things"]
    if any(row["feedback"] for row in rows):
        losses.unwritten(data["id"], "phản hồi của từng cặp", "the feedback of the pairs")
    weights.report_sides(data, losses)
    if data["type"] == "matching":
        lefts = [(xml_name(row["id"]), row["left"]) for row in rows]
        rights = [(f"R_{row['id']}", row["right"]) for row in rows]
        links = [(xml_name(row["id"]), f"R_{row['id']}") for row in rows]
        rights += [(f"R_{row['id']}", row["text"]) for row in data["distractors"]]
    else:
        used = list(dict.fromkeys(row["group"] for row in rows))
        if [g["id"] for g in data["groups"]] != [option_id(n) for n in range(len(used))] or used != [
            g["id"] for g in data["groups"]
        ]:
            losses.unwritten(data["id"], "mã và thứ tự riêng của các nhóm", "ids and order of the groups")
        lefts = [(xml_name(row["id"]), row["text"]) for row in rows]
        rights = [(f"R_{g['id']}", escape(g["title"])) for g in data["groups"]]
        links = [(xml_name(row["id"]), f"R_{row['group']}") for row in rows]
    pairs = [f"{left} {right}" for left, right in links]
    mapping = mapped({pair: 1 / len(pairs) for pair in pairs}) if data["scoring"] == "partial" else ""
    sets = "".join(
        "<simpleMatchSet>"
        + "".join(
            f'<simpleAssociableChoice identifier="{one}" matchMax="{most}">{xhtml(text)}</simpleAssociableChoice>'
            for one, text in side
        )
        + "</simpleMatchSet>"
        for side, most in ((lefts, 1), (rights, 1 if data["type"] == "matching" else 0))
    )
    body = (
        f'{asked(data)}<matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="{len(lefts)}">'
        f"{sets}</matchInteraction>"
    )
    template = "map_response" if mapping else "match_correct"
    return Own(declared("multiple", "directedPair", pairs, mapping), body, template)


def _ordering(data: Mapping[str, Any], losses: Losses) -> Own:
    if data["scoring"] == "partial":
        losses.unwritten(data["id"], *scoring_called("partial"))
    if data["feedback_right"] or data["feedback_wrong"]:
        losses.unwritten(data["id"], "phản hồi khi xếp đúng, khi sai", "the feedback for right and wrong order")
    names = [xml_name(step["id"]) for step in data["steps"]]
    choices = "".join(
        f'<simpleChoice identifier="{name}">{xhtml(step["text"])}</simpleChoice>'
        for name, step in zip(names, data["steps"], strict=True)
    )
    body = f'{asked(data)}<orderInteraction responseIdentifier="RESPONSE" shuffle="true">{choices}</orderInteraction>'
    return Own(declared("ordered", "identifier", names), body, "match_correct")


def _gaps(data: Mapping[str, Any], losses: Losses) -> Own:
    declarations, checks = [], []
    body = xhtml(data["body"])
    for gap in data["gaps"]:
        name = xml_name(gap["id"])
        kept = gap["case_sensitive"] and gap["mode"] == "type"
        if any(o["feedback"] for o in gap["options"]) or gap["ignore_diacritics"] or kept != gap["case_sensitive"]:
            losses.unwritten(
                data["id"], "phản hồi hoặc cách so chữ ở chỗ trống", "feedback of a gap or how its words are compared"
            )
        choose = gap["mode"] == "choose"
        if not choose:
            losses.item(data["id"], "mã và thứ tự các đáp án gõ vào có thể đổi", "ids of typed answers may change")
        entries = {xml_name(o["id"]) if choose else o["text"]: 1.0 if o["correct"] else 0.0 for o in gap["options"]}
        right = [one for one, value in entries.items() if value]
        several = not choose or len(right) > 1
        mapping = mapped(entries, case=None if choose else gap["case_sensitive"]) if several else ""
        declarations.append(declared("single", "identifier" if choose else "string", right[:1], mapping, name=name))
        if choose:
            choices = "".join(
                f'<inlineChoice identifier="{xml_name(o["id"])}">{escape(o["text"])}</inlineChoice>'
                for o in gap["options"]
            )
            node = f'<inlineChoiceInteraction responseIdentifier="{name}" shuffle="true">{choices}'
            node += "</inlineChoiceInteraction>"
        else:
            node = f'<textEntryInteraction responseIdentifier="{name}"/>'
        body = body.replace(f"[[{gap['id']}]]", node)
        checks.append(
            f'<gte><mapResponse identifier="{name}"/>{number(1.0)}</gte>'
            if several
            else f'<match><variable identifier="{name}"/><correct identifier="{name}"/></match>'
        )
    if data["scoring"] == "partial":
        share = number(1 / max(1, len(checks)))
        rules = "".join(
            f'<responseCondition><responseIf>{check}<setOutcomeValue identifier="SCORE"><sum>'
            f'<variable identifier="SCORE"/>{share}</sum></setOutcomeValue></responseIf></responseCondition>'
            for check in checks
        )
    else:
        rules = (
            f"<responseCondition><responseIf><and>{''.join(checks)}</and>{score(1.0)}</responseIf></responseCondition>"
        )
    return Own("".join(declarations), f"{asked(data)}<div>{body}</div>", rules=rules)


_WRITERS: Mapping[str, Callable[[Mapping[str, Any], Losses], Own | None]] = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "true_false": _true_false,
    "short_text": _short_text,
    "number": _number,
    "matching": _match,
    "grouping": _match,
    "ordering": _ordering,
    "gaps": _gaps,
    "spot_signs": hottext,
}
