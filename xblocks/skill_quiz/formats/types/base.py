"""What a Markdown adapter of a question type does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from ..source import PLAIN_GRAMMAR, Grammar, ItemSource

#: Report an error: (code, line, Vietnamese, English).
Report = Callable[[str, int, str, str], None]

YES = ("có", "yes", "true", "đúng")
NO = ("không", "no", "false", "sai")


class MarkdownAdapter(ABC):
    """Reads the parts of a question into the own fields of its type, and writes them.

    Id, competencies, tags, points, hint and explanation are nobody's own: :mod:`..markdown` does them, and the text
    too, unless :meth:`read` returns another ``text`` (a type with gaps finds its answers there).
    """

    #: What an author may write after ``loại:`` besides the name of the type.
    words: ClassVar[tuple[str, ...]]
    #: Own field -> spellings of its key; the first is written.
    keys: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    #: How its options and sections are marked, once the author has named the type.
    grammar: ClassVar[Grammar] = PLAIN_GRAMMAR

    @abstractmethod
    def fits(self, source: ItemSource) -> bool:
        """Whether a question that names no type is of this one."""

    @abstractmethod
    def read(self, source: ItemSource, values: Mapping[str, tuple[str, int]], report: Report) -> dict[str, Any]:
        """The own JSON fields. ``values``: own field -> (value, line) of the keys given. Notes the lines of its parts
        in ``source.lines``."""

    @abstractmethod
    def write(self, item: Any) -> tuple[dict[str, str], list[str]]:
        """Keys (as written -> value) and the lines that follow the text."""

    def write_text(self, item: Any) -> str | None:
        """Markdown of the text, where the type writes more into it than ``item.text``."""
        return None


def read_flag(value: tuple[str, int], report: Report) -> bool:
    """Yes or no in either language."""
    word = value[0].strip().casefold()
    if word not in YES + NO:
        report("bad-value", value[1], f"“{word[:40]}” phải là có hoặc không", f"“{word[:40]}” must be yes or no")
    return word in YES
