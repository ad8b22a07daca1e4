"""Hypothesis strategies for the own fields of the question types beyond choices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from xblocks.common import richtext
from xblocks.skill_quiz.questions.fields import one_line

Own = Callable[["Texts"], st.SearchStrategy[dict[str, Any]]]
Texts = tuple[st.SearchStrategy[str], st.SearchStrategy[str]]

#: Plain lines, also such as look like Markdown, ids, marks or keys.
LINES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["mã xác thực", "{#a}", "5 ± 1", "[x]", "a → b", "- a", "> a", "**Gợi ý:** a"]),
    st.sampled_from(["a; b", "\\", "&amp;", "#a", "\u00a0 a", "<\u2003b", "[[a]]: gõ", "(vùng: 1 2 3 4)"]),
).map(one_line)
WORDS = LINES.map(lambda text: text or "a")
SCORES = st.one_of(st.sampled_from([0, 0.5, 1, 1 / 3, 0.125]), st.floats(0, 1))
NUMBERS = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.floats(-1e6, 1e6).map(lambda number: round(number, 12)),
    st.sampled_from([156, 1.125, -0.5, 1500, 1e-7, 12.5]),
)
SCORINGS = st.sampled_from(["all_or_nothing", "partial"])


@st.composite
def _number(draw: st.DrawFn, texts: Texts) -> dict[str, Any]:
    rows = [
        {
            "value": draw(NUMBERS),
            "tolerance": draw(st.sampled_from([0, 0.5, 1, 1.125])),
            "score": 1 if place == 0 else draw(SCORES),
            "feedback": draw(texts[0]),
        }
        for place in range(draw(st.integers(1, 3)))
    ]
    return {
        "alternatives": draw(st.permutations(rows)),
        "unit": draw(st.one_of(LINES, st.sampled_from(["", "đồng", "%", "m2"]))),
        "feedback_other": draw(texts[0]),
    }


@st.composite
def _short_text(draw: st.DrawFn, texts: Texts) -> dict[str, Any]:
    rows = [
        {"text": draw(WORDS), "score": 1 if place == 0 else draw(SCORES), "feedback": draw(texts[0])}
        for place in range(draw(st.integers(1, 3)))
    ]
    return {
        "alternatives": draw(st.permutations(rows)),
        "case_sensitive": draw(st.booleans()),
        "ignore_diacritics": draw(st.booleans()),
        "feedback_other": draw(texts[0]),
    }


_IDS = st.one_of(st.just(list("abcdefgh")), st.lists(st.sampled_from(list("hgfedcba19xyz")), unique=True, min_size=8))


def _several(texts: st.SearchStrategy[str], low: int, high: int) -> st.SearchStrategy[list[str]]:
    """Texts that a learner can tell apart; where the strategy is poor, numbers part them."""
    return st.lists(texts, min_size=low, max_size=high).map(
        lambda some: [text if text not in some[:place] else f"{place} {place}" for place, text in enumerate(some)]
    )


@st.composite
def _ordering(draw: st.DrawFn, texts: Texts) -> dict[str, Any]:
    steps = draw(_several(texts[1], 2, 5))
    return {
        "steps": [{"id": one, "text": text} for one, text in zip(draw(_IDS), steps, strict=False)],
        "feedback_right": draw(texts[0]),
        "feedback_wrong": draw(texts[0]),
        "scoring": draw(SCORINGS),
    }


@st.composite
def _matching(draw: st.DrawFn, texts: Texts) -> dict[str, Any]:
    lefts, ids = draw(_several(texts[1], 2, 4)), draw(_IDS)
    rights = [draw(st.one_of(st.just("Vế 1"), texts[1])) for _ in lefts[1:]]
    pairs = [
        {"id": one, "left": left, "right": right, "feedback": draw(texts[0])}
        for one, left, right in zip(ids, lefts, ["Vế 0", *rights], strict=False)
    ]
    extra = [{"id": one, "text": f"Thừa {one}"} for one in ids[len(pairs) : len(pairs) + draw(st.integers(0, 2))]]
    return {"pairs": pairs, "distractors": extra, "scoring": draw(SCORINGS)}


@st.composite
def _grouping(draw: st.DrawFn, texts: Texts) -> dict[str, Any]:
    titles = [f"{draw(LINES)} {place}".strip() for place in range(draw(st.integers(2, 3)))]
    groups = [{"id": one, "title": title} for one, title in zip(draw(_IDS), titles, strict=False)]
    things = [
        {"id": one, "text": text, "group": draw(st.sampled_from(groups))["id"], "feedback": draw(texts[0])}
        for one, text in zip(draw(_IDS), draw(_several(texts[1], 2, 5)), strict=False)
    ]
    return {"groups": groups, "things": things, "scoring": draw(SCORINGS)}


@st.composite
def _gaps(draw: st.DrawFn, texts: Texts) -> dict[str, Any]:
    ids = draw(_IDS)[: draw(st.integers(1, 3))]
    gaps = []
    for one in ids:
        words = [f"{word} {place}".strip() for place, word in enumerate(draw(st.lists(LINES, min_size=2, max_size=3)))]
        right = draw(st.sets(st.integers(0, len(words) - 1), min_size=1))
        options = [
            {"id": own, "text": word, "correct": place in right, "feedback": draw(texts[0])}
            for place, (own, word) in enumerate(zip(draw(_IDS), words, strict=False))
        ]
        gaps.append(
            {
                "id": one,
                "mode": draw(st.sampled_from(["choose", "type"])),
                "options": options,
                "case_sensitive": draw(st.booleans()),
                "ignore_diacritics": draw(st.booleans()),
            }
        )
    frame = st.sampled_from(
        ["{}{}", "<p>{}</p><p>{}: gõ</p>", "{} <strong>đậm {} x</strong>", "<ul><li>{}{}</li></ul>"]
    )
    body = "".join(draw(frame).format(draw(texts[1]), f"[[{one}]]") for one in draw(st.permutations(ids)))
    return {"body": richtext.clean(body), "gaps": gaps, "scoring": draw(SCORINGS)}


@st.composite
def _spot_signs(draw: st.DrawFn, texts: Texts) -> dict[str, Any]:
    skin = draw(st.sampled_from(["sms", "email", "web", "picture"]))
    shown = draw(_several(WORDS if skin == "picture" else texts[1], 1, 5))
    signs = draw(st.sets(st.integers(0, len(shown) - 1), min_size=1))
    parts: list[dict[str, Any]] = []
    percent = st.one_of(st.integers(1, 50), st.sampled_from([0.5, 33.3, 1 / 3, 1e-7]))
    for place, (one, text) in enumerate(zip(draw(_IDS), shown, strict=False)):
        part: dict[str, Any] = {"id": one, "sign": place in signs, "why": draw(texts[0])}
        if skin == "picture":
            parts.append({**part, "label": text, **{side: draw(percent) for side in "xywh"}})
        else:
            parts.append({**part, "text": text})
    data = {"skin": skin, "parts": parts, "skin_info": {n: draw(LINES) for n in ("from", "subject", "address")}}
    if skin == "picture":
        data["picture"] = {
            "src": draw(st.sampled_from(["/static/a.png", "https://a.vn/b.png?c=d&e"])),
            "alt": draw(WORDS),
        }
    return data


#: Type -> strategy of its own fields.
FURTHER: dict[str, Own] = {
    "number": _number,
    "short_text": _short_text,
    "ordering": _ordering,
    "matching": _matching,
    "grouping": _grouping,
    "gaps": _gaps,
    "spot_signs": _spot_signs,
}
