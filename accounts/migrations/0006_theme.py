from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_kept_answers")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="theme",
            field=models.CharField(
                choices=[("system", "as the device is set"), ("light", "light"), ("dark", "dark")],
                db_default="system",
                default="system",
                max_length=6,
                verbose_name="light or dark",
            ),
        ),
    ]
