"""Handover documents: asking for one, keeping what was made, giving up, and letting files go that have expired."""

import datetime
import hashlib
from collections.abc import Collection
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from customers.models import Customer
from handover.models import Departure, DocumentState, HandoverDocument
from web.errors import Refused

#: How long a file is kept.
KEPT = datetime.timedelta(hours=24)
#: So many documents of one reader may be under way at once.
MOST_UNDER_WAY = 3


@transaction.atomic
def ask(
    *,
    departure: Departure,
    customer: Customer | None = None,
    kind: str,
    language: str,
    by: User,
    at: datetime.datetime,
) -> HandoverDocument:
    """Ask for a document of that format that `by` is to read; whoever fetched the departure decided that they may.

    Raises `Refused` (`too_many`, 429) when several are under way for them already.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if HandoverDocument.objects.under_way().filter(reader=by).count() >= MOST_UNDER_WAY:
        sentence = _("Several documents are being made for you. Wait until one of them is ready.")
        raise Refused(sentence, code="too_many", status=429)
    return HandoverDocument.objects.create(
        departure=departure, customer=customer, reader=by, format=kind, language=language, asked_at=at
    )


@transaction.atomic
def keep(*, document: HandoverDocument, content: bytes, at: datetime.datetime) -> HandoverDocument:
    """Keep what was made, for a day; the audit trail says who took which document out."""
    document.refresh_from_db(from_queryset=HandoverDocument.objects.select_for_update())
    if not document.is_under_way:
        return document
    document.state, document.made_at, document.expires_at = DocumentState.READY, at, at + KEPT
    document.size, document.digest = len(content), hashlib.sha256(content).hexdigest()
    document.file.save("document", ContentFile(content), save=False)
    document.save()
    details: dict[str, object] = {"format": document.format, "language": document.language, "digest": document.digest}
    verb = "document.made"
    if document.customer is not None:
        verb = "document.made_of_customer"
        details |= {"customer_id": document.customer.pk, "customer": document.customer.name}
    audit.record(verb=verb, subject=document.departure, by=document.reader, at=at, details=details)
    return document


def take(*, document: HandoverDocument, at: datetime.datetime) -> None:
    """Say that a worker has begun with it."""
    document.taken_at = at
    say(document=document, state=DocumentState.READING, taken_at=at)


def say(*, document: HandoverDocument, state: DocumentState, **more: Any) -> HandoverDocument:
    """Say how far it is, to whoever looks meanwhile; nothing of one that was given up or is ready."""
    if HandoverDocument.objects.under_way().filter(pk=document.pk).update(state=state, **more):
        document.state = state
    return document


def give_up(*, document: HandoverDocument) -> HandoverDocument:
    """Say that a document could not be made."""
    return say(document=document, state=DocumentState.FAILED)


def taken() -> set[int]:
    """What workers have begun with and not made yet."""
    return set(HandoverDocument.objects.under_way().exclude(taken_at=None).values_list("pk", flat=True))


def give_up_taken(*, before: datetime.datetime, dead: Collection[int]) -> int:
    """Give up what a worker took before that moment and has not made, and these, whose workers are dead; how many."""
    lost = Q(taken_at__lt=before) | Q(pk__in=dead)
    return HandoverDocument.objects.under_way().filter(lost).update(state=DocumentState.FAILED)


def sweep(*, at: datetime.datetime) -> int:
    """Let the files go that have expired; their rows stay. Returns how many went."""
    found = list(HandoverDocument.objects.expired(at))
    for document in found:
        document.file.delete(save=False)
        HandoverDocument.objects.filter(pk=document.pk).update(file="")
    return len(found)
