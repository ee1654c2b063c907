"""Whatever still names a leaver is found, settled or left with a reason, and closing waits for it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import teams, tokens
from accounts.models import ApiToken, AuditEntry, Scope, Team, User
from customers.models import AccountTeamMember, Customer, Import
from handover.actions import departures, plans, references, transfers
from handover.actions.references import Choice
from handover.agenda import agenda
from handover.lifecycle import State
from handover.models import (
    Assignment,
    Departure,
    Move,
    Plan,
    PlanSuccessor,
    TransferKind,
    Vacancy,
    Verification,
    Waiver,
)
from handover.models import ReferenceKind as Kind
from handover.references import history, page, sweep
from handover.wording.timeline import sentence
from notices.models import Notice
from notices.rendering import Words
from tests.cast import NOW
from web.errors import Refused


def _names_a_person() -> set[str]:
    """Every foreign key and many-to-many to a person, hidden ones included, as `app.Model.field`."""
    relations: list[Any] = [
        relation.remote_field
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.auto_created and relation.is_relation and not relation.concrete
    ]
    declared = [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation and not field.auto_created and field.related_model is User
    ]
    return {f"{field.model._meta.label}.{field.name}" for field in [*relations, *declared]}


def test_every_foreign_key_to_a_person_is_a_reference_or_stays_for_a_reason() -> None:
    """Somebody who adds one decides: a kind in `handover/references/`, or a line with the reason in `history.py`."""
    answered = {field for kind in sweep.KINDS.values() for field in kind.fields}
    assert answered & set(history.STAYS) == set()
    assert _names_a_person() - answered - set(history.STAYS) == set(), "new: what happens when the person leaves?"
    assert (answered | set(history.STAYS)) - _names_a_person() == set(), "gone: take the line out"


@pytest.fixture
def ready(departure: Departure, manager: User, admin: User, successor: User, supervisor: User) -> Departure:
    """陈静's departure with everything done that closing waits for, but for what this file is about."""
    plan = Plan.objects.create(
        departure=departure, state="approved", made_by=admin, made_at=NOW, approved_by=manager, approved_at=NOW
    )
    PlanSuccessor.objects.create(plan=plan, user=successor)
    Move.objects.create(plan=plan, state="done", asked_by=manager, asked_at=NOW, due_at=NOW, finished_at=NOW)
    departure.items.all().delete()
    departure.state, departure.signed_off_by, departure.signed_off_at = State.VERIFYING, supervisor, NOW
    departure.save()
    return departure


@pytest.fixture
def world(
    leaver: User,
    manager: User,
    second_successor: User,
    make_customer: Callable[..., Customer],
    make_departure: Callable[..., Departure],
) -> "World":
    """陈静 leads a team, judges one handover, takes over in another, sits at a customer of 王芳's and has a token."""
    west = User.objects.create_user("wu@baton.example", "x", name="吴刚", team=manager.team)
    other = make_departure(second_successor, manager, supervisor=leaver)
    taking = make_departure(west, manager)
    plan = Plan.objects.create(departure=taking, made_by=manager, made_at=NOW)
    token, _key = tokens.issue(user=leaver, name="CRM sync", scope=Scope.READ, by=leaver, at=timezone.now())
    return World(
        team=Team.objects.create(name="Key accounts", manager=leaver, parent=manager.team),
        supervised=other,
        named=PlanSuccessor.objects.create(plan=plan, user=leaver),
        seat=AccountTeamMember.objects.create(user=leaver, customer=make_customer(manager, name="Hottechi")),
        token=token,
    )


@dataclass
class World:
    """Where 陈静 is named beside owning records."""

    team: Team
    supervised: Departure
    named: PlanSuccessor
    seat: AccountTeamMember
    token: ApiToken


EVERYTHING = {"team": 1, "supervision": 1, "succession": 1, "seat": 1, "token": 1}


def close(departure: Departure, by: User) -> str:
    """Try to close; "closed" or the sentence of the refusal."""
    try:
        departures.transition(departure=departure, verb="close", by=by, at=NOW)
    except Refused as refusal:
        return refusal.messages[0]
    return departure.state


