"""What somebody has typed into a form and not sent yet."""

import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

#: A draft nobody touched for so long is thrown away.
KEPT_FOR = datetime.timedelta(days=30)
#: A value shorter than this is a choice rather than words.
WORDS = 4


class Draft(models.Model):
    """The unsent text of one form: `values` by the names of its fields. Theirs alone; it ends with their access."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts", db_index=False)
    address = models.CharField(max_length=200, help_text="The path of the page and, after #, which form there.")
    page = models.CharField(max_length=200, blank=True, help_text="What the page is called.")
    values = models.JSONField(default=dict)
    before = models.JSONField(default=dict, help_text="What stood in these fields when they were typed over.")
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "address"], name="draft_once")]
        indexes = [models.Index(fields=["saved_at"], name="draft_oldest")]

    def __str__(self) -> str:
        return self.address

    @property
    def path(self) -> str:
        """Where the form stands."""
        return self.address.partition("#")[0]

    @property
    def excerpt(self) -> str:
        """The longest of the texts; nothing where only something was chosen."""
        texts = (text for text in self.values.values() if not text.replace(",", "").isdigit())
        longest = max(texts, key=len, default="")
        return longest if len(longest) >= WORDS else ""
