"""Forms of questions and answer links."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handover.actions.answer_links import LIFETIME, LONGEST
from handover.actions.questions import LONGEST as LONGEST_TEXT
from web.forms import DayInput


class AnswerForm(forms.Form):
    """An answer."""

    text = forms.CharField(label=_("Your answer"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))


class LinkForm(forms.Form):
    """Until when a link for answers works."""

    until = forms.DateField(label=_("It works until"), widget=DayInput())

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["until"] = today + LIFETIME
        days = {"min": (today + datetime.timedelta(days=1)).isoformat(), "max": (today + LONGEST).isoformat()}
        self.fields["until"].widget.attrs |= days
