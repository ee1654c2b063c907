from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_drafts")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="uses_shortcuts",
            field=models.BooleanField(
                db_default=True,
                default=True,
                help_text="Single keys that do what a button does: / to search, j and k to go down and up a list.",
                verbose_name="keyboard shortcuts",
            ),
        ),
    ]
