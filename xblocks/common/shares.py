"""How a person's result is said in percent: one rule wherever it is read, by the learner or by staff."""

from __future__ import annotations

import math


def percent(share: float) -> int:
    """``share`` (0..1) in whole percent, rounded down: nobody reads "60 %" who has not passed at 60 %."""
    return math.floor(share * 100 + 1e-9)
