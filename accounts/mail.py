"""The two mails with a link to choose a password. They carry a secret, so no outbox keeps them."""

import logging

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
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


def send_link(person: User, words: str) -> bool:
    """Send the link with the words of `templates/account/email/<words>_*.txt`, in the person's language.

    False when the mail server would not take it; who asked for a reset is not told, an administrator is.
    """
    context = {"person": person, "link": password_link(person)}
    with translation.override(person.language):
        subject = render_to_string(f"account/email/{words}_subject.txt", context).strip()
        body = render_to_string(f"account/email/{words}_message.txt", context)
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email])
    except OSError:
        log.exception("The mail %r to person %s could not be sent.", words, person.pk)
        return False
    return True
