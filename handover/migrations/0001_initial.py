import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import handover.models.checklist
import handover.models.document
import handover.models.promise

#: What came before the first release, so that a database of that time goes on.
REPLACED = [
    ("handover", "0001_departures"),
    ("handover", "0002_checklist_and_verification_rules"),
    ("handover", "0003_departure_access_before"),
    ("handover", "0004_plan_and_move"),
    ("handover", "0005_reminders"),
    ("handover", "0006_transfers"),
    ("handover", "0007_lines_know_their_owner"),
    ("handover", "0008_waivers"),
    ("handover", "0009_transfers_know_their_owners"),
    ("handover", "0010_plan_scope"),
    ("handover", "0011_locked_lines"),
    ("handover", "0012_next_best_successor"),
    ("handover", "0013_waivers_of_returns"),
    ("handover", "0014_vacancies"),
    ("handover", "0015_reversals"),
    ("handover", "0016_paused_moves"),
    ("handover", "0017_proposal_weights"),
    ("handover", "0018_seats_of_plans"),
    ("handover", "0019_briefings_promises_questions"),
    ("handover", "0020_covers"),
    ("handover", "0021_inheritances"),
    ("handover", "0023_letters"),
    ("handover", "0024_ways_of_customers"),
    ("handover", "0027_samples_of_supervisors"),
    ("handover", "0028_meetings"),
    ("handover", "0031_departures_of_sources"),
    ("handover", "0032_plan_steps"),
    ("handover", "0033_documents_taken"),
    ("handover", "0034_visit_exceptions"),
    ("handover", "0035_taken_out"),
]


