"""Meetings of a handover: the leaver passes customers on face to face, or both visit a customer together."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class MeetingKind(models.TextChoices):
    """Where customers are passed on."""

    HANDOVER = "handover", _("face-to-face handover")
    VISIT = "visit", _("joint customer visit")


class MeetingState(models.TextChoices):
    """What became of a meeting."""

    CALLED = "called", _("called")
    HELD = "held", _("held")
    MISSED = "missed", _("did not take place")
    CANCELLED = "cancelled", _("cancelled")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings by what became of them."""

    def to_come(self) -> "MeetingQuerySet":
        """Called, and nobody has said what became of them."""
        return self.filter(state=MeetingState.CALLED)


class Meeting(models.Model):
    """A meeting about some customers of a departure. `uid` and `sequence` name it in people's calendars (RFC 5545)."""

    departure = models.ForeignKey("handover.Departure", models.CASCADE, related_name="meetings", db_index=False)
    kind = models.CharField(_("kind"), max_length=8, choices=MeetingKind.choices, default=MeetingKind.HANDOVER)
    state = models.CharField(_("state"), max_length=9, choices=MeetingState.choices, default=MeetingState.CALLED)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200)
    agenda = models.TextField(_("what to talk about"), blank=True)
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(_("remark"), blank=True)
    instead_of = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="follow_up", verbose_name=_("follow-up of")
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["departure", "starts_at", "id"], name="meeting_of_departure")]
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="meeting_uid_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(kind__in=MeetingKind.values), name="meeting_kind_known"),
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="meeting_state_known"),
            models.CheckConstraint(
                condition=Q(state="called", settled_at=None, settled_by=None)
                | (~Q(state="called") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="meeting_settled_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["missed", "cancelled"]) | ~Q(remark=""), name="meeting_off_in_words"
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(kind)s, %(place)s") % {"kind": self.get_kind_display(), "place": self.place})

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("meeting", args=[self.departure_id, self.pk])

    @property
    def is_to_come(self) -> bool:
        """Whether nobody has said yet what became of it."""
        return self.state == MeetingState.CALLED


class MeetingCustomer(models.Model):
    """A customer on the agenda, and what was said about it; the minutes stand on the customer's timeline, too."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="lines")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    minutes = models.TextField(_("minutes"), blank=True)
    activity = models.ForeignKey("customers.Activity", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "customer"], name="meeting_customer_once")]

    def __str__(self) -> str:
        return str(self.customer)


class MeetingGuest(models.Model):
    """Somebody asked to a meeting: a colleague, or a contact of a customer. `came` is known afterwards."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="guests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey("customers.Contact", models.CASCADE, null=True, blank=True, related_name="+")
    came = models.BooleanField(_("came"), null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, contact__isnull=False) | Q(person__isnull=False, contact=None),
                name="meeting_guest_is_one",
            ),
            models.UniqueConstraint(fields=["meeting", "person"], name="meeting_person_once"),
            models.UniqueConstraint(fields=["meeting", "contact"], name="meeting_contact_once"),
        ]

    def __str__(self) -> str:
        return str(self.person or self.contact)
