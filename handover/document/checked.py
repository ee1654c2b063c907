"""What a handover document says of checking: who verified what and when, the sample, the sign-off, the seal."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handover.checking import access as checking_access
from handover.document.scope import Scope
from handover.document.tables import listed, local_day
from handover.document.tree import Block, Column, Facts, Paragraph, Section, Table, Value, say
from handover.meetings import visits as joint_visits
from handover.models import Sample, Seal, Verification


def verification(scope: Scope) -> Section:
    """Who verified which customer when, and in which words."""
    heads = (
        Column(_("Customer"), 20),
        Column(_("Successor"), 10),
        Column(_("Stated by"), 10),
        Column(_("Stated on"), 16),
        Column(_("Verification"), 19),
        Column(_("Answered on"), 16),
        Column(_("In words"), 18),
    )
    found = scope.verifications().select_related("customer", "successor", "stated_by", "settled_by")
    rows: list[tuple[Value, ...]] = [
        (
            row.customer.name if row.customer else _("What belongs to no customer"),
            row.successor.name,
            row.stated_by.name if row.stated_by else None,
            local_day(row.stated_at),
            row.get_verdict_display(),
            local_day(row.answered_at),
            _said(row),
        )
        for row in found.order_by("customer__name", "pk")
    ]
    table = Table(_("Verification"), heads, rows, _("Nothing is verified yet."))
    return Section(_("What was verified"), (listed(scope, table, 0),))


def _who_when(name: str, at: datetime.datetime | None) -> str:
    return _("%(name)s, %(when)s") % {"name": name, "when": say(at)} if at else ""


def _said(row: Verification) -> str:
    """What leaver, successor and supervisor wrote, a line each."""
    said = (
        (row.stated_by, row.statement),
        (row.successor, row.answer),
        (row.settled_by, row.settlement),
    )
    return "\n".join(f"{who.name}{_(': ')}{words}" for who, words in said if who and words)


def sample(scope: Scope) -> Section:
    """The customers the supervisor checked, how they were drawn, and what was found."""
    heads = (
        Column(_("Customer"), 26),
        Column(_("Successor"), 13),
        Column(_("Found"), 13),
        Column(_("Note"), 24),
        Column(_("Checked"), 24),
    )
    found = scope.about(checking_access.sample(scope.reader, scope.departure))
    rows: list[tuple[Value, ...]] = [
        (
            row.customer.name,
            row.successor.name,
            row.get_score_display() or None,
            row.note,
            _who_when(row.scored_by.name if row.scored_by else "", row.scored_at),
        )
        for row in found.select_related("customer", "successor", "scored_by").order_by("customer__name", "pk")
    ]
    table = Table(_("Sample"), heads, rows, _("No sample is drawn yet."))
    return Section(_("The supervisor’s sample"), (*_drawn(scope, len(rows)), listed(scope, table, 0)))


def _drawn(scope: Scope, size: int) -> tuple[Block, ...]:
    drawn = Sample.objects.filter(departure=scope.departure, replaced_at=None).select_related("drawn_by").first()
    if drawn is None or scope.customer is not None:
        return ()
    words = ngettext(
        "%(count)s customer was drawn on %(when)s by the seed %(seed)s.",
        "%(count)s customers were drawn on %(when)s by the seed %(seed)s.",
        size,
    )
    return (Paragraph(words % {"count": size, "when": say(drawn.drawn_at), "seed": drawn.seed}),)


def visits(scope: Scope) -> list[Section]:
    """The customers of grade A that change hands without a joint visit, and why; nothing where there is none."""
    heads = (Column(_("Customer"), 30), Column(_("Why no visit is needed"), 42), Column(_("Says"), 28))
    found = scope.about(joint_visits.excepted(scope.departure)).select_related("customer", "by")
    rows: list[tuple[Value, ...]] = [
        (one.customer.name, one.reason, _who_when(one.by.name, one.at))
        for one in found.order_by("customer__name", "pk")
    ]
    table = Table(_("Joint visits"), heads, rows, "")
    return [Section(_("Customers without a joint visit"), (listed(scope, table, 0),))] if rows else []


def sign_off(scope: Scope) -> Section:
    """The supervisor's word on all of it, and under which seal the record of a closed departure lies."""
    departure = scope.departure
    if departure.signed_off_by is None:
        blocks: list[Block] = [Paragraph(_("The handover is not signed off yet."))]
    else:
        words = {"name": departure.signed_off_by.name, "when": say(departure.signed_off_at)}
        blocks = [Paragraph(_("%(name)s signed off the handover on %(when)s.") % words)]
        if departure.sign_off_note and scope.sees_sample:
            blocks.append(Paragraph(departure.sign_off_note))
    seal = Seal.objects.filter(departure=departure).select_related("sealed_by").first()
    if seal is not None:
        blocks += [Paragraph(_("The record of this handover is sealed.")), _seal(seal)]
    return Section(_("Sign-off"), tuple(blocks))


def _seal(seal: Seal) -> Facts:
    by = seal.sealed_by.name if seal.sealed_by else _("Baton")
    return Facts(
        (
            (_("Seal"), seal.number),
            (_("Sealed"), _("%(name)s, %(when)s") % {"name": by, "when": say(seal.sealed_at)}),
            (_("SHA-256"), seal.digest),
            (_("To verify"), seal.address),
        )
    )
