"""The demo firm with few customers each, what it lacks beside, and what its addresses are filled with."""

import datetime
import re
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.actions import tokens
from accounts.models import Scope, User
from customers.importing import receiving, running
from customers.models import AccountTeamMember, Connection, Customer, Deal, Grade
from demo import book
from handover.actions import answer_links, evidence, plans, reassignment, registrations, transfers
from handover.models import (
    ChecklistItem,
    Departure,
    Inheritance,
    Meeting,
    Move,
    Plan,
    Sample,
    SeatLine,
    Strategy,
    Transfer,
    TransferKind,
)
from notices import switches
from notices.models import WebhookEndpoint
from tests.house.addresses import Address

#: So few customers that everybody's together fit on one page of a list.
PER_REP = 3
#: Who sees most of an address: the first whose beginning fits.
READERS = {
    "handovers/<int:pk>/tell/": "chen.jing",
    "handovers/<int:pk>/checklist/": "chen.jing",
    "handovers/<int:pk>/verification/": "supervisor",
    "inherited/": "successor",
    "covers/": "rep",
    "verify/": "supervisor",
    "": "admin",
}
PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:\[[^\]]*\]|\\d|[^()])*?(?:\{[^}]*\})?\)")
#: The model whose newest row stands in an address after these words.
MODELS = {
    "users/": "accounts.User",
    "people/": "accounts.User",
    "teams/": "accounts.Team",
    "contacts/": "customers.Contact",
    "deals/": "customers.Deal",
    "products/": "customers.Product",
    "contracts/": "customers.Contract",
    "orders/": "customers.Order",
    "activities/": "customers.Activity",
    "tasks/": "customers.Task",
    "account-team/": "customers.AccountTeamMember",
    "ownership-changes/": "customers.OwnershipChange",
    "record-links/": "customers.RecordLink",
    "sampled-customers/": "handover.SampledCustomer",
    "verifications/": "handover.Verification",
    "moves/": "handover.Move",
    "notices/": "notices.Notice",
    "chats/": "notices.ChatChannel",
    "letters/": "handover.LetterTemplate",
    "settings/checklist/": "handover.TemplateItem",
    "handovers/views/": "handover.BoardView",
    "handovers/new/": "handover.Registration",
    "promise": "handover.Promise",
    "question": "handover.Question",
    "row": "handover.Verification",
    "deliveries/": "notices.Delivery",
    "document": "handover.HandoverDocument",
    "person": "customers.VendorPerson",
}


