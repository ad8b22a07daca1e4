"""Answers of synthetic learners in the browser's form, for every question type: a right one from what the author wrote,
recognised by its text, or some other one of the right form."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from course_export.source.lesson import plain

Public = Mapping[str, Any]


def same(text: str) -> str:
    """``text`` as learners recognise it: without markup and case."""
    return plain(text).casefold()


def _by_text(options: Any, text: str) -> str:
    return str(next(option["id"] for option in options if same(option["text"]) == same(text)))


def right(item: Public, authored: Public) -> Any:
    """A wholly right answer to the question shown as ``item``. Raises ``LookupError``, ``StopIteration`` or
    ``NotImplementedError`` when what is shown is not what was authored."""
    match item["type"]:
        case "single_choice" | "multiple_choice":
            wanted = {same(option["text"]) for option in authored["options"] if option.get("correct")}
            ids = [option["id"] for option in item["options"] if same(option["text"]) in wanted]
            return sorted(ids) if item["type"] == "multiple_choice" else ids[0]
        case "true_false":
            return "1" if authored["answer"] else "2"
        case "number":
            return str(_best(authored)["value"])
        case "short_text":
            return str(_best(authored)["text"])
        case "ordering":
            return [_by_text(item["options"], step["text"]) for step in authored["steps"]]
        case "matching":
            return {
                _by_text(item["left"], pair["left"]): _by_text(item["right"], pair["right"])
                for pair in authored["pairs"]
            }
        case "grouping":
            titles = {group["id"]: group["title"] for group in authored["groups"]}
            groups = {same(group["title"]): group["id"] for group in item["groups"]}
            return {
                _by_text(item["things"], thing["text"]): groups[same(titles[thing["group"]])]
                for thing in authored["things"]
            }
        case "gaps":
            shown = [part for part in item["parts"] if "gap" in part]
            return {part["gap"]: _filling(part, gap) for part, gap in zip(shown, authored["gaps"], strict=True)}
        case "spot_signs":
            signs = {same(part.get("text") or part.get("label", "")) for part in authored["parts"] if part.get("sign")}
            return [p["id"] for p in item["parts"] if same(p.get("text") or p.get("label", "")) in signs]
    raise NotImplementedError(item["type"])


def _best(authored: Public) -> Public:
    return max(authored["alternatives"], key=lambda alternative: float(alternative["score"]))


def _filling(part: Public, gap: Public) -> str:
    text = next(option["text"] for option in gap["options"] if option.get("correct"))
    return str(text) if part["mode"] == "type" else _by_text(part["options"], text)


def some(item: Public, rng: random.Random, but: Any = None) -> Any:
    """An answer of the right form, mostly a wrong one; of one option never ``but``.

    Raises ``NotImplementedError`` for an unknown type.
    """
    match item["type"]:
        case "single_choice" | "true_false":
            return rng.choice([option["id"] for option in item["options"] if option["id"] != but])
        case "multiple_choice":
            ids = [option["id"] for option in item["options"]]
            return sorted(option for option in ids if rng.random() < 0.5) or [rng.choice(ids)]
        case "number":
            return str(rng.randint(0, 20))
        case "short_text":
            return "không nhớ"
        case "ordering":
            ids = [option["id"] for option in item["options"]]
            return rng.sample(ids, len(ids))
        case "matching":
            return {one["id"]: rng.choice(item["right"])["id"] for one in item["left"]}
        case "grouping":
            return {one["id"]: rng.choice(item["groups"])["id"] for one in item["things"]}
        case "gaps":
            return {
                part["gap"]: "không nhớ" if part["mode"] == "type" else rng.choice(part["options"])["id"]
                for part in item["parts"]
                if "gap" in part
            }
        case "spot_signs":
            return [part["id"] for part in item["parts"] if rng.random() < 0.4]
    raise NotImplementedError(item["type"])
