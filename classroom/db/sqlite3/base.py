"""SQLite for several writers: write-ahead log, whole commits on disk, transactions that take the write lock when they
begin.

Django before 5.1 has no option for this, and a transaction that reads first and writes later fails at once ("database
is locked") when another one wrote in between; with BEGIN IMMEDIATE it waits its turn instead.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # FULL, not NORMAL: an answer that was acknowledged must survive a power cut.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16000",
    "PRAGMA temp_store=MEMORY",
)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite backend with the classroom's way of beginning a transaction."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        self.cursor().execute("BEGIN IMMEDIATE")
