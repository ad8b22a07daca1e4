"""The log of exports: every row follows the one before, and nothing in it can be changed unseen."""

import datetime as dt

import pytest
from django.db import connection

from course_export.records import log
from course_export.records.models import AppendOnly, ExportLog

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.UTC)


def entry(**changes):
    columns = {
        "actor": "command line: ann",
        "subject": "completions",
        "format": "csv",
        "filters": {"cohorts": ["thu"], "unit": None, "as_of": None},
        "purpose": "báo cáo",
        "recipient": "Sở",
        "rows": 3,
        "file_digest": "a" * 64,
    }
    return log.append(now=NOW, **{**columns, **changes})


def test_rows_form_a_chain_that_holds():
    first, second = entry(), entry(rows=4)
    assert first.previous == log.FIRST
    assert second.previous == first.chained
    assert list(log.broken_rows()) == []


def test_a_row_can_neither_be_changed_nor_deleted_through_django():
    row = entry()
    row.rows = 5
    for act in (row.save, row.delete, ExportLog.objects.all().delete, lambda: ExportLog.objects.update(rows=9)):
        with pytest.raises(AppendOnly):
            act()
    assert ExportLog.objects.get().rows == 3


@pytest.mark.parametrize("sql", ["UPDATE {t} SET rows = 99 WHERE id = %s", "DELETE FROM {t} WHERE id = %s"])
def test_a_change_behind_djangos_back_shows(sql):
    row, _ = entry(), entry()
    entry()
    with connection.cursor() as cursor:
        cursor.execute(sql.format(t=ExportLog._meta.db_table), [row.pk])
    assert len(list(log.broken_rows())) >= 1


def test_two_exports_that_saw_the_same_last_row_both_get_in(monkeypatch):
    entry()
    stale = [log._last()]
    entry(rows=7)
    fresh = log._last
    monkeypatch.setattr(log, "_last", lambda: stale.pop() if stale else fresh())
    entry(rows=8)
    assert list(ExportLog.objects.values_list("rows", flat=True)) == [3, 7, 8]
    assert list(log.broken_rows()) == []
