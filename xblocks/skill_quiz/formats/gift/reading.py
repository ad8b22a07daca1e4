"""GIFT in. Where the format leaves something open, what Moodle's own reader does is right."""

from __future__ import annotations

import re
from typing import Any

from xblocks.common import richtext

from .. import weights
from ..exchange import (
    Draft,
    Losses,
    ReadResult,
    as_number,
    decode,
    from_plain,
    is_empty_category,
    one_line,
    option_id,
    rich,
    slug_of,
)
from ..weights import Weighted
from .text import SPACE, BlockSource, blocks, cut, find, marked, unescape

_FORMAT = re.compile(r"[ \t\n]*\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"\s*%(-?[0-9]{1,3}(?:\.[0-9]{0,9})?)%")
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")
#: Moodle puts a gap of five lines where the answers stood in the middle of a sentence.
BLANK = "_____"


def read(data: bytes) -> ReadResult:
    """The quiz in a GIFT file. A question that cannot be read is an error with its line."""
    text = decode(data)
    if isinstance(text, ReadResult):
        return text
    draft = Draft(strict=True)
    category: list[str] = []
    for block in blocks(text):
        if isinstance(block, BlockSource):
            _Question(draft, block, category).read()
            continue
        name, line = block
        last = unescape(name).rstrip("/").rpartition("/")[2].strip()
        category = [tag] if (tag := slug_of(last)) and not is_empty_category(last) else []
        draft.losses.category(name, category, line)
    return draft.result()


class _Question:
    """One block on its way into the draft."""

    def __init__(self, draft: Draft, block: BlockSource, category: list[str]) -> None:
        self._draft = draft
        self._losses: Losses = draft.losses
        self._block = block
        self._category = category
        self._line = block.line()
        self._format = "moodle"
        self._id = ""

    def _fault(self, code: str, offset: int, vi: str, en: str) -> None:
        line = self._block.line(offset)
        self._draft.error(code, f"line {line}", f"Dòng {line}: {vi}.", f"Line {line}: {en}.", line)

    def read(self) -> None:
        """Into the draft, or into its errors."""
        text = self._block.text
        begin = len(text) - len(text.lstrip())
        title = ""
        if text.startswith("::", begin):
            end = find(text, "::", begin + 2)
            if end < 0:
                self._fault("title-not-closed", begin, "tên câu hỏi thiếu dấu :: ở cuối", "the title lacks its last ::")
                return
            title, begin = unescape(text[begin + 2 : end]).strip(), end + 2
        opened = find(text, "{", begin)
        closed = find(text, "}", max(opened, begin))
        if closed < 0 and opened < 0:
            self._describe(text[begin:])
            return
        if opened < 0 or closed < 0:
            place = max(opened, closed)
            vi = "có dấu { mà không có dấu } (và trong câu không được có dòng trống)"
            en = "there is a { without a } (and a question may hold no blank line)"
            if opened < 0:
                vi, en = "có dấu } mà không có dấu { phía trước", "there is a } without a { before it"
            self._fault("brace-not-closed", place, f"{vi}; hãy thêm dấu còn thiếu", f"{en}; add the missing one")
            return
        tail = text[closed + 1 :]
        again = find(tail, "{")
        if again >= 0:
            self._fault(
                "no-blank-line",
                closed + 1 + again,
                "hai câu hỏi dính nhau; hãy chừa một dòng trống giữa hai câu",
                "two questions without a blank line between them; add one",
            )
            return
        head = text[begin:opened]
        whole = head + (f" {BLANK} " + tail.strip(SPACE) if tail.strip() else "")
        whole = re.sub(rf"\s+{BLANK} ", f" {BLANK} ", whole)
        self._id = self._draft.claim(self._block.id, title, text=richtext.clean(unescape(_FORMAT.sub("", whole, 1))))
        question = self._rich(whole, default=True)
        if title and title != self._id:
            self._losses.title(self._id, title)
        self._answers(question, text[opened + 1 : closed])

    def _describe(self, text: str) -> None:
        html = self._rich(text, default=True)
        if html and not self._draft.introduce(html):
            said = one_line(html)[0][:60]
            self._losses.say(
                f"line {self._line}",
                f"Dòng {self._line}: đoạn mô tả “{said}” đứng giữa các câu hỏi nên không mang sang được.",
                f"Line {self._line}: the description “{said}” between questions could not be carried over.",
                self._line,
            )

    def _rich(self, text: str, *, default: bool = False) -> str:
        """Rich text of a piece of GIFT. With ``default``, its format holds for the rest of the question."""
        form = self._format
        if match := _FORMAT.match(text):
            form, text = match[1], text[match.end() :]
            if default:
                self._format = form
        words = unescape(text.strip(SPACE))
        if form == "plain":
            return from_plain(words)
        if form == "markdown":
            return richtext.from_markdown(words)
        if form == "moodle":
            words = words.replace("\n", "<br>")
        return rich(words, self._id or f"line-{self._line}", self._losses, self._line)

    def _plain(self, text: str) -> str:
        match = _FORMAT.match(text)
        words = unescape(text[match.end() if match else 0 :].strip())
        if match and match[1] == "html" and "<" in words:
            words = richtext.plain(words)
        return " ".join(words.split())

    # -- answers ----------------------------------------------------------------------------------------------------

    def _answers(self, question: str, text: str) -> None:
        place = find(text, "####")
        explanation = self._rich(text[place + 4 :]) if place >= 0 else ""
        text = (text[:place] if place >= 0 else text).strip()
        own = self._own(text)
        if own is None:
            return
        labels = self._draft.labels(self._id, [*self._block.tags, *self._category], self._line)
        common = {"id": self._id, "text": question, "explanation": explanation}
        self._draft.add({**common, **labels, **own}, self._line)

    def _own(self, text: str) -> dict[str, Any] | None:
        if not text:
            self._draft.left_out(self._id, "câu tự luận không chấm tự động được", "essays are not graded", self._line)
            return None
        if text.startswith("#"):
            return self._number(text[1:])
        if text.startswith(">"):
            return self._ordering(text[1:])
        if find(text, "~") >= 0:
            return self._choice(text)
        if find(text, "=") >= 0 and find(text, "->") >= 0:
            return self._matching(text)
        word, comment = cut(text, "#")
        if word.strip().upper() in _TRUE + _FALSE:
            wrong, right = cut(comment, "#")
            answer = word.strip().upper() in _TRUE
            said = {"feedback_true": right, "feedback_false": wrong}
            if not answer:
                said = {"feedback_true": wrong, "feedback_false": right}
            return {"type": "true_false", "answer": answer, **{k: self._rich(v) for k, v in said.items()}}
        answers = [
            Weighted(self._plain(words), weight, self._rich(comment))
            for _, words, weight, comment in self._weighted(text, "=", unmarked=1)
        ]
        return weights.short_text(self._draft, self._id, answers, case_sensitive=False)

    def _weighted(self, text: str, signs: str, unmarked: float) -> list[tuple[str, str, float, str]]:
        """(sign, words, fraction, comment) of every answer; a ``=`` without a weight earns the full mark."""
        rows = []
        for sign, piece in marked(text, signs):
            weight = 1.0 if sign == "=" else unmarked
            if match := _WEIGHT.match(piece):
                weight, piece = float(match[1]) / 100, piece[match.end() :]
            words, comment = cut(piece, "#")
            rows.append((sign, words, weight, comment))
        return rows

    def _choice(self, text: str) -> dict[str, Any] | None:
        rows = self._weighted(text, "~=", unmarked=0)
        answers = [Weighted(self._rich(words), weight, self._rich(comment)) for _, words, weight, comment in rows]
        return weights.choices(self._draft, self._id, answers, single=any(sign == "=" for sign, *_ in rows))

    def _number(self, text: str) -> dict[str, Any] | None:
        place = find(text, "~")
        answers = [Weighted("*", 0, self._rich(cut(text[place + 1 :], "#")[1]))] if place >= 0 else []
        for _, words, weight, comment in self._weighted(text[:place] if place >= 0 else text, "=", unmarked=1):
            said = unescape(words).strip()
            low, dots, high = said.partition("..")
            value, tolerance = as_number(low), as_number(high) if dots else None
            if dots and value is not None and tolerance is not None:
                value, tolerance = _round((value + tolerance) / 2), _round(abs(tolerance - value) / 2)
            elif not dots:
                middle, _, width = said.partition(":")
                value, tolerance = as_number(middle), as_number(width or "0")
            if said == "*":
                answers.append(Weighted("*", weight, self._rich(comment)))
            elif value is None or tolerance is None:
                self._fault(
                    "bad-number",
                    self._block.text.find("{"),
                    f"“{said[:60]}” không phải là số; hãy viết như 12.5, 12:0.5 hoặc 11..13",
                    f"“{said[:60]}” is no number; write 12.5, 12:0.5 or 11..13",
                )
                return None
            else:
                feedback = self._rich(comment)
                answers.append(Weighted("", weight, feedback, value, abs(tolerance)))
        return weights.number(self._draft, self._id, answers)

    def _matching(self, text: str) -> dict[str, Any] | None:
        pairs: list[tuple[str, str]] = []
        others: list[str] = []
        for _, words, _, comment in self._weighted(text, "=", unmarked=1):
            left, right = cut(words, "->")
            if find(words, "->") < 0:
                self._fault(
                    "pair-without-arrow",
                    self._block.text.find("{"),
                    f"cặp ghép “{unescape(words).strip()[:60]}” thiếu dấu ->",
                    f"the pair “{unescape(words).strip()[:60]}” lacks its ->",
                )
                return None
            if comment.strip():
                self._losses.unread(self._id, "phản hồi của một cặp ghép", "the feedback of a pair", self._line)
            sides = self._rich(left), self._rich(right)
            if sides[0]:
                pairs.append(sides)
            elif sides[1]:
                others.append(sides[1])
        return weights.matching(self._draft, self._id, pairs, others)

    def _ordering(self, text: str) -> dict[str, Any]:
        head, _, rest = text.partition("\n")
        if re.match(r"\s*[1-9]", head) and int(re.findall(r"[0-9]+", head)[0][:6]) not in (0, len(rest.split("\n"))):
            self._losses.unread(self._id, "việc chỉ hỏi một số bước", "asking for some of the steps only", self._line)
        steps = [self._rich(line) for line in rest.split("\n") if line.strip()]
        return ordering(steps, "all_or_nothing" if "ALL_OR_NOTHING" in head else "partial")


def ordering(steps: list[str], scoring: str, right: str = "", wrong: str = "") -> dict[str, Any]:
    """The fields of an ordering question."""
    rows = [{"id": option_id(n), "text": step} for n, step in enumerate(steps)]
    return {"type": "ordering", "steps": rows, "feedback_right": right, "feedback_wrong": wrong, "scoring": scoring}


def _round(value: float) -> float:
    """Without the dust of binary fractions: the middle of 3.141 and 3.142 is 3.1415."""
    return float(f"{value:.12g}")
