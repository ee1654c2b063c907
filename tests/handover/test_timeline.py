"""The timeline of a departure, as a page."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from accounts.actions import audit
from accounts.models import User
from handover.models import Departure
from tests.cast import NOW


def test_what_one_person_did_many_times_in_a_minute_is_one_line(
    sign_in: Callable[[User], Client], departure: Departure, manager: User
) -> None:
    for name in ("North", "South", "East", "West"):
        audit.record(by=manager, at=NOW, verb="verification.stated", subject=departure, details={"customer": name})
    page = sign_in(manager).get(reverse("departure_timeline", args=[departure.pk])).content.decode()
    assert "3 more like this" in page
    assert all(name in page for name in ("North", "South", "East", "West"))
    shown = page.split("3 more like this")[0]
    assert sum(name in shown for name in ("North", "South", "East", "West")) == 1
