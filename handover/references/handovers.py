"""References in other people's handovers: who supervises them, who takes over in them."""

from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.permissions import Permission
from handover.lifecycle import OPEN_STATES
from handover.models import (
    Departure,
    DepartureKind,
    Move,
    Plan,
    PlanState,
    PlanSuccessor,
    ReferenceKind,
    Transfer,
    Verification,
)
from handover.models.move import TO_COME
from handover.references.kinds import EVERY, Kind, Rows, Shown, nobody
from handover.relations import in_view, people, planned_by


def _supervised(leaver: int) -> Rows:
    return Departure.objects.open().filter(supervisor=leaver).order_by("pk")


def _seen_departures(user: User, departure: Departure, rows: Rows) -> Rows:
    return rows.filter(in_view(user)) if user.may(Permission.SEE_DEPARTURES) else rows.none()


def _may_name(user: User, departure: Departure, rows: Rows) -> Rows:
    if not (user.may(Permission.REGISTER_DEPARTURE) or user.may(Permission.PLAN)):
        return rows.none()
    return rows.filter(leaver__in=_others(user))


def _others(user: User) -> Rows:
    """The people whose departures `user` deals with; nobody deals with their own."""
    return people(user).exclude(pk=user.pk).order_by().values("pk")


def _supervises(other: Departure, reader: User) -> Shown:
    sentence = _("Supervises the handover of %(name)s.") % {"name": other.leaver.name}
    return Shown(sentence, _stage(other), reverse("departure", args=[other.pk]))


def _stage(other: Departure) -> str:
    words = {"state": other.get_state_display(), "day": date_format(other.last_day_on, "DATE_FORMAT")}
    return _("%(state)s; last working day %(day)s.") % words


SUPERVISION = Kind(
    kind=ReferenceKind.SUPERVISION,
    fields=("handover.Departure.supervisor",),
    settled_in=EVERY - {DepartureKind.TRANSFER},  # who stays in the firm may finish what they judge
    title=gettext_lazy("Supervisor of other handovers"),
    whose=gettext_lazy("Their managers or HR name another supervisor."),
    rows=_supervised,
    seen=_seen_departures,
    settled_by=_may_name,
    show=_supervises,
    counted=lambda n: (
        ngettext("supervisor of %(count)s handover", "supervisor of %(count)s handovers", n) % {"count": n}
    ),
    related=("leaver",),
    search=("leaver__name",),
)


def _takes_over(leaver: int) -> Rows:
    """Where the leaver is to take over by a plan, has taken over and not yet said whether all is right, or stands in
    for a seat nobody is hired for yet.

    `moved` says whether the records have changed hands.
    """
    of_plan = Move.objects.filter(plan=OuterRef("plan"))
    moved = Exists(of_plan.standing()) & ~Exists(of_plan.main().filter(state__in=TO_COME))
    unsaid = Verification.objects.unfinished().filter(departure=OuterRef("plan__departure"), successor=leaver)
    named = PlanSuccessor.objects.filter(user=leaver).exclude(plan__state=PlanState.DISCARDED)
    named = named.annotate(moved=ExpressionWrapper(moved, BooleanField()))
    going_on = Q(plan__transfer__in=Transfer.objects.living().order_by().values("pk"))
    going_on |= Q(plan__departure__state__in=OPEN_STATES)
    stands_in = Q(vacancy__isnull=False, vacancy__filled_at=None)
    return named.filter(going_on & (Q(moved=False) | Exists(unsaid)) | stands_in).order_by("pk")


def _seen_plans(user: User, departure: Departure, rows: Rows) -> Rows:
    """Those they plan, approve or supervise; auditors and administrators all but those of their own leaving."""
    if user.may(Permission.SEE_ALL_BOOKS):
        return rows.exclude(plan__departure__leaver=user)
    mine = Q(plan__departure__supervisor=user) | Q(plan__transfer__in=_transfers(user))
    if user.may(Permission.PLAN) or user.may(Permission.APPROVE):
        mine |= Q(plan__departure__leaver__in=_others(user))
    return rows.filter(mine)


