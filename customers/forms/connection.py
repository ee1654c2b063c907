"""Setting up a connection: what its vendor asks for; secrets are written and never shown."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from customers.connectors.interface import Connector, Setting
from customers.kinds import LinkedKind
from customers.models import Connection, LinkState, VendorPerson
from web.forms import Filter, SearchInput

EVERY = ((5, _("5 minutes")), (15, _("15 minutes")), (60, _("1 hour")), (360, _("6 hours")), (1440, _("1 day")))

NOTES = (("", _("No")), ("en", _("In English")), ("zh-hans", _("In Chinese")))


class ConnectionForm(forms.ModelForm):
    """The connection's own fields, then one field for each setting of the vendor."""

    notes_language = forms.ChoiceField(
        label=_("Leave a note on each customer handed over"),
        required=False,
        choices=NOTES,
        help_text=_("Who had the customer, who has it now, and the way to its briefing in Baton."),
    )
    every_minutes = forms.TypedChoiceField(label=_("Read changes every"), coerce=int, choices=EVERY, initial=15)

    class Meta:
        model = Connection
        fields = ["name", "source", "writes_owners", "notes_language", "every_minutes"]
        help_texts = {
            "source": _("A short word that records from there carry as their source. It can't be changed later."),
            "writes_owners": _("Whoever gets a customer in Baton gets it there as well. Without it Baton only reads."),
        }

    def __init__(self, *args: Any, vendor: type[Connector], **kwargs: Any) -> None:
        self.vendor = vendor
        super().__init__(*args, **kwargs)
        if LinkedKind.CUSTOMER not in vendor.can.notes:
            del self.fields["notes_language"]
        if self.instance.pk:
            self.fields["source"].disabled = True
        else:
            self.initial = {**self.initial, "name": str(vendor.label), "source": vendor.name}
        self.settings = [self._add(setting) for setting in vendor.settings]

    def _add(self, setting: Setting) -> Setting:
        kept = setting.secret and bool(self.instance.secrets)
        given: dict[str, Any] = {
            "label": setting.label,
            "help_text": setting.help,
            "required": setting.needed and not kept,
        }
        if setting.choices:
            unchosen = () if setting.default else (("", "—"),)
            field: forms.Field = forms.ChoiceField(choices=(*unchosen, *setting.choices), **given)
        elif setting.secret:
            kind = _("It is never shown. Leave it empty to keep the present one.") if kept else setting.help
            given["help_text"] = kind or _("It is kept encrypted and never shown again.")
            field = forms.CharField(
                max_length=4000, widget=forms.PasswordInput(attrs={"autocomplete": "off"}), strip=True, **given
            )
        else:
            field = forms.CharField(max_length=500, **given)
        field.initial = "" if setting.secret else self.instance.values.get(setting.name, setting.default)
        self.fields[f"set_{setting.name}"] = field
        return setting

    def own(self) -> dict[str, Any]:
        """What is stored as it is: the connection's fields and the settings that are no secret."""
        plain = {each.name: self.cleaned_data[f"set_{each.name}"] for each in self.settings if not each.secret}
        names = [name for name in cast(Any, self.Meta).fields if name in self.fields and not self.fields[name].disabled]
        return {name: self.cleaned_data[name] for name in names} | {"values": plain}

    def secrets(self) -> dict[str, str]:
        """The secrets that were filled in."""
        return {each.name: self.cleaned_data[f"set_{each.name}"] for each in self.settings if each.secret}


class DifferenceFilter(Filter):
    """What the reconciliation is narrowed by."""

    q = forms.CharField(label=_("Id there"), required=False, max_length=120, widget=SearchInput(_("Id there")))
    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for name, label, choices in (
            ("state", _("Any state"), [("open", _("Needs a look")), *LinkState.choices]),
            ("kind", _("Any kind"), [(kind.value, kind.label) for kind in LinkedKind]),
        ):
            cast(forms.ChoiceField, self.fields[name]).choices = [("", label), *choices]

    @property
    def is_of_settled(self) -> bool:
        """Whether it asks for what nobody has to look at, but somebody could settle (anew)."""
        return self.wanted().get("state") in (LinkState.WAITING, LinkState.SETTLED)


class PeopleFilter(Filter):
    """What the people of a connection are narrowed by."""

    q = forms.CharField(label=_("Search"), required=False, max_length=80, widget=SearchInput(_("Search")))

    def narrow(self, rows: "QuerySet[VendorPerson]") -> "QuerySet[VendorPerson]":
        """Those whose name or address, there or here, holds what was typed."""
        text = self.wanted().get("q")
        if not text:
            return rows
        told = Q(name__icontains=text) | Q(email__icontains=text)
        return rows.filter(told | Q(person__name__icontains=text) | Q(person__email__icontains=text))


class PersonForm(forms.Form):
    """Somebody here, by their address."""

    person = forms.EmailField(label=_("E-mail address here"))

    def clean_person(self) -> User:
        """The person of this address. Raises `ValidationError` when there is none."""
        found = User.objects.filter(email__iexact=self.cleaned_data["person"]).first()
        if found is None:
            raise ValidationError(_("Nobody here has this address."), code="unknown_person")
        return found
