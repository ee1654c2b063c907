"""Forms of verifying together: the filter, one saying, a bulk saying, and the sign-off."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from handover.models import Verdict, Verification
from web.forms import Filter, SearchInput


class VerificationFilter(Filter):
    """What the list shows, from the URL."""

    q = forms.CharField(label=_("Customer"), required=False, widget=SearchInput(_("Customer")))
    verdict = forms.ChoiceField(label=_("Verdict"), required=False, choices=[("", _("Any verdict")), *Verdict.choices])
    successor = forms.ModelChoiceField(
        label=_("Successor"), required=False, queryset=User.objects.none(), empty_label=_("Everybody")
    )

    def __init__(self, data: QueryDict, rows: QuerySet[Verification], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.rows = rows
        people = User.objects.filter(pk__in=rows.order_by().values("successor"))
        successor: Any = self.fields["successor"]
        successor.queryset = people

    def narrowed(self) -> QuerySet[Verification]:
        """The rows the URL asks for."""
        wanted = self.wanted()
        rows = self.rows.filter(**{name: wanted[name] for name in ("verdict", "successor") if name in wanted})
        if typed := wanted.get("q"):
            rows = rows.filter(Q(customer__name__icontains=typed) | Q(customer__code__icontains=typed))
        return rows


class SayForm(forms.Form):
    """One thing said about one customer."""

    verdict = forms.ChoiceField(choices=Verdict.choices)
    note = forms.CharField(required=False, max_length=5000)


class BulkForm(forms.Form):
    """State or confirm the ticked rows, or all that the filter shows."""

    verdict = forms.ChoiceField(choices=[(Verdict.STATED, ""), (Verdict.CONFIRMED, "")])
    which = forms.ChoiceField(choices=[("ticked", ""), ("all", "")])


class SignOffForm(forms.Form):
    """The supervisor's word: what they want to say, and that they mean it."""

    note = forms.CharField(
        label=_("What you confirm, in your words"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(
        label=_("I have checked the sample myself, and what is written above is true."),
        error_messages={"required": _("Tick this to sign.")},
    )
