"""Offices: where people work, and by which calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Office(models.Model):  # type: ignore[django-manager-missing]  # tree_queries is untyped
    """A place of work; its country decides which days are working days."""

    name = models.CharField(_("name"), max_length=100)
    country = models.CharField(_("country"), max_length=2, help_text=_("ISO 3166 code, for the working days."))
    time_zone = models.CharField(_("time zone"), max_length=50, default="UTC")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name"], name="office_name_once")]

    def __str__(self) -> str:
        return self.name
