"""How each question type is written in Markdown: one file and one line each.

The order counts where an author names no type: the first adapter that recognises a question takes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .base import MarkdownAdapter, Report
from .choice import MultipleChoiceMarkdown, SingleChoiceMarkdown
from .gaps import GapsMarkdown
from .sorting import GroupingMarkdown, MatchingMarkdown, OrderingMarkdown
from .spot_signs import SpotSignsMarkdown
from .true_false import TrueFalseMarkdown
from .typed import NumberMarkdown, ShortTextMarkdown

ADAPTERS: Mapping[str, MarkdownAdapter] = MappingProxyType(
    {
        "true_false": TrueFalseMarkdown(),
        "multiple_choice": MultipleChoiceMarkdown(),
        "single_choice": SingleChoiceMarkdown(),
        "number": NumberMarkdown(),
        "short_text": ShortTextMarkdown(),
        "ordering": OrderingMarkdown(),
        "matching": MatchingMarkdown(),
        "grouping": GroupingMarkdown(),
        "gaps": GapsMarkdown(),
        "spot_signs": SpotSignsMarkdown(),
    }
)

__all__ = ["ADAPTERS", "MarkdownAdapter", "Report"]
