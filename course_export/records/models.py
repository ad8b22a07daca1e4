"""The log of exports: append-only, each row chained to the one before by its hash."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class AppendOnly(Exception):
    """An attempt to change or delete a row of the log."""


class _AppendOnlyQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnly("The log of exports is append-only.")

    update = delete = bulk_update = _refuse


class ExportLog(models.Model):
    """One export: who, when, what, for what and for whom, how many rows, and the digest of the file.

    ``previous`` is the hash of the row before (64 zeros for the first); being unique, it lets only one of two
    concurrent
    exports follow a given row. ``chained`` is the hash over all other columns, see
    :func:`course_export.records.log.row_hash`.
    """

    created = models.DateTimeField()
    actor = models.CharField(max_length=150)
    subject = models.CharField(max_length=40)
    format = models.CharField(max_length=20)
    filters = models.JSONField(default=dict)
    purpose = models.CharField(max_length=500, blank=True)
    recipient = models.CharField(max_length=255, blank=True)
    rows = models.PositiveIntegerField()
    file_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, unique=True)
    chained = models.CharField(max_length=64, unique=True)

    objects = _AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.subject} {self.created:%Y-%m-%d %H:%M} {self.rows}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only a new row is saved."""
        if not self._state.adding:
            raise AppendOnly("The log of exports is append-only.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise AppendOnly("The log of exports is append-only.")
