"""Connections to other CRMs: set up, tried, run, stopped and taken away."""

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from accounts.permissions import Permission
from customers.actions.records import in_words
from customers.models import (
    OPEN_RUNS,
    Connection,
    ConnectionRun,
    Import,
    LinkState,
    RecordLink,
    RecordNote,
    RunKind,
    RunState,
    VendorPerson,
)
from customers.models.record_note import TO_WRITE
from notices.actions.outbox import Letter, leave_many
from web.errors import Refused
from web.secrets import decrypted, encrypted

#: So many finished runs of each kind are kept for a connection.
KEPT_RUNS = 100
#: How often all owners are read anew: most CRMs do not say what was deleted there.
COMPARED_EVERY = datetime.timedelta(days=1)


@transaction.atomic
def save(
    *,
    connection: Connection,
    fields: Mapping[str, Any],
    secrets: Mapping[str, str],
    by: User,
    at: datetime.datetime,
) -> Connection:
    """Store a connection; what `secrets` leaves out stays. Whatever stopped it may be mended, so it goes on.

    Raises `Refused` when another has this source, or without a key for secrets.
    """
    is_new = connection.pk is None
    for name, value in fields.items():
        setattr(connection, name, value)
    if given := {name: value for name, value in secrets.items() if value}:
        connection.secrets = encrypted(json.dumps(_known_secrets(connection) | given))
    connection.problem, connection.detail, connection.problem_at = "", "", None
    connection.notes_since = (connection.notes_since or at) if connection.notes_language else None
    with in_words(Connection):
        connection.save()
    verb = "connection.created" if is_new else "connection.changed"
    audit.record(verb=verb, subject=connection, by=by, at=at, details={"connection": connection.name})
    _hurry(connection, at)
    return connection


def _known_secrets(connection: Connection) -> dict[str, str]:
    known: dict[str, str] = json.loads(decrypted(connection.secrets) or "{}")
    return known


def _hurry(connection: Connection, at: datetime.datetime) -> None:
    """Let what waits for the vendor's good will be tried at once."""
    ConnectionRun.objects.filter(connection=connection, state=RunState.QUEUED).update(not_before=None)
    waiting = RecordLink.objects.filter(connection=connection, state=LinkState.WAITING, due_at__gt=at)
    waiting.update(due_at=at)
    RecordNote.objects.filter(connection=connection, state__in=TO_WRITE, due_at__gt=at).update(due_at=at)


@transaction.atomic
def ask(
    *, connection: Connection, what: RunKind, by: User | None, at: datetime.datetime, full: bool = False
) -> ConnectionRun:
    """Queue a run; the one that is open already is returned instead. Raises `Refused` while the connection is off."""
    connection = Connection.objects.select_for_update().get(pk=connection.pk)
    if not connection.is_on:
        raise Refused(_("Switch the connection on first."), code="connection_off")
    if by is not None:
        _mend(connection, at)
    found = connection.runs.filter(what=what, state__in=OPEN_RUNS).first()
    if found is None:
        found = ConnectionRun.objects.create(connection=connection, what=what, by=by, is_full=full)
        _prune(connection, what)
    if what == RunKind.IN:
        next_at = at + datetime.timedelta(minutes=connection.every_minutes)
        Connection.objects.filter(pk=connection.pk).update(next_read_at=next_at)
    if what == RunKind.CHECK:
        Connection.objects.filter(pk=connection.pk).update(next_compare_at=at + COMPARED_EVERY)
    if by is not None:
        details = {"connection": connection.name, "what": str(what)}
        audit.record(verb="connection.asked", subject=connection, by=by, at=at, details=details)
    return found


def last_runs(connections: Iterable[Connection], what: RunKind) -> dict[int, ConnectionRun]:
    """The newest run of a kind of each connection (one query)."""
    rows = ConnectionRun.objects.filter(connection__in=list(connections), what=what)
    newest = rows.order_by("connection_id", "-pk").distinct("connection_id")
    return {run.connection_id: run for run in newest}


