"""Places in a scenario by the author's own words: the title of a scene, the text of a choice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from course_export.says import FileFinding

_HEADING = re.compile(r"##[ \t]+([^\s:]+)[ \t]*(?::[ \t]*(.*))?")
_CHOICE = re.compile(r"[-*+] (.+?)[ \t]*(?:→|->|⇒|=>)[^→⇒>]*")
_MESSAGE = re.compile(r">[ \t]?(.+)")
_SETTING = re.compile(r"(?:- )?([^\s:>#*-][^:]{0,40}?)[ \t]*:(?:[ \t].*)?")
_LONGEST = 60


def line_of(where: str, lines: Mapping[str, int]) -> int | None:
    """The line of the place ``where``, or of the nearest place around it; None if there is none."""
    place = where.removeprefix("story.")
    while place and place not in lines:
        place = place.rpartition(".")[0]
    return lines.get(place)


def in_words(finding: FileFinding, lines: Mapping[str, int], rows: Sequence[str]) -> FileFinding:
    """``finding`` about a scenario with the words of its author for the place, in its sentences as well.

    ``lines``: place (``scenes.goi.choices.a``) -> its line; ``rows``: the lines of the text.
    """
    where = finding.where.removeprefix("story.")
    steps = where.split(".")
    if steps[0] not in ("scenes", "triage") or len(steps) < 2:
        return finding
    names: list[str] = []
    for depth in range(2, len(steps) + 1):
        number = lines.get(".".join(steps[:depth]))
        words = _words(rows[number - 1]) if number is not None and number <= len(rows) else ""
        if words and words not in names[-1:]:
            names.append(words)
    if not names:
        return finding
    spoken = " › ".join(names)
    vi, en = finding.vi.replace(finding.where, spoken), finding.en.replace(finding.where, spoken)
    return replace(finding, where=spoken, vi=vi, en=en)


def _words(row: str) -> str:
    row = row.strip()
    if match := _HEADING.fullmatch(row):
        words = match[2] or match[1]
    elif match := _CHOICE.fullmatch(row) or _MESSAGE.fullmatch(row):
        words = re.sub(r"\[([^\[\]]*)\]\([^)]*\)", r"\1", match[1]).replace("*", "")
    elif match := _SETTING.fullmatch(row):
        words = match[1]
    else:
        return ""
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + "…"
