"""Cells that a spreadsheet takes for text, whatever somebody wrote into a name."""

from __future__ import annotations

import re

#: A cell that begins with one of these may be run as a formula (OWASP, "CSV Injection").
STARTERS = ("=", "+", "-", "@", "\t", "\r")
#: A leading zero would be lost, more than nine digits shown in scientific form: identity and phone numbers.
LONG_NUMBER = re.compile(r"0\d+|\d{10,}")
#: Where a spreadsheet set to another separator (Vietnamese: the semicolon) begins a new cell inside one of ours.
_INSIDE = re.compile(r"([;\t\r\n][\s\"]*)(?='*[=+\-@])")
_GUARDED = re.compile(r"([;\t\r\n][\s\"]*)'(?='*[=+\-@])")


def text(value: str) -> str:
    """``value`` as a cell of text: a leading ``'`` is put before formula starters, and before digit strings that a
    spreadsheet would spoil (a leading zero lost, more than nine digits in scientific form: identity and phone numbers).
    Also inside the value, where a semicolon, a TAB or a line end stands before a formula starter: some spreadsheets cut
    a row there.

    NUL and other control characters but TAB and line ends are dropped: they cut cells short in some programs. Where
    ``'`` stands already there is one more, so that :func:`plain` gives every value back.
    """
    clean = "".join(c for c in value if c >= " " or c in "\t\r\n")
    clean = _INSIDE.sub(r"\1'", clean.replace("\x7f", ""))
    if clean.startswith((*STARTERS, "'")) or LONG_NUMBER.fullmatch(clean) or clean.lstrip().startswith(STARTERS):
        return "'" + clean
    return clean


def plain(cell: str) -> str:
    """The value of a guarded cell, for programs that read the file back. A leading ``'`` that guards nothing is a sign
    of the value: people write quotation marks, and files of other programs know no guard."""
    value = _GUARDED.sub(r"\1", cell.removeprefix("'"))
    return f"'{value}" if cell.startswith("'") and not text(value).startswith("'") else value
