"""What a format could not carry: warnings with the code ``not-carried``, one for each sort of thing in each place."""

from __future__ import annotations

from typing import Final

from xblocks.common.findings import Finding

CODE: Final = "not-carried"


class Losses:
    """Collects losses; the same thing in the same place is told once, with the first line."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._told: set[tuple[str, str]] = set()

    def add(self, where: str, vi: str, en: str, line: int | None = None) -> None:
        """Note that ``vi`` (``en``), something at ``where``, was left behind. The names are put into a sentence."""
        if (where, en) in self._told:
            return
        self._told.add((where, en))
        self.findings.append(
            Finding(
                "warning",
                CODE,
                where,
                f"“{where}”: {vi} không mang sang được; hãy xem lại và viết tay nếu cần.",
                f"“{where}”: {en} was not carried over; look at it and write it by hand if it matters.",
                line,
            )
        )
