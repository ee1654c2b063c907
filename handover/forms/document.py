"""What a handover document is to be: its format and its language."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from handover.models import DocumentFormat


class DocumentForm(forms.Form):
    """Format and language; the language begins as the reader's."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    format = forms.ChoiceField(label=_("Format"), choices=DocumentFormat.choices)
