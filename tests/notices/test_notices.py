"""The bell, its page and its REST: one's own notices, read and unread."""

import datetime
from collections.abc import Callable

from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Scope, User
from notices.actions import Letter, leave, leave_many
from notices.models import Notice
from tests.cast import NOW

SignIn = Callable[[User], Client]


def tell(user: User, key: str, kind: str = "supervisor_named", **fields: object) -> Notice:
    params = {"name": "陈静", "by": "王芳", "last_day_on": "2026-12-04"}
    notice = leave(kind=kind, to=user, key=key, at=NOW, url="/handovers/7/", params=params, **fields)  # type: ignore[arg-type]
    assert notice
    return notice


def test_the_page_says_it_in_words_and_the_bell_counts(supervisor: User, sign_in: SignIn) -> None:
    notice = tell(supervisor, "a")
    page = sign_in(supervisor).get("/notices/").content.decode()
    assert "You supervise the handover of 陈静" in page
    assert "Notices, 1 unread" in page
    assert f"/notices/{notice.pk}/" in page


def test_it_is_said_in_the_readers_language_and_time(supervisor: User, sign_in: SignIn) -> None:
    tell(supervisor, "a")
    User.objects.filter(pk=supervisor.pk).update(language="zh-hans", time_zone="Asia/Shanghai")
    assert "2026年12月4日" in sign_in(supervisor).get("/notices/").content.decode()


def test_opening_a_notice_reads_it_and_goes_where_it_points(supervisor: User, sign_in: SignIn) -> None:
    notice = tell(supervisor, "a")
    response = sign_in(supervisor).get(f"/notices/{notice.pk}/")
    assert (response.status_code, response["Location"]) == (302, "/handovers/7/")
    notice.refresh_from_db()
    assert notice.is_read


def test_a_notice_leads_nowhere_outside(supervisor: User, sign_in: SignIn) -> None:
    notice = tell(supervisor, "a")
    Notice.objects.update(url="//evil.example/")
    assert sign_in(supervisor).get(f"/notices/{notice.pk}/")["Location"] == "/notices/"


def test_all_that_was_shown_is_read_and_what_came_since_is_not(supervisor: User, sign_in: SignIn) -> None:
    shown, later = tell(supervisor, "a"), tell(supervisor, "b")
    sign_in(supervisor).post("/notices/read/", {"newest": shown.pk})
    assert list(Notice.objects.unread()) == [later]
    sign_in(supervisor).post(f"/notices/{later.pk}/read/")
    assert not Notice.objects.unread().exists()


def test_several_of_a_kind_about_one_matter_are_one_line(supervisor: User, leaver: User, sign_in: SignIn) -> None:
    for number in range(4):
        tell(supervisor, str(number), kind="verification_disputed", subject=leaver)
    tell(supervisor, "x", kind="verification_disputed", subject=supervisor)
    client = sign_in(supervisor)
    page = client.get("/notices/").content.decode()
    assert page.count("notice-dot is-unread") == 2
    assert "3 more of this kind" in page
    keys = list(Notice.objects.filter(subject_id=leaver.pk).values_list("pk", flat=True))
    client.post("/notices/read/", {"notice": keys})
    assert Notice.objects.unread().count() == 1


def test_the_page_is_narrowed_by_what_it_is_about_and_whether_it_was_read(supervisor: User, sign_in: SignIn) -> None:
    tell(supervisor, "a")
    tell(supervisor, "b", kind="departure_begin")
    client = sign_in(supervisor)
    page = client.get("/notices/?about=departure").content.decode()
    assert "The handover of 陈静 has started" in page
    assert "You supervise the handover" not in page
    client.post("/notices/read/", {"newest": Notice.objects.latest("pk").pk, "about": "departure"})
    assert [notice.kind for notice in Notice.objects.unread()] == ["supervisor_named"], "only what was shown"
    assert "The handover of 陈静 has started" not in client.get("/notices/?show=unread").content.decode()
    assert "Nothing fits." in client.get("/notices/?about=departure&show=unread").content.decode()
    assert client.get("/notices/?about=nonsense&show=nonsense").status_code == 200


