import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

#: What came before the first release, so that a database of that time goes on.
REPLACED = [
    ("customers", "0001_book"),
    ("customers", "0003_sourced_contacts"),
    ("customers", "0004_imports_that_resume"),
    ("customers", "0005_unique_at_the_field"),
    ("customers", "0006_contacts_by_phone"),
    ("customers", "0008_known_reasons"),
    ("customers", "0010_seat_changes"),
    ("customers", "0011_amounts_beside_owners"),
    ("customers", "0012_cover_in_the_ledger"),
    ("customers", "0015_deals_read_off_indexes"),
    ("customers", "0016_connections"),
    ("customers", "0017_mapping_remembered"),
    ("customers", "0018_notes_and_places"),
]


class Migration(migrations.Migration):
    initial = True
    replaces = REPLACED

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.CreateModel(
            name="Customer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="source")),
                ("source_id", models.CharField(blank=True, max_length=120, verbose_name="id at the source")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="created"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "grade",
                    models.CharField(
                        choices=[("A", "A"), ("B", "B"), ("C", "C")], default="C", max_length=1, verbose_name="grade"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("prospect", "Prospect"),
                            ("active", "Active"),
                            ("dormant", "Dormant"),
                            ("lost", "Lost"),
                        ],
                        default="active",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("industry", models.CharField(blank=True, max_length=80, verbose_name="industry")),
                ("region", models.CharField(blank=True, max_length=80, verbose_name="region")),
                ("territory", models.CharField(blank=True, max_length=80, verbose_name="territory")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                (
                    "annual_value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0, "An amount is not below zero.")],
                        verbose_name="annual value",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[
                            ("CNY", "Chinese yuan"),
                            ("USD", "US dollar"),
                            ("EUR", "euro"),
                            ("GBP", "pound sterling"),
                            ("JPY", "Japanese yen"),
                            ("HKD", "Hong Kong dollar"),
                        ],
                        default="CNY",
                        max_length=3,
                        verbose_name="currency",
                    ),
                ),
                ("next_step", models.CharField(blank=True, max_length=300, verbose_name="next step")),
                ("next_step_on", models.DateField(blank=True, null=True, verbose_name="next step on")),
                ("last_contact_at", models.DateTimeField(blank=True, null=True, verbose_name="last contact")),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="subsidiaries",
                        to="customers.customer",
                        verbose_name="belongs to",
                    ),
                ),
            ],
            options={
                "ordering": ["-updated_at", "-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["owner", "-updated_at", "-id"], name="customer_of_owner"),
                    models.Index(fields=["-updated_at", "-id"], name="customer_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_id", ""), _negated=True),
                        fields=("source", "source_id"),
                        name="customer_source_once",
                        violation_error_code="source_taken",
                        violation_error_message="There is a record with this id of this source already.",
                    ),
                    models.UniqueConstraint(
                        fields=("code",),
                        name="customer_code_once",
                        violation_error_code="unique",
                        violation_error_message="Another customer has this code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grade__in", ["A", "B", "C"])), name="customer_grade_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["prospect", "active", "dormant", "lost"])),
                        name="customer_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("annual_value", None), ("annual_value__gte", 0), _connector="OR"),
                        name="customer_value_positive",
                        violation_error_message="An amount is not below zero.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="source")),
                ("source_id", models.CharField(blank=True, max_length=120, verbose_name="id at the source")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="created"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("prospecting", "Prospecting"),
                            ("qualifying", "Qualifying"),
                            ("engaging", "Engaging"),
                            ("quoted", "Quoted"),
                            ("negotiating", "Negotiating"),
                            ("closed", "Closed"),
                        ],
                        default="prospecting",
                        max_length=12,
                        verbose_name="stage",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("won", "won"), ("lost", "lost")],
                        default="open",
                        max_length=4,
                        verbose_name="state",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0, "An amount is not below zero.")],
                        verbose_name="amount",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[
                            ("CNY", "Chinese yuan"),
                            ("USD", "US dollar"),
                            ("EUR", "euro"),
                            ("GBP", "pound sterling"),
                            ("JPY", "Japanese yen"),
                            ("HKD", "Hong Kong dollar"),
                        ],
                        default="CNY",
                        max_length=3,
                        verbose_name="currency",
                    ),
                ),
                (
                    "probability",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100, "A probability is 100% at most.")],
                        verbose_name="probability in %",
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="opened")),
                ("expected_close_on", models.DateField(blank=True, null=True, verbose_name="expected close")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed")),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deals",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "ordering": ["-updated_at", "-id"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["owner", "-updated_at", "-id"],
                        include=("customer", "state", "stage", "expected_close_on"),
                        name="deal_of_owner",
                    ),
                    models.Index(
                        fields=["customer", "id"],
                        include=("owner", "updated_at", "state", "stage", "expected_close_on"),
                        name="deal_of_customer",
                    ),
                    models.Index(fields=["-updated_at", "-id"], name="deal_newest"),
                    models.Index(fields=["amount", "id"], name="deal_by_amount"),
                    models.Index(fields=["expected_close_on", "id"], name="deal_by_close"),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["owner", "expected_close_on"],
                        include=("currency", "amount"),
                        name="deal_open_of_owner",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_id", ""), _negated=True),
                        fields=("source", "source_id"),
                        name="deal_source_once",
                        violation_error_code="source_taken",
                        violation_error_message="There is a record with this id of this source already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "won", "lost"])), name="deal_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["prospecting", "qualifying", "engaging", "quoted", "negotiating", "closed"])
                        ),
                        name="deal_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                        name="deal_amount_positive",
                        violation_error_message="An amount is not below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("probability", None), ("probability__lte", 100), _connector="OR"),
                        name="deal_probability_percent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "open"), _negated=True), ("closed_on", None), _connector="OR"
                        ),
                        name="deal_open_not_closed",
                        violation_error_message="An open deal has no closing day yet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None),
                            ("opened_on", None),
                            ("closed_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="deal_dates_in_order",
                        violation_error_message="A deal does not close before it opened.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Connection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("vendor", models.CharField(max_length=20, verbose_name="CRM")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("source", models.CharField(max_length=60, verbose_name="source")),
                ("values", models.JSONField(blank=True, default=dict)),
                ("secrets", models.TextField(blank=True, editable=False)),
                ("is_on", models.BooleanField(default=True, verbose_name="switched on")),
                ("writes_owners", models.BooleanField(default=False, verbose_name="write owners there")),
                (
                    "notes_language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                        max_length=10,
                        verbose_name="leave a note on each customer handed over",
                    ),
                ),
                ("notes_since", models.DateTimeField(editable=False, null=True)),
                (
                    "every_minutes",
                    models.PositiveSmallIntegerField(default=15, verbose_name="minutes between two syncs"),
                ),
                ("read_until", models.JSONField(default=dict, editable=False)),
                ("next_read_at", models.DateTimeField(editable=False, null=True)),
                ("answered_as", models.CharField(blank=True, editable=False, max_length=200)),
                ("problem", models.CharField(blank=True, editable=False, max_length=80)),
                ("detail", models.CharField(blank=True, editable=False, max_length=300)),
                ("problem_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source",),
                        name="connection_source_once",
                        violation_error_message="Another connection has this source already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="connection_has_a_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("notes_language", ""), ("notes_since", None)),
                            models.Q(
                                models.Q(("notes_language", ""), _negated=True),
                                ("notes_since__isnull", False),
                                ("writes_owners", True),
                            ),
                            _connector="OR",
                        ),
                        name="connection_notes_follow_owners",
                        violation_error_message="Notes follow the owners: let Baton write owners there as well.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_minutes__gte", 5)), name="connection_not_too_often"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="source")),
                ("source_id", models.CharField(blank=True, max_length=120, verbose_name="id at the source")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="created"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("number", models.CharField(max_length=60, verbose_name="number")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("active", "in force"),
                            ("expired", "expired"),
                            ("terminated", "terminated"),
                        ],
                        default="active",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends")),
                ("renewal_notice_on", models.DateField(blank=True, null=True, verbose_name="renewal notice by")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0, "An amount is not below zero.")],
                        verbose_name="amount",
                    ),
                ),
                (
                    "paid",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0, "An amount is not below zero.")],
                        verbose_name="paid",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[
                            ("CNY", "Chinese yuan"),
                            ("USD", "US dollar"),
                            ("EUR", "euro"),
                            ("GBP", "pound sterling"),
                            ("JPY", "Japanese yen"),
                            ("HKD", "Hong Kong dollar"),
                        ],
                        default="CNY",
                        max_length=3,
                        verbose_name="currency",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
            ],
            options={
                "ordering": ["-updated_at", "-id"],
                "abstract": False,
                "indexes": [models.Index(fields=["owner", "-updated_at", "-id"], name="contract_of_owner")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_id", ""), _negated=True),
                        fields=("source", "source_id"),
                        name="contract_source_once",
                        violation_error_code="source_taken",
                        violation_error_message="There is a record with this id of this source already.",
                    ),
                    models.UniqueConstraint(
                        fields=("number",),
                        name="contract_number_once",
                        violation_error_code="unique",
                        violation_error_message="Another contract has this number.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "active", "expired", "terminated"])),
                        name="contract_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("starts_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="contract_dates_in_order",
                        violation_error_message="A contract does not end before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                            models.Q(("paid", None), ("paid__gte", 0), _connector="OR"),
                        ),
                        name="contract_amounts_positive",
                        violation_error_message="An amount is not below zero.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="source")),
                ("source_id", models.CharField(blank=True, max_length=120, verbose_name="id at the source")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="created"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("decides", "decides"),
                            ("influences", "influences"),
                            ("uses", "uses it"),
                            ("buys", "handles purchasing"),
                            ("blocks", "is against"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="role in the decision",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "preferred_channel",
                    models.CharField(
                        blank=True,
                        choices=[("phone", "phone"), ("mail", "mail"), ("wechat", "WeChat"), ("visit", "visit")],
                        max_length=10,
                        verbose_name="preferred channel",
                    ),
                ),
                ("preferred_time", models.CharField(blank=True, max_length=80, verbose_name="preferred time")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        django.db.models.functions.text.Right(
                            models.Func(
                                models.F("phone"),
                                models.Value("\\(0\\)|[^0-9]"),
                                models.Value(""),
                                models.Value("g"),
                                function="regexp_replace",
                            ),
                            7,
                            output_field=models.TextField(),
                        ),
                        name="contact_phone",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_id", ""), _negated=True),
                        fields=("source", "source_id"),
                        name="contact_source_once",
                        violation_error_code="source_taken",
                        violation_error_message="There is a record with this id of this source already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["decides", "influences", "uses", "buys", "blocks", "other"])),
                        name="contact_role_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountTeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(blank=True, max_length=80, verbose_name="role")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_team_seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="account_team",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("customer", "user"),
                        name="account_team_seat_once",
                        violation_error_message="This person works with the customer already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DealSearch",
            fields=[
                ("text", models.TextField()),
                ("name", models.CharField(default="", max_length=200)),
                (
                    "grams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), default=list, size=None
                    ),
                ),
                (
                    "deal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="customers.deal",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("text"), "gin_trgm_ops"),
                        name="dealsearch_text",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="dealsearch_grams"),
                    models.Index(fields=["name", "deal"], name="dealsearch_name"),
                    models.Index(django.db.models.functions.text.Lower("name"), name="dealsearch_name_lower"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="source")),
                ("source_id", models.CharField(blank=True, max_length=120, verbose_name="id at the source")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="created"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "kind",
                    models.CharField(
                        choices=[("call", "Call"), ("visit", "Visit"), ("mail", "Mail"), ("note", "Note")],
                        default="note",
                        max_length=5,
                        verbose_name="kind",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="activities",
                        to="customers.contact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="activities",
                        to="customers.deal",
                        verbose_name="deal",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "abstract": False,
                "indexes": [models.Index(fields=["customer", "-at", "-id"], name="activity_of_customer")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_id", ""), _negated=True),
                        fields=("source", "source_id"),
                        name="activity_source_once",
                        violation_error_code="source_taken",
                        violation_error_message="There is a record with this id of this source already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["call", "visit", "mail", "note"])), name="activity_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="source")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="created"
                    ),
                ),
                ("started_at", models.DateTimeField(null=True, verbose_name="started")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                ("heartbeat_at", models.DateTimeField(null=True)),
                ("claim", models.UUIDField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preview", "waiting for your yes"),
                            ("queued", "queued"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "stopped"),
                        ],
                        default="preview",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("preset", models.CharField(blank=True, max_length=60, verbose_name="preset")),
                ("rows_total", models.PositiveIntegerField(default=0)),
                ("rows_read", models.PositiveIntegerField(default=0)),
                ("created", models.JSONField(default=dict)),
                ("updated", models.JSONField(default=dict)),
                ("unchanged", models.JSONField(default=dict)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=40, verbose_name="problem")),
                ("problem_params", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "running"])),
                        fields=["state"],
                        name="import_unfinished",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["preview", "queued", "running", "done", "failed"])),
                        name="import_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConnectionRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[("in", "Read"), ("out", "Write owners"), ("check", "Compare owners")], max_length=5
                    ),
                ),
                ("is_full", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "queued"), ("running", "running"), ("done", "done"), ("failed", "stopped")],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("claim", models.UUIDField(null=True)),
                ("heartbeat_at", models.DateTimeField(null=True)),
                ("not_before", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("counts", models.JSONField(default=dict)),
                ("place", models.JSONField(default=dict)),
                ("problem", models.CharField(blank=True, max_length=80)),
                ("detail", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="customers.connection",
                    ),
                ),
                (
                    "taken",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sync",
                        to="customers.import",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["connection", "-id"], name="connection_run_newest"),
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "running"])),
                        fields=["state"],
                        name="connection_run_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["queued", "running"])),
                        fields=("connection", "what"),
                        name="connection_run_once_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["queued", "running", "done", "failed"])),
                        name="connection_run_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["in", "out", "check"])), name="connection_run_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("file", models.FileField(upload_to="imports/%Y/%m/")),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("preset", models.CharField(blank=True, max_length=60)),
                ("headers", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=list)),
                ("guesses", models.JSONField(default=list)),
                ("words", models.JSONField(default=dict)),
                ("reading", models.JSONField(default=dict)),
                ("sample", models.JSONField(default=list)),
                ("notes", models.JSONField(default=list)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="customers.import"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="OwnershipChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "customer"), (2, "deal"), (3, "contract"), (4, "task")], verbose_name="kind"
                    ),
                ),
                ("record_id", models.BigIntegerField(verbose_name="record")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("handover", "handover"),
                            ("undo", "handover undone"),
                            ("redo", "handed over again"),
                            ("transfer", "transfer"),
                            ("return", "transfer returned"),
                            ("cover", "interim cover became permanent"),
                            ("by_hand", "changed by hand"),
                        ],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                ("move_id", models.BigIntegerField(null=True, verbose_name="move")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "from_owner",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="from",
                    ),
                ),
                (
                    "to_owner",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["kind", "record_id", "-id"], name="ownership_of_record"),
                    models.Index(fields=["move_id", "kind"], name="ownership_of_move"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_owner", models.F("to_owner")), _negated=True),
                        name="ownership_really_changes",
                    ),
                    models.CheckConstraint(condition=models.Q(("kind__in", [1, 2, 3, 4])), name="ownership_kind_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("why__in", ["handover", "undo", "redo", "transfer", "return", "cover", "by_hand"])
                        ),
                        name="ownership_why_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonAtSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=60, verbose_name="source")),
                ("source_id", models.CharField(max_length=120, verbose_name="id at the source")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_as",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "source_id"),
                        name="person_source_once",
                        violation_error_code="source_taken",
                        violation_error_message="Somebody has this id of this source already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("series", models.CharField(blank=True, max_length=80, verbose_name="series")),
                (
                    "list_price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0, "An amount is not below zero.")],
                        verbose_name="list price",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[
                            ("CNY", "Chinese yuan"),
                            ("USD", "US dollar"),
                            ("EUR", "euro"),
                            ("GBP", "pound sterling"),
                            ("JPY", "Japanese yen"),
                            ("HKD", "Hong Kong dollar"),
                        ],
                        default="CNY",
                        max_length=3,
                        verbose_name="currency",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name",),
                        name="product_name_once",
                        violation_error_code="unique",
                        violation_error_message="There is a product of this name already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="source")),
                ("source_id", models.CharField(blank=True, max_length=120, verbose_name="id at the source")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="created"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("number", models.CharField(max_length=60, verbose_name="number")),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="description")),
                ("ordered_on", models.DateField(verbose_name="ordered")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=16,
                        validators=[django.core.validators.MinValueValidator(0, "An amount is not below zero.")],
                        verbose_name="amount",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[
                            ("CNY", "Chinese yuan"),
                            ("USD", "US dollar"),
                            ("EUR", "euro"),
                            ("GBP", "pound sterling"),
                            ("JPY", "Japanese yen"),
                            ("HKD", "Hong Kong dollar"),
                        ],
                        default="CNY",
                        max_length=3,
                        verbose_name="currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="orders",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="customers.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "ordering": ["-ordered_on", "-id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_id", ""), _negated=True),
                        fields=("source", "source_id"),
                        name="order_source_once",
                        violation_error_code="source_taken",
                        violation_error_message="There is a record with this id of this source already.",
                    ),
                    models.UniqueConstraint(
                        fields=("number",),
                        name="order_number_once",
                        violation_error_code="unique",
                        violation_error_message="Another order has this number.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)),
                        name="order_amount_positive",
                        violation_error_message="An amount is not below zero.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="deal",
            name="product",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deals",
                to="customers.product",
                verbose_name="product",
            ),
        ),
        migrations.CreateModel(
            name="RecordLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "customer"), (2, "deal"), (3, "contract"), (4, "task")], verbose_name="kind"
                    ),
                ),
                ("record_id", models.BigIntegerField(verbose_name="record")),
                ("source_id", models.CharField(max_length=120, verbose_name="id at the source")),
                ("owner_there", models.CharField(blank=True, max_length=120)),
                ("expected_there", models.CharField(blank=True, max_length=120)),
                ("wanted_there", models.CharField(blank=True, max_length=120)),
                ("seen_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("agreed", "They agree"),
                            ("waiting", "To be written"),
                            ("asked", "The customer is asked"),
                            ("conflict", "They differ"),
                            ("refused", "The customer declined"),
                            ("full", "The new owner has no room there"),
                            ("failed", "Could not be written"),
                            ("gone", "Deleted there"),
                            ("settled", "Left as it is"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "place",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                state__in=["conflict", "refused", "full", "failed", "gone"], then=models.Value(0)
                            ),
                            models.When(state__in=["waiting", "asked"], then=models.Value(1)),
                            models.When(state="settled", then=models.Value(2)),
                            default=models.Value(3),
                        ),
                        output_field=models.PositiveSmallIntegerField(),
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("code", models.CharField(blank=True, max_length=80)),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                (
                    "connection",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="customers.connection",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["kind", "record_id"], name="record_link_of_record"),
                    models.Index(fields=["connection", "state", "kind", "id"], name="record_link_by_state"),
                    models.Index(fields=["connection", "place", "id"], name="record_link_compared"),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "asked"])),
                        fields=["connection", "kind", "state", "id"],
                        name="record_link_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("connection", "kind", "record_id"), name="record_link_once_here"),
                    models.UniqueConstraint(fields=("connection", "kind", "source_id"), name="record_link_once_there"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", [1, 2, 3, 4])), name="record_link_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "agreed",
                                    "waiting",
                                    "asked",
                                    "conflict",
                                    "refused",
                                    "full",
                                    "failed",
                                    "gone",
                                    "settled",
                                ],
                            )
                        ),
                        name="record_link_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["waiting", "asked"]), _negated=True),
                            ("due_at__isnull", False),
                            _connector="OR",
                        ),
                        name="record_link_due_sometime",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "gone"), _negated=True), ("gone_at__isnull", False), _connector="OR"
                        ),
                        name="record_link_gone_sometime",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "settled"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="record_link_settled_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("change_id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To be written"),
                            ("asked", "Being written"),
                            ("written", "Written"),
                            ("unclear", "Perhaps written"),
                            ("failed", "Could not be written"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("code", models.CharField(blank=True, max_length=80)),
                ("detail", models.CharField(blank=True, max_length=300)),
                (
                    "connection",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="customers.connection",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="customers.recordlink",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["connection", "state", "id"], name="record_note_by_state"),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "asked"])),
                        fields=["connection", "id"],
                        name="record_note_to_write",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("link", "change_id"), name="record_note_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "asked", "written", "unclear", "failed"])),
                        name="record_note_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_at__isnull", False), ("state__in", ["waiting", "asked"])),
                            models.Q(models.Q(("state__in", ["waiting", "asked"]), _negated=True), ("due_at", None)),
                            _connector="OR",
                        ),
                        name="record_note_due_while_to_write",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "failed"]), ("asked_at__isnull", False), _connector="OR"
                        ),
                        name="record_note_asked_before_written",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RefusedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField(verbose_name="line")),
                ("column", models.CharField(blank=True, max_length=120, verbose_name="column")),
                ("code", models.CharField(max_length=40)),
                ("params", models.JSONField(default=dict)),
                ("row", models.JSONField(default=list)),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refused_rows",
                        to="customers.importfile",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="refused_rows", to="customers.import"
                    ),
                ),
            ],
            options={
                "ordering": ["file_id", "line", "id"],
                "indexes": [models.Index(fields=["file", "line", "id"], name="refused_row_in_order")],
            },
        ),
        migrations.CreateModel(
            name="RememberedMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="source")),
                ("signature", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("fields", models.JSONField(default=dict)),
                ("words", models.JSONField(default=dict)),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "signature"), name="remembered_mapping_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("move_id", models.BigIntegerField(verbose_name="move")),
                ("role", models.CharField(blank=True, max_length=80, verbose_name="role")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "from_user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="from",
                    ),
                ),
                (
                    "to_user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("move_id", "customer"), name="seat_change_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_user__isnull", False), ("to_user", None)),
                            models.Q(("from_user", None), ("to_user__isnull", False)),
                            models.Q(("from_user", models.F("to_user")), _negated=True),
                            _connector="OR",
                        ),
                        name="seat_really_changes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="source")),
                ("source_id", models.CharField(blank=True, max_length=120, verbose_name="id at the source")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="created"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "to do"), ("done", "done"), ("cancelled", "cancelled")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tasks",
                        to="customers.deal",
                        verbose_name="deal",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["owner", "-updated_at", "-id"], name="task_of_owner"),
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["owner", "due_on"], name="task_open_of_owner"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_id", ""), _negated=True),
                        fields=("source", "source_id"),
                        name="task_source_once",
                        violation_error_code="source_taken",
                        violation_error_message="There is a record with this id of this source already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done", "cancelled"])), name="task_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", False), ("state", "done")),
                            models.Q(models.Q(("state", "done"), _negated=True), ("done_at", None)),
                            _connector="OR",
                        ),
                        name="task_done_with_time",
                        violation_error_message="A task that is done says when.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VendorPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("vendor_id", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-mail")),
                ("is_active", models.BooleanField(default=True, verbose_name="active there")),
                (
                    "connection",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="customers.connection",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="at_vendors",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person here",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("connection", "vendor_id"), name="vendor_person_once_there"),
                    models.UniqueConstraint(
                        fields=("connection", "person"),
                        name="vendor_person_once_here",
                        violation_error_message="Somebody else there is this person already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerSearch",
            fields=[
                ("text", models.TextField()),
                ("name", models.CharField(default="", max_length=200)),
                (
                    "grams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), default=list, size=None
                    ),
                ),
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("text"), "gin_trgm_ops"),
                        name="customersearch_text",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="customersearch_grams"),
                    models.Index(fields=["name", "customer"], name="customersearch_name"),
                    models.Index(django.db.models.functions.text.Lower("name"), name="customersearch_name_lower"),
                ],
            },
        ),
    ]
