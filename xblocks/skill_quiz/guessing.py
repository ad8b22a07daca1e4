"""What somebody who knows nothing would get: Moodle's random-guess score, per question type."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from .questions import Item, type_of
from .questions.gaps import GapsItem
from .questions.grouping import GroupingItem
from .questions.matching import MatchingItem
from .questions.multiple_choice import MultipleChoiceItem
from .questions.number import NumberItem
from .questions.ordering import OrderingItem
from .questions.short_text import ShortTextItem
from .questions.single_choice import SingleChoiceItem
from .questions.spot_signs import SpotSignsItem
from .questions.true_false import TrueFalseItem

#: Beyond this, there are too many shapes of orders to go through (5,604 for 30).
MOST_STEPS = 30


def guess_score(item: Item) -> float | None:
    """The mean score of a blind guess at ``item``, 0..1; None where it cannot be said.

    As Moodle's ``get_random_guess_score``: the mean over the options of a single choice, a half for true or false, 0
    for what is typed, one in as many as there are right sides for matching. Where Moodle gives no figure, it is the
    exact mean over all answers, each as likely: every set of options that is not empty, every set of marked parts,
    every order, every group for each thing, every option for each gap. A question type with a method
    ``guess(item) -> float | None`` speaks for itself.
    """
    own = getattr(type_of(item), "guess", None)
    if callable(own):
        said: float | None = own(item)
        return said
    match item:
        case SingleChoiceItem() if item.options:
            return sum(o.correct for o in item.options) / len(item.options)
        case TrueFalseItem():
            return 0.5
        case ShortTextItem() | NumberItem():
            return 0.0
        case MultipleChoiceItem() if item.options:
            return _sets(item, [(o.id, o.correct) for o in item.options], empty=False)
        case SpotSignsItem():
            return _sets(item, [(p.id, p.sign) for p in item.parts], empty=True)
        case MatchingItem() if item.pairs:
            sides = {p.right for p in item.pairs} | {d.text for d in item.distractors}
            return _parts([1 / len(sides)] * len(item.pairs), item.scoring)
        case GroupingItem() if item.things and item.groups:
            return _parts([1 / len(item.groups)] * len(item.things), item.scoring)
        case GapsItem() if item.gaps:
            return _parts([_gap(gap) for gap in item.gaps], item.scoring)
        case OrderingItem() if item.steps:
            return _order(len(item.steps), item.scoring)
    return None


def _gap(gap: Any) -> float:
    return sum(o.correct for o in gap.options) / len(gap.options) if gap.mode == "choose" and gap.options else 0.0


def _parts(chances: list[float], scoring: str) -> float:
    """The mean score where each part is right with its own chance."""
    return math.fsum(chances) / len(chances) if scoring == "partial" else math.prod(chances)


def _sets(item: Item, parts: list[tuple[str, bool]], *, empty: bool) -> float:
    """The mean score over all sets of ``parts`` (id, right). A score depends only on how many right and how many wrong
    ones are chosen, so that one set of each kind is graded."""
    kind = type_of(item)
    right = [one for one, is_right in parts if is_right]
    wrong = [one for one, is_right in parts if not is_right]
    whole = 0.0
    for hits in range(len(right) + 1):
        for slips in range(len(wrong) + 1):
            if hits or slips or empty:
                ways = math.comb(len(right), hits) * math.comb(len(wrong), slips)
                whole += ways * kind.grade(item, tuple(right[:hits] + wrong[:slips])).score
    answers: int = 2 ** len(parts) - (0 if empty else 1)
    return whole / answers


def _order(steps: int, scoring: str) -> float | None:
    """The mean score over all orders. With partial credit it is (mean length of the longest rise - 1) / (steps - 1):
    by Robinson, Schensted and Knuth, as many orders have a longest rise of L as there are pairs of standard Young
    tableaux of one shape whose first row has L cells; the hook length formula counts them."""
    if steps == 1 or scoring != "partial":
        return 1 / math.factorial(steps)
    if steps > MOST_STEPS:
        return None
    whole = sum(_tableaux(shape) ** 2 * (shape[0] - 1) for shape in _shapes(steps, steps))
    return whole / math.factorial(steps) / (steps - 1)


def _shapes(cells: int, widest: int) -> Iterator[tuple[int, ...]]:
    """The partitions of ``cells`` into rows that do not grow, of at most ``widest``."""
    if not cells:
        yield ()
    for row in range(min(cells, widest), 0, -1):
        for rest in _shapes(cells - row, row):
            yield (row, *rest)


def _tableaux(shape: tuple[int, ...]) -> int:
    hooks = 1
    for at, row in enumerate(shape):
        for column in range(row):
            below = sum(1 for other in shape[at + 1 :] if other > column)
            hooks *= row - column + below
    return math.factorial(sum(shape)) // hooks
