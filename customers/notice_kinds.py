"""The kinds of notices about the book."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from notices.kinds import RUNNING, Kind

KINDS: Final = (
    Kind(
        "connection_stopped",
        RUNNING,
        _("A connection to a CRM has stopped"),
        _("You get this because you keep Baton running."),
        may_be_off=False,
        is_urgent=True,
        in_groups=False,
        only_for=Permission.ADMINISTER,
    ),
)
