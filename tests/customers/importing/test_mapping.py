"""Which column is which field: guessed with a certainty, corrected, remembered, given by a program."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError

from accounts.models import User
from customers.importing import receiving
from customers.models import Customer, Deal, Import, ImportFile, PersonAtSource, RememberedMapping
from tests.cast import NOW
from tests.customers.importing.bringing import bring, refusals

pytestmark = pytest.mark.django_db
Write = Callable[..., str]
STRANGE = "Vorgang,Vorgangs-Nr,Kontaktadresse\nPumps,1,a@x.example\nValves,2,b@x.example\nSeals,3,c@x.example\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return make


def received(text: str, by: User, name: str = "export.csv", source: str = "") -> ImportFile:
    content = io.BytesIO(text.encode())
    return receiving.receive(files=[(name, content, len(text))], by=by, at=NOW, source=source).files.get()


def guessed(file: ImportFile) -> dict[str, tuple[str, str]]:
    return {
        header: (guess["field"], guess["certainty"])
        for header, guess in zip(file.headers, file.guesses, strict=True)
        if guess["field"]
    }


def test_similar_names_and_content_are_weighed(admin: User, leaver: User, make_customer: Callable[..., Any]) -> None:
    for name in ("Acme", "Borg", "Cyan"):
        make_customer(leaver, name=name)
    text = (
        "Opportunity Name,Buying firm,Handled by,Expcted Close Date,Sum,When\n"
        "A,Acme,陈静,2026-12-01,100,2026-01-01\nB,Borg,陈静,2026-12-02,200,2026-01-02\n"
        "C,Cyan,Ada Park,2026-12-03,300,2026-01-03\n"
    )
    file = received(text, admin, "opportunities.csv")
    found = guessed(file)
    assert file.kind == "deals"
    assert found["Opportunity Name"] == ("name", "sure")
    assert found["Buying firm"] == ("customer", "likely")
    assert found["Handled by"] == ("owner", "likely")
    assert found["Expcted Close Date"] == ("expected_close_on", "likely")
    assert found["Sum"] == ("amount", "unsure")
    assert file.mapping[file.headers.index("Sum")] == ""  # proposed, not used


def test_what_is_known_to_be_nothing_is_not_taken_for_something_alike(admin: User) -> None:
    text = "id,name,Modified Time,Lead Source,Annual Revenue\n1,A,2026-01-01,Web,5\n2,B,2026-01-02,Web,6\n"
    assert set(guessed(received(text, admin, "customers.csv"))) == {"id", "name"}


def test_a_correction_is_remembered_for_its_source_until_it_is_forgotten(sign_in: Callable, admin: User) -> None:
    client = sign_in(admin)
    text = "Yritys,Tunnus\nAcme,A-1\n"

    def give(source: str = "SAP") -> ImportFile:
        upload = SimpleUploadedFile("customers.csv", text.encode())
        client.post("/imports/", {"upload": upload, "source": source})
        return Import.objects.first().files.get()  # type: ignore[union-attr]

    file = give()
    kind = {f"file{file.pk}-kind": "customers"}
    client.post(f"/imports/{file.run_id}/", kind)
    columns = {f"file{file.pk}-column0": "name", f"file{file.pk}-column1": "code"}
    client.post(f"/imports/{file.run_id}/", kind | columns | {"import": ""})
    assert RememberedMapping.objects.get().source == "SAP"

    again = give()
    assert (again.kind, again.mapping) == ("customers", ["name", "code"])
    assert give("Other").mapping == ["", ""]
    page = client.get(f"/imports/{again.run_id}/").content.decode()
    assert "as last time" in page
    client.post(f"/imports/{again.run_id}/", {"forget": str(again.pk)})
    assert not RememberedMapping.objects.exists()
    assert give().mapping == ["", ""]


def test_a_proposal_is_used_by_one_click(sign_in: Callable, admin: User) -> None:
    text = "deal,Sum\nA,100\nB,200\nC,300\n"
    file = received(text, admin, "deals.csv")
    client = sign_in(admin)
    assert "Perhaps “amount”" in client.get(f"/imports/{file.run_id}/").content.decode()
    now = {f"file{file.pk}-kind": "deals", f"file{file.pk}-column0": "name", "use": f"file{file.pk}-1"}
    client.post(f"/imports/{file.run_id}/", now)
    file.refresh_from_db()
    assert file.mapping == ["name", "amount"]


def test_strange_stages_are_asked_and_else_begin_at_the_beginning(sign_in: Callable, write: Write, admin: User) -> None:
    text = "deal,stage\nA,Kick-off\nB,Kick-off\nC,Signed & won\nD,Proposal\n"
    run = bring(write("deals.csv", text), by=admin)
    assert dict(Deal.objects.values_list("name", "stage")) == {
        "A": "prospecting", "B": "prospecting", "C": "closed", "D": "quoted",
    }  # fmt: skip
    assert Deal.objects.get(name="C").state == "won"
    assert run.files.get().notes[0]["params"]["words"] == "Kick-off (2)"

    file = received(text, admin, "deals.csv")
    assert file.words == {"stage": {"Kick-off": ""}}
    form = {f"file{file.pk}-kind": "deals", f"file{file.pk}-column0": "name", f"file{file.pk}-column1": "stage"}
    sign_in(admin).post(f"/imports/{file.run_id}/", form | {f"file{file.pk}-word-stage-0": "engaging"})
    file.refresh_from_db()
    assert file.words == {"stage": {"Kick-off": "engaging"}}


def test_a_program_gives_its_mapping(api: Callable, write: Write, admin: User) -> None:
    told = {"strange.csv": {"kind": "deals", "columns": {"Vorgang": "name", "Vorgangs-Nr": "source_id"}}}
    bring(write("strange.csv", STRANGE), by=admin, mapping=Path(write("mapping.json", json.dumps(told))))
    assert Deal.objects.filter(source_id="2", name="Valves").exists()
    file = SimpleUploadedFile("strange.csv", STRANGE.encode())
    answer = api(admin).post("/api/v1/imports/", {"files": [file], "mapping": json.dumps(told)}, format="multipart")
    assert answer.status_code == 202
    assert answer.json()["files"][0]["mapping"] == ["name", "source_id", ""]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("[1]", "no JSON object"),
        ('{"x.csv": {}}', "not among the files"),
        ('{"*": {"kind": "cats"}}', "Baton takes"),
        ('{"*": {"kind": "deals", "columns": {"Nope": "name"}}}', "there is none"),
        ('{"*": {"kind": "deals", "columns": {"Vorgang": "colour"}}}', "names a field"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_in_one_sentence(
    write: Write, admin: User, told: str, sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        bring(write("strange.csv", STRANGE), by=admin, mapping=Path(write("mapping.json", told)))
    assert not Import.objects.exists()


def test_refused_rows_come_back_mended_and_nothing_twice(sign_in: Callable, write: Write, admin: User) -> None:
    text = "id,name,ACV (万元),Colour,Notes2\n1,Good,1.5,red,x\n2,'=Bad,lots,'-blue,y\n3,Last,2,,\n"
    run = bring(write("customers.csv", text), by=admin, source="crm")
    assert refusals(run) == [(3, "ACV (万元)", "not_a_number")]
    answer = sign_in(admin).get(f"/imports/{run.pk}/refused-rows.csv")
    given = b"".join(answer).decode("utf-8-sig")  # type: ignore[call-overload]
    assert "'=Bad" in given
    assert "Colour" in given
    assert "not a number" in given
    again = bring(write("refused.csv", given.replace("lots", "3")), by=admin)
    assert refusals(again) == []
    assert (again.source, again.created) == ("crm", {"customers": 1})
    assert dict(Customer.objects.values_list("name", "annual_value")) == {
        "Good": 15_000,
        "=Bad": 30_000,
        "Last": 20_000,
    }


def test_owners_nobody_knows_are_kept_as_people_without_access(write: Write, admin: User, manager: User) -> None:
    text = (
        "id,name,owner id,owner\n1,A,u1,Zoe Left\n2,B,u1,Zoe Left\n3,C,u2,Zoe Left\n4,D,,max@firm.example\n"
        "5,E,,Ann Off (inactive)\n6,F,u9,\n"
    )
    run = bring(write("customers.csv", text), by=admin, source="crm")
    assert (refusals(run), run.created) == ([], {"people": 5, "customers": 6})
    made = User.objects.filter(is_active=False)
    assert sorted(made.values_list("name", flat=True)) == ["Ann Off", "Zoe Left", "Zoe Left", "max", "u9"]
    assert not User.objects.may_sign_in().filter(pk__in=made).exists()
    assert PersonAtSource.objects.filter(source="crm").count() == 3
    users = "user id,full name,email\nu9,Ned Nine,ned@firm.example\n"
    assert bring(write("users.csv", users), by=admin, source="crm").updated == {"people": 1}
    assert Customer.objects.get(name="F").owner.email == "ned@firm.example"

    lines = "id,name,owner\n11,G,Nobody Known\n12,H,王芳\n"
    told = bring(write("customers2.csv", lines), by=manager, source="crm")
    assert refusals(told) == [(2, "owner", "owner_unknown")]
