"""The notation of QTI 2.2 in small pieces; version 3 differs in names only (see ``packaging``)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

TOOL = "hocvuso"
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p2/rptemplates/"


class Own(NamedTuple):
    """What a question type adds to an item: declarations, body, how it is scored (``template``, the name of one of the
    standard ones, or ``rules``; ``more`` are rules that follow), feedback. The score goes from 0 to 1 here."""

    declarations: str
    body: str
    template: str = ""
    rules: str = ""
    more: str = ""
    feedback: str = ""


def xml_name(one: str) -> str:
    """An id as an XML name: one that begins with a digit gets a line before it."""
    return f"_{one}" if one[:1].isdigit() or one[:1] == "-" else one


def xhtml(html: str) -> str:
    """Clean HTML as XML: only breaks and pictures have no end tag there."""
    return re.sub(r"<(br|img)\b([^>]*)>", r"<\1\2/>", html)


def asked(data: Mapping[str, Any]) -> str:
    """The question itself."""
    return f"<div>{xhtml(data['text'])}</div>"


def declared(cardinality: str, kind: str, right: Sequence[str], mapping: str = "", name: str = "RESPONSE") -> str:
    """A response with its right values."""
    values = "".join(f"<value>{escape(value)}</value>" for value in right)
    correct = f"<correctResponse>{values}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{kind}">'
        f"{correct}{mapping}</responseDeclaration>"
    )


def mapped(entries: Mapping[str, float], *, case: bool | None = None, bounds: str = "") -> str:
    """What each response is worth."""
    said = "" if case is None else f' caseSensitive="{str(case).lower()}"'
    rows = "".join(f'<mapEntry mapKey={quoteattr(k)} mappedValue="{v!r}"{said}/>' for k, v in entries.items())
    return f'<mapping defaultValue="0"{bounds}>{rows}</mapping>'


def number(value: float) -> str:
    """A constant."""
    return f'<baseValue baseType="float">{value!r}</baseValue>'


def score(value: float) -> str:
    """The rule that sets the score."""
    return f'<setOutcomeValue identifier="SCORE">{number(value)}</setOutcomeValue>'


def feedback_of(rows: Sequence[tuple[str, str]], *, multiple: bool) -> tuple[str, str, str]:
    """Declaration, rule and texts of the feedback of what was chosen; ``rows`` are (identifier, rich text)."""
    texts = "".join(
        f'<modalFeedback outcomeIdentifier="FEEDBACK" identifier="{one}" showHide="show">'
        f"<div>{xhtml(said)}</div></modalFeedback>"
        for one, said in rows
        if said
    )
    if not texts:
        return "", "", ""
    many = "multiple" if multiple else "single"
    return (
        f'<outcomeDeclaration identifier="FEEDBACK" cardinality="{many}" baseType="identifier"/>',
        '<setOutcomeValue identifier="FEEDBACK"><variable identifier="RESPONSE"/></setOutcomeValue>',
        texts,
    )


_SAME = '<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
#: What the standard templates stand for.
RULES: Mapping[str, str] = {
    "match_correct": (
        f"<responseCondition><responseIf>{_SAME}{score(1.0)}</responseIf><responseElse>{score(0.0)}</responseElse>"
        "</responseCondition>"
    ),
    "map_response": (
        '<responseCondition><responseIf><isNull><variable identifier="RESPONSE"/></isNull>'
        f'{score(0.0)}</responseIf><responseElse><setOutcomeValue identifier="SCORE">'
        '<mapResponse identifier="RESPONSE"/></setOutcomeValue></responseElse></responseCondition>'
    ),
}


def every_decision(left: float) -> str:
    """The rule for a choice where every option counts, marked or left: ``left`` is the share of those that are rightly
    left alone when nothing is marked, the mapping says what each mark adds or takes."""
    return (
        '<responseCondition><responseIf><isNull><variable identifier="RESPONSE"/></isNull>'
        f'{score(0.0)}</responseIf><responseElse><setOutcomeValue identifier="SCORE"><sum>{number(left)}'
        '<mapResponse identifier="RESPONSE"/></sum></setOutcomeValue></responseElse></responseCondition>'
    )


def processing(own: Own, points: float) -> str:
    """The scoring, times the points (``MAXSCORE`` says how many)."""
    if points == 1 and own.template and not own.more:
        return f'<responseProcessing template="{TEMPLATES}{own.template}"/>'
    rules = own.rules or RULES[own.template]
    if points != 1:
        rules += (
            '<setOutcomeValue identifier="SCORE"><product><variable identifier="SCORE"/>'
            f"{number(float(points))}</product></setOutcomeValue>"
        )
    return f"<responseProcessing>{rules}{own.more}</responseProcessing>"
