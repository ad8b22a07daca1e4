"""A quiz as children of an OLX element: readable, lossless, the same for every question type.

::

    <skill_quiz schema="1" …>
      <intro>…</intro>
      <question id="goi-video" type="single_choice" points="1" competencies="tt02-2025:4.2" shuffle="true">
        <text>…</text>
        <option id="a" correct="true"><text>…</text><feedback>…</feedback></option>
        <explanation>…</explanation>
      </question>
      <pool id="chung" draw="5" pick="all" shuffle="true"/>
      <fact id="kenh-156" source="https://…" checked_on="2026-11-21">…</fact>
    </skill_quiz>

Rich texts are escaped HTML (CDATA where that reads better): the platform pretty-prints XML, which would put spaces
between inline elements, and it finds images to copy by their quoted ``"/static/…"``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from lxml import etree

from xblocks.common.findings import Finding, ModelError

from ..model import SCHEMA, Quiz, empty_quiz, read_quiz
from ..questions import REGISTRY
from ..questions.base import Shape

_RICH = frozenset({"text", "hint", "explanation"})
_LISTS = frozenset({"competencies", "tags", "items"})
_NUMBERS = frozenset({"points", "draw"})
_POOL = Shape(flags=frozenset({"shuffle"}))


def write(node: etree._Element, quiz: Quiz) -> None:
    """Add ``schema`` and the children that hold ``quiz`` to ``node``; other attributes stay."""
    data = quiz.as_dict()
    node.set("schema", str(SCHEMA))
    if quiz.intro:
        _write_text(node, "intro", quiz.intro)
    for item in data["items"]:
        _write_row(node, "question", item, REGISTRY[item["type"]].shape)
    for pool in data["pools"]:
        ((by, values),) = pool.pop("pick").items()
        picked = {"pick": "all"} if by == "all" else {"pick": by, "from": " ".join(values)}
        _write_row(node, "pool", {**pool, **picked}, _POOL)
    for fact in data["facts"]:
        text = fact.pop("text")
        _set_text(_write_row(node, "fact", fact, Shape()), text)


def _write_row(parent: etree._Element, tag: str, row: Mapping[str, Any], shape: Shape) -> etree._Element:
    node = etree.SubElement(parent, tag)
    # Hint and explanation come after the options, as an author reads a question.
    for name, value in sorted(row.items(), key=lambda field: field[0] in ("hint", "explanation")):
        if name in shape.rows:
            word, inner = shape.rows[name]
            for one in value:
                _write_row(node, word, one, inner)
        elif name in shape.objects:
            if any(value.values()):
                _write_row(node, name, value, shape.objects[name])
        elif name in shape.rich or name in _RICH:
            if value:
                _write_text(node, name, value)
        elif name in _LISTS:
            if value:
                node.set(name, " ".join(value))
        elif isinstance(value, bool):
            node.set(name, "true" if value else "false")
        elif value is not None:
            node.set(name, str(value))
    return node


def _write_text(parent: etree._Element, tag: str, html: str) -> None:
    _set_text(etree.SubElement(parent, tag), html)


def _set_text(node: etree._Element, html: str) -> None:
    readable = ("<" in html or "&" in html) and "]]>" not in html
    node.text = etree.CDATA(html) if readable else html


def read(node: etree._Element) -> Quiz:
    """The quiz in the children of ``node``; without children and ``schema``, an empty one.

    Raises :class:`ModelError`, or :class:`~xblocks.common.findings.NewerSchemaError`.
    """
    children = [child for child in node if isinstance(child.tag, str)]
    if not children and node.get("schema") is None:
        return empty_quiz()
    findings: list[Finding] = []
    data: dict[str, Any] = {"schema": _schema(node.get("schema")), "intro": "", "items": [], "pools": [], "facts": []}
    for child in children:
        match child.tag:
            case "intro":
                data["intro"] = _text(child)
            case "question":
                kind = REGISTRY.get(child.get("type", ""))
                data["items"].append(_read_row(child, kind.shape if kind else Shape(), findings))
            case "pool":
                data["pools"].append(_read_pool(child, findings))
            case "fact":
                data["facts"].append({**_attributes(child, Shape()), "text": _text(child)})
            case _:
                findings.append(_unknown(child))
    quiz, found = read_quiz(data)
    errors = [f for f in (*findings, *found) if f.severity == "error"]
    if errors or quiz is None:
        raise ModelError(errors)
    return quiz


def _schema(written: str | None) -> int | str:
    """By hand written OLX may leave ``schema`` out: it is the one that its author read about."""
    if written is None:
        return SCHEMA
    return int(written) if re.fullmatch(r"[0-9]{1,9}", written) else written


def _unknown(node: etree._Element) -> Finding:
    line = node.sourceline
    tag = str(node.tag)[:60]
    return Finding(
        "error",
        "unknown-element",
        tag,
        f"Trong OLX có phần tử <{tag}> mà phần mềm không biết; hãy sửa tên hoặc bỏ nó.",
        f"The OLX has the unknown element <{tag}>; mend its name or remove it.",
        line if isinstance(line, int) else None,
    )


def _read_row(node: etree._Element, shape: Shape, findings: list[Finding]) -> dict[str, Any]:
    data = _attributes(node, shape)
    rows = {word: (name, inner) for name, (word, inner) in shape.rows.items()}
    for name in shape.rows:
        data[name] = []
    for child in node:
        tag = child.tag
        if not isinstance(tag, str):
            continue
        if tag in rows:
            name, inner = rows[tag]
            data[name].append(_read_row(child, inner, findings))
        elif tag in shape.objects and tag not in data:
            data[tag] = _read_row(child, shape.objects[tag], findings)
        elif tag in shape.rich or tag in _RICH:
            data[tag] = _text(child)
        else:
            findings.append(_unknown(child))
    return data


def _read_pool(node: etree._Element, findings: list[Finding]) -> dict[str, Any]:
    data = _read_row(node, _POOL, findings)
    by = data.pop("pick", "all")
    values = data.pop("from", "")
    data["pick"] = {"all": True} if by == "all" else {by: values.split()}
    return data


def _attributes(node: etree._Element, shape: Shape) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for raw_name, raw_value in node.attrib.items():
        name, value = str(raw_name), str(raw_value)
        if name in _LISTS:
            data[name] = value.split()
        elif name in shape.flags and value in ("true", "false"):
            data[name] = value == "true"
        elif name in _NUMBERS or name in shape.numbers:
            data[name] = _number(value)
        else:
            data[name] = value
    return data


def _number(value: str) -> int | float | str:
    if re.fullmatch(r"-?[0-9]{1,15}", value):
        return int(value)
    return float(value) if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,20})?(e-?[0-9]{1,3})?", value) else value


def _text(node: etree._Element) -> str:
    """The HTML in ``node``: its text is escaped HTML; if it has elements (OLX written by hand), they are the HTML."""
    elements = [child for child in node if isinstance(child.tag, str)]
    if not elements:
        return "".join(str(part) for part in node.itertext())
    inner = [etree.tostring(child, encoding="unicode", method="html") for child in elements]
    return escape(node.text or "", quote=False) + "".join(inner)
