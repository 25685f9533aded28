"""Versions learn their kind, the day from which they hold, corrections and the parts left open."""

from django.db import migrations, models
from django.utils import timezone


def give_days(apps, schema_editor):
    """Versions adopted before hold from their own date, or from the day on which they were adopted."""
    versions = apps.get_model("law", "InstrumentVersion").objects.filter(state="adopted")
    for version in versions.select_related("instrument").defer("text", "reading"):
        version.holds_from = version.instrument.issued_on or timezone.localtime(version.adopted_at).date()
        version.save(update_fields=["holds_from"])


class Migration(migrations.Migration):

    dependencies = [("law", "0002_ruling")]

    operations = [
        migrations.AddField("instrumentversion", "kind", models.CharField(default="first", max_length=10, verbose_name="类别")),
        migrations.AddField("instrumentversion", "follows", models.PositiveIntegerField(null=True)),
        migrations.AddField("instrumentversion", "holds_from", models.DateField(null=True, verbose_name="施行日期")),
        migrations.AddField("instrumentversion", "corrections", models.JSONField(default=list)),
        migrations.AddField("instrumentversion", "open_parts", models.JSONField(default=list)),
        migrations.RunPython(give_days, migrations.RunPython.noop),
    ]
