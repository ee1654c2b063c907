"""How the audit trail tells what was done to records of the book."""

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import wording
from accounts.models import AuditEntry

VERBS: dict[str, str | Promise] = {
    "owner.changed": gettext_lazy("handed a record to a colleague"),
    "account_team.joined": gettext_lazy("joined an account team"),
    "account_team.left": gettext_lazy("left an account team"),
    "account_team.handed_on": gettext_lazy("handed a seat in an account team on"),
    "import.received": gettext_lazy("uploaded files"),
    "import.confirmed": gettext_lazy("started an import"),
    "import.finished": gettext_lazy("imported files"),
    "import.stopped": gettext_lazy("started an import that stopped"),
    "connection.created": gettext_lazy("set up a connection to a CRM"),
    "connection.changed": gettext_lazy("changed a connection to a CRM"),
    "connection.tried": gettext_lazy("tried a connection to a CRM"),
    "connection.asked": gettext_lazy("started a run of a connection"),
    "connection.ran": gettext_lazy("had a run of a connection end"),
    "connection.switched_on": gettext_lazy("switched a connection on"),
    "connection.switched_off": gettext_lazy("switched a connection off"),
    "connection.removed": gettext_lazy("took a connection away"),
    "connection.person_named": gettext_lazy("said who somebody in a CRM is here"),
    "connection.settled": gettext_lazy("settled differences with a CRM"),
}

KINDS: dict[str, str | Promise] = {
    "customer": gettext_lazy("Customers"),
    "contact": gettext_lazy("Contacts"),
    "deal": gettext_lazy("Deals"),
    "contract": gettext_lazy("Contracts"),
    "order": gettext_lazy("Orders"),
    "activity": gettext_lazy("Activities"),
    "task": gettext_lazy("Tasks"),
    "owner": gettext_lazy("Owners"),
    "account_team": gettext_lazy("Account teams"),
    "import": gettext_lazy("Imports"),
    "connection": gettext_lazy("Connections"),
}

#: What the details of an import are called.
DETAILS: dict[str, str | Promise] = {
    "files": gettext_lazy("files"),
    "created": gettext_lazy("rows added"),
    "updated": gettext_lazy("rows updated"),
    "refused": gettext_lazy("rows refused"),
}

#: What each kind of record is called, and the route of its page.
SUBJECTS = {
    "customers.customer": wording.Subject(gettext_lazy("customer"), "customer", "name"),
    "customers.contact": wording.Subject(gettext_lazy("contact"), named_by="name"),
    "customers.deal": wording.Subject(gettext_lazy("deal"), "deal", "name"),
    "customers.contract": wording.Subject(gettext_lazy("contract"), named_by="number"),
    "customers.order": wording.Subject(gettext_lazy("order")),
    "customers.activity": wording.Subject(gettext_lazy("activity"), named_by="subject"),
    "customers.task": wording.Subject(gettext_lazy("task"), named_by="title"),
    "customers.import": wording.Subject(gettext_lazy("import"), "import"),
    "customers.connection": wording.Subject(gettext_lazy("connection"), "connection", "name"),
}


def told(entry: AuditEntry) -> str | None:
    """A record's creation or change as a sentence, None for anything else."""
    subject = SUBJECTS.get(entry.subject_kind)
    deed = entry.verb.partition(".")[2]
    if subject is None or deed not in {"created", "changed"} or entry.verb == "owner.changed":
        return None
    if deed == "created":
        name = entry.details.get("name", "")
        return _("added the %(kind)s “%(name)s”") % {"kind": subject.name, "name": name}
    altered = entry.details.get("changes", {}).items()
    changes = _("; ").join(f"{_label(entry.subject_kind, name)}{_(': ')}{_pair(pair)}" for name, pair in altered)
    return _("changed the %(kind)s: %(changes)s") % {"kind": subject.name, "changes": changes}


def _label(kind: str, name: str) -> str:
    try:
        field: Any = apps.get_model(kind)._meta.get_field(name)
    except FieldDoesNotExist:  # the field has gone since
        return name
    return str(field.verbose_name)


def _pair(pair: list[Any]) -> str:
    return " → ".join("—" if value in (None, "") else str(value) for value in pair)
