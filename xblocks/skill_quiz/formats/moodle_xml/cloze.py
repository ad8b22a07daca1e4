"""Moodle's embedded answers, ``{1:MULTICHOICE:=a#right~b}``, to gaps and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from xblocks.common import richtext

from ..exchange import Losses, from_plain, option_id, rich

_GAP = re.compile(r"\{([0-9]{0,3}):([A-Z_]{2,20}):((?:\\.|[^}\\])*)\}", re.DOTALL)
_CHOOSE = re.compile(r"MULTICHOICE|MC|MCS|MULTICHOICE_S|MCV|MULTICHOICE_V|MCVS|MULTICHOICE_VS|MCH|MCHS|MULTICHOICE_HS?")
_TYPE = re.compile(r"SHORTANSWER|SA|MW")
_TYPE_CASE = re.compile(r"SHORTANSWER_C|SAC|MWC")
_NUMBER = re.compile(r"NUMERICAL|NM")
_WEIGHT = re.compile(r"\s*(?:=|%(-?[0-9]{1,3}(?:\.[0-9]{0,7})?)%)")
_SPECIAL = re.compile(r"[\\}~#/\"]")


def read(html: str, item_id: str, losses: Losses) -> tuple[str, list[dict[str, Any]], str]:
    """(body with ``[[id]]``, gaps, name of a kind of gap that cannot be carried or "")."""
    gaps: list[dict[str, Any]] = []
    unknown = ""
    pieces = []
    last = 0
    for match in _GAP.finditer(html):
        gap = _read_gap(match[2], match[3], item_id, losses)
        if gap is None:
            unknown = unknown or match[2]
            continue
        if match[1] not in ("", "1"):
            losses.unread(item_id, f"trọng số {match[1]} của một chỗ trống", f"the weight {match[1]} of a gap")
        gap["id"] = option_id(len(gaps))
        gaps.append(gap)
        pieces += [html[last : match.start()].replace("[[", "[ ["), f"[[{gap['id']}]]"]
        last = match.end()
    pieces.append(html[last:].replace("[[", "[ ["))
    return rich("".join(pieces), item_id, losses), gaps, unknown


def _read_gap(kind: str, text: str, item_id: str, losses: Losses) -> dict[str, Any] | None:
    choose = bool(_CHOOSE.fullmatch(kind))
    if not choose and not any(form.fullmatch(kind) for form in (_TYPE, _TYPE_CASE, _NUMBER)):
        return None
    options: list[dict[str, Any]] = []
    for piece in re.split(r"(?<!\\)~", text):
        match = _WEIGHT.match(piece)
        share = 0.0 if not match else float(match[1] or 100)
        words, _, comment = re.sub(r"\\#", "\ue000", piece[match.end() if match else 0 :]).partition("#")
        said = richtext.plain(_bare(words)).strip()
        if _NUMBER.fullmatch(kind):
            said, _, tolerance = said.partition(":")
            if tolerance.strip(" 0."):
                losses.unread(
                    item_id, f"sai số {tolerance[:20]} của một chỗ trống", f"the tolerance {tolerance[:20]} of a gap"
                )
        feedback = rich(_bare(comment), item_id, losses)
        if not said and not match and not feedback:
            continue
        if not choose and said == "*":
            losses.unread(
                item_id, "phản hồi cho mọi câu trả lời khác ở một chỗ trống", "the feedback of a gap for others"
            )
            continue
        if 0 < share < 100 or share < 0:
            losses.unread(item_id, f"trọng số {share:g}% của “{said[:40]}”", f"the weight {share:g}% of “{said[:40]}”")
        options.append({"id": option_id(len(options)), "text": said, "correct": share >= 100, "feedback": feedback})
    return {
        "mode": "choose" if choose else "type",
        "options": options,
        "case_sensitive": bool(_TYPE_CASE.fullmatch(kind)),
        "ignore_diacritics": False,
    }


def _bare(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text.replace("\ue000", "#"), flags=re.DOTALL)


def write(data: Mapping[str, Any], losses: Losses) -> str:
    """The body of a gaps question with its answers inside."""
    body: str = data["body"]
    for gap in data["gaps"]:
        body = body.replace(f"[[{gap['id']}]]", _write_gap(data["id"], gap, losses))
    return f"<p>{data['text']}</p>" + (body if body.startswith("<p>") else f"<p>{body}</p>")


def _write_gap(item_id: str, gap: Mapping[str, Any], losses: Losses) -> str:
    kind = "MULTICHOICE" if gap["mode"] == "choose" else "SHORTANSWER_C" if gap["case_sensitive"] else "SHORTANSWER"
    if gap["ignore_diacritics"]:
        losses.unwritten(item_id, "việc bỏ qua dấu tiếng Việt", "tolerance for missing Vietnamese accents")
    options: Sequence[Mapping[str, Any]] = gap["options"]
    pieces = []
    for option in options:
        words = from_plain(option["text"])
        said = ("=" if option["correct"] else "") + _special(words)
        pieces.append(said + (f"#{_special(option['feedback'])}" if option["feedback"] else ""))
    return f"{{1:{kind}:{'~'.join(pieces)}}}"


def _special(text: str) -> str:
    return _SPECIAL.sub(lambda m: "\\" + m[0], text)
