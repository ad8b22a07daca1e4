"""What every sub-command is told: the language, and where the content lies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from course_export.says import UserError

CHECKOUT = Path(__file__).resolve().parents[2]


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """``vi`` or ``en``: ``--lang`` first, then ``HOCVUSO_LANG``, ``LC_ALL``, ``LC_MESSAGES``, ``LANG``; else ``vi``.

    Only a plain "en…" asks for English: the ``C`` and ``POSIX`` locales of servers say nothing about the reader.
    """
    for i, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and i + 1 < len(arguments):
            value = arguments[i + 1]
        if value in ("vi", "en"):
            return value
    for name in ("HOCVUSO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "").lower()
        if value.startswith(("vi", "en")):
            return value[:2]
    return "vi"


@dataclass(frozen=True)
class Context:
    """How to speak with the caller."""

    lang: str

    def say(self, vi: str, en: str, *, stream: TextIO | None = None) -> None:
        """Print one sentence."""
        print(vi if self.lang == "vi" else en, file=stream or sys.stdout)

    def note(self, vi: str, en: str) -> None:
        """Print one sentence beside the output, on standard error."""
        self.say(vi, en, stream=sys.stderr)


def content_root(given: str | None) -> Path:
    """The content folder: ``given``, else ``HOCVUSO_CONTENT``, else ``content`` here, else the checkout's."""
    name = given or os.environ.get("HOCVUSO_CONTENT")
    if name:
        return Path(name)
    here = Path("content")
    return here if (here / "cohorts").is_dir() or (here / "modules").is_dir() else CHECKOUT / "content"


def enclosing_root(path: Path) -> Path:
    """The content folder that ``path`` (a file or folder) is, or lies in."""
    if not path.exists():
        raise UserError(
            f"Không có “{path}”; hãy xem lại đường dẫn.", f"There is no “{path}”; check the path.", exit_code=2
        )
    for folder in (path, *path.resolve().parents):
        if (folder / "modules").is_dir() or (folder / "cohorts").is_dir():
            return folder
    raise UserError(
        f"“{path}” không nằm trong thư mục nội dung nào (thư mục có modules và cohorts).",
        f"“{path}” lies in no content folder (one with modules and cohorts).",
        exit_code=2,
    )


class Progress:
    """A line of progress on a terminal; silent elsewhere (logs and pipes)."""

    def __init__(self, context: Context, vi: str, en: str, total: int | None, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.label = vi if context.lang == "vi" else en
        self.total = total
        self.shown = 0.0
        self.live = self.stream.isatty()

    def at(self, done: int) -> None:
        """Say how far the work is, at most five times a second."""
        now = time.monotonic()
        if self.live and (now - self.shown > 0.2 or done == self.total):
            self.shown = now
            of = f"/{self.total}" if self.total is not None else ""
            self.stream.write(f"\r{self.label}: {done}{of} ")
            self.stream.flush()

    def close(self) -> None:
        """End the line."""
        if self.live and self.shown:
            self.stream.write("\n")
            self.stream.flush()
