from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("protection", "0002_first_list_by_the_month")]

    operations = [
        migrations.AddField(
            model_name="listrow",
            name="received_on",
            field=models.DateField(null=True, verbose_name="决定送达日期"),
        ),
    ]
