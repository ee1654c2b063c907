"""What other systems can be told of departures, by `type` (docs/webhooks.md)."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from handover.lifecycle import Verb

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What a departure has gone through.
TRANSITIONS: Final[dict[str, str]] = {
    Verb.REGISTER: "departure.registered",
    Verb.PLAN: "departure.planned",
    Verb.REPLAN: "departure.replanned",
    Verb.BEGIN: "departure.begun",
    Verb.VERIFY: "departure.verifying",
    Verb.CLOSE: "departure.closed",
    Verb.WITHDRAW: "departure.withdrawn",
}
COVERED: Final = "cover.named"
COVER_ENDED: Final = "cover.ended"

EVENTS: "Final[dict[str, StrOrPromise]]" = {
    TRANSITIONS[Verb.REGISTER]: _("A departure was registered"),
    TRANSITIONS[Verb.PLAN]: _("The plan of a departure is settled"),
    TRANSITIONS[Verb.REPLAN]: _("A departure is planned again"),
    TRANSITIONS[Verb.BEGIN]: _("A handover has started"),
    TRANSITIONS[Verb.VERIFY]: _("A handover is being verified"),
    TRANSITIONS[Verb.CLOSE]: _("A departure is closed"),
    TRANSITIONS[Verb.WITHDRAW]: _("A departure was withdrawn: the person stays"),
    COVERED: _("Somebody covers for customers for some days"),
    COVER_ENDED: _("A cover has ended"),
}
