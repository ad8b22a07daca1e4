"""Moodle XML in. A program wrote the file, so a question that cannot be used is left out and reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from xblocks.common import richtext, safexml
from xblocks.common.findings import ModelError

from .. import weights
from ..exchange import (
    Draft,
    ReadResult,
    as_number,
    from_plain,
    is_empty_category,
    one_line,
    option_id,
    refused,
    rich,
    slug_of,
)
from ..weights import Weighted
from . import cloze, files

#: What Moodle puts in by itself.
_STOCK = re.compile(
    r"\s*(?:Your answer is (?:partially |in)?correct\.|Câu trả lời của bạn (?:đúng|đúng một phần|sai)\.)?\s*"
)
_PENALTIES = (0.0, 0.1, 0.3333333, 1.0)
#: What stands for the text where a question with gaps has none of its own.
FILL_IN = "Điền vào chỗ trống."


def read(data: bytes) -> ReadResult:
    """The quiz in a Moodle XML file."""
    try:
        root = safexml.parse(data, where="Moodle XML")
    except ModelError as fault:
        return ReadResult(None, fault.findings)
    if root.tag != "quiz":
        return refused(
            "not-moodle-xml",
            "file",
            "Tệp này không phải Moodle XML (thiếu thẻ <quiz>); hãy xuất lại từ Moodle, chọn “Moodle XML format”.",
            "This is no Moodle XML (there is no <quiz>); export it from Moodle again as “Moodle XML format”.",
            1,
        )
    draft = Draft(strict=False)
    category: list[str] = []
    for node in root:
        if node.tag != "question":
            draft.losses.say(
                "file", f"Thẻ <{node.tag}> lạ bị bỏ qua.", f"The unknown <{node.tag}> was left out.", _line(node)
            )
        elif node.get("type") == "category":
            name = (node.findtext("category/text") or "").strip()
            last = name.rstrip("/").rpartition("/")[2].strip()
            category = [tag] if (tag := slug_of(last)) and not is_empty_category(last) else []
            draft.losses.category(name, category, _line(node))
        else:
            _Question(draft, node, category).read()
    return draft.result()


def _line(node: etree._Element) -> int | None:
    line: object = node.sourceline
    return line if isinstance(line, int) else None


class _Question:
    """One ``<question>`` on its way into the draft."""

    def __init__(self, draft: Draft, node: etree._Element, category: list[str]) -> None:
        self._draft = draft
        self._losses = draft.losses
        self._node = node
        self._category = category
        self._line = _line(node)
        self._id = ""

    # -- texts ------------------------------------------------------------------------------------------------------

    def _words(self, path: str) -> str:
        return (self._node.findtext(path) or "").strip()

    def _raw(self, node: etree._Element | None) -> str:
        """The HTML of a text node, whatever its format, with its files kept."""
        if node is None:
            return ""
        text = node.findtext("text") or ""
        form = node.get("format", "html")
        if form == "plain_text":
            return from_plain(text)
        if form == "markdown":
            return richtext.from_markdown(text)
        if form == "moodle_auto_format":
            text = text.strip().replace("\n", "<br>")
        return files.keep(self._draft, self._id, node, text)

    def _rich(self, node: etree._Element | str | None) -> str:
        node = self._node.find(node) if isinstance(node, str) else node
        return rich(self._raw(node), self._id, self._losses, self._line)

    def _feedbacks(self) -> tuple[str, str]:
        """(for a right answer, for a wrong one); stock phrases are none."""
        said = {}
        for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
            html = self._rich(name)
            said[name] = "" if _STOCK.fullmatch(richtext.plain(html)) else html
        if said["partiallycorrectfeedback"]:
            self._losses.unread(
                self._id, "phản hồi khi đúng một phần", "the feedback for partly right answers", self._line
            )
        return said["correctfeedback"], said["incorrectfeedback"]

    def _no_feedbacks(self) -> None:
        if any(self._feedbacks()):
            self._losses.unread(self._id, "phản hồi chung khi đúng, khi sai", "the overall feedback", self._line)

    # -- the question -----------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Into the draft, or into its losses."""
        kind = self._node.get("type", "")
        name = self._words("name/text")
        question = self._node.find("questiontext")
        text = richtext.clean("" if question is None else question.findtext("text") or "")
        if kind == "description":
            self._id = "intro"
            html = self._rich(question)
            if not self._draft.introduce(html):
                said = one_line(html)[0][:60]
                vi = f"Đoạn mô tả “{said}” đứng giữa các câu hỏi nên không mang sang được."
                self._losses.say("file", vi, f"The description “{said}” between questions is not carried.", self._line)
            return
        self._id = self._draft.claim(self._words("idnumber"), name, text=text)
        reader = _READERS.get(kind)
        if reader is None:
            self._draft.left_out(
                self._id, f"không có loại câu “{kind[:40]}”", f"there is no type “{kind[:40]}”", self._line
            )
            return
        own = reader(self)
        if own is None:
            return
        if name and name != self._id and one_line(text)[0] != name:
            self._losses.title(self._id, name)
        tags = [t.text or "" for t in self._node.iterfind("tags/tag/text")]
        data = {
            "id": self._id,
            **self._common(own),
            **self._draft.labels(self._id, [*tags, *self._category], self._line),
        }
        self._draft.add({**data, **own}, self._line)

    def _common(self, own: Mapping[str, Any]) -> dict[str, Any]:
        hints = [html for node in self._node.iterfind("hint") if (html := self._rich(node))]
        for number in range(2, len(hints) + 1):
            self._losses.unread(self._id, f"gợi ý thứ {number}", f"hint {number}", self._line)
        points = as_number(self._words("defaultgrade") or "1")
        if points is None or not 0 < points <= 1000:
            said = self._words("defaultgrade")[:20]
            self._losses.unread(self._id, f"số điểm {said}", f"the mark {said}", self._line)
            points = 1.0
        penalty = as_number(self._words("penalty") or "0")
        if penalty is None or not any(abs(penalty - usual) < 1e-4 for usual in _PENALTIES):
            said = self._words("penalty")[:20]
            self._losses.unread(self._id, f"mức trừ điểm {said}", f"the penalty {said}", self._line)
        text = {} if "text" in own else {"text": self._rich("questiontext")}
        common = {"hint": hints[0] if hints else "", "explanation": self._rich("generalfeedback")}
        return {**text, **common, "points": weights.whole(points)}

    def _answers(self, *, plain: bool = False) -> list[Weighted]:
        found = []
        for node in self._node.iterfind("answer"):
            fraction = as_number(node.get("fraction", "0")) or 0.0
            text = (node.findtext("text") or "").strip() if plain else self._rich(node)
            found.append(Weighted(text, fraction / 100, self._rich(node.find("feedback"))))
        return found

    def _is(self, path: str, default: bool) -> bool:
        said = self._words(path).lower()
        return default if not said else said in ("1", "true")

    def multichoice(self) -> dict[str, Any] | None:
        """One or several options."""
        self._no_feedbacks()
        own = weights.choices(self._draft, self._id, self._answers(), single=self._is("single", True))
        return None if own is None else {**own, "shuffle": self._is("shuffleanswers", True)}

    def truefalse(self) -> dict[str, Any] | None:
        """True or false."""
        said = {a.text.lower(): a for a in self._answers(plain=True)}
        if set(said) != {"true", "false"}:
            self._draft.left_out(self._id, "câu đúng sai thiếu đáp án", "true and false are not both there", self._line)
            return None
        feedback = {f"feedback_{word}": said[word].feedback for word in ("true", "false")}
        return {"type": "true_false", "answer": said["true"].fraction > said["false"].fraction, **feedback}

    def shortanswer(self) -> dict[str, Any]:
        """A few words."""
        answers = self._answers(plain=True)
        return weights.short_text(self._draft, self._id, answers, case_sensitive=self._is("usecase", False))

    def numerical(self) -> dict[str, Any] | None:
        """A number."""
        answers = []
        for node, answer in zip(self._node.iterfind("answer"), self._answers(plain=True), strict=True):
            value, tolerance = as_number(answer.text), as_number(node.findtext("tolerance") or "0")
            if answer.text != "*" and (value is None or tolerance is None):
                self._draft.left_out(self._id, "đáp án không phải là số", "an answer is no number", self._line)
                return None
            answers.append(Weighted(answer.text, answer.fraction, answer.feedback, value or 0.0, abs(tolerance or 0.0)))
        units = [u for u in self._node.iterfind("units/unit") if (u.findtext("unit_name") or "").strip()]
        for unit in units[1:]:
            said = (unit.findtext("unit_name") or "")[:20]
            self._losses.unread(self._id, f"đơn vị khác “{said}”", f"the other unit “{said}”", self._line)
        name = " ".join((units[0].findtext("unit_name") or "").split()) if units else ""
        return weights.number(self._draft, self._id, answers, unit=name)

    def matching(self) -> dict[str, Any]:
        """Left to right; into groups, where a right side comes twice."""
        self._no_feedbacks()
        pairs: list[tuple[str, str]] = []
        others: list[str] = []
        for node in self._node.iterfind("subquestion"):
            left, right = self._rich(node), from_plain(node.findtext("answer/text") or "")
            if left:
                pairs.append((left, right))
            elif right:
                others.append(right)
        return weights.matching(self._draft, self._id, pairs, others)

    def ordering(self) -> dict[str, Any]:
        """Steps, in the order of their fractions as Moodle exports them."""
        right, wrong = self._feedbacks()
        nodes = list(self._node.iterfind("answer"))
        if any(self._rich(node.find("feedback")) for node in nodes):
            self._losses.unread(self._id, "phản hồi của từng bước", "the feedback of the steps", self._line)
        if (as_number(self._words("selectcount") or "0") or 0) not in (0, len(nodes)):
            self._losses.unread(self._id, "việc chỉ hỏi một số bước", "asking for some of the steps only", self._line)
        steps = [{"id": option_id(n), "text": self._rich(node)} for n, node in enumerate(nodes)]
        scoring = "all_or_nothing" if self._words("gradingtype") in ("-1", "ALL_OR_NOTHING") else "partial"
        own = {"type": "ordering", "steps": steps, "scoring": scoring}
        return {**own, "feedback_right": right, "feedback_wrong": wrong}

    def cloze(self) -> dict[str, Any] | None:
        """Gaps, of embedded answers."""
        html = self._raw(self._node.find("questiontext"))
        body, gaps, unknown = cloze.read(html, self._id, self._losses)
        if unknown or not gaps:
            vi = f"không có loại chỗ trống “{unknown}”" if unknown else "không có chỗ trống nào đọc được"
            en = f"there is no kind of gap “{unknown}”" if unknown else "it has no gap that can be read"
            self._draft.left_out(self._id, vi, en, self._line)
            return None
        return _gaps(body, gaps)

    def gapselect(self) -> dict[str, Any] | None:
        """Gaps with words to choose (``gapselect``) or to drag (``ddwtos``)."""
        self._no_feedbacks()
        words: list[tuple[str, str]] = []
        for node in [*self._node.iterfind("selectoption"), *self._node.iterfind("dragbox")]:
            words.append((richtext.plain(self._rich(node)).strip(), node.findtext("group") or "1"))
        gaps: list[dict[str, Any]] = []

        def gap(match: re.Match[str]) -> str:
            number = int(match[1]) - 1
            if not 0 <= number < len(words):
                return f"[ [{match[1]}]]"
            one = option_id(len(gaps))
            same = [n for n, (_, group) in enumerate(words) if group == words[number][1]]
            options = [
                {"id": option_id(n), "text": words[w][0], "correct": w == number, "feedback": ""}
                for n, w in enumerate(same)
            ]
            gaps.append({"id": one, "mode": "choose", "options": options} | _TOLERANCE)
            return f"[[{one}]]"

        body = re.sub(r"\[\[([0-9]{1,3})\]\]", gap, self._rich("questiontext"))
        return _gaps(body, gaps)


def _gaps(body: str, gaps: list[dict[str, Any]]) -> dict[str, Any]:
    """A first paragraph without a gap is what is asked; else the question is to fill in."""
    text = FILL_IN
    if (first := re.match(r"<p>((?:(?!</p>|\[\[).)*)</p>(?=.)", body, re.DOTALL)) and "[[" in body[first.end() :]:
        text, body = first[1], richtext.clean(body[first.end() :])
    return {"type": "gaps", "text": text, "body": body, "gaps": gaps, "scoring": "partial"}


_TOLERANCE = {"case_sensitive": False, "ignore_diacritics": False}
_READERS: Mapping[str, Callable[[_Question], dict[str, Any] | None]] = {
    "multichoice": _Question.multichoice,
    "multichoiceset": _Question.multichoice,
    "truefalse": _Question.truefalse,
    "shortanswer": _Question.shortanswer,
    "numerical": _Question.numerical,
    "matching": _Question.matching,
    "ordering": _Question.ordering,
    "cloze": _Question.cloze,
    "multianswer": _Question.cloze,
    "gapselect": _Question.gapselect,
    "ddwtos": _Question.gapselect,
}
