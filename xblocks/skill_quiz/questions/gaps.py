"""Gaps in a text are filled, each by choosing or by typing."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from xblocks.common.findings import Finding, MalformedAnswer

from .base import Answer, Feedback, Grade, Item, Order, QuestionType, Shape
from .choice import without_feedback
from .faults import check_texts, too_few, unique
from .fields import Fields
from .sides import SCORINGS, Pairs, pairs_in, read_position, share
from .typed import MAX_TYPED, find_match, read_typed, words_of

MODES = ("choose", "type")
#: A gap in the text.
MARK = re.compile(r"\[\[([a-z0-9][a-z0-9-]{0,63})\]\]")
_TAG = re.compile(r"(<[^>]*>)")
_NEAR = "/"  # parts the id of a gap from that of its option; no id has it


@dataclass(frozen=True, slots=True)
class Filling:
    """What may go into a gap: plain ``text``, whether it is right, rich ``feedback``."""

    id: str
    text: str
    correct: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap; ``mode`` is one of ``MODES``. Typed answers are compared as those of a short text."""

    id: str
    mode: str
    options: tuple[Filling, ...]
    case_sensitive: bool = False
    ignore_diacritics: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsItem(Item):
    """``body`` is rich text in which ``[[id]]`` stands where a gap is; ``scoring`` is one of ``SCORINGS``."""

    type: ClassVar[str] = "gaps"

    body: str
    gaps: tuple[Gap, ...]
    scoring: str = "partial"