def test_one_bundle_is_marked_and_no_stranger_marks_it(supervisor: User, successor: User, sign_in: SignIn) -> None:
    notice = tell(supervisor, "a")
    sign_in(successor).post("/notices/read/", {"notice": [notice.pk]})
    sign_in(supervisor).post("/notices/read/", {"notice": ["nonsense"]})
    assert Notice.objects.unread().count() == 1


def test_somebody_elses_notice_does_not_exist(
    supervisor: User, successor: User, sign_in: SignIn, api: Callable[..., APIClient]
) -> None:
    notice = tell(supervisor, "a")
    other = sign_in(successor)
    assert other.get(f"/notices/{notice.pk}/").status_code == 404
    assert other.post(f"/notices/{notice.pk}/read/").status_code == 404
    assert other.post("/notices/read/").status_code == 302
    assert api(successor).get(f"/api/v1/notices/{notice.pk}/").status_code == 404
    assert Notice.objects.unread().count() == 1


def test_the_bell_counts_to_99_with_one_query(supervisor: User, sign_in: SignIn) -> None:
    letters = [Letter(kind="supervisor_named", recipient_id=supervisor.pk, key=str(n)) for n in range(120)]
    leave_many(letters=letters, at=NOW)
    assert "Notices, 99+ unread" in sign_in(supervisor).get("/notices/").content.decode()


def test_a_program_reads_filters_and_marks(supervisor: User, api: Callable[..., APIClient]) -> None:
    client = api(supervisor)
    first, second = tell(supervisor, "a"), tell(supervisor, "b", kind="departure_begin")
    assert [row["id"] for row in client.get("/api/v1/notices/").json()["results"]] == [second.pk, first.pk]
    answer = client.patch(f"/api/v1/notices/{first.pk}/", {"read": True}).json()
    assert answer["read"] is True
    assert answer["subject"] == "You supervise the handover of 陈静"
    assert [row["id"] for row in client.get("/api/v1/notices/?unread=true").json()["results"]] == [second.pk]
    assert [row["id"] for row in client.get("/api/v1/notices/?unread=false").json()["results"]] == [first.pk]
    assert client.get("/api/v1/notices/?kind=departure_begin").json()["results"][0]["id"] == second.pk
    first.refresh_from_db()
    read_at = first.read_at
    client.patch(f"/api/v1/notices/{first.pk}/", {"read": True})
    first.refresh_from_db()
    assert first.read_at == read_at, "the first time counts"
    assert client.patch(f"/api/v1/notices/{first.pk}/", {"read": False}).json()["read_at"] is None
    assert client.patch(f"/api/v1/notices/{first.pk}/", {"read": "perhaps"}).status_code == 422
    assert api(supervisor, Scope.READ).patch(f"/api/v1/notices/{first.pk}/", {"read": True}).status_code == 403


def test_a_notice_of_an_older_version_still_shows(supervisor: User, sign_in: SignIn) -> None:
    tell(supervisor, "a")
    Notice.objects.update(kind="no_longer_left")
    assert "Something new in Baton" in sign_in(supervisor).get("/notices/").content.decode()


def test_words_are_text_not_markup(supervisor: User, sign_in: SignIn) -> None:
    leave(kind="supervisor_named", to=supervisor, key="x", at=NOW, params={"name": "<b>Bo & Co</b>"})
    page = sign_in(supervisor).get("/notices/").content.decode()
    assert "&lt;b&gt;Bo &amp; Co&lt;/b&gt;" in page
    assert "&amp;lt;" not in page


def test_days_are_the_readers_days(supervisor: User, sign_in: SignIn) -> None:
    leave(kind="supervisor_named", to=supervisor, key="x", at=datetime.datetime(2026, 11, 16, 20, tzinfo=datetime.UTC))
    User.objects.filter(pk=supervisor.pk).update(time_zone="Asia/Shanghai")
    assert "Nov 17, 2026" in sign_in(supervisor).get("/notices/").content.decode()
