"""Content in, packages out. One file per target, one line here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from course_export.package import olx
from course_export.source.model import Cohort, Source

#: Target name -> ``write(source, cohort, out_dir) -> path of the package``. Every writer checks before it writes,
#: raises
#: :class:`course_export.says.UserError` with nothing written, and replaces an older package only when the new one is
#: whole.
TARGETS: dict[str, Callable[[Source, Cohort, Path], Path]] = {"olx": olx.write}

__all__ = ["TARGETS"]