class Gaps(QuestionType[GapsItem]):
    """Answer: sorted pairs (gap id, option id or what was typed); raw: an object of public gap ids, values are public
    option ids or text. Gaps left empty may be absent."""

    name = "gaps"
    shape = Shape(
        rich=frozenset({"body"}),
        rows={
            "gaps": (
                "gap",
                Shape(
                    flags=frozenset({"case_sensitive", "ignore_diacritics"}),
                    rows={"options": ("option", Shape(rich=frozenset({"feedback"}), flags=frozenset({"correct"})))},
                ),
            )
        },
    )

    def _load(self, common: dict[str, Any], fields: Fields) -> GapsItem:
        seen: set[str] = set()
        gaps = []
        for row in fields.rows("gaps"):
            own: set[str] = set()
            one, mode = unique(row, row.slug("id"), seen), row.choice("mode", MODES, "choose")
            options = []
            for option in row.rows("options"):
                inner = unique(option, option.slug("id"), own)
                text = option.line("text")
                if len(text) > MAX_TYPED:
                    option.error("too-long", "text", "dài quá; hãy rút ngắn", "is too long; shorten it")
                options.append(Filling(inner, text, option.flag("correct", False), option.text("feedback")))
                option.done()
            case, marks = row.flag("case_sensitive", False), row.flag("ignore_diacritics", False)
            row.done()
            gaps.append(Gap(one, mode, tuple(options), case, marks))
        scoring = fields.choice("scoring", SCORINGS, "partial")
        return GapsItem(**common, body=fields.text("body"), gaps=tuple(gaps), scoring=scoring)

    def _dump(self, item: GapsItem) -> dict[str, Any]:
        return {
            "body": item.body,
            "gaps": [
                {
                    "id": g.id,
                    "mode": g.mode,
                    "options": [
                        {"id": o.id, "text": o.text, "correct": o.correct, "feedback": o.feedback} for o in g.options
                    ],
                    "case_sensitive": g.case_sensitive,
                    "ignore_diacritics": g.ignore_diacritics,
                }
                for g in item.gaps
            ],
            "scoring": item.scoring,
        }

    # -- checks -----------------------------------------------------------------------------------------------------

    def _check(self, item: GapsItem, where: str) -> Iterator[Finding]:
        if not item.gaps:
            vi = "ít nhất một chỗ trống; hãy viết “[[1]]” trong đoạn văn và “[[1]]: chọn” bên dưới"
            en = "at least one gap; write “[[1]]” in the passage and “[[1]]: choose” below it"
            yield too_few(where, item.id, "no-gap", vi, en)
        yield from _check_marks(item, where)
        for gap in item.gaps:
            path = f"{where}.gaps.{gap.id}"
            if not any(o.correct for o in gap.options):
                yield Finding(
                    "error",
                    "no-right-option",
                    path,
                    f"Câu “{item.id}”, chỗ trống “{gap.id}” chưa có đáp án đúng; hãy đánh dấu [x] vào đáp án đúng.",
                    f"Question “{item.id}”, the gap “{gap.id}” has no right answer; mark the right one with [x].",
                )
            elif gap.mode == "choose" and len(gap.options) < 2:
                yield Finding(
                    "error",
                    "too-few-options",
                    path,
                    f"Câu “{item.id}”, chỗ trống “{gap.id}” cần ít nhất hai lựa chọn; hãy viết thêm dòng “- [ ] …”.",
                    f"Question “{item.id}”, the gap “{gap.id}” needs at least two options; add a line “- [ ] …”.",
                )
            strict = gap.mode == "choose" or gap.case_sensitive
            rows = [(o.id, o.text, words_of(o.text, case_sensitive=strict)) for o in gap.options]
            name_vi, name_en = f"chỗ trống “{gap.id}”, đáp án", f"gap “{gap.id}”, answer"
            yield from check_texts(f"{path}.options", item.id, rows, name_vi, name_en)
            for number, option in enumerate(gap.options, start=1):
                if not option.feedback:
                    at = f"{path}.options.{option.id}"
                    yield without_feedback(at, item.id, f"{name_vi} thứ {number}", f"{name_en} {number}")

    # -- an attempt -------------------------------------------------------------------------------------------------

    def order(self, item: GapsItem, rng: random.Random) -> Order:
        near: list[str] = [g.id for g in item.gaps]
        for gap in item.gaps:
            if gap.mode == "choose":
                options = [f"{gap.id}{_NEAR}{o.id}" for o in gap.options]
                rng.shuffle(options)
                near.extend(options)
        return tuple(near)

    def _public(self, item: GapsItem, order: Order, lang: str) -> dict[str, Any]:
        gaps, shown = {g.id: g for g in item.gaps}, _gaps_in(order)
        parts: list[dict[str, Any]] = []
        html = ""
        for piece, is_gap in _pieces(item.body):
            if not is_gap or piece not in gaps or piece not in shown:
                html += piece if not is_gap else ""
                continue
            if html:
                parts.append({"html": html})
            html = ""
            gap = gaps[piece]
            part: dict[str, Any] = {"gap": str(shown.index(piece) + 1), "mode": gap.mode}
            if gap.mode == "choose":
                texts = {o.id: o.text for o in gap.options}
                ids = _options_in(order, piece)
                part["options"] = [{"id": str(n), "text": texts[i]} for n, i in enumerate(ids, start=1) if i in texts]
            parts.append(part)
        return {"parts": [*parts, {"html": html}] if html else parts, "max_length": MAX_TYPED}

    def read(self, item: GapsItem, order: Order, raw: Any) -> Pairs:
        gaps, shown = {g.id: g for g in item.gaps}, _gaps_in(order)
        if not isinstance(raw, Mapping) or len(raw) > len(shown):
            raise MalformedAnswer
        pairs = []
        for public, value in raw.items():
            gap = gaps.get(read_position(shown, public))
            if gap is None or not isinstance(value, str):
                raise MalformedAnswer
            if gap.mode == "choose" and value:
                pairs.append((gap.id, read_position(_options_in(order, gap.id), value)))
            elif value.strip():
                pairs.append((gap.id, read_typed(value)))
        if not pairs:
            raise MalformedAnswer
        return tuple(sorted(pairs))

    def show(self, item: GapsItem, order: Order, answer: Answer) -> dict[str, str]:
        try:
            pairs = pairs_in(answer)
        except MalformedAnswer:
            return {}
        shown, modes = _gaps_in(order), {g.id: g.mode for g in item.gaps}
        raw = {}
        for gap, value in pairs.items():
            options = _options_in(order, gap)
            if gap in shown and modes.get(gap) == "type":
                raw[str(shown.index(gap) + 1)] = value
            elif gap in shown and value in options:
                raw[str(shown.index(gap) + 1)] = str(options.index(value) + 1)
        return raw

    def grade(self, item: GapsItem, answer: Answer) -> Grade:
        """``partial``: the share of the gaps that are filled rightly; an empty one is wrong. Feedback of what was
        chosen, or foreseen and typed, in each gap."""
        hits, _ = self.parts_right(item, answer)
        feedback = [Feedback(gap, filling.feedback) for gap, filling in _fillings(item, answer) if filling.feedback]
        return Grade(share(hits, len(item.gaps), item.scoring), hits == len(item.gaps), tuple(feedback))

    def parts_right(self, item: GapsItem, answer: Answer) -> tuple[int, int]:
        return sum(filling.correct for _, filling in _fillings(item, answer)), len(item.gaps)

    def key(self, item: GapsItem, order: Order) -> dict[str, Any]:
        """The right filling of each gap; a list where several are right."""
        found: dict[str, Any] = {}
        shown = _gaps_in(order)
        for gap in item.gaps:
            options = _options_in(order, gap.id)
            right = [
                o.text if gap.mode == "type" else str(options.index(o.id) + 1)
                for o in gap.options
                if o.correct and (gap.mode == "type" or o.id in options)
            ]
            if gap.id in shown and right:
                found[str(shown.index(gap.id) + 1)] = right[0] if len(right) == 1 else right
        return found

    def _describe(self, item: GapsItem, answer: Answer) -> str:
        gaps = {g.id: g for g in item.gaps}
        said = []
        for gap, value in pairs_in(answer).items():
            texts = {o.id: o.text for o in gaps[gap].options} if gap in gaps and gaps[gap].mode == "choose" else {}
            said.append(f"{gap} → {texts.get(value, value)}")
        return ", ".join(said)


