"""Hypothesis strategies for the own fields of the question types beyond choices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from xblocks.skill_quiz.questions.fields import one_line

Own = Callable[["Texts"], st.SearchStrategy[dict[str, Any]]]
Texts = tuple[st.SearchStrategy[str], st.SearchStrategy[str]]

#: Plain lines, also such as look like Markdown, ids, marks or keys.
LINES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["mã xác thực", "{#a}", "5 ± 1", "[x]", "a → b", "- a", "> a", "**Gợi ý:** a"]),
    st.sampled_from(["a; b", "\\", "&amp;", "#a", "[[a]]: gõ", "(vùng: 1 2 3 4)"]),
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


#: Type -> strategy of its own fields.
FURTHER: dict[str, Own] = {"number": _number, "short_text": _short_text}
