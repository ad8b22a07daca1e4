"""What somebody who knows nothing would get: Moodle's random-guess score, per question type."""

from __future__ import annotations

import math
from typing import Any

from .questions import Item, type_of


def guess_score(item: Item) -> float | None:
    """The mean score of a blind guess at ``item``, 0..1; None where it cannot be said.

    As Moodle's ``get_random_guess_score``: the mean over the options of a single choice, a half for true or false, 0
    for what is typed. Where several options may be chosen, which Moodle leaves out, it is the exact mean over every set
    that is not empty. A question type with a method ``guess(item) -> float | None`` speaks for itself.
    """
    kind: Any = type_of(item)
    own = getattr(kind, "guess", None)
    if callable(own):
        said: float | None = own(item)
        return said
    if item.type == "true_false":
        return 0.5
    if item.type in ("short_text", "number"):
        return 0.0
    options = getattr(item, "options", ())
    if item.type == "single_choice" and options:
        return float(sum(o.correct for o in options) / len(options))
    if item.type == "multiple_choice" and options:
        return _sets(kind, item, options)
    return None


def _sets(kind: Any, item: Item, options: Any) -> float:
    """The mean score over all sets of options but the empty one. A score depends only on how many right and how many
    wrong options are chosen, so that one set of each kind is graded."""
    right = [o.id for o in options if o.correct]
    wrong = [o.id for o in options if not o.correct]
    whole = 0.0
    for hits in range(len(right) + 1):
        for slips in range(len(wrong) + 1):
            if hits or slips:
                ways = math.comb(len(right), hits) * math.comb(len(wrong), slips)
                whole += ways * kind.grade(item, tuple(right[:hits] + wrong[:slips])).score
    return float(whole / (2 ** len(options) - 1))