def _plans(user: User, departure: Departure, rows: Rows) -> Rows:
    """A draft can be changed; an approved plan has to be opened again first."""
    if not user.may(Permission.PLAN):
        return rows.none()
    mine = Q(plan__departure__leaver__in=_others(user)) | Q(plan__transfer__in=_transfers(user))
    return rows.filter(mine, plan__state=PlanState.DRAFT)


def _transfers(user: User) -> Rows:
    return planned_by(user).order_by().values("pk")


def _succeeds(row: Any, reader: User) -> Shown:
    plan: Plan = row.plan
    if plan.transfer is not None:
        sentence = _("Takes over in a transfer: %(what)s.") % {"what": plan.transfer.get_kind_display()}
        return Shown(sentence, _how_far(plan), reverse("transfer", args=[plan.transfer_id]))
    other, seat = plan.leaving, getattr(row, "vacancy", None)
    if row.moved and seat is not None and seat.filled_at is None:
        sentence = _("Stands in for the seat %(seat)s until somebody is hired.") % {"seat": seat.title}
        hint = _("The seat is filled on the page of the plan.")
        return Shown(sentence, hint, reverse("departure_plan", args=[other.pk]))
    sentence = _("Takes over in the handover of %(name)s.") % {"name": other.leaver.name}
    if row.moved:
        hint = _("The records have moved; what is not confirmed yet is for the supervisor to settle.")
        return Shown(sentence, hint, reverse("departure_verification", args=[other.pk]))
    return Shown(sentence, _how_far(plan), reverse("departure_plan", args=[other.pk]))


def _how_far(plan: Plan) -> str:
    if plan.state == PlanState.DRAFT:
        return _("The plan is being made.")
    return _("The plan is approved; it is opened again before somebody else can be named.")


SUCCESSION = Kind(
    kind=ReferenceKind.SUCCESSION,
    fields=(
        "handover.PlanSuccessor.user",
        "handover.Assignment.successor",
        "handover.SeatLine.successor",
        "handover.Verification.successor",
    ),
    settled_in=EVERY,
    title=gettext_lazy("Successor in other handovers"),
    whose=gettext_lazy("Those who plan there name another successor; an approved plan is opened again first."),
    rows=_takes_over,
    seen=_seen_plans,
    settled_by=_plans,
    show=_succeeds,
    counted=lambda n: ngettext("successor in %(count)s handover", "successor in %(count)s handovers", n) % {"count": n},
    related=("plan__departure__leaver", "plan__transfer", "vacancy"),
    search=("plan__departure__leaver__name",),
)


def _returns(leaver: int) -> Rows:
    """Transfers from the leaver, a long leave above all, that are to give everything back to them one day."""
    owners = Transfer.owners.through.objects.filter(transfer=OuterRef("pk"), user=leaver)
    return Transfer.objects.living().filter(Exists(owners), returns_at__isnull=False).order_by("pk")


def _seen_transfers(user: User, departure: Departure, rows: Rows) -> Rows:
    return rows if user.may(Permission.SEE_ALL_BOOKS) else rows.filter(pk__in=_transfers(user))


def _return(transfer: Transfer, reader: User) -> Shown:
    day = date_format(timezone.localtime(transfer.returns_at), "DATE_FORMAT")
    sentence = _("Customers come back to them on %(day)s.") % {"day": day}
    return Shown(sentence, str(transfer.get_kind_display()), reverse("transfer", args=[transfer.pk]))


RETURN = Kind(
    kind=ReferenceKind.RETURN,
    fields=("handover.Transfer.owners", "handover.Transfer.person", "handover.Transfer_owners.user"),
    settled_in=EVERY - {DepartureKind.LEAVE},  # who is away for long comes back to them
    title=gettext_lazy("Customers that come back"),
    whose=gettext_lazy(
        "It is called off on the page of the transfer, or waits until they are back and part of this handover."
    ),
    rows=_returns,
    seen=_seen_transfers,
    settled_by=nobody,
    show=_return,
    counted=lambda n: (
        ngettext("%(count)s transfer that comes back", "%(count)s transfers that come back", n) % {"count": n}
    ),
)
