"""All owners are compared once a day, which needs to know when next."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0004_contacts_linked")]

    operations = [
        migrations.AddField(
            model_name="connection",
            name="next_compare_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
