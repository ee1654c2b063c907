"""People as an administrator and HR manage them."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.actions import people
from accounts.models import AuditEntry, Team, User
from accounts.permissions import Role
from web.errors import Refused

NOW = datetime.datetime(2026, 11, 16, 2, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
SignIn = Callable[[User], Client]
NEW = {"name": "Nina New", "email": "Nina@Baton.example", "role": "rep", "capacity": "100", "language": "en"}


def _person_form(person: User, **changes: object) -> dict[str, object]:
    form = {"name": person.name, "title": "", "role": person.role, "capacity": person.capacity}
    return form | {"team": person.team_id or "", "office": person.office_id or ""} | changes


def test_an_invited_person_chooses_a_password_and_signs_in(sign_in: SignIn, hr: User, client: Client) -> None:
    response = sign_in(hr).post("/people/invite/", NEW)
    nina = User.objects.get(email="nina@baton.example")
    assert response["Location"] == f"/people/{nina.pk}/"
    assert not nina.has_usable_password()
    link = re.search(r"http://testserver(/\S+)", str(mail.outbox[-1].body))
    assert link is not None
    form_page = client.get(link[1])["Location"]
    client.post(form_page, {"password1": "a-long-new-phrase", "password2": "a-long-new-phrase"})
    assert client.post("/accounts/login/", {"login": nina.email, "password": "a-long-new-phrase"})["Location"] == "/"
    assert [entry.verb for entry in AuditEntry.objects.about(nina)] == ["person.invited", "person.created"]


def test_an_invitation_speaks_the_language_of_the_invited(sign_in: SignIn, hr: User) -> None:
    sign_in(hr).post("/people/invite/", NEW | {"language": "zh-hans"})
    assert User.objects.get(email="nina@baton.example").language == "zh-hans"
    assert mail.outbox[-1].to == ["nina@baton.example"]


def test_an_address_belongs_to_one_person(sign_in: SignIn, hr: User, leaver: User) -> None:
    page = sign_in(hr).post("/people/invite/", NEW | {"email": leaver.email.upper()}).content.decode()
    assert "This address is taken." in page
    assert not mail.outbox


def test_an_imported_person_signs_in_after_an_address_and_an_invitation(sign_in: SignIn, admin: User) -> None:
    imported = User.objects.create_user("darcel.schlecht@import.invalid", name="Darcel Schlecht")
    client = sign_in(admin)
    assert "not invited yet" in client.get("/people/?access=placeholder").content.decode()
    client.post(f"/people/{imported.pk}/invitation/")
    assert not mail.outbox
    client.post(f"/people/{imported.pk}/address/", {"email": "Darcel@baton.example"})
    client.post(f"/people/{imported.pk}/invitation/")
    assert mail.outbox[-1].to == ["darcel@baton.example"]


def test_hr_does_not_set_the_address_somebody_signs_in_with(sign_in: SignIn, hr: User, manager: User) -> None:
    client, before = sign_in(hr), manager.email
    assert "/address/" not in client.get(f"/people/{manager.pk}/").content.decode()
    assert client.post(f"/people/{manager.pk}/address/", {"email": "mine@baton.example"}).status_code == 403
    manager.refresh_from_db()
    assert manager.email == before


def test_a_manager_reads_about_people_and_changes_none(sign_in: SignIn, manager: User, leaver: User) -> None:
    client = sign_in(manager)
    page = client.get(f"/people/{leaver.pk}/").content.decode()
    assert "Looks after customers" in page
    assert "<form" not in page.split('id="main"')[1].split("</main>")[0]
    assert client.post(f"/people/{leaver.pk}/change/", _person_form(leaver, role="auditor")).status_code == 403


def test_only_those_who_manage_people_see_that_an_access_will_end(
    sign_in: SignIn, hr: User, successor: User, leaver: User
) -> None:
    User.objects.filter(pk=leaver.pk).update(access_ends_at=timezone.now() + HOUR)
    for path in ("/people/", f"/people/{leaver.pk}/"):
        assert "access ends" in sign_in(hr).get(path).content.decode()
        assert "access ends" not in sign_in(successor).get(path).content.decode()


def test_a_change_says_what_was_and_what_is(sign_in: SignIn, admin: User, leaver: User) -> None:
    sign_in(admin).post(f"/people/{leaver.pk}/change/", _person_form(leaver, role="manager", capacity=80))
    leaver.refresh_from_db()
    assert (leaver.role, leaver.capacity) == (Role.MANAGER, 80)
    assert AuditEntry.objects.about(leaver).get().details == {"role": ["rep", "manager"], "capacity": [150, 80]}


def test_the_last_administrator_stays_one(sign_in: SignIn, admin: User) -> None:
    page = sign_in(admin).post(f"/people/{admin.pk}/change/", _person_form(admin, role="rep")).content.decode()
    assert "Ada Park is the last administrator." in page
    admin.refresh_from_db()
    assert admin.role == Role.ADMINISTRATOR


def test_a_second_administrator_may_step_down(sign_in: SignIn, admin: User, leaver: User) -> None:
    User.objects.filter(pk=leaver.pk).update(role=Role.ADMINISTRATOR)
    sign_in(admin).post(f"/people/{admin.pk}/change/", _person_form(admin, role="rep"))
    admin.refresh_from_db()
    assert admin.role == Role.REP


DEEDS: dict[str, Callable[[User, User], object]] = {
    "role": lambda hr, admin: people.change(person=hr, role=Role.ADMINISTRATOR, by=hr, at=NOW),
    "address": lambda hr, admin: people.set_address(person=admin, email="mine@baton.example", by=hr, at=NOW),
    "access": lambda hr, admin: people.end_access(person=admin, ends_at=NOW, by=hr, at=NOW),
    "make": lambda hr, admin: people.create(email="n@baton.example", name="N", role="administrator", by=hr, at=NOW),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_hr_can_not_make_itself_an_administrator_by_any_way(hr: User, admin: User, deed: str) -> None:
    with pytest.raises(Refused) as refusal:
        DEEDS[deed](hr, admin)
    assert refusal.value.code == "administrators_only"


def test_hr_does_not_change_its_own_role(hr: User) -> None:
    with pytest.raises(Refused) as refusal:
        people.change(person=hr, role=Role.AUDITOR, by=hr, at=NOW)
    assert refusal.value.code == "own_role"


def test_access_is_ended_and_given_back(sign_in: SignIn, hr: User, leaver: User) -> None:
    client, theirs = sign_in(hr), sign_in(leaver)
    client.post(f"/people/{leaver.pk}/access/end/", {"ends_at": ""})
    assert theirs.get("/profile/").status_code == 302
    assert "access ended" in client.get(f"/people/{leaver.pk}/").content.decode()
    client.post(f"/people/{leaver.pk}/access/open/")
    assert sign_in(leaver).get("/profile/").status_code == 200


def test_an_end_is_read_in_the_time_zone_of_who_types_it(sign_in: SignIn, hr: User, leaver: User) -> None:
    User.objects.filter(pk=hr.pk).update(time_zone="Asia/Shanghai")
    sign_in(hr).post(f"/people/{leaver.pk}/access/end/", {"ends_at": "2027-01-31T18:00"})
    leaver.refresh_from_db()
    assert leaver.access_ends_at == datetime.datetime(2027, 1, 31, 10, 0, tzinfo=datetime.UTC)


def test_nobody_ends_their_own_access(sign_in: SignIn, hr: User) -> None:
    sign_in(hr).post(f"/people/{hr.pk}/access/end/", {"ends_at": ""})
    hr.refresh_from_db()
    assert hr.access_ends_at is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=陈静", ["陈静"]),
        ("q=静", ["陈静"]),
        ("q=SUCCESSOR@", ["李伟"]),
        ("role=hr", ["Grace Hill"]),
        ("q=nobody-at-all", []),
        ("role=emperor&q=李", ["李伟"]),
        ("access=ended", ["李伟"]),
    ],
)
def test_people_are_found(
    sign_in: SignIn, hr: User, leaver: User, successor: User, query: str, found: list[str]
) -> None:
    if query == "access=ended":
        User.objects.filter(pk=successor.pk).update(is_active=False)
    page = sign_in(hr).get(f"/people/?{query}").content.decode()
    names = re.findall(r'/people/\d+/">.*?<span>(.*?)<', page, re.S)
    assert names == found


def test_an_administrator_takes_back_anybodys_token(
    sign_in: SignIn, api: Callable[..., Client], admin: User, leaver: User
) -> None:
    program = api(leaver)
    token = leaver.api_tokens.get()
    assert sign_in(leaver).post(f"/people/tokens/{token.pk}/revoke/").status_code == 403
    sign_in(admin).post(f"/people/tokens/{token.pk}/revoke/")
    assert program.get("/api/v1/schema/").status_code == 401


def test_the_audit_trail_is_for_those_who_may_read_it(
    sign_in: SignIn, admin: User, auditor: User, leaver: User
) -> None:
    people.change(person=leaver, capacity=10, by=admin, at=NOW)
    page = sign_in(auditor).get("/people/audit/?verb=person").content.decode()
    assert "changed a person" in page
    assert "changed a person" not in sign_in(auditor).get("/people/audit/?since=2026-11-17").content.decode()
    assert "changed a person" in sign_in(auditor).get("/people/audit/?until=2026-11-16").content.decode()
    assert sign_in(leaver).get("/people/audit/").status_code == 403


def test_each_role_is_explained_from_the_data(sign_in: SignIn, leaver: User) -> None:
    page = sign_in(leaver).get("/people/roles/").content.decode()
    assert "Registers departures, follows them to the end and cuts the access; does not see deals." in page
    assert "read the audit trail" in page


def test_a_team_lists_its_people(sign_in: SignIn, leaver: User, outsider: User) -> None:
    team = Team.objects.get(name="West")
    page = sign_in(leaver).get(f"/people/?team={team.pk}").content.decode()
    assert "Olga West" in page
    assert "陈静" not in page.split("</table>")[0].split("<tbody>")[1]


def test_what_somebody_can_carry_is_set_on_their_page_and_refused_at_the_field(
    sign_in: SignIn, admin: User, leaver: User
) -> None:
    client, url = sign_in(admin), f"/people/{leaver.pk}/"
    said = {"capacity_value": "2000000", "capacity_currency": "USD", "weekly_visits": "12"}
    client.post(url + "change/", _person_form(leaver, **said))
    leaver.refresh_from_db()
    assert (leaver.capacity_value, leaver.capacity_currency, leaver.weekly_visits) == (2_000_000, "USD", 12)
    shown = client.get(url).content.decode()
    assert "$2M of open deals · 12 visits a week" in shown
    refused = client.post(url + "change/", _person_form(leaver, capacity_value="-1")).content.decode()
    assert "An amount is not below zero." in refused
    client.post(url + "change/", _person_form(leaver, capacity_value="", weekly_visits=""))
    leaver.refresh_from_db()
    assert (leaver.capacity_value, leaver.capacity_currency, leaver.weekly_visits) == (None, "USD", None)
