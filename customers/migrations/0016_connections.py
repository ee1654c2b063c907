"""Connections to other CRMs, their runs, who is who there, and the owners of records on either side."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0015_deals_read_off_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                        condition=models.Q(("every_minutes__gte", 5)), name="connection_not_too_often"
                    ),
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
    ]
