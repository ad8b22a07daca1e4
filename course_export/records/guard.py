"""Cells that a spreadsheet takes for text, whatever somebody wrote into a name."""

from __future__ import annotations

import re

#: A cell that begins with one of these may be run as a formula (OWASP, "CSV Injection").
STARTERS = ("=", "+", "-", "@", "\t", "\r")
_LONG_NUMBER = re.compile(r"0\d+|\d{10,}")


def text(value: str) -> str:
    """``value`` as a cell of text: a leading ``'`` is put before formula starters, and before digit strings that a
    spreadsheet would spoil (a leading zero lost, more than nine digits in scientific form: identity and phone numbers).

    NUL and other control characters but TAB and line ends are dropped: they cut cells short in some programs. A value
    that
    already begins with ``'`` gets one more, so that :func:`plain` gives every value back.
    """
    clean = "".join(c for c in value if c >= " " or c in "\t\r\n")
    clean = clean.replace("\x7f", "")
    if clean.startswith((*STARTERS, "'")) or _LONG_NUMBER.fullmatch(clean) or clean.lstrip().startswith(STARTERS):
        return "'" + clean
    return clean


def plain(cell: str) -> str:
    """The value of a guarded cell, for programs that read the file back."""
    return cell[1:] if cell.startswith("'") else cell
