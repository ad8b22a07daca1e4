"""What is wrong with a text, a model or a request, said to a person.

Engine floor: no Django, no XBlock. Every message exists in Vietnamese and English because it is read by authors,
learners and officers; code reads ``code`` only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
FILE_INSIDE = "file-inside"
"""The code of a warning: an imported file holds a picture (in ``media``) that belongs among the course's files."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where it is, and how to mend it.

    ``code`` is stable kebab-case; ``where`` is a dotted path a person understands (``items.goi-video.options.b``);
    ``vi`` and ``en`` are one plain sentence each; ``line`` is 1-based in the source text, if there is one.
    """

    severity: Severity
    code: str
    where: str
    vi: str
    en: str
    line: int | None = None

    def message(self, lang: str) -> str:
        """The sentence in ``lang``: Vietnamese for ``vi…``, else English."""
        return self.vi if lang.startswith("vi") else self.en


def has_errors(findings: Iterable[Finding]) -> bool:
    """True if one of ``findings`` is an error (warnings do not stop a save)."""
    return any(f.severity == "error" for f in findings)


class ModelError(ValueError):
    """Data that is no valid model. ``findings`` holds at least one error, in reading order."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__("; ".join(f"{f.where}: {f.en}" for f in self.findings))


class NewerSchemaError(ModelError):
    """Data written by a newer version of this software than the one that reads it."""

    def __init__(self, what: str, found: int, known: int) -> None:
        super().__init__(
            [
                Finding(
                    "error",
                    "newer-schema",
                    what,
                    f"Nội dung này được lưu bởi phiên bản mới hơn (mẫu {found}, ở đây chỉ biết đến mẫu {known}). "
                    "Hãy nâng cấp hocvuso rồi mở lại.",
                    f"This content was saved by a newer version (schema {found}; this one knows up to {known}). "
                    "Upgrade hocvuso, then open it again.",
                )
            ]
        )


class PlayError(ValueError):
    """A step of an attempt or a play that is refused; nothing has changed.

    ``code`` is stable (``stale-step``, ``closed``, ``malformed`` …); ``vi`` and ``en`` say it to the learner.
    """

    def __init__(self, code: str, vi: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.vi = vi
        self.en = en

    def message(self, lang: str) -> str:
        """The sentence in ``lang``: Vietnamese for ``vi…``, else English."""
        return self.vi if lang.startswith("vi") else self.en


class StaleStep(PlayError):
    """The step is not the next one, and no repeat of an earlier one."""

    def __init__(self) -> None:
        super().__init__(
            "stale-step",
            "Trang này không còn mới: bạn đã làm tiếp ở nơi khác. Hãy tải lại trang để thấy bước hiện tại.",
            "This page is out of date: you went on elsewhere. Reload the page to see the current step.",
        )


class AttemptClosed(PlayError):
    """The attempt or play has ended."""

    def __init__(self) -> None:
        super().__init__(
            "closed",
            "Lượt này đã kết thúc. Kết quả của bạn đã được lưu.",
            "This attempt has ended. Your result is saved.",
        )


class MalformedAnswer(PlayError):
    """An answer that has not the form its question asks for."""

    def __init__(self) -> None:
        super().__init__(
            "malformed",
            "Câu trả lời gửi lên không đúng dạng. Hãy tải lại trang và chọn lại.",
            "The answer that was sent has the wrong form. Reload the page and choose again.",
        )


class UnknownItem(PlayError):
    """An item that is not part of this attempt."""

    def __init__(self) -> None:
        super().__init__(
            "unknown-item",
            "Câu hỏi này không thuộc lượt làm hiện tại. Hãy tải lại trang.",
            "This question is not part of the current attempt. Reload the page.",
        )
