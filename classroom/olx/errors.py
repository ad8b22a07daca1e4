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


class EditedHere(ImportRefused):
    """Blocks were edited here since the last import, and the package would undo that. ``titles``: theirs, in reading
    order."""

    def __init__(self, titles: list[str]) -> None:
        self.titles = titles
        shown = ", ".join(f"“{title}”" for title in titles[:10]) + (" …" if len(titles) > 10 else "")
        super().__init__(
            f"có {len(titles)} phần đã được sửa ở đây sau lần nhập trước và sẽ mất phần sửa đó: {shown}.",
            f"these parts were edited here since the last import and would lose that ({len(titles)}): {shown}.",
        )
