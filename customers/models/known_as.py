"""Under which id another system knows a person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonAtSource(models.Model):
    """A person of ours under the id that files of another system have for them, so that they are found by it again; one
    may have several there. Whom a connected CRM would give a record to is a `VendorPerson`.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_as")
    source = models.CharField(_("source"), max_length=60)
    source_id = models.CharField(_("id at the source"), max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                name="person_source_once",
                violation_error_message=_("Somebody has this id of this source already."),
                violation_error_code="source_taken",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.source_id}"
