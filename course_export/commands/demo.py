"""``hocvuso demo``."""

from typing import Any


def add_command(commands: Any, lang: str) -> None:
    """Nothing yet."""
