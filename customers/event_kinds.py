"""What other systems can be told of customers, by `type` (docs/webhooks.md)."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOVED: Final = "customers.moved"

EVENTS: "Final[dict[str, StrOrPromise]]" = {MOVED: _("Customers have new owners, also by an undo")}
