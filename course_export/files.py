"""Whole files or none: written beside their target and renamed when finished."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from course_export.says import UserError


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """A binary stream whose bytes become ``target`` when the block ends well; after any exception ``target`` is
    untouched.

    Raises :class:`UserError` if the place cannot be written to.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise _cannot(target, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _cannot(target, error) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The mode of the file that is replaced, else what a new file gets (mkstemp makes it private)."""
    try:
        return target.stat().st_mode & 0o777
    except OSError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask


def _cannot(target: Path, error: OSError) -> UserError:
    reason = error.strerror or type(error).__name__
    return UserError(
        f"Không ghi được vào “{target}” ({reason}); hãy chọn nơi khác hoặc xem lại quyền ghi và chỗ trống.",
        f"“{target}” cannot be written ({reason}); choose another place or check permissions and free space.",
    )
