"""A departure in each state, told with the same actions people use, at the hours they would have happened."""

import datetime
from collections.abc import Sequence

from accounts.models import User
from customers.actions import account_team
from customers.models import AccountTeamMember
from demo import briefings, checking
from handover import dates as departure_dates
from handover.actions import (
    checklist,
    covers,
    departures,
    plans,
    reassignment,
    references,
    scheduling,
    supervision,
    verifications,
)
from handover.actions.covers import Chosen, Days
from handover.checklist.responsible import people_for
from handover.dates import Dates
from handover.lifecycle import Verb
from handover.models import (
    ChecklistItem,
    CoverEnd,
    Departure,
    DepartureKind,
    ItemState,
    Move,
    Plan,
    Reason,
    ReferenceKind,
    Strategy,
    Verdict,
)

People = dict[str, User]


class Storyteller:
    """Tells each departure up to where it stands today."""

    def __init__(self, people: People, today: datetime.date) -> None:
        self.people = people
        self.today = today

    def tell(self) -> None:
        """All six, from the oldest to the newest."""
        self._closed()
        self._withdrawn()
        self._verifying()
        self._handing_over()
        self._planned()
        self._registered()

    def _at(self, day: int, hour: int = 2) -> datetime.datetime:
        moment = datetime.datetime.combine(self.today, datetime.time(hour), datetime.UTC)
        return moment + datetime.timedelta(days=day)

    def _leaves(
        self, leaver: str, kind: DepartureKind, reason: Reason, *, notice: int, last: int, by: str
    ) -> Departure:
        person = self.people[leaver]
        last_day = self.today + datetime.timedelta(days=last)
        return departures.register(
            leaver=person,
            kind=kind,
            reason=reason,
            dates=Dates(
                notice_on=self.today + datetime.timedelta(days=notice),
                last_day_on=last_day,
                access_ends_at=departure_dates.access_end(last_day, person),
                effective_at=departure_dates.effective(last_day, person),
            ),
            by=self.people[by],
            at=self._at(notice),
        )

    def _plan(self, departure: Departure, day: int, supervisor: str, successors: Sequence[str], by: str) -> Plan:
        planner, director = self.people[by], self.people["marcus.hale"]
        supervision.name(departure=departure, supervisor=self.people[supervisor], by=planner, at=self._at(day))
        plan = plans.propose(
            departure=departure,
            successors=[self.people[name] for name in successors],
            strategy=Strategy.BEST_FIT,
            by=planner,
            at=self._at(day, 3),
        )
        plans.approve(plan=plan, by=director, at=self._at(day + 1))
        departure.refresh_from_db()
        plan.refresh_from_db()
        return plan

    def _tick(self, departure: Departure, day: int, share: float) -> None:
        """Settle the first `share` of the items, each by somebody who answers for it."""
        items = list(
            ChecklistItem.objects.filter(departure=departure).select_related("departure").order_by("due_on", "id")
        )
        for item in items[: round(len(items) * share)]:
            checklist.settle(item=item, state=ItemState.DONE, by=people_for(item, self._at(day))[0], at=self._at(day))

    def _verify(self, departure: Departure, day: int, *, confirmed: int | None = None) -> None:
        """The leaver states everything; the successors confirm the first `confirmed` customers, or all."""
        rows = departure.verifications
        verifications.say_all(
            departure=departure, rows=rows.all(), verdict=Verdict.STATED, by=departure.leaver, at=self._at(day)
        )
        for row in rows.select_related("departure", "successor").order_by("id")[:confirmed]:
            verifications.say(verification=row, verdict=Verdict.CONFIRMED, by=row.successor, at=self._at(day + 1))

    def _closed(self) -> None:
        manager = self.people["manager"]
        departure = self._leaves(
            "zheng.jie", DepartureKind.RESIGNATION, Reason.CAREER, notice=-75, last=-40, by="manager"
        )
        plan = self._plan(departure, -70, "supervisor", ["rep", "zhao.min", "successor"], "manager")
        departures.transition(departure=departure, verb=Verb.BEGIN, by=manager, at=self._at(-68))
        briefings.tell_of(departure, briefings.CHINESE, manager=manager, at=self._at(-60))
        departures.transition(departure=departure, verb=Verb.VERIFY, by=manager, at=self._at(-55))
        self._verify(departure, -50)
        checking.check_all(departure, at=self._at(-43))
        verifications.sign_off(
            departure=departure, note="抽查十家，均已核对。", by=self.people["supervisor"], at=self._at(-42)
        )
        self._tick(departure, -41, 1)
        reassignment.execute(move=plan.moves.get(), by=manager, at=self._at(-39))
        seats = references.Choice(ReferenceKind.SEAT)
        references.give(departure=departure, choice=seats, to=self.people["rep"], by=manager, at=self._at(-37))
        departures.transition(departure=departure, verb=Verb.CLOSE, by=manager, at=self._at(-35))

    def _withdrawn(self) -> None:
        departure = self._leaves(
            "sam.osei", DepartureKind.RESIGNATION, Reason.PAY, notice=-30, last=10, by="nora.blake"
        )
        departures.transition(
            departure=departure,
            verb=Verb.WITHDRAW,
            by=self.people["nora.blake"],
            at=self._at(-24),
            reason="Sam accepted a new territory and stays.",
        )

    def _verifying(self) -> None:
        manager = self.people["nora.blake"]
        departure = self._leaves(
            "darren.cole", DepartureKind.RETIREMENT, Reason.AGE, notice=-40, last=4, by="nora.blake"
        )
        self._plan(departure, -35, "elena.ruiz", ["priya.shah", "tom.becker"], "nora.blake")
        departures.transition(departure=departure, verb=Verb.BEGIN, by=manager, at=self._at(-30))
        briefings.tell_of(departure, briefings.ENGLISH, manager=manager, at=self._at(-12))
        self._tick(departure, -8, 0.9)
        departures.transition(departure=departure, verb=Verb.VERIFY, by=manager, at=self._at(-7))
        self._verify(departure, -6, confirmed=28)
        disputed = (
            departure.verifications.filter(verdict=Verdict.STATED).select_related("departure", "successor").first()
        )
        if disputed is not None:
            verifications.say(
                verification=disputed,
                verdict=Verdict.DISPUTED,
                note="They told me about a 5% rebate that is in no contract.",
                by=disputed.successor,
                at=self._at(-3),
            )

    def _handing_over(self) -> None:
        departure = self._leaves(
            "chen.jing", DepartureKind.RESIGNATION, Reason.CAREER, notice=-18, last=12, by="manager"
        )
        self._sits_with(departure, "he.jingyi")
        self._plan(departure, -14, "supervisor", ["successor", "zhao.min"], "manager")
        departures.transition(departure=departure, verb=Verb.BEGIN, by=self.people["manager"], at=self._at(-12))
        briefings.tell_of(departure, briefings.CHINESE, manager=self.people["manager"], at=self._at(-6))
        self._tick(departure, -4, 0.4)
        self._cover(departure)

    def _sits_with(self, departure: Departure, colleague: str) -> None:
        """The leaver helps with two customers of another team, whose manager settles these seats."""
        best = self.people[colleague].customers.filter(grade="A").order_by("pk")[:2]
        for customer in best:
            seat = AccountTeamMember(customer=customer, user=departure.leaver)
            account_team.join(seat=seat, by=self.people[colleague], at=self._at(-60))

    def _cover(self, departure: Departure) -> None:
        """The move waits for the new price list, five days after the last one; the best customers are covered."""
        manager, last = self.people["manager"], departure.last_day_on
        move = Move.objects.get(plan__departure=departure)
        later = departure.effective_at + datetime.timedelta(days=5)
        scheduling.schedule(move=move, due_at=later, by=manager, at=self._at(-3))
        best = departure.leaver.customers.filter(grade="A").order_by("pk").values_list("pk", flat=True)
        covers.name(
            departure=departure,
            chosen=Chosen(customers=list(best)),
            person=self.people["rep"],
            days=Days(last + datetime.timedelta(days=1), last + datetime.timedelta(days=5)),
            at_end=CoverEnd.REVERT,
            by=manager,
            at=self._at(-2),
        )

    def _planned(self) -> None:
        departure = self._leaves(
            "gao.xiang", DepartureKind.TRANSFER, Reason.OTHER, notice=-9, last=21, by="lin.zhiyuan"
        )
        self._plan(departure, -4, "luo.qiang", ["he.jingyi"], "lin.zhiyuan")

    def _registered(self) -> None:
        self._leaves("wu.lei", DepartureKind.RESIGNATION, Reason.FAMILY, notice=-2, last=26, by="hr")


def seed_departures(people: People, today: datetime.date) -> None:
    """Put the demo firm's six departures where they stand on `today`."""
    Storyteller(people, today).tell()
