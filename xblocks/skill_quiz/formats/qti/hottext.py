"""Signs of a fraud as a ``hottextInteraction``: words in a text that a learner marks.

QTI has no message, no sender and no picture with signs: who wrote and about what goes before the text, a picture stays
behind. What a mark is worth is a mapping: a sign its share, another part minus its share, never below 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from ..exchange import Losses, from_plain, one_line
from .notation import Own, asked, declared, feedback_of, mapped, xhtml, xml_name

_INFO = (("from", "Từ"), ("subject", "Về"), ("address", "Địa chỉ"))
_BLOCK = re.compile(r"<(?:p|ul|ol|blockquote)\b")


def hottext(data: Mapping[str, Any], losses: Losses) -> Own | None:
    """The question; None for one on a picture."""
    if data["skin"] == "picture":
        return None
    rows = []
    for part in data["parts"]:
        text = part["text"]
        if _BLOCK.search(text):
            losses.unwritten(data["id"], "đoạn văn hay danh sách bên trong một phần", "paragraphs or lists in a part")
            text = from_plain(one_line(text)[0])
        rows.append((xml_name(part["id"]), text, part["sign"], part["why"]))
    signs = [one for one, _, sign, _ in rows if sign]
    others = [one for one, _, sign, _ in rows if not sign]
    worth = {one: 1 / len(signs) for one in signs} | {one: -1 / len(others) for one in others}
    mapping = mapped(worth, bounds=' lowerBound="0" upperBound="1"')
    outcome, rule, texts = feedback_of([(one, why) for one, _, _, why in rows], multiple=True)
    if texts:
        losses.item(
            data["id"],
            "lời giải thích của dấu hiệu bị bỏ sót chỉ hiện ở đây, nơi khác chỉ hiện lời của phần đã chọn",
            "why a missed sign is one is shown here only; elsewhere only that of what was marked",
        )
    info = "".join(
        f'<p class="hv-{key}">{word}: {escape(data["skin_info"][key])}</p>'
        for key, word in _INFO
        if data["skin_info"][key]
    )
    parts = "".join(f'<p><hottext identifier="{one}">{xhtml(text)}</hottext></p>' for one, text, _, _ in rows)
    body = (
        f'{asked(data)}<hottextInteraction class="hv-{data["skin"]}" responseIdentifier="RESPONSE" maxChoices="0">'
        f"{info}{parts}</hottextInteraction>"
    )
    declarations = declared("multiple", "identifier", signs, mapping) + outcome
    return Own(declarations, body, "map_response", more=rule, feedback=texts)


def is_ours(node: etree._Element) -> bool:
    """Whether a ``hottextInteraction`` is one of these, every word of it in its place."""
    return bool(re.fullmatch(r"hv-(?:sms|email|web)", node.get("class", "")))


def skin_of(node: etree._Element) -> dict[str, Any]:
    """``skin`` and ``skin_info`` of one of these."""
    info = {}
    for key, word in _INFO:
        line = next((p for p in node.iterfind("p") if p.get("class") == f"hv-{key}"), None)
        info[key] = "" if line is None else "".join(str(t) for t in line.itertext()).removeprefix(f"{word}: ")
    return {"skin": node.get("class", "").removeprefix("hv-"), "skin_info": info}