def _fillings(item: GapsItem, answer: Answer) -> list[tuple[str, Filling]]:
    """The id of every gap with a filling that its author foresaw, and that filling."""
    given = pairs_in(answer)
    found = ((gap.id, _filling(gap, given[gap.id])) for gap in item.gaps if gap.id in given)
    return [(gap, filling) for gap, filling in found if filling is not None]


def _filling(gap: Gap, value: str) -> Filling | None:
    if gap.mode == "choose":
        return next((o for o in gap.options if o.id == value), None)
    ranked = sorted(gap.options, key=lambda o: not o.correct)
    return find_match(
        value,
        [(o.text, o) for o in ranked],
        case_sensitive=gap.case_sensitive,
        ignore_diacritics=gap.ignore_diacritics,
    )


def _gaps_in(order: Order) -> Order:
    return tuple(one for one in order if _NEAR not in one)


def _options_in(order: Order, gap: str) -> Order:
    return tuple(one.partition(_NEAR)[2] for one in order if one.startswith(f"{gap}{_NEAR}"))


def _pieces(body: str) -> Iterator[tuple[str, bool]]:
    """``body`` cut at its gaps: (HTML, False) or (id of a gap, True). What looks like a gap inside a tag is none."""
    for place, stretch in enumerate(_TAG.split(body)):
        if place % 2:
            yield stretch, False
            continue
        for number, piece in enumerate(MARK.split(stretch)):
            if piece:
                yield piece, bool(number % 2)


def _check_marks(item: GapsItem, where: str) -> Iterator[Finding]:
    found = [piece for piece, is_gap in _pieces(item.body) if is_gap]
    known = {g.id for g in item.gaps}
    for gap in item.gaps:
        times = found.count(gap.id)
        if times != 1:
            vi = f"phải xuất hiện đúng một lần trong đoạn văn (đang có {times}); hãy viết “[[{gap.id}]]” vào chỗ của nó"
            en = f"must stand in the passage exactly once (it stands there {times} times); write “[[{gap.id}]]”"
            yield Finding(
                "error",
                "gap-not-once",
                f"{where}.gaps.{gap.id}",
                f"Câu “{item.id}”, chỗ trống “{gap.id}” {vi}.",
                f"Question “{item.id}”, the gap “{gap.id}” {en} where it belongs.",
            )
    for one in dict.fromkeys(found):
        if one not in known:
            yield Finding(
                "error",
                "unknown-gap",
                f"{where}.body",
                f"Câu “{item.id}”, đoạn văn có “[[{one}]]” chưa có đáp án; hãy viết “[[{one}]]: chọn” bên dưới.",
                f"Question “{item.id}”, the passage has “[[{one}]]” without answers; write “[[{one}]]: choose” below.",
            )


TYPE = Gaps()