def test_each_kind_is_found_and_closing_says_what_it_waits_for(ready: Departure, world: World, manager: User) -> None:
    assert sweep.tally(ready) == EVERYTHING
    assert close(ready, manager) == (
        "陈静 is still named elsewhere: manager of 1 team, supervisor of 1 handover, successor in 1 handover, "
        "1 seat in an account team, 1 API token."
    )


def test_all_are_settled_by_the_actions_of_their_rooms_and_the_departure_closes(
    ready: Departure, world: World, manager: User, admin: User, supervisor: User, successor: User
) -> None:
    at: dict[str, Any] = {"departure": ready, "by": admin, "at": NOW}
    assert references.give(choice=Choice(Kind.TEAM, [world.team.pk]), to=manager, **at) == 1
    assert references.give(choice=Choice(Kind.SUPERVISION), to=supervisor, **at) == 1
    assert references.give(choice=Choice(Kind.SUCCESSION), to=successor, **at) == 1
    assert references.give(choice=Choice(Kind.SEAT), to=successor, **at) == 1
    assert references.end(choice=Choice(Kind.TOKEN), **at) == 1
    world.team.refresh_from_db()
    world.supervised.refresh_from_db()
    world.token.refresh_from_db()
    assert (world.team.manager, world.supervised.supervisor) == (manager, supervisor)
    assert list(world.named.plan.successors.values_list("user", flat=True)) == [successor.pk]
    assert AccountTeamMember.objects.get().user == successor
    assert world.token.revoked_at == NOW
    audited = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"team.changed", "supervisor.named", "plan.successor_replaced", "token.revoked"} <= audited
    assert close(ready, manager) == State.CLOSED
    told = Notice.objects.filter(kind="reference_given").values_list("recipient", "params__kind", "params__count")
    assert set(told) == {(manager.pk, "team", 1), (successor.pk, "seat", 1)}
    subjects = {Words(notice).subject for notice in Notice.objects.filter(kind="reference_given")}
    assert subjects == {"You manage 1 team of 陈静’s now", "You work with 1 customer in 陈静’s place"}


def test_each_is_left_as_it_is_with_a_reason_and_closing_goes_on(
    ready: Departure, world: World, manager: User, admin: User
) -> None:
    for kind in EVERYTHING:
        choice = Choice(Kind(kind))
        with pytest.raises(Refused, match="Say why"):
            references.waive(departure=ready, choice=choice, reason=" ", by=admin, at=NOW)
        assert references.waive(departure=ready, choice=choice, reason="Until March.", by=admin, at=NOW) == 1
        assert references.waive(departure=ready, choice=choice, reason="Again.", by=admin, at=NOW) == 0
    assert {(waiver.reason, waiver.by) for waiver in Waiver.objects.all()} == {("Until March.", admin)}
    assert references.reopen(departure=ready, choice=Choice(Kind.SEAT), by=admin, at=NOW) == 1
    assert close(ready, manager) == "陈静 is still named elsewhere: 1 seat in an account team."
    references.waive(departure=ready, choice=Choice(Kind.SEAT), reason="Knows the plant.", by=admin, at=NOW)
    assert close(ready, manager) == State.CLOSED
    story = [sentence(entry) for entry in AuditEntry.objects.about(ready).filter(verb__startswith="reference.")]
    assert "Ada Park left as it is: 1 seat in an account team. Knows the plant." in story
    assert "Ada Park wants it settled after all: 1 seat in an account team." in story


def test_nothing_is_half_done_when_one_of_several_fails(
    ready: Departure, world: World, manager: User, admin: User, supervisor: User, make_departure: Callable
) -> None:
    """孙丽 can supervise one of the two, and takes over in the other."""
    another = make_departure(manager, admin, supervisor=ready.leaver)
    plan = Plan.objects.create(departure=another, made_by=admin, made_at=NOW)
    PlanSuccessor.objects.create(plan=plan, user=supervisor)
    with pytest.raises(Refused) as refusal:
        references.give(departure=ready, choice=Choice(Kind.SUPERVISION), to=supervisor, by=admin, at=NOW)
    assert refusal.value.code == "supervisor_not_fit"
    assert set(Departure.objects.filter(supervisor=ready.leaver)) == {world.supervised, another}
    assert not AuditEntry.objects.filter(verb="supervisor.named").exists()


