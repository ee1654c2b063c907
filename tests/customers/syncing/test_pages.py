"""An administrator connects a CRM, sees how it fares, and settles what both sides say differently."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from customers.actions import connections, ownership
from customers.models import Connection, ConnectionRun, Customer, LinkState, RecordLink, RunKind
from customers.syncing import running
from tests.contracts.plain.crm import HOST, KEY, Crm
from tests.contracts.simulator import Fault, Simulator, reply
from tests.crm import Runs, states


@pytest.fixture
def keeper(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


FORM = {"name": "Plain", "source": "plain", "every_minutes": "15", "set_address": f"https://{HOST}"}


def test_connecting_tries_at_once_and_never_shows_the_secret(keeper: Client, server: Simulator) -> None:
    assert "Plain CRM" in text(keeper.get(reverse("connections")))
    new = reverse("connection_new", args=["plain"])
    assert keeper.post(new, FORM).status_code == 422, "the key is needed"
    shown = keeper.post(new, FORM | {"set_key": KEY}, follow=True)
    made = Connection.objects.get()
    assert shown.redirect_chain == [(reverse("connection", args=[made.pk]), 302)]
    assert "answers as Plain Ltd" in text(shown)
    assert KEY not in made.secrets + str(made.values)
    edit = reverse("connection_edit", args=[made.pk])
    assert KEY not in text(keeper.get(edit))
    keeper.post(edit, FORM | {"name": "Renamed", "writes_owners": "on"})
    made.refresh_from_db()
    assert (made.name, made.writes_owners, made.source) == ("Renamed", True, "plain")
    assert "answers as Plain Ltd" in text(keeper.post(reverse("connection_do", args=[made.pk, "try"]), follow=True))
    assert KEY not in str(list(AuditEntry.objects.values_list("details", flat=True)))


def test_a_wrong_key_is_said_in_words(keeper: Client, server: Simulator) -> None:
    shown = keeper.post(reverse("connection_new", args=["plain"]), FORM | {"set_key": "wrong"}, follow=True)
    assert "does not work yet: it says http_401. Look at what is filled in under Settings" in text(shown)


def test_what_may_work_later_is_told_apart(keeper: Client, server: Simulator, connection: Connection) -> None:
    server.next = [reply({}, 503)]
    shown = keeper.post(reverse("connection_do", args=[connection.pk, "try"]), follow=True)
    assert "it says http_503. It may work later: try it again in a few minutes." in text(shown)


def test_a_stopped_connection_says_what_happened_and_what_can_be_done(keeper: Client, connection: Connection) -> None:
    connections.stop(connection=connection, code="invalid_client_secret", detail="", at=timezone.now())
    shown = text(keeper.get(reverse("connection", args=[connection.pk])))
    assert "it does not take the keys that were filled in (invalid_client_secret)." in shown
    assert "Take the keys anew from the CRM’s own console" in shown
    assert "Nothing is lost" in shown
    assert "Read now" not in shown, "what is wrong comes first"


def test_how_far_reading_is_stands_at_the_head(
    keeper: Client, connection: Connection, runs: Runs, server: Simulator, leaver: User
) -> None:
    server.faults = [Fault(reply({}, 429), lambda call: call.query.get("after") == "c3")]
    Connection.objects.update(answered_as="Plain Ltd")
    here = reverse("connection", args=[connection.pk])
    assert "It answers as Plain Ltd." in text(keeper.get(here))
    run = runs(RunKind.IN, times=1)
    shown = text(keeper.get(here))
    assert "Reading waits: it says http_429. Next attempt at" in shown
    assert "It answers as" not in shown
    ConnectionRun.objects.update(tries=0, problem="")
    assert "Reading: 3 records so far." in text(keeper.get(here))
    running.run(run.pk, at=timezone.now())
    assert "Last read" in text(keeper.get(here))


def test_no_currency_is_chosen_for_anybody(keeper: Client) -> None:
    new = reverse("connection_new", args=["zoho"])
    assert '<option value="" selected>—</option>' in text(keeper.get(new))
    given = {"name": "Zoho", "source": "zoho", "every_minutes": "15", "set_region": "us"}
    refused = keeper.post(new, given | {"set_client_id": "a", "set_client_secret": "b", "set_refresh_token": "c"})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["set_environment", "set_currency"]


def test_a_second_connection_with_the_same_source_is_refused(keeper: Client, connection: Connection) -> None:
    answer = keeper.post(reverse("connection_new", args=["plain"]), FORM | {"set_key": KEY})
    assert answer.status_code == 422
    assert "has this source already" in text(answer)


def test_the_page_says_what_came_of_each_run(
    keeper: Client, read: ConnectionRun, connection: Connection, runs: Runs, crm: Crm
) -> None:
    crm.record("deals", "d9", "p1", name="Deal", customer="nowhere")
    runs(RunKind.IN)
    shown = text(keeper.get(reverse("connection", args=[connection.pk])))
    for words in ("9 records read", "1 row refused", "7 of 7 records (100%)", "Customers, contacts, deals, activities"):
        assert words in shown
    assert "7 of 7 records" in text(keeper.get(reverse("connections")))


def test_the_page_follows_what_is_on_its_way(keeper: Client, connection: Connection, runs: Runs) -> None:
    here = reverse("connection", args=[connection.pk])
    again = f'hx-get="{here}"'
    assert again not in text(keeper.get(here))
    keeper.post(reverse("connection_do", args=[connection.pk, "read"]))
    assert again in text(keeper.get(here))
    part = text(keeper.get(here, headers={"HX-Request": "true"}))
    assert again in part
    assert "<html" not in part
    runs(RunKind.IN)
    assert again not in text(keeper.get(here))
    RecordLink.objects.filter(source_id="c1").update(state=LinkState.WAITING, due_at=timezone.now())
    assert again in text(keeper.get(here)), "an owner is still to be written"


def test_runs_are_started_switched_off_and_a_used_one_stays(keeper: Client, connection: Connection, read: Any) -> None:
    for deed in ("read", "read-all", "compare", "write", "again"):
        keeper.post(reverse("connection_do", args=[connection.pk, deed]))
    assert set(ConnectionRun.objects.filter(state="queued").values_list("what", flat=True)) == {"in", "check", "out"}
    keeper.post(reverse("connection_do", args=[connection.pk, "switch-off"]))
    assert not ConnectionRun.objects.filter(state="queued").exists()
    assert "Switched off." in text(keeper.get(reverse("connection", args=[connection.pk])))
    refused = keeper.post(reverse("connection_do", args=[connection.pk, "read"]), follow=True)
    assert "Switch the connection on first." in text(refused)
    refused = keeper.post(reverse("connection_do", args=[connection.pk, "remove"]), follow=True)
    assert "Switch it off instead." in text(refused)
    RecordLink.objects.all().delete()
    keeper.post(reverse("connection_do", args=[connection.pk, "remove"]))
    assert not Connection.objects.exists()


@pytest.fixture
def differing(read: ConnectionRun, crm: Crm, runs: Runs) -> dict[str, int]:
    """Three customers whose owner there is another by now: the link of each."""
    for number in (1, 2, 3):
        crm.records["customers"][f"c{number}"]["owner"] = "p2"
    runs(RunKind.CHECK)
    return dict(RecordLink.objects.filter(state=LinkState.CONFLICT).values_list("source_id", "pk"))


def test_differences_are_settled_each_way(
    keeper: Client,
    differing: dict[str, int],
    connection: Connection,
    runs: Runs,
    crm: Crm,
    leaver: User,
    successor: User,
) -> None:
    url = reverse("reconciliation", args=[connection.pk])
    shown = text(keeper.get(url, {"state": "open"}))
    assert all(words in shown for words in ("Customer 1", "Customer 3", "陈静", "Li Wei there", "4 of 7 records"))
    assert "Customer 4" not in shown
    keeper.post(url, {"link": differing["c1"], "deed": "take"})
    keeper.post(url, {"link": differing["c2"], "deed": "write"})
    assert "Say why it stays" in text(keeper.post(url, {"link": differing["c3"], "deed": "leave"}, follow=True))
    keeper.post(url, {"link": differing["c3"], "deed": "leave", "reason": "A joint account"})
    runs(RunKind.OUT)
    found = states(connection)
    assert (found["c1"], found["c2"], found["c3"]) == ("agreed", "agreed", "settled")
    assert Customer.objects.get(source_id="c1").owner == successor
    assert crm.owner("customers", "c2") == "p1"
    assert "A joint account" in text(keeper.get(url, {"state": "settled"}))
    assert AuditEntry.objects.filter(verb="connection.settled").count() == 3
    runs(RunKind.CHECK)
    assert states(connection)["c3"] == "settled", "nothing has changed there since"


def test_what_differs_comes_first_page_by_page(
    keeper: Client, differing: dict[str, int], connection: Connection, crm: Crm, runs: Runs
) -> None:
    for number in range(10, 14):
        crm.record("customers", f"c{number}", "p1", name=f"Customer {number}")
    runs(RunKind.IN)
    settled, waiting = RecordLink.objects.get(source_id="c1"), RecordLink.objects.get(source_id="c13")
    url = reverse("reconciliation", args=[connection.pk])
    keeper.post(url, {"link": settled.pk, "deed": "leave", "reason": "A joint account"})
    RecordLink.objects.filter(pk=waiting.pk).update(state=LinkState.WAITING, due_at=timezone.now())
    seen, address = [], f"{url}?kind=1&size=2"
    while address:
        page = keeper.get(address)
        seen += [row.link.source_id for row in page.context["rows"]]
        after = page.context["page"].after
        address = f"{url}?kind=1&size=2&after={after}" if after else ""
    assert seen == ["c2", "c3", "c13", "c1", "c4", "c5", "c10", "c11", "c12"]
    shown = text(keeper.get(url))
    groups = ["Baton and the CRM differ", "Under way", "Left as they are", "Both say the same"]
    assert [shown.index(words) for words in groups] == sorted(shown.index(words) for words in groups)
    assert "7 of 10 records" in shown, "2 customers differ, 1 waits, 1 is left aside"
    told = list(
        csv.reader(
            io.StringIO(
                b"".join(keeper.get(reverse("reconciliation_csv", args=[connection.pk]), {"kind": "1"})).decode(
                    "utf-8-sig"
                )
            )
        )
    )
    assert [row[2] for row in told[1:]] == seen


def test_only_what_was_settled_is_counted(
    keeper: Client, differing: dict[str, int], connection: Connection, leaver: User, successor: User, admin: User
) -> None:
    """A move takes a record back while somebody looks at the page."""
    url = reverse("reconciliation", args=[connection.pk])
    RecordLink.objects.filter(pk=differing["c1"]).update(state=LinkState.AGREED)
    RecordLink.objects.filter(pk=differing["c3"]).update(state=LinkState.GONE, gone_at=timezone.now(), owner_there="")
    both = {"link": [differing["c1"], differing["c2"], differing["c3"]]}
    shown = text(keeper.post(url, both | {"deed": "write"}, follow=True))
    assert "1 record is settled." in shown
    assert "2 records were left alone" in shown
    assert AuditEntry.objects.get(verb="connection.settled").details["count"] == 1
    shown = text(keeper.post(url, {"link": differing["c1"], "deed": "take"}, follow=True))
    assert "is settled" not in shown
    assert "1 record was left alone" in shown
    assert AuditEntry.objects.filter(verb="connection.settled").count() == 1
    assert "Choose the records first." in text(keeper.post(url, {"deed": "take"}, follow=True))


def test_all_that_the_filter_shows_are_settled_together(
    keeper: Client, differing: dict[str, int], connection: Connection, crm: Crm, runs: Runs
) -> None:
    url = reverse("reconciliation", args=[connection.pk])
    assert "All 3 of this list that need a look, on all its pages" in text(keeper.get(url, {"size": 2}))
    assert "of this list that need a look" not in text(keeper.get(url, {"state": "agreed"}))
    crm.person("p9", "Nobody here")
    crm.records["customers"]["c3"]["owner"] = "p9"
    RecordLink.objects.filter(pk=differing["c3"]).update(owner_there="p9")
    everything = {"everything": "1", "count": "3", "reason": "A joint account"}
    refused = text(keeper.post(url, everything | {"count": "2", "deed": "take"}, follow=True))
    assert "There are 3 of them now. Nothing was settled" in refused
    assert not AuditEntry.objects.filter(verb="connection.settled").exists()
    taken = text(keeper.post(f"{url}?kind=1&size=1", everything | {"deed": "take"}, follow=True))
    assert "2 records are settled." in taken
    assert "1 record was left alone" in taken
    assert (states(connection)["c1"], states(connection)["c3"]) == ("agreed", "conflict")
    keeper.post(f"{url}?state=open", everything | {"count": "1", "deed": "leave"})
    assert states(connection)["c3"] == "settled"
    assert "of this list that need a look" not in text(keeper.get(url)), "what was left as it is stays so"
    keeper.post(url, everything | {"count": "1", "deed": "write"})
    assert states(connection)["c3"] == "settled"


def test_who_was_given_the_record_meanwhile_is_not_overwritten(
    keeper: Client, differing: dict[str, int], connection: Connection, runs: Runs, crm: Crm
) -> None:
    crm.person("p3", "Zhao Min there")
    keeper.post(reverse("reconciliation", args=[connection.pk]), {"link": differing["c1"], "deed": "write"})
    crm.records["customers"]["c1"]["owner"] = "p3"
    runs(RunKind.OUT)
    assert states(connection)["c1"] == "conflict"
    assert crm.owner("customers", "c1") == "p3"


def test_the_report_is_a_csv(keeper: Client, differing: dict[str, int], connection: Connection) -> None:
    answer = keeper.get(reverse("reconciliation_csv", args=[connection.pk]), {"state": "conflict"})
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert rows[0][:5] == ["Kind", "Record", "Id there", "Baton says", "The CRM says"]
    assert [row[1:6] for row in rows[1:]] == [
        [f"Customer {n}", f"c{n}", "陈静", "Li Wei there", "They differ"] for n in (1, 2, 3)
    ]


def test_rest_says_the_same(differing: dict[str, int], connection: Connection, admin: User, leaver: User) -> None:
    api = APIClient()
    api.force_authenticate(admin)
    found = api.get(f"/api/v1/connections/{connection.pk}/").json()
    assert (found["compared"], found["agree"], found["states"]) == (7, 4, {"agreed": 4, "conflict": 3})
    links = api.get("/api/v1/record-links/", {"state": "conflict", "kind": "customer"}).json()["results"]
    assert {(link["source_id"], link["owner_there"]) for link in links} == {(f"c{n}", "p2") for n in (1, 2, 3)}
    api.force_authenticate(leaver)
    assert api.get("/api/v1/record-links/").status_code == 403


def test_a_change_shows_at_once(
    keeper: Client, read: ConnectionRun, connection: Connection, successor: User, admin: User
) -> None:
    ownership.change(record=Customer.objects.get(source_id="c4"), to=successor, by=admin, at=timezone.now())
    shown = text(keeper.get(reverse("reconciliation", args=[connection.pk]), {"state": "waiting"}))
    assert "Customer 4" in shown
    assert "李伟" in shown


def test_a_customer_deleted_there_says_so_on_its_page(
    keeper: Client, read: ConnectionRun, crm: Crm, runs: Runs
) -> None:
    crm.delete("customers", "c5")
    runs(RunKind.IN)
    gone = Customer.objects.get(source_id="c5")
    assert "Deleted in Plain, noticed" in text(keeper.get(reverse("customer", args=[gone.pk])))


def test_who_somebody_is_can_be_corrected(
    keeper: Client, read: ConnectionRun, connection: Connection, crm: Crm, runs: Runs, second_successor: User
) -> None:
    crm.person("p7", "Min Z.", "min@elsewhere.example")
    crm.record("customers", "c7", "p7", name="Customer 7")
    runs(RunKind.IN)
    shown = text(keeper.get(reverse("connection_people", args=[connection.pk]), {"q": "min"}))
    assert "Min Z." in shown
    assert "Li Wei there" not in shown
    there = connection.people.get(vendor_id="p7")
    url = reverse("connection_person", args=[connection.pk, there.pk])
    assert "Nobody here has this address." in text(keeper.post(url, {"person": "who@baton.example"}))
    assert "is this person already" in text(keeper.post(url, {"person": "successor@baton.example"}))
    keeper.post(url, {"person": second_successor.email})
    runs(RunKind.CHECK)
    assert states(connection)["c7"] == "conflict"
    link = RecordLink.objects.get(source_id="c7")
    keeper.post(reverse("reconciliation", args=[connection.pk]), {"link": link.pk, "deed": "take"})
    assert Customer.objects.get(source_id="c7").owner == second_successor
