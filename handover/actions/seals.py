"""Sealing the record of a closed departure: once, in the transaction that closes it, bound to the seal before."""

import datetime

from django.db import connection, transaction

from accounts.actions import audit
from accounts.models import User
from handover.models import Departure, Seal
from handover.models.seal import FIRST
from handover.sealing import canonical, verifying
from handover.sealing.facts import facts, names

#: The advisory lock under which seals are set one after the other.
ONE_AT_A_TIME = 0x5EA1


@transaction.atomic
def seal(*, departure: Departure, by: User | None, at: datetime.datetime) -> Seal:
    """Set the next seal on the record of a closed departure; one that is sealed keeps its seal.

    `by` is None when Baton does it: for departures closed before records were sealed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    if found := Seal.objects.filter(departure=departure).first():
        return found
    last = Seal.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.digest) if last else (1, FIRST)
    made = Seal(number=number, departure=departure, previous=previous, sealed_by=by, sealed_at=at)
    said = {"seal": verifying.label(made), "facts": facts(departure.pk, at), "names": names(departure.pk)}
    made.record = canonical.text(said)
    made.digest = canonical.digest(previous, made.record)
    made.save(force_insert=True)
    details = {"number": number, "digest": made.digest}
    audit.record(verb="departure.sealed", subject=departure, by=by, at=at, details=details)
    return made
