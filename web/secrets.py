"""Secrets of other systems (chat robots, webhooks, CRMs): encrypted where they are kept, decrypted only to be used."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from web.errors import Refused


def can_be_kept() -> bool:
    """Whether there is a key to encrypt with."""
    return bool(settings.SECRETS_KEYS)


def encrypted(secret: str) -> str:
    """`secret` as it is stored. Raises `Refused` while no key is set."""
    if not can_be_kept():
        raise Refused(_("Set SECRETS_KEYS first: without a key no secret can be kept."), code="no_key")
    return _keys().encrypt(secret.encode()).decode()


def decrypted(stored: str) -> str | None:
    """What was encrypted; None when it is missing or none of our keys opens it."""
    try:
        return _keys().decrypt(stored.encode()).decode() if stored and can_be_kept() else None
    except InvalidToken:
        return None


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SECRETS_KEYS])
