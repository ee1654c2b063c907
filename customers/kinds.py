"""The four kinds of record that have one owner and are handed over."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordKind(models.IntegerChoices):
    """A kind of owned record; the number is what the ledger and the plan store."""

    CUSTOMER = 1, _("customer")
    DEAL = 2, _("deal")
    CONTRACT = 3, _("contract")
    TASK = 4, _("task")
