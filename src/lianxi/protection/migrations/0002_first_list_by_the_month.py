from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("protection", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="personlist",
            name="due_on",
            field=models.DateField(null=True, verbose_name="送出、签收期限"),
        ),
    ]
