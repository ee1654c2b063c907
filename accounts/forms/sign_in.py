"""The forms of django-allauth in Baton's words, finding people by their one address."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from django.forms import Field
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User

LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
}


class Worded:
    """Labels above the fields, in our words, instead of placeholders inside them."""

    fields: dict[str, Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class SignInForm(Worded, allauth.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # the page has the link


class ResetForm(Worded, allauth.ResetPasswordForm):
    """Asks for a link. Neither what is said nor how long it takes tells whether the address is known: only a worker
    looks it up.
    """

    def clean_email(self) -> str:
        """The address as it was typed, known or not."""
        email: str = self.cleaned_data["email"]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Ask a worker for the mail."""
        email: str = self.cleaned_data["email"]
        get_adapter().ask_for_reset_link(email)
        return email


class ResetLinkForm(allauth.UserTokenForm):
    """Reads the link of a mail; the link of somebody without access is as wrong as a forged one."""

    def _get_user(self, uidb36: str) -> User | None:
        user = super()._get_user(uidb36)
        return user if isinstance(user, User) and user.may_sign_in() else None


class NewPasswordForm(Worded, allauth.ResetPasswordKeyForm):
    """Sets a password after an invitation or a reset."""


class ChangePasswordForm(Worded, allauth.ChangePasswordForm):
    """Changes one's own password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""
