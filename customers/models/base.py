"""What owned and imported records share."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Sourced(models.Model):
    """A record another system may know: `source` names the system, `source_id` is its key there."""

    source = models.CharField(_("source"), max_length=60, blank=True)
    source_id = models.CharField(_("id at the source"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~Q(source_id=""),
                name="%(class)s_source_once",
                violation_error_message=_("There is a record with this id of this source already."),
                violation_error_code="source_taken",
            )
        ]

    def tidy(self, before: Self | None, at: datetime.datetime) -> None:
        """Settle what follows from what was entered; `before` is the row as stored, None for a new one."""


class Owned(Sourced):
    """A record with one owner. The owner changes only through `customers/actions/ownership.py`."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="%(class)ss", db_index=False, verbose_name=_("owner")
    )

    class Meta(Sourced.Meta):
        abstract = True
        indexes = [models.Index(fields=["owner", "-updated_at", "-id"], name="%(class)s_of_owner")]
