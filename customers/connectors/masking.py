"""A vendor's own words, fit to be shown."""

from collections.abc import Iterable

LONGEST = 300


def masked(said: str, secrets: Iterable[str]) -> str:
    """The words without any secret, cut to what is kept."""
    for secret in secrets:
        said = said.replace(secret, "…") if secret else said
    return said[:LONGEST]
