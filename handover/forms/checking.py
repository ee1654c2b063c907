"""Forms of the supervisor's queue, the sample and its reasons."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from handover.models import ReturnReason, Score
from web.forms import Filter

SETTLE, RETURN, SKIP = "settle", "return", "skip"
DEEDS = (SETTLE, RETURN, SKIP, *Score.values)


class QueueFilter(Filter):
    """Which queue is shown, from the URL: one's own or all one may read, of all handovers or of one."""

    all = forms.BooleanField(required=False)
    departure = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    item = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class DeedForm(forms.Form):
    """One deed about one customer: what, with which words. A reason from the list comes before one's own words."""

    deed = forms.ChoiceField(choices=[(deed, deed) for deed in DEEDS])
    reason = forms.ModelChoiceField(queryset=ReturnReason.objects.none(), required=False)
    note = forms.CharField(required=False, max_length=5000)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        reason: Any = self.fields["reason"]
        reason.queryset = reasons()

    @property
    def words(self) -> str:
        """The reason from the list, when one is sent back, and one's own words."""
        said = self.cleaned_data
        chosen = said["reason"].text if said.get("reason") and said["deed"] == RETURN else ""
        return "\n".join(part for part in (chosen, said["note"].strip()) if part)


class DrawForm(forms.Form):
    """Another draw: why, and how many besides grade A."""

    reason = forms.CharField(label=_("Why another sample is drawn"), max_length=500)
    size = forms.IntegerField(
        label=_("How many besides grade A"),
        help_text=_("Empty: ten, or the square root of their number if that is more."),
        required=False,
        min_value=0,
        max_value=100_000,
    )


class ReasonsForm(forms.Form):
    """The reasons of one language, one a line."""

    texts = forms.CharField(label=_("One reason a line"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, data: Any = None, *, language: str, initial: Any = None) -> None:
        super().__init__(data, initial=initial, prefix=language)
        self.fields["texts"].widget.attrs["lang"] = language

    def clean_texts(self) -> list[str]:
        """The lines that say something."""
        found = [line.strip() for line in self.cleaned_data["texts"].splitlines() if line.strip()]
        if any(len(line) > 200 for line in found):
            raise forms.ValidationError(_("A reason has 200 characters at most."))
        return found


def reasons() -> Any:
    """The list in the reader's language."""
    return ReturnReason.objects.filter(language=get_language() or "en")
