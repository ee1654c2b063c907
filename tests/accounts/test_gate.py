"""Nobody passes the gate without a declaration."""

from collections.abc import Callable

from django.test import Client

from accounts.models import User


def test_a_stranger_is_sent_to_sign_in(client: Client, db: None) -> None:
    response = client.get("/api/v1/schema/")
    assert response.status_code == 401
    assert response.json()["code"] == "not_authenticated"


def test_sign_up_is_closed(client: Client, db: None) -> None:
    assert client.get("/accounts/signup/").status_code == 404


def test_a_program_reads_the_schema_with_its_token(api: Callable[..., Client], leaver: User) -> None:
    assert api(leaver).get("/api/v1/schema/").status_code == 200