class Migration(migrations.Migration):
    initial = True
    replaces = REPLACED

    dependencies = [
        ("accounts", "0001_initial"),
        ("customers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "moves_deals",
                    models.CharField(
                        choices=[("open", "open ones only"), ("all", "closed ones too")],
                        db_default="open",
                        default="open",
                        max_length=4,
                        verbose_name="deals",
                    ),
                ),
                (
                    "moves_contracts",
                    models.CharField(
                        choices=[("running", "those in force only"), ("all", "ended ones too")],
                        db_default="running",
                        default="running",
                        max_length=7,
                        verbose_name="contracts",
                    ),
                ),
                ("moves_tasks", models.BooleanField(db_default=True, default=True, verbose_name="open tasks")),
                (
                    "moves_seats",
                    models.BooleanField(db_default=True, default=True, verbose_name="seats in account teams"),
                ),
                (
                    "only_grades",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                        verbose_name="grades",
                    ),
                ),
                (
                    "only_statuses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                        verbose_name="statuses",
                    ),
                ),
                (
                    "only_territories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                        verbose_name="territories",
                    ),
                ),
                (
                    "only_industries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                        verbose_name="industries",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "being made"), ("approved", "approved"), ("discarded", "put aside")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "strategy",
                    models.CharField(
                        choices=[
                            ("best_fit", "best fit"),
                            ("even", "most even"),
                            ("fewest_new", "fewest new faces"),
                            ("round_robin", "in turn"),
                        ],
                        default="best_fit",
                        max_length=12,
                        verbose_name="strategy",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="approved")),
                (
                    "approved_by",
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
                "ordering": ["-id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("moves_deals__in", ["open", "all"])), name="plan_deal_scope_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("moves_contracts__in", ["running", "all"])),
                        name="plan_contract_scope_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "approved", "discarded"])), name="plan_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", None)),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="plan_approval_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            ("approved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="plan_approved_with_approval",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("resignation", "Resignation"),
                            ("dismissal", "Dismissal"),
                            ("retirement", "Retirement"),
                            ("transfer", "Transfer inside the firm"),
                            ("leave", "Long leave"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("career", "Career step elsewhere"),
                            ("pay", "Pay"),
                            ("management", "Management"),
                            ("workload", "Workload"),
                            ("family", "Family or moving away"),
                            ("health", "Health"),
                            ("performance", "Performance"),
                            ("restructuring", "Restructuring"),
                            ("age", "Age"),
                            ("other", "Other"),
                        ],
                        max_length=15,
                        verbose_name="reason",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "Registered"),
                            ("planned", "Planned"),
                            ("handing_over", "Handing over"),
                            ("verifying", "Verifying"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="registered",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("notice_on", models.DateField(verbose_name="notice given")),
                ("last_day_on", models.DateField(verbose_name="last working day")),
                ("access_ends_at", models.DateTimeField(verbose_name="access ends")),
                ("effective_at", models.DateTimeField(verbose_name="ownership changes")),
                ("already_gone", models.BooleanField(default=False, verbose_name="already gone")),
                (
                    "access_before",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When the leaver's access would have ended otherwise.",
                        null=True,
                    ),
                ),
                ("supervisor_named_at", models.DateTimeField(blank=True, null=True)),
                (
                    "source",
                    models.CharField(blank=True, help_text="The system that registered it, if one did.", max_length=40),
                ),
                ("source_id", models.CharField(blank=True, help_text="What that system calls it.", max_length=100)),
                ("registered_at", models.DateTimeField(verbose_name="registered")),
                ("signed_off_at", models.DateTimeField(blank=True, null=True, verbose_name="signed off")),
                ("sign_off_note", models.TextField(blank=True, verbose_name="sign-off note")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "leaver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departures",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="leaver",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signed_off_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervised_departures",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="supervisor",
                    ),
                ),
            ],
            options={
                "ordering": ["last_day_on", "id"],
                "indexes": [models.Index(fields=["state", "last_day_on"], name="departure_board")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("registered", "planned", "handing_over", "verifying"))),
                        fields=("leaver",),
                        name="one_open_departure_per_leaver",
                        violation_error_message="This person already has an open departure.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("source", "source_id"),
                        name="departure_of_source_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", ""), ("source_id", "")),
                            models.Q(
                                models.Q(("source", ""), _negated=True), models.Q(("source_id", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="departure_source_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["registered", "planned", "handing_over", "verifying", "closed", "withdrawn"])
                        ),
                        name="departure_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["resignation", "dismissal", "retirement", "transfer", "leave"])
                        ),
                        name="departure_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "career",
                                    "pay",
                                    "management",
                                    "workload",
                                    "family",
                                    "health",
                                    "performance",
                                    "restructuring",
                                    "age",
                                    "other",
                                ],
                            )
                        ),
                        name="departure_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day_on__gte", models.F("notice_on"))), name="departure_dates_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supervisor", None),
                            models.Q(("supervisor", models.F("leaver")), _negated=True),
                            _connector="OR",
                        ),
                        name="departure_not_own_supervisor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_off_at", None), ("signed_off_by", None)),
                            models.Q(("signed_off_at__isnull", False), ("signed_off_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="departure_sign_off_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_off_by", None),
                            models.Q(("signed_off_by", models.F("leaver")), _negated=True),
                            _connector="OR",
                        ),
                        name="departure_not_signed_by_leaver",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at", None),
                                ("state__in", ("registered", "planned", "handing_over", "verifying")),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ("registered", "planned", "handing_over", "verifying")), _negated=True
                                ),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="departure_ended_when_over",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerWay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("in_person", "in person"), ("in_writing", "in writing"), ("skip", "not at all")],
                        default="in_person",
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("place", models.PositiveIntegerField(verbose_name="place")),
                ("chosen_at", models.DateTimeField(verbose_name="chosen")),
                (
                    "chosen_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ways",
                        to="handover.departure",
                    ),
                ),
            ],
            options={
                "ordering": ["place", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("departure", "customer"), name="customer_way_once"),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["in_person", "in_writing", "skip"])), name="customer_way_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_on", models.DateField(verbose_name="from")),
                ("last_on", models.DateField(verbose_name="until")),
                (
                    "why",
                    models.CharField(
                        choices=[("departure", "somebody leaves"), ("leave", "long leave"), ("absence", "absence")],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                (
                    "at_end",
                    models.CharField(
                        choices=[("revert", "goes back to the owner"), ("stay", "stays with who covered")],
                        default="revert",
                        max_length=6,
                        verbose_name="afterwards",
                    ),
                ),
                ("named_at", models.DateTimeField(verbose_name="named")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended early on")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reverted", "went back to the owner"),
                            ("stayed", "became permanent"),
                            ("kept", "could not become permanent"),
                            ("moved", "the customer got a new owner"),
                            ("lifted", "ended by hand"),
                        ],
                        max_length=8,
                        verbose_name="how it ended",
                    ),
                ),
                (
                    "days",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("first_on"),
                            django.db.models.functions.comparison.Greatest(
                                models.F("first_on"),
                                django.db.models.functions.comparison.Least(
                                    models.Func(
                                        models.F("last_on"),
                                        output_field=models.DateField(),
                                        template="(%(expressions)s + 1)",
                                    ),
                                    models.F("ended_on"),
                                ),
                            ),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="covers",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="instead of",
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="covered by",
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="covers",
                        to="handover.departure",
                        verbose_name="departure",
                    ),
                ),
            ],
            options={
                "ordering": ["first_on", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["person", "last_on"], name="cover_of_person"
                    ),
                    models.Index(condition=models.Q(("ended_at", None)), fields=["last_on"], name="cover_due"),
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("customer"), models.F("customer"), models.Value("[]"), function="int8range"
                                ),
                                "&&",
                            ),
                            ("days", "&&"),
                        ],
                        name="one_cover_per_customer_and_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))),
                        name="cover_days_in_order",
                        violation_error_message="A cover does not end before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", models.F("owner")), _negated=True),
                            models.Q(("person", models.F("instead_of")), _negated=True),
                        ),
                        name="cover_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why__in", ["departure", "leave", "absence"])), name="cover_why_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("at_end__in", ["revert", "stay"])), name="cover_end_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_on", None), ("outcome", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("outcome__in", ["reverted", "stayed", "kept", "moved", "lifted"]),
                            ),
                            _connector="OR",
                        ),
                        name="cover_ended_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80)),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("customers", "Customers"),
                            ("deals", "Open deals"),
                            ("contracts", "Contracts"),
                            ("tasks", "Unfinished tasks"),
                            ("meetings", "Face-to-face handover"),
                            ("equipment", "Equipment"),
                            ("access", "Accounts and access"),
                            ("documents", "Documents"),
                        ],
                        max_length=10,
                        verbose_name="section",
                    ),
                ),
                ("params", models.JSONField(blank=True, default=dict)),
                (
                    "responsible",
                    models.CharField(
                        choices=[
                            ("leaver", "leaver"),
                            ("successor", "successor"),
                            ("supervisor", "supervisor"),
                            ("hr", "HR"),
                        ],
                        max_length=10,
                        verbose_name="responsible",
                    ),
                ),
                (
                    "anchor",
                    models.CharField(
                        choices=[
                            ("notice_on", "notice given"),
                            ("last_day_on", "last working day"),
                            ("access_ends_at", "access ends"),
                            ("effective_at", "ownership changes"),
                        ],
                        max_length=15,
                    ),
                ),
                ("offset", models.SmallIntegerField()),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "to do"), ("done", "done"), ("waived", "not needed")],
                        default="open",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, help_text="Sections follow one another by thousands."),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="handover.departure",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "open")), fields=["due_on"], name="checklist_item_due")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("departure", "key"), name="checklist_item_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done", "waived"])), name="checklist_item_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", None), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="checklist_item_settled_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waived"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="checklist_item_waived_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("responsible__in", ["leaver", "successor", "supervisor", "hr"])),
                        name="item_responsible_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("anchor__in", ["notice_on", "last_day_on", "access_ends_at", "effective_at"])
                        ),
                        name="item_anchor_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "section__in",
                                [
                                    "customers",
                                    "deals",
                                    "contracts",
                                    "tasks",
                                    "meetings",
                                    "equipment",
                                    "access",
                                    "documents",
                                ],
                            )
                        ),
                        name="item_section_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Briefing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("never_do", models.TextField(blank=True, verbose_name="what never to do")),
                ("next_step", models.CharField(blank=True, max_length=300, verbose_name="best next step")),
                ("next_step_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                ("background", models.TextField(blank=True, verbose_name="what else to know")),
                (
                    "nothing_promised",
                    models.BooleanField(default=False, verbose_name="nothing was promised beyond the contracts"),
                ),
                ("saved_at", models.DateTimeField(verbose_name="saved")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="briefings",
                        to="handover.departure",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("departure", "customer"), name="briefing_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("next_step_on", None), models.Q(("next_step", ""), _negated=True), _connector="OR"
                        ),
                        name="briefing_step_before_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_hash", models.CharField(editable=False, max_length=64)),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="ends")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="last used")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answer_links",
                        to="handover.departure",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("key_hash",), name="answer_link_key_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("departure",),
                        name="answer_link_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))),
                        name="answer_link_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken_out_at", models.DateTimeField(blank=True, null=True, verbose_name="taken out")),
                ("file", models.FileField(upload_to=handover.models.checklist.file_name)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "content_type",
                    models.CharField(default="application/octet-stream", max_length=100, verbose_name="type"),
                ),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="handover.checklistitem",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="FollowedPlan",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="handover.plan",
                    ),
                ),
                ("as_of", models.CharField(max_length=32)),
            ],
        ),
        migrations.AddField(
            model_name="plan",
            name="departure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="plans",
                to="handover.departure",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "customer"), (2, "deal"), (3, "contract"), (4, "task")], verbose_name="kind"
                    ),
                ),
                ("record_id", models.BigIntegerField(verbose_name="record")),
                ("follows", models.BooleanField(default=False, verbose_name="goes along with its customer")),
                ("locked", models.BooleanField(default=False, verbose_name="kept in a new proposal")),
                ("held_until", models.DateField(blank=True, null=True, verbose_name="kept until")),
                ("reasons", models.JSONField(blank=True, default=list, verbose_name="reasons")),
                ("next_reasons", models.JSONField(blank=True, default=list, verbose_name="reasons for the next best")),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
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
                    "next_best",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="next best",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="successor",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="handover.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "id"],
                "indexes": [models.Index(fields=["plan", "successor", "kind"], name="assignment_of_successor")],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "kind", "record_id"), name="assignment_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", [1, 2, 3, 4])), name="assignment_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("follows", False),
                            models.Q(models.Q(("kind", 1), _negated=True), ("customer__isnull", False)),
                            _connector="OR",
                        ),
                        name="assignment_follows_a_customer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("follows", False), ("locked", False), _connector="OR"),
                        name="assignment_follows_or_locked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoverDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        choices=[("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel")],
                        max_length=4,
                        verbose_name="format",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for its turn"),
                            ("reading", "the records are being read"),
                            ("writing", "the pages are being written"),
                            ("ready", "ready"),
                            ("failed", "could not be made"),
                        ],
                        default="waiting",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="begun")),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="made")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="kept until")),
                (
                    "file",
                    models.FileField(blank=True, upload_to=handover.models.document.file_name, verbose_name="file"),
                ),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="size")),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="handover.departure"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reader",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("file", ""), _negated=True), fields=["expires_at"], name="document_to_sweep"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["docx", "pdf", "xlsx"])), name="document_format_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "reading", "writing", "ready", "failed"])),
                        name="document_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("digest__regex", "^[0-9a-f]{64}$"),
                                ("expires_at__isnull", False),
                                ("made_at__isnull", False),
                                ("state", "ready"),
                            ),
                            models.Q(
                                models.Q(("state", "ready"), _negated=True),
                                ("digest", ""),
                                ("expires_at", None),
                                ("file", ""),
                                ("made_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="document_ready_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("reading", "writing")), ("taken_at__isnull", False)),
                            models.Q(("state", "waiting"), ("taken_at", None)),
                            ("state__in", ("ready", "failed")),
                            _connector="OR",
                        ),
                        name="document_taken_when_begun",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at", None), ("expires_at__gt", models.F("made_at")), _connector="OR"
                        ),
                        name="document_kept_for_a_while",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Inheritance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("arrived_at", models.DateTimeField(blank=True, null=True, verbose_name="changed hands")),
                ("contact_due_on", models.DateField(blank=True, null=True, verbose_name="first contact by")),
                ("first_contact_at", models.DateTimeField(blank=True, null=True, verbose_name="first contact")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="seen")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted")),
                ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="sent back")),
                ("return_reason", models.TextField(blank=True, verbose_name="why it was sent back")),
                ("kept_note", models.TextField(blank=True, verbose_name="why it stays")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="handover.departure",
                    ),
                ),
                (
                    "from_owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="from",
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("accepted_at", None)),
                        fields=["successor", "id"],
                        name="inheritance_to_accept",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("arrived_at__isnull", False), ("first_contact_at", None), ("returned_at", None)
                        ),
                        fields=["contact_due_on"],
                        name="inheritance_without_contact",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("departure__isnull", False)),
                        fields=("departure", "customer"),
                        name="inheritance_once_per_departure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accepted_at", None), ("returned_at", None), _connector="OR"),
                        name="inheritance_accepted_or_sent_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_at", None), models.Q(("return_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="inheritance_sent_back_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("contact_due_on", None), ("arrived_at__isnull", False), _connector="OR"),
                        name="inheritance_due_once_arrived",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "customer"), (2, "deal"), (3, "contract"), (4, "task")]
                    ),
                ),
                ("record_id", models.BigIntegerField()),
                (
                    "departure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="handover.departure",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="records", to="handover.checklistitem"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("departure", "kind", "record_id"), name="item_record_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=10)),
                ("found", models.JSONField()),
                (
                    "departure",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="handover.departure",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("departure", "name"), name="kept_count_once")],
            },
        ),
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("introduction", "The leaver introduces the successor"),
                            ("first", "First letter of the successor"),
                            ("visit", "Invitation to a joint visit"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("body", models.TextField(max_length=5000, verbose_name="text")),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="changed")),
                (
                    "changed_by",
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
                "ordering": ["kind", "language"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "language"), name="letter_template_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["introduction", "first", "visit"])),
                        name="letter_template_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True), models.Q(("body", ""), _negated=True)
                        ),
                        name="letter_template_in_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("handover", "face-to-face handover"), ("visit", "joint customer visit")],
                        default="handover",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("called", "called"),
                            ("held", "held"),
                            ("missed", "did not take place"),
                            ("cancelled", "cancelled"),
                        ],
                        default="called",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("place", models.CharField(max_length=200, verbose_name="place")),
                ("agenda", models.TextField(blank=True, verbose_name="what to talk about")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sequence", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("called_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("remark", models.TextField(blank=True, verbose_name="remark")),
                (
                    "called_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="handover.departure",
                    ),
                ),
                (
                    "instead_of",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="follow_up",
                        to="handover.meeting",
                        verbose_name="follow-up of",
                    ),
                ),
                (
                    "settled_by",
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
                "ordering": ["starts_at", "id"],
                "indexes": [models.Index(fields=["departure", "starts_at", "id"], name="meeting_of_departure")],
                "constraints": [
                    models.UniqueConstraint(fields=("uid",), name="meeting_uid_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="meeting_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["handover", "visit"])), name="meeting_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["called", "held", "missed", "cancelled"])),
                        name="meeting_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", None), ("state", "called")),
                            models.Q(
                                models.Q(("state", "called"), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="meeting_settled_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["missed", "cancelled"]), _negated=True),
                            models.Q(("remark", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="meeting_off_in_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingCustomer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("minutes", models.TextField(blank=True, verbose_name="minutes")),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="customers.activity",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="handover.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("meeting", "customer"), name="meeting_customer_once")],
            },
        ),
        migrations.CreateModel(
            name="MeetingGuest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("came", models.BooleanField(null=True, verbose_name="came")),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.contact",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="guests", to="handover.meeting"
                    ),
                ),
                (
                    "person",
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
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contact__isnull", False), ("person", None)),
                            models.Q(("contact", None), ("person__isnull", False)),
                            _connector="OR",
                        ),
                        name="meeting_guest_is_one",
                    ),
                    models.UniqueConstraint(fields=("meeting", "person"), name="meeting_person_once"),
                    models.UniqueConstraint(fields=("meeting", "contact"), name="meeting_contact_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_until", models.DateField(blank=True, null=True, verbose_name="kept until")),
                ("only", models.JSONField(blank=True, null=True, verbose_name="only")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "waiting for its time"),
                            ("paused", "paused"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "stopped"),
                            ("undone", "undone"),
                        ],
                        default="due",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("paused_at", models.DateTimeField(blank=True, null=True, verbose_name="paused")),
                ("pause_reason", models.TextField(blank=True, verbose_name="why it is paused")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                ("moved", models.JSONField(default=dict, verbose_name="moved")),
                ("before", models.JSONField(default=dict, verbose_name="fingerprint before")),
                ("after", models.JSONField(default=dict, verbose_name="fingerprint after")),
                ("problem", models.TextField(blank=True, verbose_name="problem")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "paused_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="handover.plan"
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversals",
                        to="handover.move",
                        verbose_name="reverses",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(condition=models.Q(("state", "due")), fields=["due_at"], name="move_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["due", "paused", "running", "done", "failed", "undone"])),
                        name="move_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at", None), ("state__in", ("due", "running", "paused"))),
                            models.Q(
                                models.Q(("state__in", ("due", "running", "paused")), _negated=True),
                                ("finished_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="move_finished_with_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paused_at__isnull", False), ("paused_by__isnull", False), ("state", "paused")),
                            models.Q(
                                models.Q(("state", "paused"), _negated=True),
                                ("pause_reason", ""),
                                ("paused_at", None),
                                ("paused_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="move_paused_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("only__isnull", True), ("reverses", None)),
                            models.Q(("held_until", None), ("reverses__isnull", False)),
                            _connector="OR",
                        ),
                        name="move_main_whole_reversal_without_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("held_until", None), ("reverses", None)),
                        fields=("plan",),
                        name="one_main_move_per_plan",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("held_until__isnull", False), ("reverses", None)),
                        fields=("plan", "held_until"),
                        name="one_main_move_per_held_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")), fields=("reverses",), name="one_running_reversal"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["due", "paused"])),
                        fields=("reverses",),
                        name="one_waiting_reversal",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
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
                    "cause",
                    models.CharField(
                        choices=[
                            ("owner_changed", "somebody else owns it now"),
                            ("gone", "it no longer exists"),
                            ("no_successor", "it was added after the plan and nobody was named"),
                            ("successor_gone", "the successor's access has ended"),
                            ("closed", "it was closed after the plan and stays as it is"),
                        ],
                        max_length=15,
                        verbose_name="cause",
                    ),
                ),
                (
                    "present_owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="present owner",
                    ),
                ),
                (
                    "move",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="handover.move",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "record_id"],
                "constraints": [
                    models.UniqueConstraint(fields=("move", "kind", "record_id"), name="conflict_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cause__in", ["owner_changed", "gone", "no_successor", "successor_gone", "closed"])
                        ),
                        name="conflict_cause_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outdated",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "departure",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="handover.departure",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "outdated",
            },
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("give", "given to somebody"),
                            ("open", "left open"),
                            ("keep", "kept in a new proposal"),
                            ("release", "free to be proposed again"),
                            ("hold", "kept by the leaver for a while"),
                            ("unhold", "handed over with the rest"),
                        ],
                        max_length=8,
                        verbose_name="what was done",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="records")),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="details")),
                ("takes_back", models.BooleanField(default=False, verbose_name="is an undo")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="handover.plan",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="undone_by",
                        to="handover.planstep",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["plan", "by", "-id"], name="plan_steps_of_planner")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("deed__in", ["give", "open", "keep", "release", "hold", "unhold"])),
                        name="plan_step_deed_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("takes_back", False), ("undoes__isnull", False), _connector="OR"),
                        name="plan_step_undo_of",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanStepLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "customer"), (2, "deal"), (3, "contract"), (4, "task")], verbose_name="kind"
                    ),
                ),
                ("record_id", models.BigIntegerField(verbose_name="record")),
                ("before", models.JSONField(verbose_name="before")),
                ("after", models.JSONField(verbose_name="after")),
                (
                    "step",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="handover.planstep",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "record_id"],
                "constraints": [
                    models.UniqueConstraint(fields=("step", "kind", "record_id"), name="plan_step_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", [1, 2, 3, 4])), name="plan_step_line_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("before", models.F("after")), _negated=True), name="plan_step_line_changed"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanSuccessor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="successors", to="handover.plan"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("plan", "user"), name="plan_successor_once")],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken_out_at", models.DateTimeField(blank=True, null=True, verbose_name="taken out")),
                ("to_whom", models.CharField(max_length=120, verbose_name="to whom")),
                ("what", models.TextField(verbose_name="what was promised")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until when")),
                ("in_contract", models.BooleanField(default=False, verbose_name="stands in a contract")),
                (
                    "evidence",
                    models.FileField(
                        blank=True, upload_to=handover.models.promise.evidence_name, verbose_name="evidence"
                    ),
                ),
                ("evidence_name", models.CharField(blank=True, max_length=200)),
                ("evidence_type", models.CharField(blank=True, max_length=100)),
                ("told_at", models.DateTimeField(verbose_name="told")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for the manager"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("verdict_reason", models.TextField(blank=True, verbose_name="reason")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("open", "still to keep"), ("kept", "kept"), ("not_kept", "not kept")],
                        default="open",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("outcome_note", models.TextField(blank=True, verbose_name="what became of it")),
                ("outcome_at", models.DateTimeField(blank=True, null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="customers.contact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promises",
                        to="handover.departure",
                    ),
                ),
                (
                    "outcome_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["departure", "customer"], name="promise_of_customer")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what", ""), _negated=True), models.Q(("to_whom", ""), _negated=True)
                        ),
                        name="promise_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["waiting", "approved", "refused"])),
                        name="promise_verdict_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("verdict", "waiting")),
                            models.Q(
                                models.Q(("verdict", "waiting"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="promise_verdict_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "refused"), _negated=True),
                            models.Q(("verdict_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="promise_refused_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["open", "kept", "not_kept"])), name="promise_outcome_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "open"), ("outcome_at", None), ("outcome_by", None)),
                            models.Q(
                                models.Q(("outcome", "open"), _negated=True),
                                ("outcome_at__isnull", False),
                                ("outcome_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="promise_outcome_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "not_kept"), _negated=True),
                            models.Q(("outcome_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="promise_broken_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("evidence", ""), ("evidence_name", "")),
                            models.Q(
                                models.Q(("evidence", ""), _negated=True),
                                models.Q(("evidence_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="promise_evidence_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalWeights",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("values", models.JSONField(blank=True, default=dict, verbose_name="weights")),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="proposal_weights_one_row")],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="question")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("by_link", models.BooleanField(default=False)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="handover.departure",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["departure", "customer"], name="question_of_customer")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="question_in_words"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None), ("by_link", False)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="question_answer_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resignation", "Resignation"),
                            ("dismissal", "Dismissal"),
                            ("retirement", "Retirement"),
                            ("transfer", "Transfer inside the firm"),
                            ("leave", "Long leave"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("career", "Career step elsewhere"),
                            ("pay", "Pay"),
                            ("management", "Management"),
                            ("workload", "Workload"),
                            ("family", "Family or moving away"),
                            ("health", "Health"),
                            ("performance", "Performance"),
                            ("restructuring", "Restructuring"),
                            ("age", "Age"),
                            ("other", "Other"),
                        ],
                        max_length=15,
                        verbose_name="reason",
                    ),
                ),
                ("already_gone", models.BooleanField(default=False, verbose_name="already gone")),
                ("notice_on", models.DateField(blank=True, null=True, verbose_name="notice given")),
                ("last_day_on", models.DateField(blank=True, null=True, verbose_name="last working day")),
                ("access_ends_at", models.DateTimeField(blank=True, null=True, verbose_name="access ends")),
                ("effective_at", models.DateTimeField(blank=True, null=True, verbose_name="ownership changes")),
                ("saved_at", models.DateTimeField(auto_now=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "leaver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="leaver",
                    ),
                ),
            ],
            options={
                "ordering": ["-saved_at"],
                "constraints": [models.UniqueConstraint(fields=("by", "leaver"), name="registration_once")],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=30)),
                ("step", models.PositiveSmallIntegerField()),
                ("subject_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "departure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="handover.departure"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule", "subject_id", "recipient", "day", "step"), name="reminder_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200, verbose_name="text")),
            ],
            options={
                "ordering": ["language", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("language", "position"), name="return_reason_place_once"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="return_reason_in_words"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("seed", models.CharField(max_length=32, verbose_name="seed")),
                ("size", models.PositiveIntegerField(blank=True, null=True, verbose_name="how many besides grade A")),
                ("drawn_at", models.DateTimeField(verbose_name="drawn")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "departure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="samples", to="handover.departure"
                    ),
                ),
                (
                    "drawn_by",
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
                "ordering": ["departure", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("departure", "number"), name="sample_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)), fields=("departure",), name="sample_one_stands"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seed", ""), _negated=True), name="sample_keeps_its_seed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1),
                            models.Q(models.Q(("reason", ""), _negated=True), ("drawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="sample_drawn_again_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SampledCustomer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "score",
                    models.CharField(
                        blank=True,
                        choices=[("complete", "complete"), ("gaps", "small gaps"), ("unusable", "not usable")],
                        max_length=8,
                        verbose_name="score",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("scored_at", models.DateTimeField(blank=True, null=True, verbose_name="scored")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="customers",
                        to="handover.sample",
                    ),
                ),
                (
                    "scored_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("sample", "customer"), name="sampled_customer_once"),
                    models.CheckConstraint(
                        condition=models.Q(("score__in", ["", "complete", "gaps", "unusable"])),
                        name="sampled_score_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("score", ""), ("scored_at", None), ("scored_by", None)),
                            models.Q(
                                models.Q(("score", ""), _negated=True),
                                ("scored_at__isnull", False),
                                ("scored_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sampled_score_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("score", "unusable"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="sampled_unusable_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scored_by", None),
                            models.Q(("scored_by", models.F("successor")), _negated=True),
                            _connector="OR",
                        ),
                        name="sampled_scored_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(verbose_name="number")),
                ("record", models.TextField(verbose_name="record")),
                ("previous", models.CharField(max_length=64, verbose_name="digest before")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("sealed_at", models.DateTimeField(verbose_name="sealed")),
                (
                    "departure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="handover.departure",
                    ),
                ),
                (
                    "sealed_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("number",), name="seal_number_once"),
                    models.UniqueConstraint(fields=("departure",), name="seal_once_per_departure"),
                    models.UniqueConstraint(fields=("previous",), name="seal_follows_one"),
                    models.UniqueConstraint(fields=("digest",), name="seal_digest_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="seal_number_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$"), ("previous__regex", "^[0-9a-f]{64}$")),
                        name="seal_digests_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("number", 1),
                                ("previous", "0000000000000000000000000000000000000000000000000000000000000000"),
                            ),
                            models.Q(
                                ("number__gt", 1),
                                models.Q(
                                    ("previous", "0000000000000000000000000000000000000000000000000000000000000000"),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="seal_first_follows_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("locked", models.BooleanField(default=False, verbose_name="kept in a new proposal")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("owner", "Looks after the customer, so the seat ends"),
                            ("member", "Sits in this account team, so the seat ends"),
                            ("team", "Same team as who looks after the customer"),
                            ("territory", "Looks after customers of the same territory"),
                            ("fewest", "In turn, from the one with the fewest seats"),
                            ("by_hand", "Chosen by hand"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seat_lines",
                        to="handover.plan",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "customer"), name="seat_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason", ""),
                            ("reason__in", ["owner", "member", "team", "territory", "fewest", "by_hand"]),
                            _connector="OR",
                        ),
                        name="seat_reason_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SentLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("introduction", "The leaver introduces the successor"),
                            ("first", "First letter of the successor"),
                            ("visit", "Invitation to a joint visit"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("to_name", models.CharField(max_length=120, verbose_name="to whom")),
                ("to_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("cc", models.EmailField(blank=True, max_length=254, verbose_name="in copy")),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                ("calendar", models.TextField(blank=True, help_text="An iCalendar entry that goes with it.")),
                ("at", models.DateTimeField(verbose_name="written")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "on its way"),
                            ("sent", "sent"),
                            ("copied", "copied and sent by hand"),
                            ("failed", "could not be sent"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("not_before", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("problem", models.CharField(blank=True, max_length=500, verbose_name="problem")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="customers.contact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "inheritance",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="letters",
                        to="handover.inheritance",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["not_before"], name="sent_letter_waiting"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["introduction", "first", "visit"])),
                        name="sent_letter_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "sent", "copied", "failed"])),
                        name="sent_letter_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "copied"), models.Q(("to_email", ""), _negated=True), _connector="OR"
                        ),
                        name="sent_letter_mailed_to_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                            _connector="OR",
                        ),
                        name="sent_letter_sent_with_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kinds", models.JSONField(blank=True, default=list, verbose_name="kinds of departure")),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("customers", "Customers"),
                            ("deals", "Open deals"),
                            ("contracts", "Contracts"),
                            ("tasks", "Unfinished tasks"),
                            ("meetings", "Face-to-face handover"),
                            ("equipment", "Equipment"),
                            ("access", "Accounts and access"),
                            ("documents", "Documents"),
                        ],
                        max_length=10,
                        verbose_name="section",
                    ),
                ),
                ("title_en", models.CharField(max_length=200, verbose_name="title in English")),
                ("title_zh", models.CharField(max_length=200, verbose_name="title in Chinese")),
                ("hint_en", models.CharField(blank=True, max_length=300, verbose_name="hint in English")),
                ("hint_zh", models.CharField(blank=True, max_length=300, verbose_name="hint in Chinese")),
                (
                    "responsible",
                    models.CharField(
                        choices=[
                            ("leaver", "leaver"),
                            ("successor", "successor"),
                            ("supervisor", "supervisor"),
                            ("hr", "HR"),
                        ],
                        max_length=10,
                        verbose_name="responsible",
                    ),
                ),
                (
                    "anchor",
                    models.CharField(
                        choices=[
                            ("notice_on", "notice given"),
                            ("last_day_on", "last working day"),
                            ("access_ends_at", "access ends"),
                            ("effective_at", "ownership changes"),
                        ],
                        default="last_day_on",
                        max_length=15,
                        verbose_name="counted from",
                    ),
                ),
                (
                    "offset",
                    models.SmallIntegerField(
                        default=0,
                        help_text="Negative: before that date; positive: after it.",
                        verbose_name="working days",
                    ),
                ),
                (
                    "needs_leaver",
                    models.BooleanField(
                        default=False,
                        help_text="Left out when the person is already gone as the departure is registered.",
                        verbose_name="only while the leaver is here",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "ordering": ["section", "position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("responsible__in", ["leaver", "successor", "supervisor", "hr"])),
                        name="template_responsible_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("anchor__in", ["notice_on", "last_day_on", "access_ends_at", "effective_at"])
                        ),
                        name="template_anchor_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "section__in",
                                [
                                    "customers",
                                    "deals",
                                    "contracts",
                                    "tasks",
                                    "meetings",
                                    "equipment",
                                    "access",
                                    "documents",
                                ],
                            )
                        ),
                        name="template_section_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("territory", "Territory change"),
                            ("leave", "Long leave"),
                            ("single", "Handed to a colleague"),
                            ("follow_up", "Planned again after a handover"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("effective_at", models.DateTimeField(verbose_name="ownership changes")),
                ("returns_at", models.DateTimeField(blank=True, null=True, verbose_name="comes back")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "of_move",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="handover.move",
                        verbose_name="move",
                    ),
                ),
                ("owners", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="from")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaves",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who is away",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["territory", "leave", "single", "follow_up"])),
                        name="transfer_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returns_at", None), ("returns_at__gt", models.F("effective_at")), _connector="OR"
                        ),
                        name="transfer_returns_later",
                        violation_error_message="The records come back after they have gone.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "follow_up"), ("of_move__isnull", False)),
                            models.Q(models.Q(("kind", "follow_up"), _negated=True), ("of_move", None)),
                            _connector="OR",
                        ),
                        name="transfer_follow_up_of_move",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "leave"), ("person__isnull", False), ("returns_at__isnull", False)),
                            models.Q(models.Q(("kind", "leave"), _negated=True), ("person", None)),
                            _connector="OR",
                        ),
                        name="transfer_leave_of_person_who_returns",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="plan",
            name="transfer",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="plan",
                to="handover.transfer",
                verbose_name="transfer",
            ),
        ),
        migrations.AddField(
            model_name="inheritance",
            name="transfer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="handover.transfer",
            ),
        ),
        migrations.CreateModel(
            name="TransitionRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("register", "Register the departure"),
                            ("plan", "Settle the plan"),
                            ("replan", "Plan again"),
                            ("begin", "Start the handover"),
                            ("verify", "Start verifying together"),
                            ("close", "Close the departure"),
                            ("withdraw", "Withdraw: the person stays"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("registered", "Registered"),
                            ("planned", "Planned"),
                            ("handing_over", "Handing over"),
                            ("verifying", "Verifying"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("registered", "Registered"),
                            ("planned", "Planned"),
                            ("handing_over", "Handing over"),
                            ("verifying", "Verifying"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="transitions", to="handover.departure"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_state", models.F("to_state")), _negated=True),
                        name="transition_really_changes",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Vacancy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.CharField(
                        help_text="What the seat is called, such as East-2.", max_length=80, verbose_name="seat"
                    ),
                ),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        default=150,
                        help_text="How many customers the new person can look after well.",
                        verbose_name="capacity",
                    ),
                ),
                (
                    "opens_on",
                    models.DateField(
                        blank=True, help_text="Empty when nobody knows yet.", null=True, verbose_name="starts"
                    ),
                ),
                ("filled_at", models.DateTimeField(blank=True, null=True, verbose_name="filled")),
                (
                    "filled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="new person",
                    ),
                ),
                (
                    "follow_up",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="handover.transfer",
                        verbose_name="transfer",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                        verbose_name="office",
                    ),
                ),
                (
                    "successor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="vacancy",
                        to="handover.plansuccessor",
                        verbose_name="until then",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("filled_at", None), ("filled_by", None)),
                            models.Q(("filled_at__isnull", False), ("filled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="vacancy_filled_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("follow_up", None), ("filled_at__isnull", False), _connector="OR"),
                        name="vacancy_follow_up_when_filled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for the leaver"),
                            ("stated", "stated by the leaver"),
                            ("confirmed", "confirmed"),
                            ("disputed", "disputed"),
                            ("settled", "settled"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("statement", models.TextField(blank=True, verbose_name="statement")),
                ("stated_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("settlement", models.TextField(blank=True, verbose_name="settlement")),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verifications",
                        to="handover.departure",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["departure", "id"], name="verification_page")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("customer__isnull", False)),
                        fields=("departure", "customer"),
                        name="verification_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("customer", None)),
                        fields=("departure", "successor"),
                        name="verification_of_the_rest_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict", "waiting"), ("stated_at__isnull", False), _connector="OR"),
                        name="verification_stated_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict__in", ["confirmed", "disputed"]), _negated=True),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="verification_answered_with_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["waiting", "stated", "confirmed", "disputed", "settled"])),
                        name="verification_verdict_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stated_at", None), ("stated_by", None)),
                            models.Q(("stated_at__isnull", False), ("stated_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="verification_statement_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", None)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="verification_settlement_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "settled"), _negated=True),
                            models.Q(("settled_at__isnull", False), models.Q(("settlement", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="verification_settled_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "disputed"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="verification_disputed_in_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitException",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visit_exceptions",
                        to="handover.departure",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("departure", "customer"), name="visit_exception_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="visit_exception_with_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("team", "manager of a team"),
                            ("supervision", "supervisor of another handover"),
                            ("succession", "successor in another handover"),
                            ("return", "customers that come back"),
                            ("seat", "seat in an account team"),
                            ("token", "API token"),
                            ("import", "running import"),
                            ("administrator", "last administrator"),
                        ],
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("reason", models.TextField(verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waivers",
                        to="handover.departure",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("departure", "kind", "object_id"), name="waiver_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "team",
                                    "supervision",
                                    "succession",
                                    "return",
                                    "seat",
                                    "token",
                                    "import",
                                    "administrator",
                                ],
                            )
                        ),
                        name="waiver_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="waiver_with_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("query", models.CharField(blank=True, max_length=400)),
                ("is_default", models.BooleanField(default=False, verbose_name="opens first")),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="board_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "name"),
                        name="board_view_name_once",
                        violation_error_message="You have a view of this name already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)), fields=("person",), name="board_view_one_opens_first"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "discarded"), _negated=True),
                fields=("departure",),
                name="one_living_plan_per_departure",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("departure", None), ("transfer__isnull", False)),
                    models.Q(("departure__isnull", False), ("transfer", None)),
                    _connector="OR",
                ),
                name="plan_for_departure_or_transfer",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("departure", None),
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("made_by")), _negated=True),
                    _connector="OR",
                ),
                name="plan_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="inheritance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("departure", None), ("transfer__isnull", False)),
                    models.Q(("departure__isnull", False), ("transfer", None)),
                    _connector="OR",
                ),
                name="inheritance_of_departure_or_transfer",
            ),
        ),
        migrations.AddConstraint(
            model_name="inheritance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("transfer__isnull", False)),
                fields=("transfer", "customer"),
                name="inheritance_once_per_transfer",
            ),
        ),
    ]
