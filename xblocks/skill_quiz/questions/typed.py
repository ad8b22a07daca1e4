"""What typed answers share: one line of text, expected ones with a score and feedback, and how words are compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from xblocks.common.findings import Finding, MalformedAnswer

from .choice import without_feedback
from .fields import one_line

#: Characters of a typed answer, at most. The same for all, so that it tells nothing about the right one.
MAX_TYPED = 200


def read_typed(raw: Any) -> str:
    """What was typed, in normal form on one line, 1 to ``MAX_TYPED`` characters. Raises :class:`MalformedAnswer`."""
    if not isinstance(raw, str) or len(raw) > 4 * MAX_TYPED:
        raise MalformedAnswer
    text = one_line(raw)
    if not 0 < len(text) <= MAX_TYPED:
        raise MalformedAnswer
    return text


class Expected(Protocol):
    """An answer that the author foresees; ``score`` is 0..1."""

    @property
    def score(self) -> float: ...

    @property
    def feedback(self) -> str: ...


def check_expected(
    item: str, where: str, answers: Sequence[Expected], forms: Sequence[object], other: str
) -> Iterator[Finding]:
    """What is wrong with foreseen ``answers``. ``forms``: what each compares as, None if it is missing; ``other``: the
    feedback for every other answer."""
    if not any(answer.score == 1 for answer in answers):
        yield Finding(
            "error",
            "no-right-answer",
            where,
            f"Câu “{item}” chưa có đáp án đúng; hãy viết ít nhất một dòng “- [x] …”.",
            f"Question “{item}” has no right answer; write at least one line “- [x] …”.",
        )
    seen: set[object] = set()
    for number, (answer, form) in enumerate(zip(answers, forms, strict=True), start=1):
        path = f"{where}.alternatives.{number}"
        if form is None:
            yield Finding(
                "error",
                "answer-without-text",
                path,
                f"Đáp án thứ {number} của câu “{item}” chưa có nội dung; hãy viết nội dung hoặc xóa nó.",
                f"Answer {number} of question “{item}” is empty; write it or remove it.",
            )
        elif form in seen:
            yield Finding(
                "warning",
                "same-answer-twice",
                path,
                f"Đáp án thứ {number} của câu “{item}” trùng với một đáp án trước; hãy bỏ một trong hai.",
                f"Answer {number} of question “{item}” repeats an earlier one; remove one of them.",
            )
        seen.add(form)
        if not answer.feedback:
            yield without_feedback(path, item, f"đáp án thứ {number}", f"answer {number}")
    if not other:
        yield Finding(
            "warning",
            "option-without-feedback",
            f"{where}.feedback_other",
            f"Câu “{item}” chưa có phản hồi cho câu trả lời ngoài dự kiến; hãy viết “**Câu trả lời khác:** …”.",
            f"Question “{item}” has no feedback for answers that you did not foresee; write “**Other answers:** …”.",
        )


# -- comparing words ------------------------------------------------------------------------------------------------

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STROKE = "\u0335"
_SHAPES = frozenset("\u0302\u0306\u031b" + _STROKE)


class _Word(NamedTuple):
    """A word: its letters, each with the marks it carries, and the tone of a syllable that has exactly one."""

    letters: tuple[tuple[str, frozenset[str]], ...]
    tone: str


Words = tuple[_Word, ...]


def words_of(text: str, *, case_sensitive: bool) -> Words:
    """``text`` as answers are compared: NFC, single spaces, small letters unless ``case_sensitive``, no full stop at
    the end, and wherever the tone of a Vietnamese syllable is written ("hòa", "hoà")."""
    text = one_line(text)
    if not case_sensitive:
        text = one_line(text.casefold())
    text = text.rstrip(".!?… ") or text
    return tuple(_word(word) for word in text.split(" "))


def _word(word: str) -> _Word:
    letters: list[tuple[str, frozenset[str]]] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        if letters and (char in _TONES or char in _SHAPES):
            base, marks = letters[-1]
            letters[-1] = (base, marks | {char})
            if char in _TONES:
                tones.append(char)
        elif char in "đĐ":
            letters.append(("d" if char == "đ" else "D", frozenset({_STROKE})))
        else:
            letters.append((char, frozenset()))
    if len(tones) == 1:
        return _Word(tuple((base, marks - _TONES) for base, marks in letters), tones[0])
    return _Word(tuple(letters), "")


def lacks_marks_only(given: Words, wanted: Words) -> bool:
    """Whether ``given`` is ``wanted`` with none, some or all of its Vietnamese marks left out ("ma xac thưc" for
    "mã xác thực"). A wrong mark is another word ("má") and does not pass."""
    return len(given) == len(wanted) and all(map(_lacks_marks_only, given, wanted))


def _lacks_marks_only(given: _Word, wanted: _Word) -> bool:
    return (
        given.tone in ("", wanted.tone)
        and len(given.letters) == len(wanted.letters)
        and all(g[0] == w[0] and g[1] <= w[1] for g, w in zip(given.letters, wanted.letters, strict=True))
    )


AnswerT = TypeVar("AnswerT")


def find_match(
    typed: str, answers: Sequence[tuple[str, AnswerT]], *, case_sensitive: bool, ignore_diacritics: bool
) -> AnswerT | None:
    """The first of ``answers`` (text, whatever belongs to it) that ``typed`` says; one that it says to the letter goes
    before one that it says without marks, so that an author may answer missing marks apart."""
    given = words_of(typed, case_sensitive=case_sensitive)
    wanted = [(words_of(text, case_sensitive=case_sensitive), answer) for text, answer in answers]
    for words, answer in wanted:
        if words == given:
            return answer
    if ignore_diacritics:
        for words, answer in wanted:
            if lacks_marks_only(given, words):
                return answer
    return None
