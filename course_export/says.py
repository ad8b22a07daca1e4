"""Sentences in two languages, and the one exception that carries them to the command line.

Nothing here needs Django: ``hocvuso check`` and ``hocvuso package`` run without it.
"""

from __future__ import annotations

from dataclasses import dataclass

from xblocks.common.findings import Finding


@dataclass(frozen=True, slots=True)
class FileFinding(Finding):
    """A finding that also names its file, relative to the content folder (``modules/gia-danh/quiz.md``)."""

    file: str = ""

    def place(self) -> str:
        """``file:line: where`` as far as known, for a person and for an editor that jumps to lines."""
        parts = [self.file] if self.file else []
        if self.line is not None and parts:
            parts[-1] += f":{self.line}"
        if self.where and self.where != self.file:
            parts.append(self.where)
        return ": ".join(parts)

    def sentence(self, lang: str) -> str:
        """Place and message on one line."""
        place = self.place()
        return f"{place}: {self.message(lang)}" if place else self.message(lang)


class UserError(Exception):
    """Something the caller can mend, said in one plain sentence in each language.

    ``exit_code`` is what the command returns: 1 refused or failed, 2 unreadable input or wrong use.
    """

    def __init__(self, vi: str, en: str, exit_code: int = 1) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en
        self.exit_code = exit_code

    def message(self, lang: str) -> str:
        """The sentence in ``lang``: Vietnamese for ``vi…``, else English."""
        return self.vi if lang.startswith("vi") else self.en
