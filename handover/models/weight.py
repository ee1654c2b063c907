"""What a proposal weighs, where an administrator changed it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

#: The one row there is.
ONE = 1


class ProposalWeightsManager(models.Manager["ProposalWeights"]):
    """The weights in force."""

    def changed(self) -> dict[str, float]:
        """Those that differ from the defaults of `handover/proposing/weights.py`, by code."""
        found = self.filter(pk=ONE).values_list("values", flat=True).first()
        return dict(found or {})


class ProposalWeights(models.Model):
    """The weights that differ from their defaults, in one row: `values` by code."""

    values = models.JSONField(_("weights"), default=dict, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed"))

    objects = ProposalWeightsManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=ONE), name="proposal_weights_one_row")]

    def __str__(self) -> str:
        return str(_("weights"))
