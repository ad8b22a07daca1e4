"""Answers with weights, as Moodle's formats have them, into the fields of our question types and back.

Texts are rich HTML, fractions are 1 for a full mark; source: Moodle's question engine (``qtype_multichoice``,
``qtype_shortanswer``, ``qtype_numerical``, ``qtype_match``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .called import scoring_called
from .exchange import Draft, Losses, from_plain, one_line, option_id

#: How far a fraction of a file may be from the exact one: Moodle writes 33.33333.
_NEAR = 0.005


@dataclass(frozen=True)
class Weighted:
    """One answer of a file; ``value`` and ``tolerance`` belong to numbers, ``text`` to the others."""

    text: str
    fraction: float
    feedback: str = ""
    value: float = 0
    tolerance: float = 0


def choices(draft: Draft, item_id: str, answers: Sequence[Weighted], *, single: bool) -> dict[str, Any] | None:
    """The fields of a choice question, or None where it means something that we cannot say."""
    if single:
        full = [a for a in answers if a.fraction >= 1 - _NEAR]
        if len(full) > 1:
            draft.left_out(
                item_id,
                "nhiều lựa chọn cùng được trọn điểm mà chỉ được chọn một",
                "several options earn the full mark while only one may be chosen",
            )
            return None
        for answer in answers:
            if _NEAR < answer.fraction < 1 - _NEAR or answer.fraction < -_NEAR:
                _weight_lost(draft.losses, item_id, answer)
        data: dict[str, Any] = {"type": "single_choice"}
        right = [a in full for a in answers]
    else:
        data = {"type": "multiple_choice", "scoring": _scoring(draft.losses, item_id, answers)}
        right = [a.fraction > _NEAR for a in answers]
    rows = [
        {"id": option_id(n), "text": a.text, "correct": correct, "feedback": a.feedback}
        for n, (a, correct) in enumerate(zip(answers, right, strict=True))
    ]
    return {**data, "options": rows}


def _weight_lost(losses: Losses, item_id: str, answer: Weighted) -> None:
    said, percent = one_line(answer.text)[0][:60], f"{answer.fraction * 100:g}%"
    losses.unread(item_id, f"trọng số {percent} của “{said}”", f"the weight {percent} of “{said}”")


def _scoring(losses: Losses, item_id: str, answers: Sequence[Weighted]) -> str:
    right = [a.fraction for a in answers if a.fraction > _NEAR]
    wrong = [a.fraction for a in answers if a.fraction <= _NEAR]
    share = 1 / len(right) if right else 1
    even = all(abs(f - share) < _NEAR for f in right)
    if even and all(abs(f + share) < _NEAR for f in wrong):
        return "all_or_nothing" if len(right) == 1 else "right_minus_wrong"
    if even and wrong and all(f <= -1 + _NEAR for f in wrong):
        scoring = "all_or_nothing"
    elif even and all(abs(f) <= _NEAR for f in wrong):
        scoring = "partial"
    else:
        scoring = "right_minus_wrong"
    vi, en = scoring_called(scoring)
    losses.item(
        item_id,
        f"trọng số riêng của từng lựa chọn được thay bằng {vi}",
        f"the weights of the options are replaced by {en}",
    )
    return scoring


def fractions(data: Mapping[str, Any], losses: Losses) -> list[float]:
    """The fraction of each option of a choice question, in order."""
    marked = [option["correct"] for option in data["options"]]
    if data["type"] == "single_choice":
        return [1.0 if right else 0.0 for right in marked]
    share = 1 / max(1, sum(marked))
    scoring = data["scoring"]
    if scoring == "partial" or (scoring == "all_or_nothing" and share < 1):
        vi, en = scoring_called(scoring)
        losses.item(
            data["id"],
            f"{vi} chỉ ghi được gần đúng, bằng trọng số của từng lựa chọn",
            f"{en} is written only nearly, as weights of the options",
        )
    elif scoring == "right_minus_wrong" and share == 1:
        losses.item(
            data["id"],
            "cách chấm “đúng được cộng, sai bị trừ” được ghi thành “đúng hết mới có điểm”, cho cùng số điểm",
            "the scoring “right minus wrong” is written as “all or nothing”, which gives the same marks",
        )
    wrong = -1.0 if scoring == "all_or_nothing" else -share
    return [share if right else wrong for right in marked]


def short_text(draft: Draft, item_id: str, answers: Sequence[Weighted], *, case_sensitive: bool) -> dict[str, Any]:
    """The fields of a short text; a star alone stands for every other answer."""
    rows: list[dict[str, Any]] = []
    other = ""
    for answer in answers:
        text = " ".join(answer.text.split())
        if text == "*":
            other = answer.feedback
            if answer.fraction > _NEAR:
                _weight_lost(draft.losses, item_id, answer)
            continue
        if "*" in text.replace("\\*", ""):
            draft.losses.item(
                item_id,
                f"dấu * trong đáp án “{text[:60]}” nay chỉ là một dấu *, không thay cho chữ khác",
                f"the star in the answer “{text[:60]}” is a plain star now and stands for nothing else",
            )
        rows.append({"text": text.replace("\\*", "*"), "score": _score(answer), "feedback": answer.feedback})
    return {
        "type": "short_text",
        "alternatives": rows,
        "case_sensitive": case_sensitive,
        "ignore_diacritics": False,
        "feedback_other": other,
    }


def odd_spaces(data: Mapping[str, Any], losses: Losses) -> None:
    """Report expected texts with other spaces than single ones: readers of files make them single."""
    if any(" ".join(row["text"].split()) != row["text"] for row in data["alternatives"]):
        losses.unwritten(data["id"], "khoảng trắng đặc biệt trong đáp án", "unusual spaces in an answer")


def number(draft: Draft, item_id: str, answers: Sequence[Weighted], *, unit: str = "") -> dict[str, Any]:
    """The fields of a number; an answer with the text ``*`` stands for every other number."""
    rows = []
    other = ""
    for answer in answers:
        if answer.text == "*":
            other = answer.feedback
            if answer.fraction > _NEAR:
                _weight_lost(draft.losses, item_id, answer)
            continue
        row = {"value": whole(answer.value), "tolerance": whole(answer.tolerance), "score": _score(answer)}
        rows.append({**row, "feedback": answer.feedback})
    return {"type": "number", "alternatives": rows, "unit": unit, "feedback_other": other}


def whole(value: float) -> int | float:
    """``3`` for ``3.0``."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


