"""One INSERT that says whether its row was the first, without a savepoint."""

from __future__ import annotations

from django.db import connections, models, router
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery


def insert_once(row: models.Model) -> bool:
    """Insert ``row`` unless a unique key of its table is already taken; one query.

    Returns True if the row is now in the table (``row.pk`` is set), False if another row was there first.
    ``bulk_create(ignore_conflicts=True)`` does not tell the two apart, and catching ``IntegrityError`` costs
    a savepoint for every answer. On MySQL the same statement (``INSERT IGNORE``) would also swallow values that are
    too long: check lengths before calling.
    """
    model = type(row)
    using = router.db_for_write(model, instance=row)
    connection = connections[using]
    generated = row.pk is None
    fields = [f for f in model._meta.concrete_fields if not (f.primary_key and generated)]
    query = InsertQuery(model, on_conflict=OnConflict.IGNORE)
    query.insert_values(fields, [row])
    compiler = query.get_compiler(using=using)
    returning = generated and connection.features.can_return_columns_from_insert
    if returning:
        compiler.returning_fields = [model._meta.pk]
    [(statement, params)] = compiler.as_sql()
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        if returning:
            found = cursor.fetchone()
            inserted, pk = found is not None, found[0] if found else None
        else:
            inserted = cursor.rowcount == 1
            pk = cursor.lastrowid if generated else row.pk
    if inserted:
        row.pk = pk
        row._state.adding = False
        row._state.db = using
    return inserted
