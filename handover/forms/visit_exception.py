"""Why customers of grade A need no joint visit."""

from django import forms
from django.utils.translation import gettext_lazy as _


class VisitExceptionForm(forms.Form):
    """One reason for the customers that are ticked beside it."""

    reason = forms.CharField(
        label=_("Why no visit is needed"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
