"""What types of questions and ways of scoring are called in a report to an author: the words of the forms."""

from __future__ import annotations

from collections.abc import Mapping

_TYPES: Mapping[str, tuple[str, str]] = {
    "single_choice": ("chọn một đáp án", "one answer"),
    "multiple_choice": ("chọn nhiều đáp án", "several answers"),
    "true_false": ("đúng hay sai", "true or false"),
    "short_text": ("gõ câu trả lời ngắn", "a short answer"),
    "number": ("gõ một con số", "a number"),
    "matching": ("ghép cặp", "matching"),
    "ordering": ("xếp thứ tự", "ordering"),
    "grouping": ("xếp vào nhóm", "sorting into groups"),
    "gaps": ("điền vào chỗ trống", "gaps"),
    "spot_signs": ("tìm dấu hiệu lừa đảo", "spot the signs"),
}
_SCORINGS: Mapping[str, tuple[str, str]] = {
    "all_or_nothing": ("đúng hết mới có điểm", "all or nothing"),
    "partial": ("đúng phần nào được điểm phần đó", "a share for each right part"),
    "right_minus_wrong": ("đúng được cộng, sai bị trừ", "right minus wrong"),
}


def type_called(name: str) -> tuple[str, str]:
    """“a question of type …” (Vietnamese, English); a type that is not known keeps its own name."""
    vi, en = _TYPES.get(name, (name, name))
    return f"câu loại “{vi}”", f"a question of type “{en}”"


def scoring_called(name: str) -> tuple[str, str]:
    """“the scoring …” (Vietnamese, English); one that is not known keeps its own name."""
    vi, en = _SCORINGS.get(name, (name, name))
    return f"cách chấm “{vi}”", f"the scoring “{en}”"