@transaction.atomic
def tried(*, connection: Connection, answered_as: str, by: User, at: datetime.datetime) -> None:
    """Somebody tried the connection. When it answered, whatever stopped it is mended."""
    if answered_as:
        Connection.objects.filter(pk=connection.pk).update(answered_as=answered_as[:200])
        _mend(connection, at)
    details = {"connection": connection.name, "answered_as": answered_as}
    audit.record(verb="connection.tried", subject=connection, by=by, at=at, details=details)


def _mend(connection: Connection, at: datetime.datetime) -> None:
    """Somebody says that it works again."""
    Connection.objects.filter(pk=connection.pk).update(problem="", detail="", problem_at=None)
    _hurry(connection, at)


def _prune(connection: Connection, what: RunKind) -> None:
    ended = connection.runs.filter(what=what).exclude(state__in=OPEN_RUNS)
    old = list(ended.order_by("-pk").values_list("pk", "taken")[KEPT_RUNS : KEPT_RUNS + 20])
    ConnectionRun.objects.filter(pk__in=[pk for pk, _taken in old]).delete()
    Import.objects.filter(pk__in=[taken for _pk, taken in old if taken]).delete()


def has_read(*, connection: Connection, until: Mapping[str, str], at: datetime.datetime) -> None:
    """A sync has come to its end: up to when each kind is read, and when the next one is due. The first one says when
    all owners are to be compared for the first time.
    """
    fresh = Connection.objects.select_for_update().get(pk=connection.pk)
    fresh.read_until |= dict(until)
    fresh.next_read_at = at + datetime.timedelta(minutes=fresh.every_minutes)
    fresh.next_compare_at = fresh.next_compare_at or at + COMPARED_EVERY
    fresh.save(update_fields=["read_until", "next_read_at", "next_compare_at"])


@transaction.atomic
def stop(*, connection: Connection, code: str, detail: str, at: datetime.datetime) -> None:
    """Nothing works until an administrator has mended it: they are told, once."""
    stopped = Connection.objects.filter(pk=connection.pk, problem="")
    if not stopped.update(problem=code[:80], detail=detail[:300], problem_at=at):
        return
    keepers = User.objects.may_sign_in().with_permission(Permission.ADMINISTER).values_list("pk", flat=True)
    letters = [
        Letter(
            kind="connection_stopped",
            recipient_id=keeper,
            key=f"connection_stopped:{connection.pk}:{at.isoformat()}:{keeper}",
            url=reverse("connection", args=[connection.pk]),
            params={"connection": connection.name},
        )
        for keeper in keepers
    ]
    leave_many(letters=letters, at=at)


@transaction.atomic
def switch(*, connection: Connection, on: bool, by: User, at: datetime.datetime) -> None:
    """Switch a connection on or off. What is under way stops with its next step."""
    if not Connection.objects.filter(pk=connection.pk, is_on=not on).update(is_on=on):
        return
    if not on:
        open_runs = connection.runs.filter(state__in=OPEN_RUNS)
        open_runs.update(state=RunState.FAILED, problem="switched_off", finished_at=at)
    verb = "connection.switched_on" if on else "connection.switched_off"
    audit.record(verb=verb, subject=connection, by=by, at=at, details={"connection": connection.name})


@transaction.atomic
def name_person(*, there: VendorPerson, person: User, by: User, at: datetime.datetime) -> VendorPerson:
    """Say who somebody there is here. Raises `Refused` when somebody else there is that person already.

    Records stay with whom they are; what differs by it now is found when all owners are compared.
    """
    before = there.person
    if before == person:
        return there
    there.person = person
    with in_words(VendorPerson):
        there.save(update_fields=["person"])
    details = {"connection": there.connection.name, "there": there.name, "from": before.name, "to": person.name}
    audit.record(verb="connection.person_named", subject=there.connection, by=by, at=at, details=details)
    if there.connection.is_on:
        ask(connection=there.connection, what=RunKind.CHECK, by=None, at=at)
    return there


@transaction.atomic
def remove(*, connection: Connection, by: User, at: datetime.datetime) -> None:
    """Take a connection away that has brought nothing. Raises `Refused` when records hang on it."""
    if connection.links.exists():
        text = _("Records of the book are linked to this connection. Switch it off instead.")
        raise Refused(text, code="connection_used")
    audit.record(verb="connection.removed", subject=connection, by=by, at=at, details={"connection": connection.name})
    connection.delete()
