"""Plain text in the Markdown of an option, and scores as marks."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from xblocks.common import richtext

from ...questions.fields import as_json_number, one_line
from ..source import OptionSource
from .base import Report

#: Marks of an answer: right, wrong, or worth a share.
SCORE_MARK = r"[ xX]|[0-9]{1,3}(?:[.,][0-9]{1,340})? ?%"


def write_plain(text: str) -> str:
    """Markdown that reads as the one-line ``text``, also at the end of an option."""
    return richtext.to_markdown(escape(text, quote=False)).replace("{#", "&#123;#")


def read_plain(markdown: str) -> str:
    """The words of ``markdown`` on one line."""
    return one_line(richtext.plain(richtext.from_markdown(markdown)))


def write_score(score: float) -> str:
    """The mark of a score of 0..1."""
    if score in (0, 1):
        return "x" if score else " "
    return f"{format((Decimal(str(score)) * 100).normalize(), 'f')}%".replace(".", ",")


def read_score(mark: str) -> float:
    """The score of a mark; beyond 1 where it says more than 100 %."""
    if mark.endswith("%"):
        return as_json_number(float(Decimal(mark.rstrip("% ").replace(",", ".")) / 100))
    return 1 if mark else 0


def refuse_id(option: OptionSource, report: Report) -> None:
    """Report an id where a part has none."""
    if option.id:
        report(
            "id-not-used",
            option.line,
            f"ở đây không cần mã; hãy bỏ “{{#{option.id}}}”",
            f"no id is used here; remove “{{#{option.id}}}”",
        )


def refuse_feedback(option: OptionSource, report: Report, vi: str, en: str) -> None:
    """Report a feedback where a part has none; ``vi`` and ``en`` say where it belongs."""
    if option.feedback:
        report(
            "feedback-not-used",
            option.line,
            f"từng dòng ở đây không có phản hồi riêng; hãy viết vào {vi}",
            f"single lines have no feedback here; write it into {en}",
        )
