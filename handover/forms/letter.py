"""Forms of letters to customers: which one, the letter itself, and the administrator's templates."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from customers.models import Contact
from handover.inheriting import letters
from handover.models import Inheritance, LetterKind, LetterTemplate
from web.forms import Filter


class ChoiceOfLetter(Filter):
    """Which letter, to whom and in which language, from the URL."""

    kind = forms.ChoiceField(label=_("Letter"), required=False)
    contact = forms.ModelChoiceField(
        label=_("Recipient"), queryset=Contact.objects.none(), required=False, empty_label=None
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=settings.LANGUAGES)

    def __init__(self, data: QueryDict, inheritance: Inheritance, kinds: list[LetterKind]) -> None:
        people = Contact.objects.filter(customer=inheritance.customer_id)
        first = _first(people)
        language = letters.language_of(inheritance, first)
        usual = {"kind": str(kinds[0]), "contact": str(first.pk) if first else "", "language": language}
        super().__init__({name: data.get(name) or value for name, value in usual.items()})
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(kind, kind.label) for kind in kinds]
        fields["contact"].queryset = people


def _first(people: Any) -> Contact | None:
    """Whom one writes to first: who decides and can be written to."""
    found = list(people[:20])
    found.sort(key=lambda one: (not letters.address(one), one.role != "decides"))
    return found[0] if found else None


class LetterForm(forms.Form):
    """The letter as its writer sends it."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), max_length=5000, widget=forms.Textarea(attrs={"rows": 12}))
    copies = forms.BooleanField(label=_("In copy"), required=False, initial=True)
    by_hand = forms.BooleanField(required=False, widget=forms.HiddenInput)


class LetterTemplateForm(forms.ModelForm):
    """A template: its subject and text with what is filled in."""

    class Meta:
        model = LetterTemplate
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 14})}
