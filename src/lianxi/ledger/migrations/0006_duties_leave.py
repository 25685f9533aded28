"""Duties of clauses are no longer the ledger's: the room of work carries their tables over and drops them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_brief_links")]

    operations = [
        # The tables stay in the database until everything in them is carried over (work.carrying).
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="IndicatorValue"),
                migrations.DeleteModel(name="StandingDuty"),
            ],
            database_operations=[],
        ),
    ]
