import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import notices.models.webhook

#: What came before the first release, so that a database of that time goes on.
REPLACED = [
    ("notices", "0001_outbox"),
    ("notices", "0002_skipped_and_unread"),
    ("notices", "0003_preferences_channels_digests"),
    ("notices", "0004_webhooks"),
]


class Migration(migrations.Migration):
    initial = True
    replaces = REPLACED

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChatChannel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "service",
                    models.CharField(
                        choices=[
                            ("dingtalk", "DingTalk"),
                            ("wecom", "WeCom"),
                            ("feishu", "Feishu"),
                            ("lark", "Lark"),
                            ("slack", "Slack"),
                            ("teams", "Microsoft Teams"),
                        ],
                        max_length=20,
                        verbose_name="service",
                    ),
                ),
                ("secret", models.TextField(blank=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                        default="en",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="switched on")),
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_chats",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name",), name="chat_name_once", violation_error_message="This name is taken."
                    ),
                    models.UniqueConstraint(
                        fields=("person",),
                        name="chat_of_person_once",
                        violation_error_message="They have a chat already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("service__in", ["dingtalk", "wecom", "feishu", "lark", "slack", "teams"])),
                        name="chat_service_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("created_at", models.DateTimeField()),
                (
                    "recipient",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [models.UniqueConstraint(fields=("recipient", "day"), name="digest_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=60)),
                ("params", models.JSONField(blank=True, default=dict)),
                ("url", models.CharField(blank=True, max_length=300)),
                ("subject_kind", models.CharField(blank=True, max_length=60)),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                ("created_at", models.DateTimeField(verbose_name="told")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
                (
                    "recipient",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["recipient", "-id"], name="notice_of_person"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["recipient"], name="notice_unread"),
                    models.Index(fields=["subject_kind", "subject_id", "-id"], name="notice_subject"),
                ],
                "constraints": [models.UniqueConstraint(fields=("key",), name="notice_once")],
            },
        ),
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "Mail"), ("chat", "Chat"), ("webhook", "Webhook")], max_length=20
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("now", "At once"), ("daily", "Once a day"), ("off", "Off")], max_length=10
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notice_choices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "kind", "channel"), name="notice_choice_once"),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["now", "daily", "off"])), name="notice_choice_mode_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["email", "chat"])), name="notice_choice_channel_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeHours",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="notice_hours",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holds_back",
                    models.BooleanField(default=False, verbose_name="hold messages back outside these hours"),
                ),
                ("starts_at", models.TimeField(default=datetime.time(8, 0), verbose_name="from")),
                ("ends_at", models.TimeField(default=datetime.time(19, 0), verbose_name="until")),
                ("working_days_only", models.BooleanField(default=True, verbose_name="only on working days")),
                ("daily_at", models.TimeField(default=datetime.time(8, 0), verbose_name="daily mail at")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="notice_hours_in_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "Mail"), ("chat", "Chat"), ("webhook", "Webhook")], max_length=20
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="since")),
                ("next_try_at", models.DateTimeField(verbose_name="next attempt")),
                ("problem", models.CharField(max_length=500, verbose_name="problem")),
                ("detail", models.CharField(blank=True, max_length=300)),
                (
                    "chat",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pauses",
                        to="notices.chatchannel",
                    ),
                ),
            ],
            options={
                "ordering": ["since"],
                "constraints": [
                    models.UniqueConstraint(fields=("chat",), name="pause_of_chat_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("chat", None)), fields=("channel",), name="pause_of_mail_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "email"), ("chat", None)),
                            models.Q(("channel", "chat"), ("chat__isnull", False)),
                            _connector="OR",
                        ),
                        name="pause_of_one_channel",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookEndpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "url",
                    models.CharField(
                        max_length=500,
                        validators=[django.core.validators.URLValidator(["https", "http"])],
                        verbose_name="address",
                    ),
                ),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("secret", models.TextField()),
                ("former_secret", models.TextField(blank=True)),
                ("former_until", models.DateTimeField(blank=True, null=True)),
                (
                    "off",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by_hand", "switched off by hand"),
                            ("gone", "the receiver wants no more (410)"),
                            ("failing", "nothing got through for a day"),
                        ],
                        max_length=10,
                        verbose_name="why it is off",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="set up")),
            ],
            options={
                "ordering": ["name"],
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["events"], name="webhook_events")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name",), name="webhook_name_once", violation_error_message="This name is taken."
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("off__in", ["", "by_hand", "gone", "failing"])), name="webhook_off_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message_id", models.CharField(default=notices.models.webhook.message_id, max_length=40)),
                ("kind", models.CharField(max_length=60, verbose_name="event")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("body", models.TextField()),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["at"], name="webhook_event_oldest")],
                "constraints": [models.UniqueConstraint(fields=("message_id",), name="webhook_event_once")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "Mail"), ("chat", "Chat"), ("webhook", "Webhook")],
                        max_length=20,
                        verbose_name="channel",
                    ),
                ),
                ("cause", models.CharField(blank=True, max_length=260)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("daily", "in the daily mail"),
                            ("sent", "sent"),
                            ("skipped", "not sent"),
                            ("failed", "given up"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("not_before", models.DateTimeField(verbose_name="not before")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                (
                    "failure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("temporary", "did not get through"),
                            ("permanent", "refused for good"),
                            ("settings", "wrong settings"),
                        ],
                        max_length=10,
                        verbose_name="failure",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=500, verbose_name="problem")),
                ("detail", models.CharField(blank=True, max_length=300)),
                (
                    "chat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notices.chatchannel",
                    ),
                ),
                (
                    "digest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notices.digest",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notices.notice",
                    ),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notices.webhookendpoint",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notices.webhookevent",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["not_before", "id"], name="delivery_waiting"
                    ),
                    models.Index(
                        condition=models.Q(("digest", None), ("state", "daily")),
                        fields=["id"],
                        name="delivery_for_digest",
                    ),
                    models.Index(fields=["state", "-id"], name="delivery_by_state"),
                    models.Index(
                        condition=models.Q(("channel", "webhook")),
                        fields=["endpoint", "-id"],
                        name="delivery_of_endpoint",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("channel", "email")), fields=("notice",), name="delivery_mailed_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("channel", "chat")), fields=("chat", "cause"), name="delivery_chatted_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("notice", None)), fields=("digest",), name="delivery_of_digest_once"
                    ),
                    models.UniqueConstraint(fields=("endpoint", "event"), name="delivery_of_event_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "daily", "sent", "skipped", "failed"])),
                        name="delivery_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                            _connector="OR",
                        ),
                        name="delivery_sent_with_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "email"), ("chat", None), ("endpoint", None)),
                            models.Q(
                                ("channel", "chat"), ("chat__isnull", False), ("digest", None), ("endpoint", None)
                            ),
                            models.Q(
                                ("channel", "webhook"),
                                ("chat", None),
                                ("endpoint__isnull", False),
                                ("event__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="delivery_by_one_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("digest__isnull", False), ("event", None), ("notice", None)),
                            models.Q(("digest", None), ("event", None), ("notice__isnull", False)),
                            models.Q(("event", None), ("notice__isnull", False), ("state__in", ["daily", "skipped"])),
                            models.Q(
                                ("channel", "webhook"), ("digest", None), ("event__isnull", False), ("notice", None)
                            ),
                            _connector="OR",
                        ),
                        name="delivery_of_notice_or_digest",
                    ),
                ],
            },
        ),
    ]
