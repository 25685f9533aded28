from django.db import migrations
from django.utils import timezone

from lianxi.core.personal import find_personal


def leave_out(apps, _schema):
    """Take fields that show personal data out of what people were typing."""
    today = timezone.localdate()
    for row in apps.get_model("journal", "Draft").objects.iterator():
        kept = {
            name: value
            for name, value in row.fields.items()
            if not any(True for text in _texts(value) for _ in find_personal(text, today))
        }
        if kept != row.fields:
            row.fields = kept
            row.save(update_fields=["fields"])


def _texts(value):
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_disclosures")]
    operations = [migrations.RunPython(leave_out, migrations.RunPython.noop)]
