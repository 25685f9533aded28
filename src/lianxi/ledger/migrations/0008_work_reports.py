"""Reports of half a year or a year: the figures that their drafts were written with."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0008_second_factor"),
        ("ledger", "0007_sight_by_index"),
        ("papers", "0005_file_takings"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("first_on", models.DateField(verbose_name="期间自")),
                ("last_on", models.DateField(verbose_name="期间至")),
                ("counted_at", models.DateTimeField(verbose_name="统计时点")),
                ("figures", models.JSONField(default=list, verbose_name="文中数字")),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.conference"
                    ),
                ),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="papers.paperdraft"
                    ),
                ),
            ],
            options={
                "verbose_name": "工作报告",
            },
        ),
    ]
