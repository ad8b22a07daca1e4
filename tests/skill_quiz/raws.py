"""What browsers send, made from the public form of a question alone, for every registered type."""

from __future__ import annotations

import random
from typing import Any


def proper(public: dict[str, Any], rng: random.Random) -> Any:
    """An answer of the right form, right or wrong."""
    match public["type"]:
        case "single_choice" | "true_false":
            return rng.choice(public["options"])["id"]
        case "multiple_choice":
            ids = [option["id"] for option in public["options"]]
            return rng.sample(ids, rng.randint(1, len(ids)))
    raise NotImplementedError(public["type"])


def right(kind: str, key: Any) -> Any:
    """A right answer out of the key."""
    if kind in ("single_choice", "true_false"):
        return key[0]
    return key
