"""Connections to other CRMs: what was filled in, who is who there, and what each did when."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.models.importing import Import
from customers.models.record_link import LinkState, RecordLink
from customers.models.record_note import RecordNote


class ConnectionQuerySet(models.QuerySet["Connection"]):
    """Connections by whether something is to be done."""

    def working(self) -> "ConnectionQuerySet":
        """Those that are on and not stopped by a problem only a person can mend."""
        return self.filter(is_on=True, problem="")

    def to_read(self, at: datetime.datetime) -> "ConnectionQuerySet":
        """Those whose next sync is due."""
        return self.working().filter(Q(next_read_at=None) | Q(next_read_at__lte=at))

    def to_compare(self, at: datetime.datetime) -> "ConnectionQuerySet":
        """Those whose owners are all to be read anew."""
        return self.working().filter(next_compare_at__lte=at)

    def to_write(self, at: datetime.datetime) -> "ConnectionQuerySet":
        """Those that may write owners and have some to write, or to ask after, or notes to leave."""
        due = RecordLink.objects.due(at).filter(connection=OuterRef("pk"))
        notes = RecordNote.objects.due(at).filter(connection=OuterRef("pk"))
        return self.working().filter(Exists(due) | (~Q(notes_language="") & Exists(notes)), writes_owners=True)


class Connection(models.Model):
    """One account at one vendor. `source` is what its records carry as theirs.

    `secrets` is encrypted JSON, `values` what else was filled in. `read_until` says for each kind up to when its
    changes are read. Notes are left in `notes_language` (empty: none), about changes of owner from `notes_since` on.
    `problem` is the code of what stops everything until an administrator mends it.
    """

    vendor = models.CharField(_("CRM"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    source = models.CharField(_("source"), max_length=60)
    values = models.JSONField(default=dict, blank=True)
    secrets = models.TextField(blank=True, editable=False)
    is_on = models.BooleanField(_("switched on"), default=True)
    writes_owners = models.BooleanField(_("write owners there"), default=False)
    notes_language = models.CharField(
        _("leave a note on each customer handed over"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    notes_since = models.DateTimeField(null=True, editable=False)
    every_minutes = models.PositiveSmallIntegerField(_("minutes between two syncs"), default=15)
    read_until = models.JSONField(default=dict, editable=False)
    next_read_at = models.DateTimeField(null=True, editable=False)
    next_compare_at = models.DateTimeField(null=True, editable=False)
    answered_as = models.CharField(max_length=200, blank=True, editable=False)
    problem = models.CharField(max_length=80, blank=True, editable=False)
    detail = models.CharField(max_length=300, blank=True, editable=False)
    problem_at = models.DateTimeField(null=True, editable=False)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                name="connection_source_once",
                violation_error_message=_("Another connection has this source already."),
            ),
            models.CheckConstraint(condition=~Q(source=""), name="connection_has_a_source"),
            models.CheckConstraint(
                condition=Q(notes_language="", notes_since=None)
                | (~Q(notes_language="") & Q(notes_since__isnull=False, writes_owners=True)),
                name="connection_notes_follow_owners",
                violation_error_message=_("Notes follow the owners: let Baton write owners there as well."),
            ),
            models.CheckConstraint(condition=Q(every_minutes__gte=5), name="connection_not_too_often"),
        ]

    def __str__(self) -> str:
        return self.name


class VendorPerson(models.Model):
    """Somebody at the vendor and who they are here: each person at most once on either side, since owners are written
    there too. What files call people is `PersonAtSource`.
    """

    connection = models.ForeignKey(Connection, models.CASCADE, related_name="people", db_index=False)
    vendor_id = models.CharField(max_length=120)
    name = models.CharField(_("name"), max_length=150)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    is_active = models.BooleanField(_("active there"), default=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="at_vendors", verbose_name=_("person here")
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["connection", "vendor_id"], name="vendor_person_once_there"),
            models.UniqueConstraint(
                fields=["connection", "person"],
                name="vendor_person_once_here",
                violation_error_message=_("Somebody else there is this person already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RunKind(models.TextChoices):
    """What a run does."""

    IN = "in", pgettext_lazy("run", "Read")
    OUT = "out", pgettext_lazy("run", "Write owners")
    CHECK = "check", pgettext_lazy("run", "Compare owners")


class RunState(models.TextChoices):
    """How far a run is."""

    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped")


OPEN_RUNS = (RunState.QUEUED, RunState.RUNNING)


class ConnectionRunQuerySet(models.QuerySet["ConnectionRun"]):
    """Runs by whether a worker may take them."""

    def waiting(self) -> "ConnectionRunQuerySet":
        """Queued and due, or running without a sign of life, by the database's clock."""
        lease: datetime.timedelta = settings.CONNECTION_LEASE
        queued = Q(state=RunState.QUEUED) & (Q(not_before=None) | Q(not_before__lte=Now()))
        return self.filter(queued | Q(state=RunState.RUNNING, heartbeat_at__lt=Now() - lease))


class ConnectionRun(models.Model):
    """One piece of work with a connection. `place` is where it goes on, `counts` what came of it so far.

    `problem` is what kept it waiting or ended it; `tries` how often in a row it had to wait. What a sync read is an
    import like any other (`taken`), with its refused rows.
    """

    connection = models.ForeignKey(Connection, models.CASCADE, related_name="runs", db_index=False)
    what = models.CharField(max_length=5, choices=RunKind.choices)
    is_full = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    claim = models.UUIDField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    place = models.JSONField(default=dict)
    problem = models.CharField(max_length=80, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    taken = models.OneToOneField(Import, models.SET_NULL, null=True, related_name="sync")

    objects = ConnectionRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["connection", "-id"], name="connection_run_newest"),
            models.Index(fields=["state"], condition=Q(state__in=["queued", "running"]), name="connection_run_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "what"],
                condition=Q(state__in=["queued", "running"]),
                name="connection_run_once_open",
            ),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="connection_run_state_known"),
            models.CheckConstraint(condition=Q(what__in=RunKind.values), name="connection_run_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.pk}"


def shares(links: models.QuerySet[RecordLink]) -> dict[str, int]:
    """How many links there are in each state (states without any are left out)."""
    rows = links.order_by().values_list("state").annotate(n=models.Count("*"))
    return {LinkState(state).value: n for state, n in rows}
