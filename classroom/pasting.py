"""A list of people as it comes from a spreadsheet: what is a name, what a user name, what a unit."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from classroom.search import fold

MOST_LINES = 2000
SEPARATORS = "\t;,"
_is_username = UnicodeUsernameValidator()

HEADERS = {
    "number": "stt|tt|so tt|so thu tu|no|no.|#|number",
    "name": "ho va ten|ho ten|hoten|ho & ten|ten hoc vien|hoc vien|ten nguoi dung|full name|fullname|name",
    "family": "ho|ho dem|ho va dem|ho lot|ho va ten dem|ho va chu dem|ho va ten lot|surname|last name|family name",
    "given": "ten|first name|given name",
    "username": "ten dang nhap|tai khoan|ten tai khoan|username|user name|user|login|account",
    "unit": "don vi|co quan|phong|phong ban|xa|phuong|thon|ap|to|nhom|nhom lop|lop|unit|group|office|department",
}
"""What the head of a column says, folded (no diacritics, small letters), and what the column holds."""
_KINDS = {word: kind for kind, words in HEADERS.items() for word in words.split("|")}


@dataclass(frozen=True, slots=True)
class Person:
    """One line. ``unit`` is empty where there is none."""

    name: str
    username: str
    unit: str = ""


@dataclass(slots=True)
class Pasted:
    """What was understood. ``wrong``: one sentence each; then nobody should be made. ``ignored``: heads of columns
    that hold nothing we keep."""

    people: list[Person] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def username_from(name: str, taken: set[str]) -> str:
    """``lan.nguyen`` from “Nguyễn Thị Lan”; with a number if taken. ``taken`` holds lower-case names."""
    words = [word for word in re.split(r"[^a-z0-9]+", fold(name)) if word]
    base = ".".join([words[-1], words[0]] if len(words) > 1 else words) or "hocvien"
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}{number}"
    return found


def read_people(text: str) -> Pasted:
    """People of a pasted list: one a line, cells separated by tabs, semicolons or commas; a head line and a column of
    running numbers are understood. User names are checked against the accounts that are there (one query)."""
    rows = list(_rows(text))
    if len(rows) > MOST_LINES + 1:
        return Pasted(wrong=[_("Please paste at most %(most)d people at once.") % {"most": MOST_LINES}])
    found = Pasted()
    if rows and (kinds := _head(rows[0][1])):
        found.ignored = [cell for cell, kind in zip(rows[0][1], kinds, strict=True) if cell and not kind]
        rows = rows[1:]
        if not {"name", "family", "given"} & set(kinds):
            found.wrong.append(_("The head line names no column “Full name”. Add one, or leave the head line out."))
            return found
    else:
        rows = [(number, _without_number(cells)) for number, cells in rows]
        kinds = ["name", "username", "unit"]
        if sentence := _unsure(rows):
            found.wrong.append(sentence)
            return found
    taken = {name.lower() for name in get_user_model()._default_manager.values_list("username", flat=True)}
    asked = {cell.lower() for _n, cells in rows for cell, kind in zip(cells, kinds, strict=False) if kind == "username"}
    for number, cells in rows:
        _person(number, cells, kinds, taken, asked, found)
    return found


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the line, cells) of the lines that hold something; quotes as in CSV."""
    for number, line in enumerate(text.replace("\ufeff", "").splitlines(), start=1):
        if not line.strip(" \t;,\xa0"):
            continue
        separator = next((mark for mark in SEPARATORS if mark in line), "\t")
        try:
            cells = next(csv.reader([line], delimiter=separator))
        except csv.Error:
            cells = line.split(separator)
        cells = [" ".join(cell.split()) for cell in cells]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _head(cells: list[str]) -> list[str]:
    """What each column holds ("" for nothing we keep), if the line is a head line; else nothing."""
    kinds = [_KINDS.get(" ".join(re.sub(r"\(.*?\)|[*:]", " ", fold(cell)).split()), "") for cell in cells]
    known = [kind for kind in kinds if kind]
    whole = len(known) == len([cell for cell in cells if cell])
    if not known or not (whole or len(known) > 1 or {"name", "username", "number"} & set(known)):
        return []
    seen: set[str] = set()
    for at, kind in enumerate(kinds):
        kinds[at] = "" if kind in seen else kind
        seen.add(kind)
    return kinds


def _without_number(cells: list[str]) -> list[str]:
    """Without empty cells and a running number before the name: nobody is called 12."""
    while len(cells) > 1 and re.fullmatch(r"\d{0,6}\.?\)?", cells[0]):
        cells = cells[1:]
    return cells


def _unsure(rows: list[tuple[int, list[str]]]) -> str:
    """A sentence when it cannot be told what the columns hold; else nothing."""
    second = [cells[1] for _number, cells in rows if len(cells) > 1 and cells[1]]
    most = Counter(cell.lower() for cell in second).most_common(1)
    none_fits = len(second) > 1 and not any(_fits(cell) for cell in second)
    if any(len(cells) > 3 for _number, cells in rows) or none_fits or (most and most[0][1] > 1):
        return _(
            "We are not sure what each column holds. Put a head line on top, such as: Full name; User name; Unit. "
            "A column that you do not have may be left out."
        )
    return ""


def _fits(username: str) -> bool:
    try:
        _is_username(username)
    except ValidationError:
        return False
    return len(username) <= 150


def _person(number: int, cells: list[str], kinds: list[str], taken: set[str], asked: set[str], found: Pasted) -> None:
    held = {kind: cell for kind, cell in zip(kinds, cells, strict=False) if kind}
    name = held.get("name") or " ".join(part for part in (held.get("family"), held.get("given")) if part)
    username, unit = held.get("username", ""), held.get("unit", "")
    if not name or len(name) > 255 or len(unit) > 255 or name.isdecimal():
        found.wrong.append(_("Line %(number)d: write the full name, a semicolon, the user name.") % {"number": number})
        return
    if not username:
        username = username_from(name, taken | asked)
    elif not _fits(username):
        found.wrong.append(
            _("Line %(number)d: “%(name)s” cannot be a user name; use letters, digits and @ . + - _ only.")
            % {"number": number, "name": username[:60]}
        )
        return
    if username.lower() in taken:
        found.wrong.append(
            _("Line %(number)d: the user name “%(name)s” is taken.") % {"number": number, "name": username}
        )
        return
    taken.add(username.lower())
    found.people.append(Person(name, username, unit))
