"""Numbers as people write them: 1.500.000,5 in Vietnamese, 1,500,000.5 in English, 1 500 000 in both."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2212": "-"})
_PARTS = frozenset("0123456789.,+- ")
_SPACED = re.compile(r"([0-9]{1,3}(?: [0-9]{3})+)(?:[.,]([0-9]+))?")
_MIXED = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)|([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)")
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]{1,3}(?:,[0-9]{3}){2,}")
_PLAIN = re.compile(r"([0-9]*)[.,]([0-9]+)|([0-9]+)")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


def readings(text: str, unit: str = "") -> tuple[Decimal, ...]:
    """The numbers that ``text`` may mean: none if it is no number, two for "1.500" or "1,500", which say 1500 to some
    readers and 1.5 to others; else one. ``unit`` may stand before or after the number."""
    text = "".join(_digit(char) for char in text.translate(_SPACES)).strip().casefold()
    unit = unit.translate(_SPACES).strip().casefold()
    if unit and unit[0] not in _PARTS and text.endswith(unit):
        text = text.removesuffix(unit).rstrip()
    elif unit and unit[-1] not in _PARTS and text.startswith(unit):
        text = text.removeprefix(unit).lstrip()
    sign = "-" if text.startswith("-") else ""
    text = (text[1:] if text[:1] in ("-", "+") else text).strip(" ")
    return tuple(Decimal(sign + one) for one in _unsigned(text))


def _digit(char: str) -> str:
    """The ASCII digit of a decimal digit of any script."""
    return str(unicodedata.decimal(char)) if unicodedata.category(char) == "Nd" else char


def _unsigned(text: str) -> tuple[str, ...]:
    if spaced := _SPACED.fullmatch(text):
        return (f"{spaced[1].replace(' ', '')}.{spaced[2] or 0}",)
    if mixed := _MIXED.fullmatch(text):
        whole, part = (mixed[1], mixed[2]) if mixed[1] else (mixed[3], mixed[4])
        return (f"{_joined(whole)}.{part}",)
    if _GROUPED.fullmatch(text):
        return (_joined(text),)
    if plain := _PLAIN.fullmatch(text):
        decimal = plain[3] or f"{plain[1] or 0}.{plain[2]}"
        return (decimal, _joined(text)) if _THOUSANDS.fullmatch(text) else (decimal,)
    return ()


def _joined(digits: str) -> str:
    return digits.replace(".", "").replace(",", "")


def exact(value: float) -> Decimal:
    """The decimal number that ``value`` is written as: 0.1 is one tenth."""
    return Decimal(str(value))


def write_number(value: float) -> str:
    """``value`` with a decimal comma and without separators, never ambiguous: ``readings`` of it is that number."""
    text = format(exact(value), "f").replace(".", ",")
    if "," in text:
        text = text.rstrip("0").rstrip(",")
    # "1,125" may be read as 1125; "1,1250" may not.
    return f"{text}0" if _THOUSANDS.fullmatch(text.removeprefix("-")) else text
