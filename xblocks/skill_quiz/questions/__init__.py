"""The question types: one file and one line each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from . import (
    gaps,
    grouping,
    matching,
    multiple_choice,
    number,
    ordering,
    short_text,
    single_choice,
    spot_signs,
    true_false,
)
from .base import Answer, Feedback, Grade, Item, Order, QuestionType

REGISTRY: Mapping[str, QuestionType[Any]] = MappingProxyType(
    {
        single_choice.TYPE.name: single_choice.TYPE,
        multiple_choice.TYPE.name: multiple_choice.TYPE,
        true_false.TYPE.name: true_false.TYPE,
        number.TYPE.name: number.TYPE,
        short_text.TYPE.name: short_text.TYPE,
        ordering.TYPE.name: ordering.TYPE,
        matching.TYPE.name: matching.TYPE,
        grouping.TYPE.name: grouping.TYPE,
        gaps.TYPE.name: gaps.TYPE,
        spot_signs.TYPE.name: spot_signs.TYPE,
    }
)


def type_of(item: Item) -> QuestionType[Any]:
    """The question type of ``item``."""
    return REGISTRY[item.type]


__all__ = ["REGISTRY", "Answer", "Feedback", "Grade", "Item", "Order", "QuestionType", "type_of"]
