"""Rows of the types whose settings are told in a cell of their own: gaps in a passage, signs of a fraud."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ...questions.gaps import MARK
from ..exchange import Losses, option_id
from ..source import fold
from ..types.gaps import ESCAPED, FLAGS, MODES, cut
from ..types.plain import read_plain, write_plain
from ..types.spot_signs import AREA, SKINS, WRITTEN, area_words
from . import kinds
from .cells import markdown, rich
from .kinds import Part, Read, Row, needless_scoring

_PASSAGE = re.compile(r"^\*\*(?:Đoạn văn|Passage):\*\*[ \t]*$", re.MULTILINE)
_GAP = re.compile(rf"{MARK.pattern}:?\s+(.*)", re.DOTALL)
_INFO = {
    "giao diện": "skin", "skin": "skin", "từ": "from", "from": "from", "tiêu đề": "subject", "subject": "subject",
    "địa chỉ": "address", "address": "address", "hình": "src", "picture": "src", "mô tả hình": "alt", "alt": "alt",
}  # fmt: skip
_INFO_WORDS = {"from": "từ", "subject": "tiêu đề", "address": "địa chỉ", "src": "hình", "alt": "mô tả hình"}


def _told(row: Row) -> list[tuple[str, str]]:
    """The settings of a row: one a line, or parted by semicolons on a single line."""
    lines = row.more.strip("\n").split("\n") if "\n" in row.more else row.more.split(";")
    parts = [line.partition(":") for line in lines if line.strip()]
    return [(key.strip(), value.strip()) for key, _, value in parts]


def _unknown(row: Row, word: str, known: str) -> None:
    vi = f"tùy chọn “{word[:40]}” không có; hãy viết: {known}"
    row.fault(row.more_cell, "unknown-value", vi, f"no setting “{word[:40]}”; write: {known}")


# -- gaps -----------------------------------------------------------------------------------------------------------


def _split(text: str) -> tuple[str, str]:
    """Question and passage, as rich texts, of a cell with both."""
    found = _PASSAGE.search(text)
    before, after = (text[: found.start()], text[found.end() :]) if found else cut(text)
    return rich(before), rich(after)


def read_gaps(row: Row, scoring: str) -> Read:
    """Options are ``[[gap]] word``; the settings say how each gap is filled."""
    right = row.scores()
    gaps: dict[str, dict[str, Any]] = {}
    for name, said in _told(row):
        one = MARK.fullmatch(name)
        first, *more = (fold(word) for word in said.split(","))
        if not one or first not in MODES or any(word not in FLAGS for word in more if word):
            _unknown(row, name, "[[1]]: chọn; [[2]]: gõ, không cần dấu")
            continue
        gaps[one[1]] = {"id": one[1], "mode": MODES[first], "options": [], **{FLAGS[w]: True for w in more if w}}
    cells = {}
    for part in row.parts:
        match = _GAP.fullmatch(part.text)
        if not match:
            vi = "cần viết chỗ trống rồi đến chữ điền vào, ví dụ: [[1]] công an"
            row.fault(part.cell, "option-without-gap", vi, "needs the gap, then what goes into it: [[1]] police")
            continue
        gap = gaps.setdefault(match[1], {"id": match[1], "mode": "", "options": []})
        one_id = part.id if part.given else option_id(len(gap["options"]))
        option = {"id": one_id, "text": read_plain(match[2]), "correct": part.place in right, "feedback": part.feedback}
        gap["options"].append(option)
        cells[f"gaps.{match[1]}.options.{one_id}"] = part.cell
    for gap in gaps.values():
        gap["mode"] = gap["mode"] or ("type" if all(o["correct"] for o in gap["options"]) else "choose")
    text, body = _split(row.text)
    return {"text": text, "body": body, "gaps": list(gaps.values()), "scoring": scoring or "partial"}, cells


def write_gaps(data: Mapping[str, Any], losses: Losses) -> Row | None:
    """The row, or None where the passage cannot be told from the question."""
    careful = markdown(data["body"])
    plain = ESCAPED.sub(r"[[\1]]", careful)
    body = plain if rich(plain) == data["body"] else careful
    text = f"{markdown(data['text'])}\n\n**Đoạn văn:**\n\n{body}"
    if _split(text) != (data["text"], data["body"]):
        return None
    parts: list[Part] = []
    right, more = [], []
    for gap in data["gaps"]:
        words = ["gõ" if gap["mode"] == "type" else "chọn"]
        words += ["phân biệt hoa thường"] * gap["case_sensitive"] + ["không cần dấu"] * gap["ignore_diacritics"]
        more.append(f"[[{gap['id']}]]: {', '.join(words)}")
        for n, option in enumerate(gap["options"]):
            own = "" if option["id"] == option_id(n) else f" {{#{option['id']}}}"
            if option["correct"]:
                right.append(option_id(len(parts)).upper())
            said = f"[[{gap['id']}]] {write_plain(option['text'])}{own}"
            parts.append(Part(len(parts), "", said, option["feedback"], given=False))
    return Row(parts, ", ".join(right), more="\n".join(more), text=text)


# -- signs ----------------------------------------------------------------------------------------------------------


def read_signs(row: Row, scoring: str) -> Read:
    """Options are the parts, the answer names the signs, the feedback says why."""
    if scoring:
        needless_scoring(row)
    given: dict[str, str] = {}
    for key, value in _told(row):
        name = _INFO.get(fold(key))
        if name is None:
            _unknown(row, key, "giao diện: tin nhắn; từ: Số lạ; tiêu đề: …; địa chỉ: …; hình: …; mô tả hình: …")
        else:
            given[name] = value
    usual = "picture" if "src" in given else "sms"
    skin = SKINS.get(fold(given.get("skin", usual)), given.get("skin", ""))
    right = row.scores()
    parts = []
    for part in row.parts:
        one: dict[str, Any] = {"id": part.id, "sign": part.place in right, "why": part.feedback}
        match = AREA.fullmatch(" ".join(part.text.split())) if skin == "picture" else None
        if skin != "picture":
            one["text"] = rich(part.text)
        elif match:
            numbers = (float(number.replace(",", ".")) for number in match.groups()[1:])
            one |= {"label": read_plain(match[1]), **dict(zip("xywh", numbers, strict=True))}
        else:
            vi = "thiếu vùng trên hình; hãy viết ở cuối ô “(vùng: 10 20 50 8)”: trái trên rộng cao, theo phần trăm"
            row.fault(part.cell, "no-area", vi, "has no area on the picture; end it with “(area: 10 20 50 8)”")
        parts.append(one)
    info = {name: given.get(name, "") for name in ("from", "subject", "address")}
    own: dict[str, Any] = {"skin": skin, "skin_info": info, "parts": parts}
    if skin == "picture":
        own["picture"] = {"src": given.get("src", ""), "alt": given.get("alt", "")}
    return own, {f"parts.{p.id}": p.cell for p in row.parts}


def write_signs(data: Mapping[str, Any], losses: Losses) -> Row:
    """The row of a question on signs."""
    info = {**data["skin_info"], **data.get("picture", {})}
    more = [f"giao diện: {WRITTEN[data['skin']]}"]
    more += [f"{_INFO_WORDS[name]}: {value}" for name, value in info.items() if value]
    parts = []
    for n, part in enumerate(data["parts"]):
        text = (
            f"{write_plain(part['label'])} {area_words(part)}" if data["skin"] == "picture" else markdown(part["text"])
        )
        parts.append(Part(n, part["id"], text, part["why"]))
    letters = [option_id(n).upper() for n, part in enumerate(data["parts"]) if part["sign"]]
    return Row(parts, ", ".join(letters), more="\n".join(more))


READERS: Mapping[str, Callable[[Row, str], Read]] = {**kinds.READERS, "gaps": read_gaps, "spot_signs": read_signs}
WRITERS: Mapping[str, Callable[[Mapping[str, Any], Losses], Row | None]] = {
    **kinds.WRITERS,
    "gaps": write_gaps,
    "spot_signs": write_signs,
}
