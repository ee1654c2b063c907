"""The story of one departure, newest first: what was done (audit rows) and who was told (notices), as sentences."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import AuditEntry, User
from accounts.permissions import Permission
from handover import access
from handover.briefings import rights as briefing_rights
from handover.checking import access as checking_access
from handover.lifecycle import Who
from handover.models import Departure
from handover.relations import knows_reasons
from handover.wording import timeline as wording
from notices.models import Notice
from notices.rendering import Words

SIZE = 40
#: From so many on, the same deeds of one minute are folded.
MANY = 3
#: A notice stands above its cause, which has the same time.
DEED, TOLD = 0, 1
#: Verbs that would tell a leaver who is to take over before the plan is approved.
PLANNING = "plan."
#: Verbs that would tell of other people's handovers.
REFERENCES = "reference."
#: Verbs that would tell which customers the supervisor checks, and which need no visit and why.
CHECKING = Q(verb__startswith="sample.") | Q(verb__startswith="visits.")
#: Notices whose words name customers.
NAMING_CUSTOMERS = (
    Q(kind__startswith="verification_") | Q(kind__startswith="promise_") | Q(kind__startswith="question_")
)

Place = tuple[datetime.datetime, int, int]


@dataclass(frozen=True)
class Line:
    """One thing that happened. `by` is None when Baton did it."""

    at: datetime.datetime
    by: User | None
    sentence: str
    is_message: bool
    verb: str = ""
    #: The same done by the same person in the same minute, to other things.
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    """Some lines, newest first, and the cursor to the older ones."""

    lines: list[Line]
    after: str | None


def read(user: User, departure: Departure, cursor: str) -> Story:
    """The part of the story `user` may read that follows `cursor`; an unknown cursor starts at the newest."""
    place = _read(cursor)
    deeds = _older(_deeds(user, departure), "at", DEED, place).select_related("by")[: SIZE + 1]
    if not knows_reasons(user, [departure]):
        for deed in deeds:
            deed.details.pop("reason" if deed.verb == "departure.changed" else "", None)
    told = _older(_told(user, departure), "created_at", TOLD, place).select_related("recipient")[: SIZE + 1]
    found: list[tuple[Place, AuditEntry | Notice]] = [((deed.at, DEED, deed.pk), deed) for deed in deeds]
    found += [((notice.created_at, TOLD, notice.pk), notice) for notice in told]
    found.sort(key=lambda one: one[0], reverse=True)
    after = _write(found[SIZE - 1][0]) if len(found) > SIZE else None
    return Story(_folded(_lines([row for _place, row in found[:SIZE]])), after)


def _deeds(user: User, departure: Departure) -> "QuerySet[AuditEntry]":
    deeds = AuditEntry.objects.about(departure)
    if not access.sees_records(user, access.relations(user, departure)):
        mine = list(access.verifications(user, departure).values_list("pk", flat=True))
        theirs = list(briefing_rights.taken_over(user, departure).values_list("record_id", flat=True))
        about_records = Q(verb__startswith="item.") & ~Q(details__params__rule="template")
        about_customer = Q(details__has_key="verification") & ~Q(details__verification__in=mine)
        about_customer |= Q(details__has_key="customer_id") & ~Q(details__customer_id__in=theirs)
        deeds = deeds.exclude(about_records | about_customer)
    if not checking_access.sees_sample(user, departure):
        deeds = deeds.exclude(CHECKING)
    if not access.sees_references(user, departure):
        deeds = deeds.exclude(verb__startswith=REFERENCES)
    if departure.leaver_id == user.pk and not access.plans(user, departure):
        return deeds.exclude(verb__startswith=PLANNING)
    return deeds


def _told(user: User, departure: Departure) -> "QuerySet[Notice]":
    told = Notice.objects.about(departure)
    who = access.relations(user, departure)
    if user.may(Permission.SEE_AUDIT) or who & {Who.REGISTRAR, Who.PLANNER, Who.SUPERVISOR}:
        return told if access.sees_records(user, who) else told.exclude(NAMING_CUSTOMERS)
    return told.filter(recipient=user)


def _older(rows: "QuerySet[Any]", moment: str, kind: int, place: Place | None) -> "QuerySet[Any]":
    rows = rows.order_by(f"-{moment}", "-pk")
    if place is None:
        return rows
    at, place_kind, pk = place
    same = Q(**{moment: at}) & (Q(pk__lt=pk) if kind == place_kind else Q())
    older = Q(**{f"{moment}__lt": at})
    return rows.filter(older | same if kind <= place_kind else older)


def _lines(rows: Sequence[Model]) -> list[Line]:
    """The rows as lines; what several people were told for one cause is one line."""
    lines: list[Line] = []
    for key, group in groupby(rows, key=_cause):
        some = list(group)
        if isinstance(key, int):
            deeds = [row for row in some if isinstance(row, AuditEntry)]
            lines += [Line(row.at, row.by, wording.sentence(row), False, row.verb) for row in deeds]
        else:
            notices = [row for row in some if isinstance(row, Notice)]
            names = _(", ").join(notice.recipient.name for notice in reversed(notices))
            # the leaver is told of "your" departure: what the others were told says of them too what it is about
            said = next((notice for notice in notices if notice.params.get("relation") != "leaver"), notices[0])
            sentence = _("Told %(names)s: %(what)s") % {"names": names, "what": Words(said).subject}
            lines.append(Line(notices[0].created_at, None, sentence, True))
    return lines


def _minute(line: Line) -> tuple[datetime.datetime, bool]:
    return line.at.replace(second=0, microsecond=0), line.is_message


def _folded(lines: Sequence[Line]) -> list[Line]:
    """What one person did many times in a minute becomes one line with the others behind it."""
    shown: list[Line] = []
    for (_at, is_message), group in groupby(
        lines, key=lambda line: (line.at.replace(second=0, microsecond=0), line.is_message)
    ):
        alike: dict[object, list[Line]] = {}
        for line in group:
            alike.setdefault((line.verb, line.by) if not is_message else len(alike), []).append(line)
        for same in alike.values():
            if len(same) < MANY:
                shown += same
            else:
                shown.append(replace(same[0], others=tuple(line.sentence for line in same[1:])))
    return shown


def _cause(row: Model) -> object:
    return (row.kind, row.created_at) if isinstance(row, Notice) else row.pk


_signer = signing.Signer(salt="handover.timeline")


def _write(place: Place) -> str:
    at, kind, pk = place
    return _signer.sign_object([at.isoformat(), kind, pk])


def _read(cursor: str) -> Place | None:
    try:
        at, kind, pk = _signer.unsign_object(cursor)
        moment = parse_datetime(at)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (moment, kind, pk) if moment else None
