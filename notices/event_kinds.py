"""What other systems can be told of. Each room registers its own in `AppConfig.ready`; docs/webhooks.md shows them."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What the button "Send a test" sends.
TEST: Final = "webhook.test"

_kinds: "dict[str, StrOrPromise]" = {}


def register(kinds: "dict[str, StrOrPromise]") -> None:
    """Make kinds known by their `type`, each with what it says."""
    _kinds.update(kinds)


def every() -> "dict[str, StrOrPromise]":
    """All there are, in the order they are shown in."""
    return dict(_kinds)


def label(kind: str) -> "StrOrPromise":
    """What a kind says; its own name when it is no longer told."""
    return _("A test") if kind == TEST else _kinds.get(kind, kind)
