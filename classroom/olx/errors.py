"""A package that is refused, said in one sentence."""

from __future__ import annotations

from course_export.says import UserError


class ImportRefused(UserError):
    """The package was not imported; nothing has changed."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(
            f"Chưa nhập gói khóa học: {vi} Không có gì bị thay đổi.",
            f"The package was not imported: {en} Nothing was changed.",
        )
