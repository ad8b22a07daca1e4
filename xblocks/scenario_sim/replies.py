"""What a typed answer means. Authors write plain words and phrases; nothing of theirs is ever a regular expression.

A phrase fits where its words stand in the text one after the other, as whole words, whatever the case and, if the
author wants so, whatever the accents. The text itself is not kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from xblocks.common.findings import MalformedAnswer, PlayError

if TYPE_CHECKING:
    from .story import Choice, Input, Reply

#: Characters that may be typed.
MAX_TYPED: Final = 300
_WORD = re.compile(r"\w+")
#: The accents of Latin letters. Vowel signs of other scripts (Khmer …) are letters of their own and stay.
_ACCENTS = re.compile("[\u0300-\u036f]")


class NothingTyped(PlayError):
    """Only white space was typed."""

    def __init__(self) -> None:
        super().__init__(
            "empty-reply",
            "Bạn chưa viết gì. Hãy viết vài chữ rồi gửi lại nhé.",
            "You have not written anything. Write a few words, then send again.",
        )


class TypedTooMuch(PlayError):
    """More than ``MAX_TYPED`` characters."""

    def __init__(self) -> None:
        super().__init__(
            "reply-too-long",
            f"Câu trả lời dài quá {MAX_TYPED} ký tự. Hãy viết ngắn lại rồi gửi nhé.",
            f"The reply is longer than {MAX_TYPED} characters. Shorten it, then send again.",
        )


def tokens(text: str, ignore_diacritics: bool) -> tuple[str, ...]:
    """The words of ``text`` as they are compared: NFC, without case, without accents if so wanted (đ is d then)."""
    text = unicodedata.normalize("NFC", text).casefold()
    if ignore_diacritics:
        text = _ACCENTS.sub("", unicodedata.normalize("NFD", text)).replace("đ", "d")
    return tuple(_WORD.findall(unicodedata.normalize("NFC", text)))


def holds(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Whether ``phrase`` stands in ``words``, word after word."""
    size = len(phrase)
    return bool(size) and any(words[at : at + size] == phrase for at in range(len(words) - size + 1))


def checked(typed: object) -> str:
    """``typed`` if it is a text that may be sent. Raises ``MalformedAnswer``, ``NothingTyped``, ``TypedTooMuch``."""
    if not isinstance(typed, str):
        raise MalformedAnswer
    if not typed.strip():
        raise NothingTyped
    if len(unicodedata.normalize("NFC", typed)) > MAX_TYPED or len(typed) > 4 * MAX_TYPED:
        raise TypedTooMuch
    return typed


def meaning(asked: Input, open_replies: Iterable[Reply], typed: str) -> Choice | None:
    """The way of the first of ``open_replies`` that fits ``typed``, else the fallback."""
    words = tokens(typed, asked.ignore_diacritics)
    for reply in open_replies:
        if any(holds(words, tokens(pattern, asked.ignore_diacritics)) for pattern in reply.patterns):
            return reply.way
    return asked.fallback
