"""The four kinds of record that have one owner and are handed over, and what else has an owner in a CRM."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordKind(models.IntegerChoices):
    """A kind of owned record; the number is what the ledger and the plan store."""

    CUSTOMER = 1, _("customer")
    DEAL = 2, _("deal")
    CONTRACT = 3, _("contract")
    TASK = 4, _("task")


class LinkedKind(models.IntegerChoices):
    """A kind of record that has an owner in a CRM: the four, by the same numbers, and contacts. A contact has no owner
    here; there it goes with its customer.
    """

    CUSTOMER = RecordKind.CUSTOMER.value, _("customer")
    DEAL = RecordKind.DEAL.value, _("deal")
    CONTRACT = RecordKind.CONTRACT.value, _("contract")
    TASK = RecordKind.TASK.value, _("task")
    CONTACT = 5, _("contact")
