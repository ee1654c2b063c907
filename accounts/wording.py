"""What the codes of the audit trail are called. Each room adds its own in `AppConfig.ready`."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "person.created": _("added a person"),
    "person.invited": _("invited a person"),
    "person.changed": _("changed a person"),
    "person.address_set": _("changed an address"),
    "person.access_ended": _("set the end of an access"),
    "person.access_given_back": _("gave an access back"),
    "user.access_end_changed": _("set the end of an access"),
    "team.created": _("made a team"),
    "team.changed": _("changed a team"),
    "token.issued": _("made an API token"),
    "token.revoked": _("revoked an API token"),
}


def verb(code: str) -> str:
    """What `code` is called; the code itself when nobody named it."""
    return str(VERBS.get(code, code))
