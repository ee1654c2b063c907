"""Amounts in the currencies of more countries: an import of their firms lost every row with one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="capacity_currency",
            field=models.CharField(
                choices=[
                    ("CNY", "Chinese yuan"),
                    ("USD", "US dollar"),
                    ("EUR", "euro"),
                    ("GBP", "pound sterling"),
                    ("JPY", "Japanese yen"),
                    ("HKD", "Hong Kong dollar"),
                    ("AED", "UAE dirham"),
                    ("AUD", "Australian dollar"),
                    ("BRL", "Brazilian real"),
                    ("CAD", "Canadian dollar"),
                    ("CHF", "Swiss franc"),
                    ("CZK", "Czech koruna"),
                    ("DKK", "Danish krone"),
                    ("HUF", "Hungarian forint"),
                    ("IDR", "Indonesian rupiah"),
                    ("INR", "Indian rupee"),
                    ("KRW", "South Korean won"),
                    ("MXN", "Mexican peso"),
                    ("MYR", "Malaysian ringgit"),
                    ("NOK", "Norwegian krone"),
                    ("NZD", "New Zealand dollar"),
                    ("PHP", "Philippine peso"),
                    ("PLN", "Polish zloty"),
                    ("RUB", "Russian rouble"),
                    ("SAR", "Saudi riyal"),
                    ("SEK", "Swedish krona"),
                    ("SGD", "Singapore dollar"),
                    ("THB", "Thai baht"),
                    ("TRY", "Turkish lira"),
                    ("TWD", "New Taiwan dollar"),
                    ("VND", "Vietnamese dong"),
                    ("ZAR", "South African rand"),
                ],
                db_default="CNY",
                default="CNY",
                max_length=3,
                verbose_name="currency of the open value",
            ),
        ),
    ]
