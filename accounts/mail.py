"""The two mails with a link to choose a password. They carry a secret, so no outbox keeps them."""

import logging

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import int_to_base36

from accounts.models import User

log = logging.getLogger(__name__)


def password_link(person: User) -> str:
    """An address at which `person` chooses a password; works once, for `PASSWORD_RESET_TIMEOUT` seconds."""
    key = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": int_to_base36(person.pk), "key": key})
    return settings.BASE_URL + path


def invite(person: User) -> bool:
    """Send the link to somebody new. False when the mail server would not take it, which the administrator is told."""
    try:
        _letter(person, "invitation").send()
    except OSError:
        log.exception("The invitation of person %s could not be sent.", person.pk)
        return False
    return True


def send_reset_link(email: str, message_id: str) -> None:
    """Send the link to whoever signs in with `email`; nobody gets it who never had a password: they wait for an
    invitation. A mail sent again has the same `message_id`. Raises OSError when the mail server would not take it.
    """
    person = User.objects.may_sign_in().filter(email__iexact=email).first()
    if person is not None and person.has_usable_password():
        _letter(person, "reset", {"Message-ID": message_id}).send()


def _letter(person: User, words: str, headers: dict[str, str] | None = None) -> EmailMessage:
    """The link with the words of `templates/account/email/<words>_*.txt`, in the person's language."""
    context = {"person": person, "link": password_link(person)}
    with translation.override(person.language):
        subject = render_to_string(f"account/email/{words}_subject.txt", context).strip()
        body = render_to_string(f"account/email/{words}_message.txt", context)
    return EmailMessage(subject, body, to=[person.email], headers=headers)
