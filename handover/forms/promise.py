"""Forms of the promise register."""

from django import forms

from handover.models import PromiseOutcome, PromiseVerdict


class DecideForm(forms.Form):
    """The manager's word."""

    verdict = forms.ChoiceField(choices=PromiseVerdict.choices)
    reason = forms.CharField(required=False, max_length=2000)


class OutcomeForm(forms.Form):
    """What became of a promise."""

    outcome = forms.ChoiceField(choices=PromiseOutcome.choices)
    note = forms.CharField(required=False, max_length=2000)
