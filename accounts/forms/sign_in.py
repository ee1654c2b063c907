"""The forms of django-allauth in Baton's words, finding people by their one address."""

from typing import Any

from allauth.account import forms as allauth
from django.forms import Field
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
    """Asks for a link; whether the address is known is not said."""

    def clean_email(self) -> str:
        """The address, and in `users` whoever signs in with it. Who never had a password waits for an invitation."""
        email: str = self.cleaned_data["email"].lower()
        known = User.objects.may_sign_in().filter(email__iexact=email)
        self.users = [person for person in known if person.has_usable_password()]
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
