"""The weights of a proposal, as an administrator types them."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise

from handover.proposing.weights import DEFAULTS, FACTORS
from handover.wording.weights import GROUPS

MOST_POINTS = 1000
MOST_TIMES = 20


class WeightsForm(forms.Form):
    """One number for each weight."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for _title, _hint, words in GROUPS:
            for code, label in words.items():
                most = MOST_TIMES if code in FACTORS else MOST_POINTS
                self.fields[code] = forms.FloatField(min_value=0, max_value=most, label=str(label), localize=True)

    def groups(self) -> list[tuple[Promise, Promise, list[tuple[BoundField, float]]]]:
        """The fields under their headings, each with its default."""
        return [(title, hint, [(self[code], DEFAULTS[code]) for code in words]) for title, hint, words in GROUPS]
