"""Moodle XML out, as Moodle 4 exports it; Moodle and this program's reader both take it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from xblocks.common.findings import Finding

from ...model import Quiz
from ...questions import type_of
from .. import weights
from ..called import scoring_called, type_called
from ..exchange import Losses, beginning, one_line, report_item, report_pictures, report_quiz
from . import cloze

_CARRIED = ("hint", "explanation", "points", "competencies", "tags", "shuffle")


def write(quiz: Quiz) -> tuple[bytes, tuple[Finding, ...]]:
    """A Moodle XML file, and what it does not hold."""
    losses = Losses()
    report_quiz(quiz, losses, ["intro"])
    root = etree.Element("quiz")
    if quiz.intro:
        node = etree.SubElement(root, "question", type="description")
        _text(node, "name", "gioi-thieu", form=None)
        _text(node, "questiontext", quiz.intro)
        _leaf(node, "defaultgrade", "0")
        report_pictures(quiz.intro, losses)
    for item in quiz.items:
        data = type_of(item).dump(item)
        writer = _WRITERS.get(data["type"])
        if writer is None:
            losses.unwritten(item.id, *type_called(data["type"]))
            continue
        report_item(data, losses, _CARRIED)
        node = _question(data, *writer(data, losses))
        report_pictures(_words_of(node), losses)
        root.append(node)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n", losses.report()


def _words_of(node: etree._Element) -> str:
    """All words of a question, to look for pictures."""
    return "".join(str(words) for words in node.itertext())


Own = tuple[str, str, list[etree._Element]]


def _question(data: Mapping[str, Any], kind: str, text: str, own: list[etree._Element]) -> etree._Element:
    node = etree.Element("question", type=kind)
    _text(node, "name", data["id"], form=None)
    _text(node, "questiontext", text)
    _text(node, "generalfeedback", data["explanation"])
    _leaf(node, "defaultgrade", f"{data['points']}")
    _leaf(node, "penalty", "1" if kind == "truefalse" else "0.3333333")
    _leaf(node, "hidden", "0")
    _leaf(node, "idnumber", data["id"])
    node.extend(own)
    if data["hint"]:
        _text(node, "hint", data["hint"])
    if data["tags"] or data["competencies"]:
        tags = etree.SubElement(node, "tags")
        for word in [*data["tags"], *data["competencies"]]:
            _text(tags, "tag", word, form=None)
    return node


def _leaf(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text


def _text(
    parent: etree._Element | None, name: str, html: str, form: str | None = "html", **attributes: str
) -> etree._Element:
    node = etree.Element(name, attributes) if parent is None else etree.SubElement(parent, name, attributes)
    if form:
        node.set("format", form)
    words = etree.SubElement(node, "text")
    words.text = etree.CDATA(html) if form == "html" and html else html
    return node


def _answer(text: str, fraction: str, feedback: str, form: str = "html") -> etree._Element:
    node = _text(None, "answer", text, form, fraction=fraction)
    _text(node, "feedback", feedback)
    return node


def _flag(name: str, value: bool, words: tuple[str, str] = ("false", "true")) -> etree._Element:
    node = etree.Element(name)
    node.text = words[value]
    return node


def _named(name: str, text: str) -> etree._Element:
    node = etree.Element(name)
    node.text = text
    return node


def _choice(data: Mapping[str, Any], losses: Losses) -> Own:
    own = [
        _flag("single", data["type"] == "single_choice"),
        _flag("shuffleanswers", data["shuffle"]),
        _named("answernumbering", "abc"),
    ]
    for option, fraction in zip(data["options"], weights.fractions(data, losses), strict=True):
        own.append(_answer(option["text"], _percent(fraction), option["feedback"]))
    return "multichoice", data["text"], own


def _percent(fraction: float) -> str:
    return f"{fraction * 100:.5f}".rstrip("0").rstrip(".")


def _true_false(data: Mapping[str, Any], losses: Losses) -> Own:
    own = [
        _answer(word, "100" if data["answer"] == right else "0", data[f"feedback_{word}"], "moodle_auto_format")
        for word, right in (("true", True), ("false", False))
    ]
    return "truefalse", data["text"], own


def _short_text(data: Mapping[str, Any], losses: Losses) -> Own:
    if data["ignore_diacritics"]:
        losses.unwritten(data["id"], "việc bỏ qua dấu tiếng Việt", "tolerance for missing Vietnamese accents")
    weights.odd_spaces(data, losses)
    own = [_flag("usecase", data["case_sensitive"], ("0", "1"))]
    for row in data["alternatives"]:
        share = weights.percent(row["score"], data["id"], losses)
        own.append(_answer(row["text"].replace("*", "\\*"), share, row["feedback"], "moodle_auto_format"))
    if data["feedback_other"]:
        own.append(_answer("*", "0", data["feedback_other"], "moodle_auto_format"))
    return "shortanswer", data["text"], own


def _number(data: Mapping[str, Any], losses: Losses) -> Own:
    own = []
    for row in data["alternatives"]:
        share = weights.percent(row["score"], data["id"], losses)
        node = _answer(f"{row['value']}", share, row["feedback"], "moodle_auto_format")
        _leaf(node, "tolerance", f"{row['tolerance']}")
        own.append(node)
    if data["feedback_other"]:
        own.append(_answer("*", "0", data["feedback_other"], "moodle_auto_format"))
    own += [_named("unitgradingtype", "0"), _named("showunits", "1" if data["unit"] else "3")]
    if data["unit"]:
        units = etree.Element("units")
        unit = etree.SubElement(units, "unit")
        _leaf(unit, "multiplier", "1")
        _leaf(unit, "unit_name", data["unit"])
        own.append(units)
    return "numerical", data["text"], own


def _matching(data: Mapping[str, Any], losses: Losses) -> Own:
    pairs, others = weights.as_pairs(data, losses)
    own = [_flag("shuffleanswers", True)]
    for left, right in [*pairs, *(("", other) for other in others)]:
        words, same = one_line(right)
        if not same:
            said = beginning(words)
            losses.unwritten(data["id"], f"cách trình bày của {said}", f"the markup of {said}")
        node = _text(None, "subquestion", left)
        _text(node, "answer", words, form=None)
        own.append(node)
    return "matching", data["text"], own


def _ordering(data: Mapping[str, Any], losses: Losses) -> Own:
    own = [
        _named("layouttype", "VERTICAL"),
        _named("selecttype", "ALL"),
        _named("selectcount", "0"),
        _named("gradingtype", "ALL_OR_NOTHING" if data["scoring"] == "all_or_nothing" else "ABSOLUTE_POSITION"),
        _named("showgrading", "SHOW"),
        _named("numberingstyle", "none"),
        _text(None, "correctfeedback", data["feedback_right"]),
        _text(None, "incorrectfeedback", data["feedback_wrong"]),
    ]
    own += [_answer(step["text"], f"{n}.0000000", "") for n, step in enumerate(data["steps"], start=1)]
    return "ordering", data["text"], own


def _gaps(data: Mapping[str, Any], losses: Losses) -> Own:
    if data["scoring"] != "partial":
        losses.unwritten(data["id"], *scoring_called("all_or_nothing"))
    losses.item(data["id"], "lời dẫn và đoạn có chỗ trống được ghi liền nhau", "text and body are written as one")
    return "cloze", cloze.write(data, losses), []


_WRITERS: Mapping[str, Callable[[Mapping[str, Any], Losses], Own]] = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "true_false": _true_false,
    "short_text": _short_text,
    "number": _number,
    "matching": _matching,
    "grouping": _matching,
    "ordering": _ordering,
    "gaps": _gaps,
}
