"""The kinds of notices as data: what each is called, why people get it, how it reaches them and what they may refuse.

Each room registers its kinds in `AppConfig.ready`; the words of a notice itself are in `templates/notices/<kind>/`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from notices.models import Notice


class Mode(models.TextChoices):
    """When a notice of a kind leaves by a channel. In the bell it always shows at once."""

    NOW = "now", _("At once")
    DAILY = "daily", _("Once a day")
    OFF = "off", _("Off")


@dataclass(frozen=True)
class Group:
    """Kinds that belong together on a page; `code` stands in addresses."""

    code: str
    label: "StrOrPromise"


@dataclass(frozen=True)
class CalendarEntry:
    """An iCalendar text and its iTIP method: what a mail carries for the reader's calendar."""

    method: str
    text: str


@dataclass(frozen=True)
class Kind:
    """One kind of notice.

    `label` says neither whom nor what it is about: it is all that a chat or an administrator gets to read. `mail` is
    how it leaves when nobody chose. `is_urgent` passes quiet hours. `in_groups`: a group chat may be told.
    `only_for`: nobody without this permission ever gets it. `calendar` makes what the mail carries for the reader's
    calendar.
    """

    name: str
    group: Group
    label: "StrOrPromise"
    why: "StrOrPromise"
    mail: Mode = Mode.NOW
    may_be_off: bool = True
    is_urgent: bool = False
    in_groups: bool = True
    only_for: Permission | None = None
    calendar: "Callable[[Notice], CalendarEntry | None] | None" = None

    @property
    def chat(self) -> Mode:
        """How it reaches a person's own chat when they have not chosen: what is worth a mail at once is, too."""
        return Mode.NOW if self.mail == Mode.NOW else Mode.OFF

    def allows(self, mode: str) -> bool:
        """Whether a person may choose `mode`."""
        return mode in Mode.values and (self.may_be_off or mode != Mode.OFF)


OTHER: Final = Group("other", _("Other"))
RUNNING: Final = Group("running", _("Keeping Baton running"))

CHANNEL_PAUSED: Final = Kind(
    "channel_paused",
    RUNNING,
    _("A channel is paused because its settings are wrong"),
    _("You get this because you keep Baton running."),
    may_be_off=False,
    is_urgent=True,
    in_groups=False,
    only_for=Permission.ADMINISTER,
)

WEBHOOK_FAILED: Final = Kind(
    "webhook_failed",
    RUNNING,
    _("A webhook could not be delivered for a day"),
    _("You get this because you keep Baton running."),
    may_be_off=False,
    in_groups=False,
    only_for=Permission.ADMINISTER,
)

_kinds: dict[str, Kind] = {kind.name: kind for kind in (CHANNEL_PAUSED, WEBHOOK_FAILED)}


def register(*kinds: Kind) -> None:
    """Make kinds known, in the order a page shows them."""
    for kind in kinds:
        _kinds[kind.name] = kind


def named(name: str) -> Kind:
    """The kind of this name. One that is no longer left, or nobody registered, leaves by mail at once."""
    return _kinds.get(name) or Kind(name, OTHER, _("Something new"), _("You get this because you work with Baton."))


def every() -> list[Kind]:
    """All kinds there are; those of running Baton last."""
    return sorted(_kinds.values(), key=lambda kind: kind.group == RUNNING)


def groups() -> list[tuple[Group, list[Kind]]]:
    """The kinds by group, in order."""
    found: dict[Group, list[Kind]] = {}
    for kind in every():
        found.setdefault(kind.group, []).append(kind)
    return list(found.items())