#: Shares that Moodle writes with five decimals of a percent; everything else is meant as it stands.
_SHARES = (1.0, 2 / 3, 1 / 3, 5 / 6, 1 / 6, 1 / 7, 1 / 9)


def _score(answer: Weighted) -> int | float:
    score = min(1.0, max(0.0, round(answer.fraction, 7)))
    return whole(next((share for share in _SHARES if abs(share - score) < 2e-7), score))


def percent(score: float, item_id: str, losses: Losses) -> str:
    """``score`` in percent as Moodle writes it; what five decimals cannot say is reported."""
    text = f"{score * 100:.5f}".rstrip("0").rstrip(".")
    if _score(Weighted("", float(text) / 100)) != score:
        losses.item(item_id, f"điểm {score} được ghi tròn thành {text}%", f"the score {score} is written as {text}%")
    return text


def matching(
    draft: Draft, item_id: str, pairs: Sequence[tuple[str, str]], others: Sequence[str], *, scoring: str = "partial"
) -> dict[str, Any]:
    """The fields of a matching; of a grouping, where a right side belongs to several left ones."""
    rights = list(dict.fromkeys(right for _, right in pairs))
    if len(rights) == len(pairs):
        return {
            "type": "matching",
            "pairs": [
                {"id": option_id(n), "left": left, "right": right, "feedback": ""}
                for n, (left, right) in enumerate(pairs)
            ],
            "distractors": [{"id": option_id(len(pairs) + n), "text": text} for n, text in enumerate(others)],
            "scoring": scoring,
        }
    # A right side that belongs to nothing is a group that stays empty.
    groups = {right: option_id(n) for n, right in enumerate(dict.fromkeys([*rights, *others]))}
    titles = {right: one_line(right) for right in groups}
    for title, same in titles.values():
        if not same:
            draft.losses.unread(item_id, f"cách trình bày của nhóm “{title[:60]}”", f"the markup of “{title[:60]}”")
    return {
        "type": "grouping",
        "groups": [{"id": one, "title": titles[right][0]} for right, one in groups.items()],
        "things": [
            {"id": option_id(n), "text": left, "group": groups[right], "feedback": ""}
            for n, (left, right) in enumerate(pairs)
        ],
        "scoring": scoring,
    }


def report_sides(data: Mapping[str, Any], losses: Losses) -> None:
    """What a matching or a grouping loses when its sides alone tell which of the two it is, and name its groups."""
    if data["type"] == "matching":
        if len({row["right"] for row in data["pairs"]}) < len(data["pairs"]):
            losses.item(
                data["id"], "có vế phải giống nhau nên thành câu xếp nhóm", "equal right sides make it a grouping"
            )
        return
    used = list(dict.fromkeys(row["group"] for row in data["things"]))
    ids = [group["id"] for group in data["groups"]]
    if ids != [*used, *(one for one in ids if one not in used)]:
        losses.unwritten(data["id"], "thứ tự các nhóm", "the order of the groups")
    if len(used) == len(data["things"]):
        losses.item(data["id"], "được ghi thành câu ghép đôi", "it is written as a matching")


def as_pairs(data: Mapping[str, Any], losses: Losses) -> tuple[list[tuple[str, str]], list[str]]:
    """(pairs, distractors) of a matching or a grouping, as rich texts."""
    if data["scoring"] != "partial":
        losses.unwritten(data["id"], *scoring_called("all_or_nothing"))
    rows = data["pairs"] if data["type"] == "matching" else data["things"]
    if any(row.get("feedback") for row in rows):
        losses.unwritten(data["id"], "phản hồi của từng cặp", "the feedback of the pairs")
    report_sides(data, losses)
    if data["type"] == "matching":
        return [(r["left"], r["right"]) for r in rows], [d["text"] for d in data["distractors"]]
    titles = {g["id"]: g["title"] for g in data["groups"]}
    used = {r["group"] for r in rows}
    pairs = [(r["text"], from_plain(titles[r["group"]])) for r in rows]
    return pairs, [from_plain(title) for one, title in titles.items() if one not in used]
