"""What the formats of other programs share: results, loss reports, ids made from words, plain text and rich text.

A format is a module with ``read(data: bytes) -> ReadResult`` and ``write(quiz) -> tuple[bytes, tuple[Finding, ...]]``.
Neither raises on any input. What a format cannot carry is never dropped in silence: it is a *loss*, a
:class:`Finding` of severity ``warning`` and code ``not-carried`` that names the thing and its question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from xblocks.common import richtext
from xblocks.common.findings import FILE_INSIDE, Finding, has_errors

from ..model import MAX_BYTES, SCHEMA, Quiz, is_slug, read_quiz
from ..questions import REGISTRY
from ..questions.fields import COMPETENCY, Fields, shown
from .called import type_called

NOT_CARRIED = "not-carried"
#: A title such as “Question 7” or “ChoiceInteraction” says nothing; an id is made of the question's words instead.
_EMPTY_TITLE = re.compile(r"(?:q|question|cau|cau-hoi|item|mcq|tf|bai|quiz|[a-z-]{0,30}interaction)?-?[0-9-]*")
#: How a fault is mended in Markdown: no help to the author of a table, or of another program's file.
_NOTATION = re.compile(r"; [^“;]*“(?:- \[|> |\*\*)[^;]*$")


@dataclass(frozen=True)
class ReadResult:
    """``quiz`` is None if there is an error among the ``findings``. ``losses`` says what the file had and the quiz has
    not. ``media`` holds embedded files by name, for a caller that can put them under ``/static/``; ``settings`` holds
    what a file says about the block (Markdown only)."""

    quiz: Quiz | None
    findings: tuple[Finding, ...] = ()
    losses: tuple[Finding, ...] = ()
    media: Mapping[str, bytes] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


class Losses:
    """A loss report in the making. Saying the same twice is saying it once."""

    def __init__(self) -> None:
        self._found: dict[Finding, None] = {}

    def say(self, where: str, vi: str, en: str, line: int | None = None) -> None:
        """A whole sentence about ``where``."""
        self._found.setdefault(Finding("warning", NOT_CARRIED, where, vi, en, line))

    def item(self, item_id: str, vi: str, en: str, line: int | None = None) -> None:
        """A sentence about a question; ``vi`` and ``en`` go on after its name, without a full stop."""
        self.say(f"items.{item_id}", f"Câu “{item_id}”: {vi}.", f"Question “{item_id}”: {en}.", line)

    def unwritten(self, item_id: str, vi: str, en: str) -> None:
        """``vi`` and ``en`` name something of a question that the format has no place for."""
        self.item(item_id, f"{vi} không ghi được vào định dạng này", f"{en} cannot be written in this format")

    def unread(self, item_id: str, vi: str, en: str, line: int | None = None) -> None:
        """``vi`` and ``en`` name something of a question that the quiz has no place for."""
        self.item(item_id, f"{vi} không mang sang được", f"{en} could not be carried over", line)

    def title(self, item_id: str, title: str) -> None:
        """A question had a name of its own; here it has an id only."""
        said = shown(title)
        self.item(item_id, f"tên riêng “{said}” được thay bằng mã", f"the name “{said}” is replaced by the id")

    def category(self, name: str, kept: Sequence[str], line: int | None = None) -> None:
        """A category was met; its last part is kept as a tag, or nothing of it."""
        said, tag = shown(name), slug_of(" ".join(kept))
        vi = f"các câu trong đó mang nhãn “{tag}”" if tag else "các câu trong đó không mang nhãn nào"
        en = f"its questions have the tag “{tag}”" if tag else "its questions have no tag"
        self.say("category", f"Danh mục “{said}” không có ở đây; {vi}.", f"No category “{said}” here; {en}.", line)

    def report(self) -> tuple[Finding, ...]:
        """Every loss, once, in the order in which it was met."""
        return tuple(self._found)


# -- reading --------------------------------------------------------------------------------------------------------


class Draft:
    """Questions as they come out of a foreign file, on their way to a valid :class:`Quiz`.

    ``strict``: a question that would be invalid is an error, for files that people write by hand; else it is left out
    and reported as a loss, for files that a program has written and nobody can mend.
    """

    def __init__(self, *, strict: bool) -> None:
        self.losses = Losses()
        self.findings: list[Finding] = []
        self.media: dict[str, bytes] = {}
        self._strict = strict
        self._items: list[dict[str, Any]] = []
        self._intro: list[str] = []
        self._ids: set[str] = set()
        self._lines: dict[str, int] = {}
        self._cells: dict[str, str] = {}
        self._refused = False

    def error(self, code: str, where: str, vi: str, en: str, line: int | None = None) -> None:
        """An error in the file; there will be no quiz."""
        self.findings.append(Finding("error", code, where, vi, en, line))

    def claim(self, given: str, *titles: str, text: str = "") -> str:
        """A free id: ``given`` if it is one, else the first of ``given`` and ``titles`` that says something, else the
        first words of ``text`` (rich)."""
        slugs = [slug_of(title) for title in (given, *titles)]
        wanted = given if is_slug(given) else next((s for s in slugs if s and not _EMPTY_TITLE.fullmatch(s)), "")
        wanted = wanted or slug_of(" ".join(richtext.plain(text[:4000]).split()[:10]), 40) or "cau"
        one, number = wanted, 1
        while one in self._ids:
            number += 1
            one = f"{wanted[:58]}-{number}"
        self._ids.add(one)
        return one

    def introduce(self, html: str) -> bool:
        """Take a text that is no question as (part of) the introduction; False once there are questions."""
        if self._items or self._refused:
            return False
        if html:
            self._intro.append(html)
        return True

    def labels(self, item_id: str, words: Iterable[str], line: int | None = None) -> dict[str, list[str]]:
        """``competencies`` and ``tags`` from free labels; a label that has to change is reported."""
        competencies: dict[str, None] = {}
        tags: dict[str, None] = {}
        for word in words:
            word = " ".join(word.split())
            if COMPETENCY.fullmatch(word):
                competencies[word] = None
            elif word:
                tag = word if is_slug(word) else slug_of(word)
                if tag:
                    tags[tag] = None
                if tag != word:
                    said = shown(word)
                    vi = f"nhãn “{said}” được ghi là “{tag}”" if tag else f"nhãn “{said}” không có chữ cái nên bị bỏ"
                    en = f"the tag “{said}” is written “{tag}”" if tag else f"the tag “{said}” has no letter; left out"
                    self.losses.item(item_id, vi, en, line)
        return {"competencies": list(competencies), "tags": list(tags)}

    def add(
        self,
        data: dict[str, Any],
        line: int | None = None,
        *,
        lines: Mapping[str, int] | None = None,
        cells: Mapping[str, str] | None = None,
    ) -> None:
        """Take a question, as JSON with a claimed id. ``lines`` and ``cells``: path inside the item -> where in the
        file ("" is the question itself)."""
        item_id = data["id"]
        where = f"items.{item_id}"
        self._lines.update({_path(where, path): place for path, place in (lines or {}).items()})
        self._cells.update({_path(where, path): place for path, place in (cells or {}).items()})
        if line is not None:
            self._lines.setdefault(where, line)
        kind = REGISTRY.get(data["type"])
        if kind is None:
            self._refused = True
            self.losses.unread(item_id, *type_called(data["type"]), line)
            return
        found: list[Finding] = []
        item = kind.load_fields(Fields(data, where, found))
        if not has_errors(found):
            found.extend(kind.check(item))
        errors = [f for f in found if f.severity == "error"]
        if not errors:
            self._items.append(data)
        elif self._strict:
            self.findings.extend(self._placed(f) for f in errors)
        else:
            self._refused = True
            vi, en = (_NOTATION.sub(".", said).rstrip(".") for said in (errors[0].vi, errors[0].en))
            self.losses.item(item_id, f"cả câu bị bỏ vì không dùng được: {vi}", f"left out as unusable: {en}", line)

    def keep(self, item_id: str, name: str, data: bytes) -> str:
        """Keep a file that a question carries in itself; its name under ``/static/``. That it has to be put there is
        a finding ``file-inside``."""
        name = re.sub(r"[^A-Za-z0-9._-]+", "_", name).strip("._") or "tep"
        stem, dot, ending = name.rpartition(".")
        number, one = 1, name
        while self.media.get(one, data) != data:
            number += 1
            one = f"{stem}-{number}{dot}{ending}"
        self.media[one] = data
        self.findings.append(
            Finding(
                "warning",
                FILE_INSIDE,
                f"items.{item_id}",
                f"Câu “{item_id}”: tệp “{one}” nằm trong tệp nhập; hãy tải nó lên mục Tệp của khóa học.",
                f"Question “{item_id}”: the file “{one}” is inside the imported file; upload it to the files of the "
                "course.",
            )
        )
        return one

    def left_out(self, item_id: str, vi: str, en: str, line: int | None = None) -> None:
        """A whole question that cannot be carried; ``vi`` and ``en`` say why."""
        self._refused = True
        self.losses.item(item_id, f"cả câu không mang sang được, vì {vi}", f"not carried over, because {en}", line)

    def result(self) -> ReadResult:
        """The quiz, if there is no error and at least one question."""
        if not self._items and not has_errors(self.findings):
            self.error(
                "no-questions",
                "quiz",
                "Không tìm thấy câu hỏi nào mang sang được trong tệp này; hãy kiểm tra định dạng tệp.",
                "No question that could be carried over was found in this file; check its format.",
            )
        quiz = None
        if not has_errors(self.findings):
            intro = "".join(f"<p>{part}</p>" for part in self._intro) if len(self._intro) > 1 else "".join(self._intro)
            quiz, found = read_quiz({"schema": SCHEMA, "intro": intro, "items": self._items})
            self.findings.extend(self._placed(f) for f in found)
        findings = tuple(dict.fromkeys(sorted(self.findings, key=lambda f: f.line or 0)))
        return ReadResult(quiz, findings, self.losses.report(), self.media)

    def _placed(self, finding: Finding) -> Finding:
        """``finding`` with its line, and with its cell in front of the sentence; no advice for another notation."""
        finding = replace(finding, vi=_NOTATION.sub(".", finding.vi), en=_NOTATION.sub(".", finding.en))
        if cell := _nearest(finding.where, self._cells):
            vi, en = f"Ô {cell}: {finding.vi}", f"Cell {cell}: {finding.en}"
            finding = replace(finding, where=cell, vi=vi, en=en, line=int(re.sub(r"\D", "", cell) or 0) or None)
        if finding.line is None:
            finding = replace(finding, line=_nearest(finding.where, self._lines))
        return finding


def _path(where: str, path: str) -> str:
    return f"{where}.{path}" if path else where


def _nearest(where: str, places: Mapping[str, Any]) -> Any:
    while where and where not in places:
        where = where.rpartition(".")[0]
    return places.get(where)


def refused(code: str, where: str, vi: str, en: str, line: int | None = None) -> ReadResult:
    """No quiz, for one reason."""
    return ReadResult(None, (Finding("error", code, where, vi, en, line),))


def decode(data: bytes) -> str | ReadResult:
    """The text of a file, with line ends ``\\n``: UTF-8, or UTF-16 with its mark; else why it cannot be read."""
    if len(data) > MAX_BYTES:
        return refused(
            "too-large",
            "file",
            "Tệp lớn hơn 4 MB nên không được đọc; hãy chia nhỏ tệp.",
            "The file is larger than 4 MB and was not read; split it.",
        )
    try:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        return refused(
            "not-utf-8",
            "file",
            f"Dòng {line} có ký tự không thuộc bảng mã UTF-8; hãy lưu lại tệp với bảng mã UTF-8.",
            f"Line {line} has a character that is not UTF-8; save the file again with the encoding UTF-8.",
            line,
        )
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")


# -- words ----------------------------------------------------------------------------------------------------------


def slug_of(words: str, limit: int = 60) -> str:
    """``words`` as an id: small letters without accents, digits, hyphens, cut after a word; "" if nothing is left."""
    letters = unicodedata.normalize("NFD", words[:400].casefold().replace("đ", "d"))
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    if len(slug) > limit:
        slug = slug[:limit].rpartition("-")[0] or slug[:limit]
    return slug.strip("-")


def is_empty_category(name: str) -> bool:
    """Whether the name of a category says nothing about its questions: Moodle makes one of these in every course."""
    return bool(re.fullmatch(r"(?:\$.*|top|)|(?:default for|mặc định cho|mặc định của) .*", name.casefold().strip()))


def is_empty_title(title: str) -> bool:
    """Whether a title is only a number, or a word for a question with a number."""
    return bool(_EMPTY_TITLE.fullmatch(slug_of(title)))


def option_id(position: int) -> str:
    """The id of the part at ``position`` (from 0): a … z, then aa, ab …"""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(97 + rest) + letters
    return letters


def from_plain(text: str) -> str:
    """Rich text that shows ``text`` as it is; line ends are breaks."""
    return richtext.clean(escape(text.strip(), quote=False).replace("\n", "<br>"))


def one_line(html: str) -> tuple[str, bool]:
    """The words of ``html`` on one line, and whether that is all that ``html`` says."""
    text = " ".join(richtext.plain(html).split())
    return text, from_plain(text) == html


def beginning(words: str, limit: int = 40) -> str:
    """The first of ``words``, in quotation marks, for a sentence about them; cut between words, never through one."""
    words = words.replace("“", "").replace("”", "")
    if len(words) > limit:
        head, _, rest = words[: limit + 1].rpartition(" ")
        words = (head or rest[:limit]) + "…"
    return f"“{words}”"


_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,20})\b")
_KEPT = re.compile(r"p|br|strong|b|em|i|code|a|img|ul|ol|li|blockquote|span|div|pre|html|body|section|font|u|h[1-6]")


def rich(html: str, item_id: str, losses: Losses, line: int | None = None) -> str:
    """``html`` cleaned. Elements and pictures that do not survive are reported as losses of the question."""
    cleaned = richtext.clean(html)
    if "<" not in html:
        return cleaned
    names = dict.fromkeys(m[1].lower() for m in _TAG.finditer(html))
    if gone := ", ".join(f"<{name}>" for name in names if not _KEPT.fullmatch(name)):
        losses.item(
            item_id, f"không giữ được {gone}, chỉ còn chữ nếu có", f"{gone} could not be kept, only its words", line
        )
    missing = len(re.findall(r"<img\b", html, re.IGNORECASE)) - cleaned.count("<img ")
    if "img" in names and missing > 0:
        losses.item(
            item_id,
            f"{missing} ảnh bị bỏ vì địa chỉ không phải https: hay /static/",
            f"{missing} picture(s) left out: the address is neither https: nor /static/",
            line,
        )
    return cleaned


def as_number(text: str) -> float | None:
    """A number written with comma or point, or None."""
    text = text.strip().replace("\u2212", "-").replace(",", ".")
    if re.fullmatch(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?", text):
        return float(text)
    return None


# -- writing --------------------------------------------------------------------------------------------------------

_PART_WORDS = {
    "hint": ("gợi ý", "the hint"),
    "explanation": ("giải thích", "the explanation"),
    "points": ("số điểm", "the points"),
    "competencies": ("năng lực", "the competencies"),
    "tags": ("nhãn", "the tags"),
    "audio": ("tệp âm thanh", "the recording"),
    "shuffle": ("việc giữ nguyên thứ tự lựa chọn", "keeping the options in order"),
}
_DEFAULTS = {"points": 1, "shuffle": True}
_STATIC = re.compile(r'src="(/static/[^"]*)"')


def report_quiz(quiz: Quiz, losses: Losses, carried: Sequence[str] = ()) -> None:
    """Losses of the quiz as a whole; ``carried`` names what the format does hold (``intro``, ``pools``, ``facts``)."""
    if quiz.intro and "intro" not in carried:
        losses.say(
            "intro",
            "Phần giới thiệu không ghi được vào định dạng này.",
            "The introduction cannot be written in this format.",
        )
    for name, rows, vi, en in (
        ("pools", quiz.pools, "Nhóm rút câu", "The pool"),
        ("facts", quiz.facts, "Dữ kiện", "The fact"),
    ):
        if name not in carried:
            for row in rows:
                losses.say(
                    f"{name}.{row.id}",
                    f"{vi} “{row.id}” không ghi được vào định dạng này.",
                    f"{en} “{row.id}” cannot be written in this format.",
                )


def report_item(data: Mapping[str, Any], losses: Losses, carried: Sequence[str]) -> None:
    """Losses of the parts that every question has; ``carried`` names those that the format does hold."""
    for name, (vi, en) in _PART_WORDS.items():
        if name in carried or name not in data:
            continue
        if data[name] != _DEFAULTS.get(name) and (data[name] or name in _DEFAULTS):
            losses.unwritten(data["id"], vi, en)
    if "option ids" not in carried and _has_own_ids(data):
        losses.unwritten(data["id"], "mã riêng của các phần (lựa chọn, bước, cặp …)", "the ids of its parts")


#: Lists of parts whose ids a reader gives again by position; the second list goes on where the first ends.
_PARTS = (("options",), ("pairs", "distractors"), ("steps",), ("groups",), ("things",), ("gaps",), ("parts",))


def _has_own_ids(data: Mapping[str, Any]) -> bool:
    for names in _PARTS:
        ids = [row["id"] for name in names for row in data.get(name, ()) if isinstance(row, Mapping)]
        if ids != [option_id(n) for n in range(len(ids))]:
            return True
        if "gaps" in names and any(_has_own_ids({"options": gap["options"]}) for gap in data.get("gaps", ())):
            return True
    return False


def report_pictures(text: str, losses: Losses) -> None:
    """Pictures under ``/static/`` named in ``text`` (any HTML) stay behind: a format holds their address only."""
    for address in dict.fromkeys(_STATIC.findall(text)):
        losses.say(
            "media",
            f"Tệp ảnh “{address}” không nằm trong tệp xuất ra; hãy tự tải ảnh lên nơi nhận.",
            f"The picture “{address}” is not in the exported file; upload it at the destination yourself.",
        )
