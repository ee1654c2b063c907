"""A vendor's own error text, without secrets and cut, so that it can be kept and shown."""

from collections.abc import Iterable

LONGEST = 300


def masked(said: str, secrets: Iterable[str]) -> str:
    """The words without any secret, cut to what is kept."""
    for secret in secrets:
        said = said.replace(secret, "…") if secret else said
    return said[:LONGEST]
