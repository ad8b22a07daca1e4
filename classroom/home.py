"""Where the classroom keeps its data, and the secret that it makes for itself at its first start."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def home() -> Path:
    """The data folder: ``HOCVUSO_HOME``, else ``var/`` beside the packages. Made if it is not there (mode 700)."""
    folder = Path(os.environ.get("HOCVUSO_HOME") or CHECKOUT / "var").expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """The signing key of this installation, from ``<folder>/secret-key``; made there (mode 600) if there is none.

    Two processes that start at once agree on one key: the file is created exclusively, and the loser reads it.
    """
    file = folder / "secret-key"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        found = file.read_text("ascii").strip()
        if found:
            return found
        handle = os.open(file, os.O_WRONLY | os.O_TRUNC, 0o600)
    key = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(key + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    return key
