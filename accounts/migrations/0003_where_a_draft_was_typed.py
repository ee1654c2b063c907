"""A draft knows the page it was typed on, and what stood in its fields then."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_currencies_of_more_countries"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="page",
            field=models.CharField(blank=True, default="", help_text="What the page is called.", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="draft",
            name="before",
            field=models.JSONField(default=dict, help_text="What stood in these fields when they were typed over."),
        ),
    ]
