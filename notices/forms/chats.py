"""Setting up a chat: the address of its robot is written and never shown."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notices import kinds
from notices.channels.chat.services import MANNERS
from notices.models import ChatChannel, Service


class ChatForm(forms.ModelForm):
    """A group chat and the kinds it hears of, or one person's own chat."""

    address = forms.CharField(
        label=_("Address of the robot"),
        max_length=2000,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    signing_secret = forms.RegexField(
        r"^[A-Za-z0-9]*$",
        label=_("Signing secret"),
        max_length=200,
        required=False,
        help_text=_("Only for DingTalk robots that ask for a signature."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("A group hears of"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"})
    )

    class Meta:
        model = ChatChannel
        fields = [
            "name",
            "service",
            "address",
            "signing_secret",
            "person",
            "office",
            "language",
            "kinds",
            "is_active",
        ]
        help_texts = {
            "person": _("Empty for a group. A person chooses by themselves what comes to their own chat."),
            "office": _("A group is told in the working hours of this office; empty for any hour."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.name, kind.label) for kind in kinds.every() if kind.in_groups]
        cast(forms.MultipleChoiceField, self.fields["kinds"]).choices = choices
        cast(Any, self.fields["person"]).queryset = User.objects.may_sign_in()
        if self.instance.pk:
            self.fields["address"].help_text = _("It is never shown. Leave it empty to keep the present one.")
        else:
            self.fields["address"].help_text = _("It is kept encrypted and never shown again.")
        self.fields["address"].required = not self.instance.pk

    @staticmethod
    def examples() -> list[tuple[Any, str]]:
        """What the address of a robot of each service looks like."""
        return [(Service(code).label, manner.example) for code, manner in MANNERS.items()]
