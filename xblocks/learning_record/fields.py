"""A JSON column that is text on every database, in the one canonical form."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from xblocks.common import jsonform


class CanonicalJSONField(models.TextField):
    """JSON types in Python, canonical JSON text (``jsonform.canonical``) in the table.

    Text instead of the database's own JSON type: the same bytes come back on SQLite, PostgreSQL, MySQL and MariaDB,
    so that what is stored can be digested. It is not meant to be searched in.
    """

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """The JSON types that ``value`` holds."""
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Canonical text of ``value``; raises ``ValueError`` for NaN and ``TypeError`` for what is not JSON."""
        return None if value is None else jsonform.canonical(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Canonical text, for ``dumpdata``."""
        return jsonform.canonical(self.value_from_object(obj))

    def to_python(self, value: Any) -> Any:
        """JSON types, from text (``loaddata``) or from JSON types as they are."""
        if isinstance(value, str):
            try:
                return json.loads(value)
            except ValueError:
                return value
        return value
