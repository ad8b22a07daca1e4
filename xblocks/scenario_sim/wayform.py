"""The JSON form of whatever leads on: choices, and the outcomes of typed replies and of questions."""

from __future__ import annotations

import re
from typing import Any, Final

from . import conditions
from .conditions import Condition, ConditionError
from .reading import Reader, position_id
from .story import Choice, Effect, FlagEffect, MeterEffect

#: What may not stand in the text of a choice: it is the label of one button.
_BLOCKS = re.compile(r"<(?:p|br|ul|ol|li|blockquote|a|img)\b")
FIELDS: Final = frozenset({"id", "text", "feedback", "to", "score", "exit", "when", "effects", "competencies"})


def when(r: Reader, data: dict[str, Any], where: str) -> Condition | None:
    """The condition ``data["when"]``, ``None`` if there is none."""
    if data.get("when") is None:
        return None
    try:
        return conditions.load(data["when"], f"{where}.when")
    except ConditionError as error:
        r.findings.extend(error.findings)
        return None


def _effect(r: Reader, value: Any, where: str) -> Effect:
    data = r.record(value, where, {"meter", "add", "flag", "set"})
    if set(data) == {"meter", "add"}:
        return MeterEffect(r.slug(data, "meter", where), r.number(data, "add", where, 0))
    if set(data) == {"flag", "set"} or set(data) == {"flag"}:
        return FlagEffect(r.slug(data, "flag", where), r.yes(data, "set", where, True))
    r.error(
        "bad-effect",
        where,
        f"Tác động “{where}” phải có dạng {{meter, add}} hoặc {{flag, set}}.",
        f"The effect “{where}” must be {{meter, add}} or {{flag, set}}.",
    )
    return FlagEffect("x", True)


def choice(r: Reader, value: Any, where: str, index: int) -> Choice:
    """The choice in ``value``, the ``index``-th (from 0) of its scene."""
    return way(r, r.record(value, where, FIELDS), where, position_id(index), text=True)


def way(r: Reader, data: dict[str, Any], where: str, own: str, *, text: bool = False) -> Choice:
    """The way that ``data`` describes; its id is ``own`` if it has none. With ``text`` it must have one."""
    words = r.rich(data, "text", where, required=text)
    if _BLOCKS.search(words) or "\n" in words:
        r.error(
            "choice-not-one-line",
            f"{where}.text",
            f"Chữ của lựa chọn “{where}” phải là một dòng, không có liên kết, hình hay danh sách.",
            f"The text of the choice “{where}” must be one line without links, images or lists.",
        )
    score = None if data.get("score") is None else float(r.number(data, "score", where, 0, 0, 1))
    return Choice(
        id=r.slug(data, "id", where, own),
        text=words,
        feedback=r.rich(data, "feedback", where),
        to=r.slug(data, "to", where),
        score=score,
        exit=r.yes(data, "exit", where),
        when=when(r, data, where),
        effects=tuple(_effect(r, e, f"{where}.effects.{n + 1}") for n, e in r.records(data, "effects", where)),
        competencies=r.competencies(data, where),
    )


def dump_way(way: Choice, *, text: bool) -> dict[str, Any]:
    """The JSON form of ``way``; its text is left out where it is empty and ``text`` is false."""
    return {
        "id": way.id,
        **({"text": way.text} if text or way.text else {}),
        "feedback": way.feedback,
        "to": way.to,
        "score": way.score,
        "exit": way.exit,
        "when": conditions.dump(way.when) if way.when else None,
        "effects": [dump_effect(e) for e in way.effects],
        "competencies": list(way.competencies),
    }


def dump_effect(effect: Effect) -> dict[str, Any]:
    """The JSON form of ``effect``."""
    if isinstance(effect, MeterEffect):
        return {"meter": effect.meter, "add": effect.add}
    return {"flag": effect.flag, "set": effect.set}
