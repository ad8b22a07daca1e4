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
        case "number":
            return rng.choice(
                ["12", "1.500.000,5", "-3,25", "1,500", "0", f"7 {public['unit']}" if public["unit"].isalpha() else "7"]
            )
        case "short_text":
            return rng.choice(["mã xác thực", "Ma  xac thuc.", "OTP", "một", "hai"])
        case "ordering":
            ids = [option["id"] for option in public["options"]]
            return rng.sample(ids, len(ids))
        case "matching":
            return _some_pairs(public["left"], public["right"], rng)
        case "grouping":
            return _some_pairs(public["things"], public["groups"], rng)
        case "gaps":
            gaps = [part for part in public["parts"] if "gap" in part]
            some = rng.sample(gaps, rng.randint(1, len(gaps)))
            return {gap["gap"]: _filling(gap, rng) for gap in some}
        case "spot_signs":
            ids = [part["id"] for part in public["parts"]]
            return rng.sample(ids, rng.randint(0, len(ids)))
    raise NotImplementedError(public["type"])


def _some_pairs(near: list[Any], far: list[Any], rng: random.Random) -> dict[str, str]:
    some = rng.sample(near, rng.randint(1, len(near)))
    return {one["id"]: rng.choice(far)["id"] for one in some}


def _filling(gap: dict[str, Any], rng: random.Random) -> str:
    if gap["mode"] == "type":
        return rng.choice(["mã xác thực", "Ma  xac thuc.", "a", "1"])
    option: dict[str, str] = rng.choice(gap["options"])
    return option["id"]


def right(kind: str, key: Any) -> Any:
    """A right answer out of the key."""
    if kind in ("single_choice", "true_false", "number", "short_text"):
        return key[0]
    if kind == "gaps":
        return {gap: value[0] if isinstance(value, list) else value for gap, value in key.items()}
    return key
