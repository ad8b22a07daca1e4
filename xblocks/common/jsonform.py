"""Canonical JSON: the one form in which content is stored, compared and named by digest."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any


def _nfc(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_nfc(k): _nfc(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_nfc(v) for v in value]
    return value


def canonical(data: Any) -> str:
    """``data`` (JSON types) as text: keys sorted, no spaces, NFC, no NaN or infinity (``ValueError``)."""
    return json.dumps(_nfc(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of ``text``, 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
