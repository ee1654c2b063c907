"""How the audit trail reads. Each room adds its own words in `AppConfig.ready`."""

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry
from accounts.models.token import Scope
from accounts.permissions import Role

Words = str | Promise

#: What was done, when a word or two say it.
VERBS: dict[str, Words] = {
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

#: What verbs are about: the part before the dot, and the heading a list is narrowed by.
KINDS: dict[str, Words] = {
    "person": _("People"),
    "user": _("Access"),
    "team": _("Teams"),
    "token": _("API tokens"),
}

#: What details are called.
DETAILS: dict[str, Words] = {
    "name": _("name"),
    "email": _("e-mail"),
    "role": _("role"),
    "title": _("job title"),
    "team": _("team"),
    "office": _("office"),
    "capacity": _("capacity"),
    "capacity_value": _("open value"),
    "capacity_currency": _("currency of the open value"),
    "weekly_visits": _("visits a week"),
    "is_senior": _("senior"),
    "language": _("language"),
    "time_zone": _("time zone"),
    "theme": _("light or dark"),
    "uses_shortcuts": _("keyboard shortcuts"),
    "parent": _("belongs to"),
    "manager": _("manager"),
    "scope": _("scope"),
    "was": _("was"),
    "ends_at": _("ends"),
    "from": _("was"),
    "to": _("is"),
    "departure": _("departure"),
    "reason": _("reason"),
    "note": _("note"),
}


@dataclass(frozen=True)
class Subject:
    """What a kind of row is called, the route of its page, and the field that holds the name of one."""

    name: Words
    route: str = ""
    named_by: str = ""


SUBJECTS: dict[str, Subject] = {
    "accounts.user": Subject(_("person"), "person", "name"),
    "accounts.team": Subject(_("team"), named_by="name"),
    "accounts.apitoken": Subject(_("API token"), named_by="name"),
}

#: What the codes some details are kept as are called.
LABELS: dict[str, dict[str, Words]] = {
    "language": dict(settings.LANGUAGES),
    "role": dict(Role.choices),
    "scope": dict(Scope.choices),
}

#: Functions that tell a row as a whole sentence, or return None.
tellers: list[Callable[[AuditEntry], str | None]] = []


@dataclass(frozen=True)
class Told:
    """One row of the audit trail, ready to read."""

    entry: AuditEntry
    words: str
    details: list[str]
    subject: str
    url: str


Names = dict[tuple[str, int], str]


def names(entries: Collection[AuditEntry]) -> Names:
    """What the subjects of these rows are called today, by kind and id; one query a kind."""
    found: Names = {}
    for kind in {entry.subject_kind for entry in entries}:
        if field := SUBJECTS[kind].named_by if kind in SUBJECTS else "":
            ids = {entry.subject_id for entry in entries if entry.subject_kind == kind}
            model: Any = apps.get_model(kind)
            rows = model.objects.filter(pk__in=ids).values_list("pk", field)
            found |= {(kind, pk): name for pk, name in rows if name}
    return found


def told(entry: AuditEntry, known: Names | None = None) -> Told:
    """The row in the reader's language; a sentence says its details, a word does not. `known` are names of subjects."""
    subject = SUBJECTS.get(entry.subject_kind, Subject(entry.subject_kind))
    url = reverse(subject.route, args=[entry.subject_id]) if subject.route else ""
    name = (known or {}).get((entry.subject_kind, entry.subject_id))
    named = f"{subject.name} {name or entry.subject_id}"
    for teller in tellers:
        if sentence := teller(entry):
            return Told(entry, sentence, [], named, url)
    details = [
        f"{DETAILS.get(name, name)}{gettext(': ')}{_value(value, name)}" for name, value in entry.details.items()
    ]
    return Told(entry, str(VERBS.get(entry.verb, entry.verb)), details, named, url)


def _value(value: Any, name: str) -> str:
    if isinstance(value, list):
        return " → ".join(_value(part, name) for part in value)
    if isinstance(value, str) and value in LABELS.get(name, {}):
        return str(LABELS[name][value])
    if value in (None, ""):
        return "—"
    moment = _moment(value) if isinstance(value, str) else None
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else str(value)


def _moment(text: str) -> datetime.datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None
