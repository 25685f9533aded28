"""Rows from before the column: the day from which they are seriously late, by each conference's own rule.

A column added later has no noted value in the journal until it is changed, so that verification still holds.
"""

from django.db import migrations

from lianxi.core.workdays import add_workdays


def fill(apps, schema_editor):
    rule = apps.get_model("bodies", "ConferenceRule")
    for model in (apps.get_model("ledger", "Obligation"), apps.get_model("ledger", "DueDate")):
        waiting = model._base_manager.filter(due_on__isnull=False, serious_on__isnull=True)
        pairs = list(waiting.order_by().values_list("conference_id", "due_on").distinct())
        for conference_id, due_on in pairs:
            own = rule._base_manager.filter(
                conference_id=conference_id, code="serious_overdue_days", ends_before__isnull=True
            ).order_by("-starts_on", "-pk").first()
            serious = add_workdays(due_on, int(own.value) if own else 10)
            waiting.filter(conference_id=conference_id, due_on=due_on).update(serious_on=serious)


class Migration(migrations.Migration):

    dependencies = [("ledger", "0004_due_and_seriously_late")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
