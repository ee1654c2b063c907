import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

#: What came before the first release, so that a database of that time goes on.
REPLACED = [
    ("accounts", "0001_people"),
    ("accounts", "0002_capacities"),
    ("accounts", "0003_drafts"),
    ("accounts", "0004_shortcuts"),
    ("accounts", "0005_kept_answers"),
    ("accounts", "0006_theme"),
]


class Migration(migrations.Migration):
    initial = True
    replaces = REPLACED

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=64)),
                ("content", models.CharField(max_length=64)),
                ("sealed", models.BinaryField()),
                ("kept_until", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["kept_until"], name="kept_answer_oldest")],
                "constraints": [models.UniqueConstraint(fields=("place",), name="kept_answer_once")],
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "country",
                    models.CharField(
                        help_text="ISO 3166 code, for the working days.", max_length=2, verbose_name="country"
                    ),
                ),
                ("time_zone", models.CharField(default="UTC", max_length=50, verbose_name="time zone")),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("name",), name="office_name_once")],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "Administrator"),
                            ("hr", "HR"),
                            ("manager", "Manager"),
                            ("rep", "Sales rep"),
                            ("auditor", "Auditor"),
                        ],
                        default="rep",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="job title")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                        default="en",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("time_zone", models.CharField(default="UTC", max_length=50, verbose_name="time zone")),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        default=150,
                        help_text="How many customers this person can look after well.",
                        verbose_name="capacity",
                    ),
                ),
                (
                    "capacity_value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="How much this person's open deals can be worth; empty when no limit is known.",
                        max_digits=16,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0, "An amount is not below zero.")],
                        verbose_name="open value",
                    ),
                ),
                (
                    "capacity_currency",
                    models.CharField(
                        choices=[
                            ("CNY", "Chinese yuan"),
                            ("USD", "US dollar"),
                            ("EUR", "euro"),
                            ("GBP", "pound sterling"),
                            ("JPY", "Japanese yen"),
                            ("HKD", "Hong Kong dollar"),
                        ],
                        db_default="CNY",
                        default="CNY",
                        max_length=3,
                        verbose_name="currency of the open value",
                    ),
                ),
                (
                    "weekly_visits",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many visits a week this person can make; empty when no limit is known.",
                        null=True,
                        verbose_name="visits a week",
                    ),
                ),
                (
                    "uses_shortcuts",
                    models.BooleanField(
                        db_default=True,
                        default=True,
                        help_text="Single keys that do what a button does: / to search, j and k to go down and up a list.",
                        verbose_name="keyboard shortcuts",
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        choices=[("system", "as the device is set"), ("light", "light"), ("dark", "dark")],
                        db_default="system",
                        default="system",
                        max_length=6,
                        verbose_name="light or dark",
                    ),
                ),
                (
                    "is_senior",
                    models.BooleanField(default=False, help_text="May supervise a handover.", verbose_name="senior"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("access_ends_at", models.DateTimeField(blank=True, null=True, verbose_name="access ends")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="created"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="accounts.office",
                        verbose_name="office",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="user_email_once",
                        violation_error_message="This address is taken.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["administrator", "hr", "manager", "rep", "auditor"])),
                        name="user_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity_value", None), ("capacity_value__gte", 0), _connector="OR"),
                        name="user_capacity_value_positive",
                        violation_error_message="An amount is not below zero.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams_led",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="manager",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.office",
                        verbose_name="office",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="accounts.team",
                        verbose_name="belongs to",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("name",), name="team_name_once")],
            },
        ),
        migrations.AddField(
            model_name="user",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="accounts.team",
                verbose_name="team",
            ),
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "scope",
                    models.CharField(
                        choices=[("read", "read"), ("write", "read and write")],
                        default="read",
                        max_length=10,
                        verbose_name="scope",
                    ),
                ),
                ("key_hash", models.CharField(editable=False, max_length=64)),
                ("hint", models.CharField(editable=False, max_length=8)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="created"
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="last used")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("key_hash",), name="token_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["read", "write"])), name="token_scope_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("verb", models.CharField(max_length=60, verbose_name="what")),
                ("subject_kind", models.CharField(max_length=60)),
                ("subject_id", models.BigIntegerField()),
                ("details", models.JSONField(blank=True, default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["subject_kind", "subject_id", "-at"], name="audit_subject")],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "address",
                    models.CharField(help_text="The path of the page and, after #, which form there.", max_length=200),
                ),
                ("values", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField(verbose_name="saved")),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["saved_at"], name="draft_oldest")],
                "constraints": [models.UniqueConstraint(fields=("person", "address"), name="draft_once")],
            },
        ),
    ]
