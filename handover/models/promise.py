"""The promise register: what was promised to customers, and what the manager says to it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handover.models.taken_out import Removable, StandingManager


class PromiseVerdict(models.TextChoices):
    """Whether the firm stands by a promise."""

    WAITING = "waiting", _("waiting for the manager")
    APPROVED = "approved", pgettext_lazy("promise", "approved")
    REFUSED = "refused", _("refused")


class PromiseOutcome(models.TextChoices):
    """What became of a promise."""

    OPEN = "open", _("still to keep")
    KEPT = "kept", _("kept")
    NOT_KEPT = "not_kept", _("not kept")


class PromiseQuerySet(models.QuerySet["Promise"]):
    """Promises by who has to say something about them."""

    def waiting(self) -> "PromiseQuerySet":
        """Those the manager has to decide on: what stands in a contract binds anyway."""
        return self.filter(verdict=PromiseVerdict.WAITING, in_contract=False)

    def binding(self) -> "PromiseQuerySet":
        """Those the firm stands by: approved, or in a contract."""
        return self.filter(Q(verdict=PromiseVerdict.APPROVED) | Q(in_contract=True))


def evidence_name(promise: "Promise", name: str) -> str:
    """A name nobody can guess and no uploader chose; what they called it is in `Promise.evidence_name`."""
    return f"promises/{uuid.uuid4().hex}"


class Promise(Removable):
    """One thing promised to a customer: what, to whom, until when, and whether the firm stands by it.

    `to_whom` keeps the words as said, also when `contact` names the person in the book.
    """

    departure = models.ForeignKey("handover.Departure", models.CASCADE, related_name="promises", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", verbose_name=_("customer"))
    contact = models.ForeignKey(
        "customers.Contact", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    to_whom = models.CharField(_("to whom"), max_length=120)
    what = models.TextField(_("what was promised"))
    until = models.DateField(_("until when"), null=True, blank=True)
    in_contract = models.BooleanField(_("stands in a contract"), default=False)
    evidence = models.FileField(_("evidence"), upload_to=evidence_name, blank=True)
    evidence_name = models.CharField(max_length=200, blank=True)
    evidence_type = models.CharField(max_length=100, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(_("told"))
    verdict = models.CharField(
        _("verdict"), max_length=10, choices=PromiseVerdict.choices, default=PromiseVerdict.WAITING
    )
    verdict_reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=PromiseOutcome.choices, default=PromiseOutcome.OPEN)
    outcome_note = models.TextField(_("what became of it"), blank=True)
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome_at = models.DateTimeField(null=True, blank=True)

    objects = StandingManager.from_queryset(PromiseQuerySet)()
    rows = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["departure", "customer"], name="promise_of_customer")]
        constraints = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(to_whom=""), name="promise_in_words"),
            models.CheckConstraint(condition=Q(verdict__in=PromiseVerdict.values), name="promise_verdict_known"),
            models.CheckConstraint(
                condition=Q(verdict="waiting", decided_by=None, decided_at=None)
                | (~Q(verdict="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="promise_verdict_whole",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="refused") | ~Q(verdict_reason=""), name="promise_refused_in_words"
            ),
            models.CheckConstraint(condition=Q(outcome__in=PromiseOutcome.values), name="promise_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="open", outcome_by=None, outcome_at=None)
                | (~Q(outcome="open") & Q(outcome_by__isnull=False, outcome_at__isnull=False)),
                name="promise_outcome_whole",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="not_kept") | ~Q(outcome_note=""), name="promise_broken_in_words"
            ),
            models.CheckConstraint(
                condition=Q(evidence="", evidence_name="") | (~Q(evidence="") & ~Q(evidence_name="")),
                name="promise_evidence_named",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_to_keep(self) -> bool:
        """Whether the firm stands by it and it is not known yet whether it was kept."""
        binds = self.in_contract or self.verdict == PromiseVerdict.APPROVED
        return binds and self.outcome == PromiseOutcome.OPEN

    @property
    def awaits_verdict(self) -> bool:
        """Whether the manager has to decide: what stands in a contract binds anyway."""
        return self.verdict == PromiseVerdict.WAITING and not self.in_contract
