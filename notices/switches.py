"""The off switch that stands in every mail: a signed address that turns one kind off for one person, no more."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import User
from notices import kinds

#: Stands for everything that comes in the daily mail.
DAILY: Final = "daily"

_signer = signing.Signer(salt="notices.switch")


@dataclass(frozen=True)
class Switch:
    """Whose mail of which kind; `DAILY` is the daily mail."""

    person_id: int
    kind: str

    @property
    def address(self) -> str:
        """Where it is turned, as an address that works from a mail."""
        return absolute(reverse("notice_switch", args=[_signer.sign_object([self.person_id, self.kind])]))


def of(person: User, kind: str) -> Switch | None:
    """The off switch of this kind's mail, or None for a kind that may never be off."""
    return Switch(person.pk, kind) if kind == DAILY or kinds.named(kind).may_be_off else None


def read(token: str) -> Switch | None:
    """The switch a token stands for; None when we did not sign it."""
    try:
        person, kind = _signer.unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Switch(person, kind)


def absolute(path: str) -> str:
    """A path as people type it."""
    return settings.BASE_URL.rstrip("/") + path
