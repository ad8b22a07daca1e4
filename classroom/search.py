"""Finding and ordering people by Vietnamese names, with or without diacritics."""

from __future__ import annotations

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def fold(text: str) -> str:
    """Lower case without diacritics; đ becomes d. ``fold("Nguyễn Đức")`` is ``"nguyen duc"``."""
    decomposed = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    # Composed again: letters of other scripts (Hangul) come apart in NFD without any diacritic.
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def matches(query: str, *texts: str) -> bool:
    """True if every word of ``query`` is in one of ``texts``; diacritics count only where the query has them."""
    plain = [unicodedata.normalize("NFC", text).casefold() for text in texts]
    folded = [fold(text) for text in texts]
    for word in unicodedata.normalize("NFC", query).casefold().split():
        where = plain if fold(word) != word else folded
        if not any(word in text for text in where):
            return False
    return True


def _syllable(word: str) -> tuple[tuple[int, ...], int]:
    """Letters in the order of the Vietnamese alphabet; the tone decides only between the same letters."""
    tone = 0
    kept = []
    for letter in unicodedata.normalize("NFD", word.casefold()):
        if letter in _TONES:
            tone = _TONES[letter]
        else:
            kept.append(letter)
    letters = unicodedata.normalize("NFC", "".join(kept))
    return tuple(_ALPHABET.index(c) if c in _ALPHABET else 100 + ord(c) for c in letters), tone


def name_key(name: str) -> tuple[object, ...]:
    """Sort key of a Vietnamese name: by given name (the last word), then by the rest."""
    words = name.split()
    return tuple(_syllable(word) for word in [*words[-1:], *words[:-1]])
