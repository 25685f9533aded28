"""Rows from before the column: the day from which they are seriously late, by each conference's own rule.

A column added later has no noted value in the journal until it is changed, so that verification still holds.
A day is reckoned once for a conference and due date, and each table is written in one statement.
"""

from django.db import migrations

from lianxi.core.workdays import add_workdays


def fill(apps, schema_editor):
    rules = apps.get_model("bodies", "ConferenceRule")._base_manager.filter(
        code="serious_overdue_days", ends_before__isnull=True
    )
    days = dict(rules.order_by("starts_on", "pk").values_list("conference_id", "value"))
    models = [apps.get_model("ledger", name) for name in ("Obligation", "DueDate")]
    pairs = {
        pair
        for model in models
        for pair in model._base_manager.filter(due_on__isnull=False, serious_on__isnull=True)
        .order_by()
        .values_list("conference_id", "due_on")
        .distinct()
    }
    known = {}
    rows = []
    for conference_id, due_on in sorted(pairs):
        key = due_on, int(days.get(conference_id, 10))
        if key not in known:
            known[key] = add_workdays(*key)
        rows.append((conference_id, due_on.isoformat(), known[key].isoformat()))
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE seriously_late"
            " (conference_id bigint, due_on date, serious_on date, PRIMARY KEY (conference_id, due_on))"
        )
        cursor.executemany("INSERT INTO seriously_late VALUES (%s, %s, %s)", rows)
        for model in models:
            table = model._meta.db_table
            cursor.execute(
                f"UPDATE {table} SET serious_on = (SELECT s.serious_on FROM seriously_late AS s"
                f" WHERE s.conference_id = {table}.conference_id AND s.due_on = {table}.due_on)"
                " WHERE due_on IS NOT NULL AND serious_on IS NULL"
            )
        cursor.execute("DROP TABLE seriously_late")


class Migration(migrations.Migration):

    dependencies = [("ledger", "0004_due_and_seriously_late")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
