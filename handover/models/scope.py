"""What of a book moves by a plan and what stays."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DealScope(models.TextChoices):
    """Which deals move."""

    OPEN = "open", _("open ones only")
    ALL = "all", _("closed ones too")


class ContractScope(models.TextChoices):
    """Which contracts move."""

    RUNNING = "running", _("those in force only")
    ALL = "all", _("ended ones too")


#: The columns that say which customers move: what they compare with, by name.
CUSTOMER_FILTERS = {
    "only_grades": "grade",
    "only_statuses": "status",
    "only_territories": "territory",
    "only_industries": "industry",
}


def _any_of(label: Any) -> Any:
    return ArrayField(models.CharField(max_length=80), verbose_name=label, default=list, db_default=[], blank=True)


class PlanScope(models.Model):
    """What a plan moves. An empty filter means every customer; `handover/planning/scope.py` reads these into rows."""

    moves_deals = models.CharField(
        _("deals"), max_length=4, choices=DealScope.choices, default=DealScope.OPEN, db_default=DealScope.OPEN
    )
    moves_contracts = models.CharField(
        _("contracts"),
        max_length=7,
        choices=ContractScope.choices,
        default=ContractScope.RUNNING,
        db_default=ContractScope.RUNNING,
    )
    moves_tasks = models.BooleanField(_("open tasks"), default=True, db_default=True)
    moves_seats = models.BooleanField(_("seats in account teams"), default=True, db_default=True)
    only_grades = _any_of(_("grades"))
    only_statuses = _any_of(_("statuses"))
    only_territories = _any_of(_("territories"))
    only_industries = _any_of(_("industries"))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(moves_deals__in=DealScope.values), name="%(class)s_deal_scope_known"),
            models.CheckConstraint(
                condition=Q(moves_contracts__in=ContractScope.values), name="%(class)s_contract_scope_known"
            ),
        ]

    @property
    def is_narrowed(self) -> bool:
        """Whether some customers stay."""
        return any(getattr(self, column) for column in CUSTOMER_FILTERS)

    def matching(self, customer: str = "") -> Q:
        """The condition on customers that move, reached by the path `customer` (with its trailing underscores)."""
        found = Q()
        for column, name in CUSTOMER_FILTERS.items():
            if wanted := getattr(self, column):
                found &= Q(**{f"{customer}{name}__in": wanted})
        return found


#: The columns of a scope, in the order they are asked for.
SCOPE_FIELDS = ("moves_deals", "moves_contracts", "moves_tasks", "moves_seats", *CUSTOMER_FILTERS)
