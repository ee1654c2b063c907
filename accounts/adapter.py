"""How django-allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import tasks
from accounts.models import User

# One sentence for a wrong password, an unknown address and an ended access: it tells a stranger nothing.
REFUSED = _("This address and password don't open anything here. Check both, or ask your administrator.")
TOO_MANY = _("Too many attempts. Wait five minutes and try again.")


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """People are invited by an administrator; nobody signs up by themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": REFUSED,
        "account_inactive": REFUSED,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "enter_current_password": _("This is not your current password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person these credentials open to now, or None. Counts failures (see `ACCOUNT_RATE_LIMITS`)."""
        user = super().authenticate(request, **credentials)
        return user if isinstance(user, User) and user.may_sign_in() else None

    def ask_for_reset_link(self, email: str) -> None:
        """Ask a worker for the mail to whoever signs in with `email`."""
        tasks.ask_for_reset_link(email)

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Say nothing about signing in and out: the page that follows says it."""
