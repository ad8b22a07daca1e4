"""The JSON form of typed replies and of questions inside a scene."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from xblocks.common.findings import ModelError
from xblocks.skill_quiz.questions import REGISTRY, type_of
from xblocks.skill_quiz.questions.single_choice import SingleChoiceItem

from .reading import Reader, one_line
from .replies import tokens
from .story import Choice, Input, Question, Reply
from .wayform import FIELDS, dump_way, way

FALLBACK: Final = "other"
RIGHT: Final = "right"
WRONG: Final = "wrong"
MAX_PATTERNS: Final = 100
MAX_PATTERN: Final = 100


def read_input(r: Reader, value: Any, where: str) -> Input:
    """``input`` of a scene."""
    data = r.record(value, where, {"prompt", "ignore_diacritics", "replies", "fallback"})
    replies = []
    for index, raw in r.records(data, "replies", where):
        name = raw.get("id") if isinstance(raw, dict) else None
        place = f"{where}.replies.{name if isinstance(name, str) and name else index + 1}"
        record = r.record(raw, place, FIELDS | {"patterns"})
        replies.append(Reply(_patterns(r, record, place), way(r, record, place, f"r{index + 1}")))
    fallback: Choice | None = None
    if data.get("fallback") is not None:
        record = r.record(data["fallback"], f"{where}.fallback", FIELDS - {"when"})
        fallback = way(r, record, f"{where}.fallback", FALLBACK)
    return Input(
        prompt=r.rich(data, "prompt", where, required=True),
        ignore_diacritics=r.yes(data, "ignore_diacritics", where, True),
        replies=tuple(replies),
        fallback=fallback,
    )


def _patterns(r: Reader, data: dict[str, Any], where: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for index, value in r.records(data, "patterns", where):
        text = one_line(value) if isinstance(value, str) else ""
        if not tokens(text, True) or len(text) > MAX_PATTERN or index >= MAX_PATTERNS:
            place = f"{where}.patterns.{index + 1}"
            r.error(
                "bad-pattern",
                place,
                f"“{place}” phải là một từ hay cụm từ có chữ hoặc số, không quá {MAX_PATTERN} ký tự "
                f"(nhiều nhất {MAX_PATTERNS} cụm từ).",
                f"“{place}” must be a word or phrase with letters or digits, of at most {MAX_PATTERN} characters "
                f"(and at most {MAX_PATTERNS} of them).",
            )
            continue
        found[text] = None
    if not found:
        r.error(
            "reply-without-pattern",
            where,
            f"Câu trả lời “{where}” chưa có cụm từ nào để nhận ra; hãy viết ít nhất một.",
            f"The reply “{where}” has no words to be known by; write at least one.",
        )
    return tuple(found)


def dump_input(asked: Input) -> dict[str, Any]:
    """The JSON form of ``asked``."""
    fallback = None if asked.fallback is None else dump_way(asked.fallback, text=False)
    if fallback is not None:
        del fallback["when"]
    return {
        "prompt": asked.prompt,
        "ignore_diacritics": asked.ignore_diacritics,
        "replies": [{"patterns": list(one.patterns), **dump_way(one.way, text=False)} for one in asked.replies],
        "fallback": fallback,
    }


def read_question(r: Reader, value: Any, where: str) -> Question:
    """``question`` of a scene."""
    data = r.record(value, where, {"item", "right", "wrong"})
    raw = r.record(data.get("item"), f"{where}.item", data.get("item") or ())
    kind = raw.get("type")
    found: Any = SingleChoiceItem(id="x", text="", options=())
    if not isinstance(kind, str) or kind not in REGISTRY:
        names = ", ".join(REGISTRY)
        r.error(
            "unknown-question-type",
            f"{where}.item.type",
            f"Loại câu hỏi ở “{where}.item” phải là một trong: {names}.",
            f"The type of the question at “{where}.item” must be one of: {names}.",
        )
    else:
        try:
            found = REGISTRY[kind].load(raw, f"{where}.item")
        except ModelError as error:
            r.findings.extend(error.findings)
    ways = []
    for key, own, score in (("right", RIGHT, 1.0), ("wrong", WRONG, 0.0)):
        place = f"{where}.{key}"
        record = r.record(data.get(key), place, {"id", "to", "feedback", "effects"})
        ways.append(replace(way(r, record, place, own), score=score, competencies=found.competencies))
    return Question(found, ways[0], ways[1])


def dump_question(asked: Question) -> dict[str, Any]:
    """The JSON form of ``asked``."""
    kept = ("id", "to", "feedback", "effects")
    ways = {key: dump_way(one, text=False) for key, one in (("right", asked.right), ("wrong", asked.wrong))}
    return {
        "item": type_of(asked.item).dump(asked.item),
        **{key: {name: found[name] for name in kept} for key, found in ways.items()},
    }
