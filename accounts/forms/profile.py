"""What a person settles about themselves: name, language, time zone, tokens."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import time_zones
from accounts.models import Scope, User

DAYS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("one year"))]


class ProfileForm(forms.ModelForm):
    """Name, language, time zone, light or dark, and whether single keys do anything."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones.CHOICES)

    class Meta:
        model = User
        fields = ["name", "language", "time_zone", "theme", "uses_shortcuts"]


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(label=_("What it is for"), max_length=100)
    scope = forms.ChoiceField(label=_("It may"), choices=Scope.choices)
    days = forms.ChoiceField(label=_("It works for"), choices=DAYS, initial="90")

    def lifetime(self) -> datetime.timedelta:
        """How long the token works."""
        return datetime.timedelta(days=int(self.cleaned_data["days"]))
