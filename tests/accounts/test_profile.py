"""One's own settings, the language of every page, and tokens shown once."""

import datetime
import re
from collections.abc import Callable

from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import ApiToken, AuditEntry, User


def test_the_sign_in_page_speaks_chinese_before_anyone_signed_in(client: Client, db: None) -> None:
    response = client.post("/language/", {"language": "zh-hans", "next": "/accounts/login/?next=/profile/"})
    assert response["Location"] == "/accounts/login/?next=/profile/"
    assert '<html lang="zh-hans">' in client.get(response["Location"]).content.decode()


def test_the_switch_is_remembered_with_the_person(sign_in: Callable[[User], Client], leaver: User) -> None:
    sign_in(leaver).post("/language/", {"language": "zh-hans", "next": "/profile/"})
    assert '<html lang="zh-hans">' in sign_in(leaver).get("/profile/").content.decode()
    leaver.refresh_from_db()
    assert leaver.language == "zh-hans"


def test_the_switch_goes_nowhere_else(client: Client, db: None) -> None:
    for target in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", ""):
        assert client.post("/language/", {"language": "en", "next": target})["Location"] == "/"
    assert "django_language" not in client.post("/language/", {"language": "tlh"}).cookies
    assert client.get("/language/").status_code == 405


def test_the_profile_keeps_what_was_changed_and_says_so(sign_in: Callable[[User], Client], leaver: User) -> None:
    client = sign_in(leaver)
    form = {
        "uses_shortcuts": "on",
        "name": "陈静",
        "language": "zh-hans",
        "time_zone": "Asia/Shanghai",
        "theme": "system",
    }
    assert client.post("/profile/", form)["Location"] == "/profile/"
    leaver.refresh_from_db()
    assert (leaver.language, leaver.time_zone) == ("zh-hans", "Asia/Shanghai")
    entry = AuditEntry.objects.about(leaver).get()
    assert entry.details == {"language": ["en", "zh-hans"], "time_zone": ["UTC", "Asia/Shanghai"]}


def test_who_wants_it_dark_gets_it_dark(sign_in: Callable[[User], Client], leaver: User) -> None:
    client = sign_in(leaver)
    assert '<html lang="en">' in client.get("/profile/").content.decode()
    form = {"uses_shortcuts": "on", "name": "陈静", "language": "en", "time_zone": "UTC", "theme": "dark"}
    html = client.post("/profile/", form, follow=True).content.decode()
    assert '<html lang="en" data-wish="dark" data-bs-theme="dark">' in html


def test_a_time_zone_that_does_not_exist_is_refused(sign_in: Callable[[User], Client], leaver: User) -> None:
    response = sign_in(leaver).post("/profile/", {"name": "陈静", "language": "en", "time_zone": "Mars/Olympus"})
    assert response.status_code == 200
    assert 'id="id_time_zone_error"' in response.content.decode()


def _make(client: Client, **form: str) -> str:
    data = {"token-name": "nightly export", "token-scope": "read", "token-days": "30"} | form
    page = client.post("/profile/tokens/", data).content.decode()
    found = re.search(r'readonly value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_tokens_key_is_shown_once_and_works_until_revoked(sign_in: Callable[[User], Client], leaver: User) -> None:
    client = sign_in(leaver)
    key = _make(client)
    assert key not in client.get("/profile/").content.decode()
    assert client.get("/profile/tokens/")["Location"] == "/profile/", "the language switch comes back here"
    program = APIClient(HTTP_AUTHORIZATION=f"Bearer {key}")
    assert program.get("/api/v1/schema/").status_code == 200
    token = ApiToken.objects.get()
    assert key not in (token.key_hash, token.hint)
    client.post(f"/profile/tokens/{token.pk}/revoke/")
    assert program.get("/api/v1/schema/").status_code == 401
    assert [entry.verb for entry in AuditEntry.objects.about(token)] == ["token.revoked", "token.issued"]


def test_an_expired_token_opens_nothing(sign_in: Callable[[User], Client], leaver: User) -> None:
    program = APIClient(HTTP_AUTHORIZATION=f"Bearer {_make(sign_in(leaver))}")
    ApiToken.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert program.get("/api/v1/schema/").status_code == 401


def test_nobody_revokes_another_persons_token(sign_in: Callable[[User], Client], leaver: User, admin: User) -> None:
    _make(sign_in(leaver))
    token = ApiToken.objects.get()
    assert sign_in(admin).post(f"/profile/tokens/{token.pk}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