def test_a_choice_that_is_not_open_any_more_is_refused_whole(
    ready: Departure, world: World, admin: User, manager: User
) -> None:
    second = Team.objects.create(name="Partners", manager=ready.leaver)
    teams.change(team=world.team, manager=manager, by=admin, at=NOW)
    choice = Choice(Kind.TEAM, [world.team.pk, second.pk])
    with pytest.raises(Refused) as refusal:
        references.give(departure=ready, choice=choice, to=manager, by=admin, at=NOW)
    assert refusal.value.code == "not_open"
    second.refresh_from_db()
    assert second.manager == ready.leaver


@pytest.mark.parametrize("kind", ["team", "supervision", "succession", "seat"])
def test_nobody_who_leaves_too_takes_over(ready: Departure, world: World, admin: User, kind: str) -> None:
    with pytest.raises(Refused) as refusal:
        references.give(departure=ready, choice=Choice(Kind(kind)), to=world.supervised.leaver, by=admin, at=NOW)
    assert refusal.value.code == "taker_not_fit"


def test_what_cannot_be_given_or_ended_says_so(ready: Departure, world: World, admin: User, manager: User) -> None:
    with pytest.raises(Refused, match="handed to somebody else"):
        references.give(departure=ready, choice=Choice(Kind.TOKEN), to=manager, by=admin, at=NOW)
    with pytest.raises(Refused, match="somebody takes it over"):
        references.end(departure=ready, choice=Choice(Kind.TEAM), by=admin, at=NOW)


def test_each_settles_what_they_may_in_its_room(
    ready: Departure, world: World, manager: User, hr: User, supervisor: User, outsider: User
) -> None:
    """A manager names no managers, HR sees no book and no draft, the supervisor judges and settles nothing."""
    mine = {
        person: {card.kind.kind.value: card.mine for card in page.cards(person, ready) if card.mine}
        for person in (manager, hr, supervisor)
    }
    assert mine == {
        manager: {"supervision": 1, "succession": 1, "seat": 1, "token": 1},
        hr: {"team": 1, "supervision": 1, "token": 1},
        supervisor: {},
    }
    hidden = {card.kind.kind.value for card in page.cards(hr, ready) if card.hidden}
    assert hidden == {"succession", "seat"}
    for person in (supervisor, outsider, ready.leaver):
        with pytest.raises(Refused) as refusal:
            references.waive(departure=ready, choice=Choice(Kind.TEAM), reason="No.", by=person, at=NOW)
        assert refusal.value.code == "not_yours"
    assert references.give(departure=ready, choice=Choice(Kind.TEAM), to=manager, by=manager, at=NOW) == 0


def test_a_seat_with_a_customer_of_another_team_is_not_the_managers(
    ready: Departure, outsider: User, manager: User, admin: User, successor: User, make_customer: Callable
) -> None:
    seat = AccountTeamMember.objects.create(user=ready.leaver, customer=make_customer(outsider))
    (card,) = page.cards(manager, ready)
    assert (card.open, card.hidden, card.mine) == (1, 1, 0)
    with pytest.raises(Refused) as refusal:
        references.waive(departure=ready, choice=Choice(Kind.SEAT, [seat.pk]), reason="x", by=manager, at=NOW)
    assert refusal.value.code == "not_open"
    assert references.give(departure=ready, choice=Choice(Kind.SEAT), to=successor, by=admin, at=NOW) == 1


def test_an_approved_plan_is_opened_again_first_and_a_moved_one_waits_for_the_word(
    ready: Departure, world: World, manager: User, admin: User, successor: User, make_customer: Callable
) -> None:
    plan = world.named.plan
    Plan.objects.filter(pk=plan.pk).update(state="approved", approved_by=admin, approved_at=NOW)
    assert sweep.tally(ready)[Kind.SUCCESSION] == 1
    assert references.give(departure=ready, choice=Choice(Kind.SUCCESSION), to=successor, by=manager, at=NOW) == 0
    Move.objects.create(plan=plan, state="done", asked_by=manager, asked_at=NOW, due_at=NOW, finished_at=NOW)
    assert Kind.SUCCESSION not in sweep.tally(ready)
    row = Verification.objects.create(departure=plan.leaving, customer=make_customer(manager), successor=ready.leaver)
    assert sweep.tally(ready)[Kind.SUCCESSION] == 1
    row.delete()
    plan.leaving.state, plan.leaving.ended_at = State.WITHDRAWN, NOW
    plan.leaving.save()
    assert Kind.SUCCESSION not in sweep.tally(ready)


