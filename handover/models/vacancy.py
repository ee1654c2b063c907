"""Seats still to be filled: who is to be hired takes records over, and somebody keeps them until then."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class VacancyQuerySet(models.QuerySet["Vacancy"]):
    """Seats by whether somebody sits there."""

    def open(self) -> "VacancyQuerySet":
        """Those nobody was named for yet."""
        return self.filter(filled_at=None)


class Vacancy(models.Model):
    """A seat among the successors of a plan: `successor` is the interim, whom its records go to until it is filled.

    `follow_up` hands them from the interim to the new person, once one is named.
    """

    successor = models.OneToOneField(
        "handover.PlanSuccessor", models.CASCADE, related_name="vacancy", verbose_name=_("until then")
    )
    title = models.CharField(_("seat"), max_length=80, help_text=_("What the seat is called, such as East-2."))
    team = models.ForeignKey(
        "accounts.Team", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    capacity = models.PositiveIntegerField(
        _("capacity"), default=150, help_text=_("How many customers the new person can look after well.")
    )
    opens_on = models.DateField(_("starts"), null=True, blank=True, help_text=_("Empty when nobody knows yet."))
    filled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new person")
    )
    filled_at = models.DateTimeField(_("filled"), null=True, blank=True)
    follow_up = models.OneToOneField(
        "handover.Transfer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("transfer")
    )

    objects = VacancyQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(filled_by=None, filled_at=None) | Q(filled_by__isnull=False, filled_at__isnull=False),
                name="vacancy_filled_whole",
            ),
            models.CheckConstraint(
                condition=Q(follow_up=None) | Q(filled_at__isnull=False), name="vacancy_follow_up_when_filled"
            ),
        ]

    def __str__(self) -> str:
        return self.title
