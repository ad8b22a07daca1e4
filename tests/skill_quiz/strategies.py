"""Hypothesis strategies for valid quizzes, of every registered type."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.skill_quiz.further import FURTHER, Texts
from xblocks.common import richtext
from xblocks.skill_quiz.model import Quiz

COMPETENCIES = ("tt02-2025:4.1", "tt02-2025:4.2", "tt02-2025:1.1", "eu:5")
TAGS = ("mao-danh", "otp", "qr")
KINDS = ("single_choice", "multiple_choice", "true_false", *FURTHER)

_PIECES = st.one_of(
    st.text(max_size=10),
    st.sampled_from(
        [
            "Gợi ý:",
            "<strong>Gợi ý:</strong> a",
            "<strong>Explanation</strong>: b",
            "<p>- [x] a</p>",
            "<p>## a</p>",
            "<ul><li>[ ] a</li><li>b<ul><li>c</li></ul></li></ul>",
            "<ol><li>a</li></ol>",
            "<blockquote>a<p>b</p></blockquote>",
            "{#a}",
            "a<br>b\\",
            "\\",
            "<p>điểm: 2</p>",
            "<em>a</em>",
            "---",
            "Đúng",
            "Sai",
            '<img src="/static/a.png" alt="b">',
            '<a href="https://a.vn/">c</a>',
            '<span lang="en">d</span>',
            "<p>&gt; e</p>",
        ]
    ),
)
RICH = st.lists(_PIECES, max_size=3).map("".join).map(richtext.clean)
WORDS = st.one_of(RICH, st.sampled_from(["Đúng", "Sai", "True", "False", "một"])).map(lambda h: h or "a")
#: Texts that may be empty, and texts that may not.
RICH_TEXTS: Texts = (RICH, WORDS)
PLAIN_TEXTS: Texts = (st.sampled_from(["", "Vì vậy."]), st.sampled_from(["Một", "Hai"]))
SLUGS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,6}", fullmatch=True)


@st.composite
def _common(draw: st.DrawFn, item_id: str, kind: str, texts: Texts) -> dict[str, Any]:
    return {
        "id": item_id,
        "type": kind,
        "text": draw(texts[1]),
        "competencies": draw(st.lists(st.sampled_from(COMPETENCIES), unique=True, max_size=2)),
        "tags": draw(st.lists(st.sampled_from(TAGS), unique=True, max_size=2)),
        "points": draw(st.sampled_from([1, 2, 0.5, 0.1, 1 / 3, 3])),
        "hint": draw(texts[0]),
        "explanation": draw(texts[0]),
        **draw(st.sampled_from([{}, {}, {"audio": "/static/cau-1.mp3"}, {"audio": "https://a.vn/b%20c.ogg"}])),
    }


@st.composite
def _options(draw: st.DrawFn, right: int | None, texts: Texts) -> list[dict[str, Any]]:
    count = draw(st.integers(2, 5))
    ids = draw(
        st.one_of(
            st.just(list("abcde")[:count]),
            st.lists(SLUGS, unique=True, min_size=count, max_size=count),
        )
    )
    marked = draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=right or count))
    return [
        {"id": one, "text": draw(texts[1]), "correct": place in marked, "feedback": draw(texts[0])}
        for place, one in enumerate(ids)
    ]


@st.composite
def items(draw: st.DrawFn, item_id: str, texts: Texts = PLAIN_TEXTS, kinds: tuple[str, ...] = KINDS) -> dict[str, Any]:
    """One item as JSON, of any type, or of one of ``kinds``."""
    kind = draw(st.sampled_from(kinds))
    data = draw(_common(item_id, kind, texts))
    if kind in FURTHER:
        return {**data, **draw(FURTHER[kind](texts))}
    if kind == "true_false":
        return {
            **data,
            "answer": draw(st.booleans()),
            "feedback_true": draw(texts[0]),
            "feedback_false": draw(texts[0]),
        }
    data["options"] = draw(_options(1 if kind == "single_choice" else None, texts))
    data["shuffle"] = draw(st.booleans())
    if kind == "multiple_choice":
        data["scoring"] = draw(st.sampled_from(["all_or_nothing", "partial", "right_minus_wrong"]))
    return data


@st.composite
def quizzes(draw: st.DrawFn, min_items: int = 1, max_items: int = 6, texts: Texts = PLAIN_TEXTS) -> Quiz:
    """A valid quiz."""
    ids = draw(st.lists(SLUGS, unique=True, min_size=min_items, max_size=max_items))
    rows = [draw(items(one, texts)) for one in ids]
    pools: list[dict[str, Any]] = []
    if rows and draw(st.booleans()):
        half = ids[: len(ids) // 2]
        if half and draw(st.booleans()):
            pools.append(
                {"id": "dau", "draw": draw(st.integers(1, len(half))), "pick": {"items": half}, "shuffle": False}
            )
            pools.append({"id": "cuoi", "draw": 1, "pick": {"all": True}, "shuffle": draw(st.booleans())})
        else:
            wanted = draw(st.one_of(st.none(), st.integers(1, len(ids))))
            pools.append({"id": "chung", "draw": wanted, "pick": {"all": True}, "shuffle": draw(st.booleans())})
    facts = [
        {
            "id": one,
            "text": draw(texts[1]),
            "source": "https://example.vn/?a=1&b=[2]#c",
            "checked_on": "2026-11-21",
            "valid_from": draw(st.sampled_from([None, "2025-07-01"])),
        }
        for one in draw(st.lists(SLUGS, unique=True, max_size=2))
    ]
    return Quiz.from_json({"schema": 1, "intro": draw(texts[0]), "items": rows, "pools": pools, "facts": facts})