def test_in_a_transfer_being_planned_somebody_else_takes_over(
    ready: Departure, manager: User, supervisor: User, successor: User, make_customer: Callable
) -> None:
    customer = make_customer(supervisor)
    rows = Customer.objects.filter(pk=customer.pk)
    plan = transfers.make(kind=TransferKind.TERRITORY, customers=rows, by=manager, at=NOW).plan
    PlanSuccessor.objects.create(plan=plan, user=ready.leaver)
    Assignment.objects.filter(plan=plan).update(successor=ready.leaver)
    assert sweep.tally(ready) == {Kind.SUCCESSION: 1}
    (card,) = page.overview(manager, ready)
    assert card.rows[0].shown.sentence == "Takes over in a transfer: Territory change."
    assert references.give(departure=ready, choice=Choice(Kind.SUCCESSION), to=successor, by=manager, at=NOW) == 1
    assert Assignment.objects.get(plan=plan).successor == successor
    assert sweep.tally(ready) == {}


def test_who_stands_in_for_a_seat_is_named_until_it_is_filled(
    ready: Departure, world: World, manager: User, admin: User, successor: User
) -> None:
    seat = Vacancy.objects.create(successor=world.named, title="East-2")
    plan = world.named.plan
    references.give(departure=ready, choice=Choice(Kind.SUCCESSION), to=successor, by=manager, at=NOW)
    seat.refresh_from_db()
    assert seat.successor.user == successor
    seat.successor = PlanSuccessor.objects.create(plan=plan, user=ready.leaver)
    seat.save()
    Plan.objects.filter(pk=plan.pk).update(state="approved", approved_by=admin, approved_at=NOW)
    Move.objects.create(plan=plan, state="done", asked_by=manager, asked_at=NOW, due_at=NOW, finished_at=NOW)
    (card,) = [card for card in page.overview(manager, ready) if card.kind.kind == Kind.SUCCESSION]
    assert card.rows[0].shown.sentence == "Stands in for the seat East-2 until somebody is hired."
    seat.filled_by, seat.filled_at = successor, NOW
    seat.save()
    assert Kind.SUCCESSION not in sweep.tally(ready)


def test_what_is_to_come_back_to_somebody_who_leaves_is_named(
    leaver: User, manager: User, make_customer: Callable, make_departure: Callable
) -> None:
    make_customer(leaver)
    back = NOW + datetime.timedelta(days=90)
    leave = transfers.make_leave(person=leaver, returns_at=back, by=manager, at=NOW)
    departure = make_departure(leaver, manager)
    assert sweep.tally(departure) == {Kind.RETURN: 1}
    (card,) = page.overview(manager, departure)
    assert card.rows[0].shown.sentence == "Customers come back to them on Feb 14, 2027."
    assert not card.may_give
    plans.discard(plan=leave.plan, by=manager, at=NOW)
    assert sweep.tally(departure) == {}


@pytest.mark.parametrize(
    ("kind", "waits_for"),
    [
        ("resignation", set(EVERYTHING)),
        ("dismissal", set(EVERYTHING)),
        ("retirement", set(EVERYTHING)),
        ("transfer", {"team", "succession", "seat"}),
        ("leave", {"team", "supervision", "succession"}),
    ],
)
def test_who_stays_in_the_firm_keeps_what_goes_with_staying(
    ready: Departure, world: World, admin: User, kind: str, waits_for: set[str]
) -> None:
    ready.kind = kind
    assert set(sweep.tally(ready)) == waits_for
    if "token" not in waits_for:
        with pytest.raises(Refused) as refusal:
            references.end(departure=ready, choice=Choice(Kind.TOKEN), by=admin, at=NOW)
        assert refusal.value.code == "not_waited_for"


