"""The firms the walk-throughs are walked in: the demo firm, and one that holds the public sales data."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from demo.cast import DOMAIN, PASSWORD
from handover import dates as departure_dates
from handover.actions import (
    checklist,
    departures,
    plans,
    reassignment,
    references,
    samples,
    supervision,
    verifications,
    visit_exceptions,
)
from handover.actions.references import Choice
from handover.checklist.responsible import people_for
from handover.dates import Dates
from handover.inheriting import following
from handover.lifecycle import Verb
from handover.meetings import visits
from handover.models import (
    Departure,
    DepartureKind,
    ItemState,
    Move,
    Reason,
    ReferenceKind,
    SampledCustomer,
    Score,
    Strategy,
    Verdict,
)
from handover.references import sweep
from tests.demo_firm import fill_demo_firm
from tests.tables import Kept

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "crm-sales-opportunities"

#: Who registers and who approves in the firm of the public sales data, which names neither.
OFFICER, APPROVER = "Grace Hill", "Ada Park"
#: That firm as it was made.
_KEPT: list[Kept] = []


@dataclass(frozen=True)
class Firm:
    """Who plays which part: `planned` has been registered and waits for a plan; `gone` is as good as handed over."""

    name: str
    manager: User
    officer: User
    approver: User
    planned: User
    successors: tuple[User, User]
    supervisor: User
    gone: User
    next_leaver: User


def demo_firm() -> Firm:
    """The demo firm as `make run` shows it; what still waits to be planned there is 吴磊's book."""
    fill_demo_firm()
    people = {each.email.split("@")[0]: each for each in User.objects.filter(email__endswith=DOMAIN)}
    return Firm(
        "demo firm",
        manager=people["manager"],
        officer=people["hr"],
        approver=people["marcus.hale"],
        planned=people["wu.lei"],
        successors=(people["rep"], people["zhao.min"]),
        supervisor=people["supervisor"],
        gone=people["wu.lei"],
        next_leaver=people["tom.becker"],
    )


def real_firm() -> Firm:
    """The public sales data: Melvin Marxen's team, where Darcel Schlecht leaves."""
    if _KEPT:
        _KEPT[0].put_back()
    else:
        _make_real_firm()
        _KEPT.append(Kept())
    names = ("Melvin Marxen", "Darcel Schlecht", "Gladys Colclough", "Marty Freudenburg", "Niesha Huffines")
    manager, leaver, first, second, supervisor, officer, approver = (
        User.objects.get(name=name) for name in (*names, OFFICER, APPROVER)
    )
    return Firm("public sales data", manager, officer, approver, leaver, (first, second), supervisor, leaver, second)


def _make_real_firm() -> None:
    call_command("import_crm", *map(str, sorted(DATA.glob("*.csv"))), verbosity=0)
    for person in User.objects.all():
        person.email = f"{person.name.replace(' ', '.').lower()}@{DOMAIN}"
        person.set_password(PASSWORD)
        person.save()
    User.objects.filter(name="Niesha Huffines").update(is_senior=True)
    office = User.objects.get(name="Melvin Marxen").office
    for role, name in ((Role.HR, OFFICER), (Role.ADMINISTRATOR, APPROVER)):
        User.objects.create_user(f"{role}@{DOMAIN}", PASSWORD, name=name, role=role, office=office)
    register(User.objects.get(name="Darcel Schlecht"), by=User.objects.get(name=OFFICER))


def register(leaver: User, *, by: User) -> Departure:
    """`leaver` resigns today."""
    today, last = timezone.localdate(), timezone.localdate() + datetime.timedelta(days=28)
    return departures.register(
        leaver=leaver,
        kind=DepartureKind.RESIGNATION,
        reason=Reason.CAREER,
        dates=Dates(
            notice_on=today,
            last_day_on=last,
            access_ends_at=departure_dates.access_end(last, leaver),
            effective_at=departure_dates.effective(last, leaver),
        ),
        by=by,
        at=timezone.now(),
    )


def begin(departure: Departure, firm: Firm) -> Departure:
    """Planned, approved and begun; a supervisor is named."""
    now = timezone.now()
    supervision.name(departure=departure, supervisor=firm.supervisor, by=firm.manager, at=now)
    plan = plans.propose(
        departure=departure, successors=firm.successors, strategy=Strategy.BEST_FIT, by=firm.manager, at=now
    )
    plans.approve(plan=plan, by=firm.approver, at=now)
    departures.transition(departure=departure, verb=Verb.BEGIN, by=firm.manager, at=now)
    following.follow_all()
    departure.refresh_from_db()
    return departure


def agree(departure: Departure, *, disputed: str = "") -> None:
    """Leaver and successors agree on everything; with words in `disputed`, on all but one customer of the sample."""
    now = timezone.now()
    rows = departure.verifications
    verifications.say_all(departure=departure, rows=rows.all(), verdict=Verdict.STATED, by=departure.leaver, at=now)
    if disputed:
        row = rows.filter(verdict=Verdict.STATED, customer__isnull=False).select_related("successor").first()
        assert row is not None
        verifications.say(verification=row, verdict=Verdict.DISPUTED, note=disputed, by=row.successor, at=now)
    for successor in User.objects.filter(pk__in=rows.values("successor")):
        verifications.say_all(departure=departure, rows=rows.all(), verdict=Verdict.CONFIRMED, by=successor, at=now)


def leave_only_the_last_word(departure: Departure, firm: Firm) -> None:
    """All is verified, moved and ticked off but what HR ticks and says."""
    now = timezone.now()
    departures.transition(departure=begin(departure, firm), verb=Verb.VERIFY, by=firm.manager, at=now)
    agree(departure)
    for row in SampledCustomer.objects.standing().filter(sample__departure=departure).select_related("sample"):
        samples.score(sampled=row, score=Score.COMPLETE, by=firm.supervisor, at=now)
    if missing := list(visits.missing(departure).values_list("pk", flat=True)):
        visit_exceptions.make(
            departure=departure, customers=missing, reason="Met by video.", by=firm.supervisor, at=now
        )
    verifications.sign_off(departure=departure, note="Met by video.", by=firm.supervisor, at=now)
    reassignment.execute(move=Move.objects.get(plan__departure=departure), by=firm.manager, at=now)
    if ReferenceKind.SEAT in sweep.tally(departure):
        seats = Choice(ReferenceKind.SEAT)
        references.give(departure=departure, choice=seats, to=firm.successors[0], by=firm.approver, at=now)
    for item in departure.items.filter(state=ItemState.OPEN).select_related("departure"):
        answers = people_for(item, now)
        if firm.officer not in answers:
            checklist.settle(item=item, state=ItemState.DONE, by=answers[0], at=now)
