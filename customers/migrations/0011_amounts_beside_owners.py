"""What open deals are worth, read off the index of their owners: a sum over a large book never opens the rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0010_seat_changes")]

    operations = [
        migrations.RemoveIndex("deal", "deal_open_of_owner"),
        migrations.AddIndex(
            "deal",
            models.Index(
                fields=["owner", "expected_close_on"],
                include=["currency", "amount"],
                condition=models.Q(state="open"),
                name="deal_open_of_owner",
            ),
        ),
    ]
