"""True or false in Markdown: two options that say exactly Đúng and Sai (or True and False)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xblocks.common import richtext

from ...questions.true_false import TrueFalseItem
from ..source import ItemSource, fold, write_option
from .base import MarkdownAdapter, Report

_TRUE = ("đúng", "true")
_FALSE = ("sai", "false")


class TrueFalseMarkdown(MarkdownAdapter):
    """The marked option is the answer."""

    words = ("đúng sai", "đúng/sai", "true false", "true/false")

    def fits(self, source: ItemSource) -> bool:
        said = {fold(option.text) for option in source.options}
        return (
            len(source.options) == 2
            and said in [{true, false} for true, false in zip(_TRUE, _FALSE, strict=True)]
            and sum(option.marked for option in source.options) == 1
            and not any(option.id for option in source.options)
        )

    def read(self, source: ItemSource, values: Mapping[str, tuple[str, int]], report: Report) -> dict[str, Any]:
        if not self.fits(source):
            report(
                "bad-true-false",
                source.line,
                "cần đúng hai lựa chọn, “Đúng” và “Sai”, không có mã riêng, và đánh dấu [x] vào một trong hai",
                "needs exactly the two options “True” and “False”, without ids, one of them marked with [x]",
            )
            return {"answer": True}
        data: dict[str, Any] = {}
        for option in source.options:
            is_true = fold(option.text) in _TRUE
            name = "feedback_true" if is_true else "feedback_false"
            data[name] = richtext.from_markdown(option.feedback)
            source.lines[name] = option.line
            if option.marked:
                data["answer"] = is_true
        return data

    def write(self, item: TrueFalseItem) -> tuple[dict[str, str], list[str]]:
        lines = write_option(item.answer, "", "Đúng", richtext.to_markdown(item.feedback_true))
        lines += write_option(not item.answer, "", "Sai", richtext.to_markdown(item.feedback_false))
        return {}, lines
