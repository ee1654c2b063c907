"""Records of the book that another CRM has as well, and whether both say the same about their owner."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.kinds import LinkedKind


class LinkState(models.TextChoices):
    """How Baton and the CRM stand about the owner of one record."""

    AGREED = "agreed", pgettext_lazy("owners", "They agree")
    WAITING = "waiting", pgettext_lazy("owners", "To be written")
    ASKED = "asked", pgettext_lazy("owners", "The customer is asked")
    CONFLICT = "conflict", pgettext_lazy("owners", "They differ")
    REFUSED = "refused", pgettext_lazy("owners", "The customer declined")
    FULL = "full", pgettext_lazy("owners", "The new owner has no room there")
    FAILED = "failed", pgettext_lazy("owners", "Could not be written")
    GONE = "gone", pgettext_lazy("owners", "Deleted there")
    SETTLED = "settled", pgettext_lazy("owners", "Left as it is")


#: What still goes out, or is being settled there.
UNDER_WAY = (LinkState.WAITING, LinkState.ASKED)
#: What a person has to look at.
OPEN = (LinkState.CONFLICT, LinkState.REFUSED, LinkState.FULL, LinkState.FAILED, LinkState.GONE)


class Place(models.IntegerChoices):
    """Where a link stands in the comparison: what a person has to look at comes first."""

    DIFFERENT = 0, _("Baton and the CRM differ")
    UNDER_WAY = 1, _("Under way")
    LEFT = 2, _("Left as they are")
    AGREED = 3, _("Both say the same")


_PLACE = models.Case(
    models.When(state__in=[str(state) for state in OPEN], then=models.Value(Place.DIFFERENT.value)),
    models.When(state__in=[str(state) for state in UNDER_WAY], then=models.Value(Place.UNDER_WAY.value)),
    models.When(state=LinkState.SETTLED.value, then=models.Value(Place.LEFT.value)),
    default=models.Value(Place.AGREED.value),
)


#: What reading and writing owners changes of a link.
CHANGING = (
    *("owner_there", "expected_there", "wanted_there", "seen_at", "gone_at"),
    *("state", "attempts", "due_at", "code", "detail"),
)


class RecordLinkQuerySet(models.QuerySet["RecordLink"]):
    """Links by what is to be done with them."""

    def due(self, at: datetime.datetime) -> "RecordLinkQuerySet":
        """Those to be written, or asked after, by now."""
        return self.filter(state__in=[str(state) for state in UNDER_WAY], due_at__lte=at)


class RecordLink(models.Model):
    """One record of the book at one connection. Owners are the vendor's ids, empty for nobody or not known.

    `owner_there` is the owner as last seen (`seen_at`); `expected_there` the one that may be replaced, because both
    agreed on it or it was read before writing; `wanted_there` the one that was last asked for and not confirmed. Which
    owner Baton wants is never stored: it is the record's own. `place` (a `Place`) follows from the state.
    """

    connection = models.ForeignKey("customers.Connection", models.CASCADE, related_name="links", db_index=False)
    kind = models.PositiveSmallIntegerField(_("kind"), choices=LinkedKind.choices)
    record_id = models.BigIntegerField(_("record"))
    source_id = models.CharField(_("id at the source"), max_length=120)
    owner_there = models.CharField(max_length=120, blank=True)
    expected_there = models.CharField(max_length=120, blank=True)
    wanted_there = models.CharField(max_length=120, blank=True)
    seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=LinkState.choices)
    place: Any = models.GeneratedField(
        expression=_PLACE, output_field=models.PositiveSmallIntegerField(), db_persist=True
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=80, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = RecordLinkQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["kind", "record_id"], name="record_link_of_record"),
            models.Index(fields=["connection", "state", "kind", "id"], name="record_link_by_state"),
            models.Index(fields=["connection", "place", "id"], name="record_link_compared"),
            models.Index(
                fields=["connection", "kind", "state", "id"],
                condition=Q(state__in=["waiting", "asked"]),
                name="record_link_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["connection", "kind", "record_id"], name="record_link_once_here"),
            models.UniqueConstraint(fields=["connection", "kind", "source_id"], name="record_link_once_there"),
            models.CheckConstraint(condition=Q(kind__in=LinkedKind.values), name="record_link_kind_known"),
            models.CheckConstraint(condition=Q(state__in=LinkState.values), name="record_link_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "asked"]) | Q(due_at__isnull=False), name="record_link_due_sometime"
            ),
            models.CheckConstraint(
                condition=~Q(state="gone") | Q(gone_at__isnull=False), name="record_link_gone_sometime"
            ),
            models.CheckConstraint(condition=~Q(state="settled") | ~Q(reason=""), name="record_link_settled_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.record_id}"

    @property
    def group(self) -> str:
        """What the records it stands with have in common."""
        return str(Place(self.place).label)
