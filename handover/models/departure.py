"""Departures: somebody leaves, with four dates and one state."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handover.lifecycle import OPEN_STATES, State, Verb

if TYPE_CHECKING:
    from accounts.models import User


class DepartureKind(models.TextChoices):
    """Why the work ends here, which decides the checklist."""

    RESIGNATION = "resignation", _("Resignation")
    DISMISSAL = "dismissal", _("Dismissal")
    RETIREMENT = "retirement", _("Retirement")
    TRANSFER = "transfer", _("Transfer inside the firm")
    LEAVE = "leave", _("Long leave")


class Reason(models.TextChoices):
    """The reason category a departure is counted under."""

    CAREER = "career", _("Career step elsewhere")
    PAY = "pay", _("Pay")
    MANAGEMENT = "management", _("Management")
    WORKLOAD = "workload", _("Workload")
    FAMILY = "family", _("Family or moving away")
    HEALTH = "health", _("Health")
    PERFORMANCE = "performance", _("Performance")
    RESTRUCTURING = "restructuring", _("Restructuring")
    AGE = "age", _("Age")
    OTHER = "other", _("Other")


class DepartureQuerySet(models.QuerySet["Departure"]):
    """Departures by where they stand."""

    def open(self) -> "DepartureQuerySet":
        """Neither closed nor withdrawn."""
        return self.filter(state__in=OPEN_STATES)

    def of(self, leaver: "User") -> "DepartureQuerySet":
        """Those of one leaver."""
        return self.filter(leaver=leaver)


class Departure(models.Model):
    """A salesperson's leaving, from notice to the last record handed over."""

    leaver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="departures", verbose_name=_("leaver")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=DepartureKind.choices)
    reason = models.CharField(_("reason"), max_length=15, choices=Reason.choices)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.REGISTERED)
    notice_on = models.DateField(_("notice given"))
    last_day_on = models.DateField(_("last working day"))
    access_ends_at = models.DateTimeField(_("access ends"))
    effective_at = models.DateTimeField(_("ownership changes"))
    already_gone = models.BooleanField(_("already gone"), default=False)
    access_before = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When the leaver's access would have ended otherwise."
    )
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supervised_departures",
        verbose_name=_("supervisor"),
    )
    supervisor_named_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=40, blank=True, help_text="The system that registered it, if one did.")
    source_id = models.CharField(max_length=100, blank=True, help_text="What that system calls it.")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(_("registered"))
    signed_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    signed_off_at = models.DateTimeField(_("signed off"), null=True, blank=True)
    sign_off_note = models.TextField(_("sign-off note"), blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        ordering = ["last_day_on", "id"]
        indexes = [models.Index(fields=["state", "last_day_on"], name="departure_board")]
        constraints = [
            models.UniqueConstraint(
                fields=["leaver"],
                condition=Q(state__in=OPEN_STATES),
                name="one_open_departure_per_leaver",
                violation_error_message=_("This person already has an open departure."),
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~Q(source=""), name="departure_of_source_once"
            ),
            models.CheckConstraint(
                condition=Q(source="", source_id="") | ~Q(source="") & ~Q(source_id=""), name="departure_source_whole"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="departure_state_known"),
            models.CheckConstraint(condition=Q(kind__in=DepartureKind.values), name="departure_kind_known"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="departure_reason_known"),
            models.CheckConstraint(condition=Q(last_day_on__gte=F("notice_on")), name="departure_dates_in_order"),
            models.CheckConstraint(
                condition=Q(supervisor=None) | ~Q(supervisor=F("leaver")), name="departure_not_own_supervisor"
            ),
            models.CheckConstraint(
                condition=Q(signed_off_at=None, signed_off_by=None)
                | Q(signed_off_at__isnull=False, signed_off_by__isnull=False),
                name="departure_sign_off_whole",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by=None) | ~Q(signed_off_by=F("leaver")), name="departure_not_signed_by_leaver"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, ended_at=None)
                | (~Q(state__in=OPEN_STATES) & Q(ended_at__isnull=False)),
                name="departure_ended_when_over",
            ),
        ]

    def __str__(self) -> str:
        return str(self.leaver)

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state in OPEN_STATES


class TransitionRow(models.Model):
    """One change of a departure's state: from, to, by, at, reason. Added, never changed."""

    departure = models.ForeignKey(Departure, models.CASCADE, related_name="transitions")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    from_state = models.CharField(max_length=12, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=12, choices=State.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_state=F("to_state")), name="transition_really_changes"),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class Registration(models.Model):
    """A departure being registered: the wizard saves each step here until it is confirmed."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    leaver = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("leaver"))
    kind = models.CharField(_("kind"), max_length=12, choices=DepartureKind.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=15, choices=Reason.choices, blank=True)
    already_gone = models.BooleanField(_("already gone"), default=False)
    notice_on = models.DateField(_("notice given"), null=True, blank=True)
    last_day_on = models.DateField(_("last working day"), null=True, blank=True)
    access_ends_at = models.DateTimeField(_("access ends"), null=True, blank=True)
    effective_at = models.DateTimeField(_("ownership changes"), null=True, blank=True)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["by", "leaver"], name="registration_once")]

    def __str__(self) -> str:
        return str(self.leaver)