class Firm:
    """Who reads it, and the ids of what is there."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(book, "PER_REP", PER_REP)
        monkeypatch.setattr(book, "GRADES", {Grade.A: 1})
        call_command("seed_demo", verbosity=0)
        self.now = timezone.now()
        self.people = {user.email.partition("@")[0]: user for user in User.objects.all()}
        self.readers = {name: self.signed_in(name) for name in READERS.values()}
        departure = Departure.objects.select_related("leaver").get(leaver=self.people["chen.jing"])
        inheritance = Inheritance.objects.filter(departure=departure, successor=self.people["successor"])[0]
        self.customer, self.departure = inheritance.customer, departure
        webhook = WebhookEndpoint.objects.filter(deliveries__state="failed")[0]
        to_come = Meeting.objects.filter(departure=departure).to_come()[0]
        draft, done = self._transfer("zhao.min"), self._transfer("rep")
        self.ids = {
            "departure": departure.pk,
            "leaver": departure.leaver_id,
            "reader": self.people["admin"].pk,
            "customer": self.customer.pk,
            "plan": Plan.objects.get(departure=departure).pk,
            "draft": draft.plan.pk,
            "webhook": webhook.pk,
            "meeting": to_come.pk,
            "proposed": self._proposed(),
            "sample": Sample.objects.get(departure=departure, replaced_at=None).pk,
        }
        item = self._item_with_evidence()
        self.parts: dict[str, object] = self.ids | {
            "customers/": self.customer.pk,
            "handovers/": departure.pk,
            "departures/": departure.pk,
            "plans/": self.ids["plan"],
            "transfers/": draft.pk,
            "webhooks/": webhook.pk,
            "inherited/": inheritance.pk,
            "connections/": Connection.objects.get().pk,
            "imports/": self._import(),
            "vendor": Connection.objects.get().vendor,
            "deal": Deal.objects.filter(customer__isnull=False)[0].pk,
            "move": Move.objects.get(plan__departure=departure).pk,
            "checklist-items/": item,
            "item": item,
            "file": evidence_of(item),
            "kind": "seat",
            "token": switches.of(self.people["admin"], "departure_begin").address.rstrip("/").rpartition("/")[2],  # type: ignore[union-attr]
            "key": self._answer_link(),
        }
        self._own_things()
        self.elsewhere = self._elsewhere(Departure.objects.get(state="registered").pk, done, self._done(done))

    def _elsewhere(self, planned: int, done: Transfer, moved: Move) -> dict[str, str]:
        """By route, the addresses that open only where a plan is still a draft, or where all is over."""
        closed = Departure.objects.get(state="closed").pk
        return {
            "api/v1/plans/<int:pk>/strategies/": f"/api/v1/plans/{self.ids['proposed']}/strategies/",
            "api/v1/responsible/": f"/api/v1/responsible/?customer={self.customer.pk}",
            "handovers/<int:pk>/record/": f"/handovers/{closed}/record/?verify=1",
            "handovers/<int:pk>/plan/seats/": f"/handovers/{planned}/plan/seats/",
            "handovers/<int:pk>/plan/scope/": f"/handovers/{planned}/plan/scope/",
            "handovers/<int:pk>/plan/strategies/": f"/handovers/{planned}/plan/strategies/",
            "transfers/<int:pk>/progress/": f"/transfers/{done.pk}/progress/",
            "transfers/<int:pk>/moves/<int:move>/undo/": f"/transfers/{done.pk}/moves/{moved.pk}/undo/",
        }

    def signed_in(self, name: str) -> Client:
        """Somebody's browser."""
        client = Client(raise_request_exception=False)
        client.force_login(self.people[name], "accounts.backend.PersonBackend")
        return client

    def _post(self, url: str, data: dict[str, Any]) -> str:
        answer = self.readers["admin"].post(url, data)
        assert answer.status_code == 302, (url, answer.status_code, answer.content[:2000])
        return answer["Location"]

    def _proposed(self) -> int:
        """The plan of a departure, still a draft."""
        successors, departure = (
            [self.people["rep"], self.people["successor"]],
            Departure.objects.get(state="registered"),
        )
        plan = plans.propose(
            departure=departure,
            successors=successors,
            strategy=Strategy.EVEN,
            by=self.people["manager"],
            at=self.now,
        )
        return plan.pk

    def _done(self, transfer: Transfer) -> Move:
        """A transfer that was carried out."""
        self._post(f"/transfers/{transfer.pk}/approval/", {})
        move = Move.objects.get(plan__transfer=transfer)
        return reassignment.execute(move=move, by=self.people["admin"], at=self.now)

    def _transfer(self, giver: str) -> Transfer:
        """A transfer whose plan is still a draft."""
        admin = self.people["admin"]
        customers = Customer.objects.filter(owner=self.people[giver])
        later = self.now + datetime.timedelta(days=30)
        made = transfers.make(
            kind=TransferKind.TERRITORY, customers=customers, by=admin, at=self.now, effective_at=later
        )
        successors = [self.people["luo.qiang"].pk, self.people["successor"].pk]
        self._post(f"/transfers/{made.pk}/proposal/", {"successors": successors, "strategy": "even"})
        return made

    def _import(self) -> int:
        """An import that was run, with a row that was refused."""
        table = b"Account,Sector\nPrairie Mills,retail\n,retail\n"
        given = [("customers.csv", BytesIO(table), len(table))]
        run = receiving.receive_and_confirm(files=given, by=self.people["admin"], at=self.now)
        assert running.run(run.pk, at=self.now)
        return run.pk

    def _item_with_evidence(self) -> int:
        item = ChecklistItem.objects.filter(departure=self.departure, state="open", responsible="leaver")[0]
        photo = SimpleUploadedFile("note.txt", b"The keys are with the reception.")
        evidence.add(item=item, file=photo, name="note.txt", by=self.departure.leaver, at=self.now)
        return item.pk

    def _answer_link(self) -> str:
        until = self.now + datetime.timedelta(days=3)
        return answer_links.make(departure=self.departure, by=self.people["manager"], at=self.now, expires_at=until)[1]

    def _own_things(self) -> None:
        """A seat in an account team, and what is the reader's alone."""
        admin = self.people["admin"]
        seat = {"plan_id": self.ids["plan"], "customer": self.customer, "successor": self.people["rep"]}
        AccountTeamMember.objects.create(customer=self.customer, user=self.departure.leaver)
        SeatLine.objects.create(reason="fewest", **seat)
        tokens.issue(user=admin, name="CI", scope=Scope.READ, by=admin, at=self.now)
        registrations.start(by=admin, leaver=self.people["rep"], kind="resignation", already_gone=False)
        self._post("/handovers/views/new/", {"name": "Mine", "query": "state=registered"})
        self._post(f"/handovers/{self.departure.pk}/document/new/", {"language": "en", "format": "xlsx"})

    def reader(self, address: Address) -> Client:
        """Who sees most of this address."""
        name = next(name for beginning, name in READERS.items() if address.route.startswith(beginning))
        return self.readers[name]

    def url(self, address: Address) -> str:
        """The address with ids of what is there, 0 where none is known."""
        if address.route in self.elsewhere:
            return self.elsewhere[address.route]
        built, at = "", 0
        route = re.sub(r"[\^$]", "", address.route).replace("\\.", ".")
        for part in PART.finditer(route):
            built += route[at : part.start()]
            built, at = built + self._part(built, part[1] or part[2]), part.end()
        return f"/{built}{route[at:]}"

    def _part(self, before: str, name: str) -> str:
        for place in (name, *(before[start:] for start in (0, *(at.end() for at in re.finditer("/", before))))):
            if place in self.parts:
                return str(self.parts[place])
            if place in MODELS:
                newest = apps.get_model(MODELS[place])._default_manager.order_by("-pk")
                return str(newest.values_list("pk", flat=True)[0])
        return "0"


def evidence_of(item: int) -> int:
    """The file kept with an item."""
    return ChecklistItem.objects.get(pk=item).evidence.all()[0].pk
