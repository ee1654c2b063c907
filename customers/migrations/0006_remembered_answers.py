"""What was answered about a file is remembered with its source, as its columns are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_compared_each_day")]

    operations = [
        migrations.AddField(model_name="rememberedmapping", name="answers", field=models.JSONField(default=dict))
    ]
