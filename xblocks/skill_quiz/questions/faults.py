"""Findings that several question types report alike."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from xblocks.common.findings import Finding

from .fields import Fields


def too_few(where: str, item: str, code: str, vi: str, en: str) -> Finding:
    """``vi`` and ``en`` say what the question needs, and how to add it."""
    return Finding("error", code, where, f"Câu “{item}” cần {vi}.", f"Question “{item}” needs {en}.")


def missing_text(where: str, item: str, vi: str, en: str) -> Finding:
    """A part (``vi``, ``en``: its name) without words."""
    return Finding(
        "error",
        "part-without-text",
        where,
        f"Câu “{item}”, {vi} chưa có chữ; hãy viết nội dung hoặc xóa nó.",
        f"Question “{item}”, {en} has no text; write it or remove it.",
    )


def same_twice(where: str, item: str, vi: str, en: str) -> Finding:
    """A part that a learner cannot tell from an earlier one."""
    return Finding(
        "error",
        "same-part-twice",
        where,
        f"Câu “{item}”, {vi} giống hệt một phần trước nên người học không phân biệt được; hãy sửa một trong hai.",
        f"Question “{item}”, {en} repeats an earlier one, so that nobody can tell them apart; change one of them.",
    )


def check_texts(
    where: str, item: str, rows: Iterable[tuple[str, str, Hashable]], vi: str, en: str
) -> Iterator[Finding]:
    """Missing and repeated texts among ``rows``: (id, text, what it compares as); ``vi``, ``en`` name one of them."""
    seen: set[Hashable] = set()
    for number, (one, text, form) in enumerate(rows, start=1):
        if not text:
            yield missing_text(f"{where}.{one}", item, f"{vi} thứ {number}", f"{en} {number}")
        elif form in seen:
            yield same_twice(f"{where}.{one}", item, f"{vi} thứ {number}", f"{en} {number}")
        seen.add(form)


def unique(row: Fields, one: str, seen: set[str]) -> str:
    """``one``, reported at ``row`` if it is among the ids ``seen``, to which it is added."""
    if one and one in seen:
        row.error(
            "duplicate-id",
            "",
            "trùng mã với một phần khác trong câu; hãy đổi mã",
            "has the id of another part of the question; change one",
        )
    seen.add(one)
    return one


def no_whole_feedback(where: str, item: str, name: str, label_vi: str, label_en: str) -> Finding:
    """A feedback for the whole answer is missing."""
    return Finding(
        "warning",
        "option-without-feedback",
        f"{where}.{name}",
        f"Câu “{item}” chưa có phản hồi “{label_vi}”; hãy viết “**{label_vi}:** …” để người học biết vì sao.",
        f"Question “{item}” has no feedback “{label_en}”; write “**{label_en}:** …” that tells the learner why.",
    )
