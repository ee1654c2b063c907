"""What is taken out of a list can be put back for a day; then it is deleted, with its file."""

import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

#: How long what was taken out is kept.
KEPT = datetime.timedelta(days=1)


class StandingManager(models.Manager[Any]):
    """Of what can be taken out only what was not: what everybody asks for."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(taken_out_at=None)


class Removable(models.Model):
    """A row with a file that can be taken out and put back. `objects` leave out what was taken out, `rows` do not."""

    taken_out_at = models.DateTimeField(_("taken out"), null=True, blank=True)

    class Meta:
        abstract = True
