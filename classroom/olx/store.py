"""Bytes of course files in the data folder, named by their digest: safe names, no duplicates, whole files only."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from classroom.home import home


def asset_file(digest: str) -> Path:
    """Where the bytes of that digest lie (64 hex digits; anything else names no file)."""
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        return home() / "assets" / "none"
    return home() / "assets" / digest[:2] / digest


def keep_file(source: Path) -> tuple[str, int]:
    """Store a copy of ``source``; returns (digest, size). A file that is there already is not written again."""
    digest = hashlib.sha256()
    size = 0
    with source.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
            size += len(chunk)
    name = digest.hexdigest()
    target = asset_file(name)
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent)
        os.close(handle)
        try:
            shutil.copyfile(source, temporary)
            os.replace(temporary, target)
        finally:
            Path(temporary).unlink(missing_ok=True)
    return name, size