def test_the_last_administrator_names_another_one_and_can_not_be_left(
    ready: Departure, leaver: User, manager: User, admin: User, make_departure: Callable
) -> None:
    leaver.role = "administrator"
    leaver.save()
    assert sweep.tally(ready) == {}
    make_departure(admin, manager)
    assert close(ready, manager) == "陈静 is still named elsewhere: last administrator."
    with pytest.raises(Refused) as refusal:
        references.waive(departure=ready, choice=Choice(Kind.ADMINISTRATOR), reason="x", by=manager, at=NOW)
    assert refusal.value.code == "cannot_be_left"
    User.objects.create_user("next@baton.example", "x", name="Ines", role="administrator")
    assert close(ready, manager) == State.CLOSED


def test_a_running_import_is_waited_for(ready: Departure, leaver: User, manager: User) -> None:
    run = Import.objects.create(by=leaver, state="running")
    assert close(ready, manager) == "陈静 is still named elsewhere: 1 running import."
    run.state = "done"
    run.save()
    assert close(ready, manager) == State.CLOSED


def test_a_departure_that_is_over_settles_nothing(ready: Departure, world: World, admin: User) -> None:
    ready.state, ready.ended_at = State.WITHDRAWN, NOW
    ready.save()
    with pytest.raises(Refused) as refusal:
        references.end(departure=ready, choice=Choice(Kind.TOKEN), by=admin, at=NOW)
    assert refusal.value.code == "not_now"


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"kind": "x"}, "waiver_kind_known"), ({"reason": ""}, "waiver_with_reason"), ({}, "waiver_once")],
)
def test_the_database_keeps_waivers_whole(ready: Departure, admin: User, fields: dict, name: str) -> None:
    row = {"departure": ready, "kind": "seat", "object_id": 1, "reason": "x", "by": admin, "at": NOW}
    twice = [Waiver(**row | fields), Waiver(**row | fields)]
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Waiver.objects.bulk_create(twice)


def test_many_seats_take_the_same_queries_as_few(
    ready: Departure, admin: User, successor: User, supervisor: User, make_customer: Callable
) -> None:
    asked: dict[str, Any] = {"departure": ready, "by": admin, "at": NOW}

    def seats(count: int) -> None:
        for _number in range(count):
            AccountTeamMember.objects.create(user=ready.leaver, customer=make_customer(supervisor))

    taken = []
    for count in (1, 5, 500):
        seats(count)
        with CaptureQueriesContext(connection) as queries:
            assert sweep.tally(ready) == {Kind.SEAT: count}
            assert references.waive(choice=Choice(Kind.SEAT), reason="x", **asked) == count
            assert references.reopen(choice=Choice(Kind.SEAT), **asked) == count
            assert references.give(choice=Choice(Kind.SEAT), to=successor, **asked) == count
        taken.append(len(queries))
    assert taken[1] == taken[2]


def test_home_says_what_is_left_before_closing(ready: Departure, world: World, manager: User, admin: User) -> None:
    def said() -> list[tuple[str, str, str]]:
        needed = agenda(manager, at=NOW).needed
        return [(matter.text, matter.hint, matter.url) for matter in needed if "is done and" in matter.text]

    hint = sweep.in_words(ready.leaver, sweep.tally(ready))
    text = "The handover of 陈静 is done and closes once nothing else names them."
    assert said() == [(text, hint, f"/handovers/{ready.pk}/references/")]
    for kind in EVERYTHING:
        references.waive(departure=ready, choice=Choice(Kind(kind)), reason="x", by=admin, at=NOW)
    assert said() == [("The handover of 陈静 is done and can be closed.", "", f"/handovers/{ready.pk}/")]


def test_who_comes_second_is_told_and_changes_nothing(
    ready: Departure, admin: User, manager: User, successor: User, second_successor: User, make_customer: Callable
) -> None:
    seat = AccountTeamMember.objects.create(user=ready.leaver, customer=make_customer(manager))
    chosen = Choice(Kind.SEAT, [seat.pk])
    references.give(departure=ready, choice=chosen, to=successor, by=admin, at=NOW)
    with pytest.raises(Refused) as refusal:
        references.give(departure=ready, choice=chosen, to=second_successor, by=manager, at=NOW)
    assert refusal.value.code == "not_open"
    assert AccountTeamMember.objects.get().user == successor
