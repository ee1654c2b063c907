"""References to a leaver that may stay, each with its reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReferenceKind(models.TextChoices):
    """In what way a leaver is still named somewhere, beside owning records."""

    TEAM = "team", _("manager of a team")
    SUPERVISION = "supervision", _("supervisor of another handover")
    SUCCESSION = "succession", _("successor in another handover")
    RETURN = "return", _("customers that come back")
    SEAT = "seat", _("seat in an account team")
    TOKEN = "token", _("API token")
    IMPORT = "import", _("running import")
    ADMINISTRATOR = "administrator", _("last administrator")


class Waiver(models.Model):
    """One reference that is left as it is, and why. `object_id` is the row that names the leaver."""

    departure = models.ForeignKey("handover.Departure", models.CASCADE, related_name="waivers", db_index=False)
    kind = models.CharField(_("kind"), max_length=15, choices=ReferenceKind.choices)
    object_id = models.BigIntegerField()
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["departure", "kind", "object_id"], name="waiver_once"),
            models.CheckConstraint(condition=Q(kind__in=ReferenceKind.values), name="waiver_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.object_id}: {self.reason}"
