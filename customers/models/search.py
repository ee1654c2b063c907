"""What the search box looks in, and what lists are sorted by name by: beside the records, so that a change of owner
touches no index of text.

Triggers keep both tables in step with their records. `grams` holds each Chinese character and each pair of neighbours,
because a trigram index can't find fewer than three characters.
"""

import re

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower

FEWEST_FOR_TRIGRAMS = 3
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")


class SearchQuerySet(models.QuerySet["SearchText"]):
    """Search rows by what a person typed."""

    def matching(self, typed: str) -> "SearchQuerySet":
        """The rows that contain each word of `typed`, in any case; one Chinese character is enough."""
        rows = self
        for word in typed.lower().replace("\x00", "").split()[:8]:
            if len(word) < FEWEST_FOR_TRIGRAMS and _HAN.fullmatch(word):
                rows = rows.filter(grams__contains=[word])
            else:
                rows = rows.filter(text__contains=word)
        return rows


class SearchText(models.Model):
    """The searchable text of one record."""

    text = models.TextField()
    name = models.CharField(max_length=200, default="")
    grams = ArrayField(models.CharField(max_length=2), default=list)

    class Meta:
        abstract = True
        indexes = [
            GinIndex(OpClass(F("text"), "gin_trgm_ops"), name="%(class)s_text"),
            GinIndex(fields=["grams"], name="%(class)s_grams"),
        ]


class CustomerSearch(SearchText):
    """Code and name of a customer."""

    customer = models.OneToOneField("customers.Customer", models.CASCADE, primary_key=True, related_name="search")

    objects = SearchQuerySet.as_manager()

    class Meta(SearchText.Meta):
        abstract = False
        indexes = [
            *SearchText.Meta.indexes,
            models.Index(fields=["name", "customer"], name="customersearch_name"),
            models.Index(Lower("name"), name="customersearch_name_lower"),
        ]

    def __str__(self) -> str:
        return self.text


class DealSearch(SearchText):
    """Name and source id of a deal."""

    deal = models.OneToOneField("customers.Deal", models.CASCADE, primary_key=True, related_name="search")

    objects = SearchQuerySet.as_manager()

    class Meta(SearchText.Meta):
        abstract = False
        indexes = [
            *SearchText.Meta.indexes,
            models.Index(fields=["name", "deal"], name="dealsearch_name"),
            models.Index(Lower("name"), name="dealsearch_name_lower"),
        ]

    def __str__(self) -> str:
        return self.text
