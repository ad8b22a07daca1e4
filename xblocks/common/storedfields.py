"""Fields that cost one look into the store, and are replaced whole.

XBlock's fields ask their store twice, ``has`` and then ``get``. By the contract of ``FieldData`` the second alone
tells: it raises ``KeyError`` where nothing is stored (Studio's module store, asked for the state of a block that is
bound to nobody: ``InvalidScopeError``). A runtime that asks a database for each access answers these fields in half the
queries; one that has a learner's state in memory is asked for less, too.
"""

from __future__ import annotations

from typing import Any

from xblock.exceptions import InvalidScopeError
from xblock.fields import NO_CACHE_VALUE, Dict, Integer, String


class _OneLook:
    """A field that is read with ``get`` alone."""

    def __get__(self, xblock: Any, xblock_class: Any) -> Any:
        field: Any = self
        if xblock is not None and field._get_cached_value(xblock) is NO_CACHE_VALUE:
            try:
                value = field.from_json(xblock._field_data.get(xblock, field.name))
            except (KeyError, InvalidScopeError):
                value = field._get_default_value_to_cache(xblock)
            field._set_cached_value(xblock, value)
        return super().__get__(xblock, xblock_class)  # type: ignore[misc]


class StoredText(_OneLook, String):
    """A text."""


class StoredInteger(_OneLook, Integer):
    """A whole number."""


class StoredObject(_OneLook, Dict):
    """A JSON object that is never changed in place: to change it, another one is assigned.

    So XBlock needs no copy of it on every read to tell afterwards whether it was changed.
    """

    MUTABLE = False
