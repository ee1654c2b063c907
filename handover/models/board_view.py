"""Views of the board that people save: a name for what it is narrowed and sorted by."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class BoardView(models.Model):
    """One person's name for a tab, filters and an order of the board; `query` is how an address says them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="board_views", db_index=False)
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=400, blank=True)
    is_default = models.BooleanField(_("opens first"), default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"],
                name="board_view_name_once",
                violation_error_message=_("You have a view of this name already."),
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(is_default=True), name="board_view_one_opens_first"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """What stands behind the `?` of the board's address."""
        return urlencode({"view": self.pk}) + (f"&{self.query}" if self.query else "")
