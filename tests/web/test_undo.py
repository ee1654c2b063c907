"""What can be taken back is done without a question, and the message about it takes it back, without JavaScript too."""

import re
from collections.abc import Callable
from html import unescape

from django.test import Client
from django.urls import reverse

from accounts.models import User
from customers.models import Customer, Task, TaskState
from handover.models import BoardView, TemplateItem
from notices.actions.reading import mark
from notices.models import Notice
from tests.cast import NOW

FORM = re.compile(r'has-undo".*?<form method="post" action="([^"]+)">(.*?)</form>', re.S)
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def pressed(client: Client, html: str) -> None:
    """Press the button of the message that can be taken back."""
    found = FORM.search(html)
    assert found, "the page offers to take it back"
    fields: dict[str, list[str]] = {}
    for name, value in FIELD.findall(found[2]):
        fields.setdefault(name, []).append(unescape(value))
    assert client.post(unescape(found[1]), fields).status_code == 302


def after(client: Client, url: str, **data: str) -> str:
    return client.post(url, data, follow=True).content.decode()


def test_a_deleted_view_of_the_board_comes_back(sign_in: Callable[[User], Client], manager: User) -> None:
    view = BoardView.objects.create(person=manager, name="Mine & yours", query="tab=closed", is_default=True)
    client = sign_in(manager)
    html = after(client, reverse("board_view", args=[view.pk]), deed="delete")
    assert not BoardView.objects.exists()
    pressed(client, html)
    back = BoardView.objects.get()
    assert (back.name, back.query, back.is_default) == ("Mine & yours", "tab=closed", True)


def test_a_ticked_task_is_to_be_done_again(
    sign_in: Callable[[User], Client], leaver: User, make_customer: Callable[..., Customer]
) -> None:
    task = Task.objects.create(title="Call", owner=leaver, customer=make_customer(leaver))
    client = sign_in(leaver)
    html = after(client, reverse("task_tick", args=[task.pk]))
    task.refresh_from_db()
    assert task.state == TaskState.DONE
    pressed(client, html)
    task.refresh_from_db()
    assert task.state == TaskState.OPEN


def test_a_line_of_the_checklist_is_used_again(sign_in: Callable[[User], Client], admin: User) -> None:
    line = TemplateItem.objects.filter(is_active=True).first()
    assert line
    client = sign_in(admin)
    html = after(client, reverse("checklist_template_use", args=[line.pk]), in_use="no")
    line.refresh_from_db()
    assert not line.is_active
    pressed(client, html)
    line.refresh_from_db()
    assert line.is_active


def test_a_colleague_sits_with_the_customer_again(
    sign_in: Callable[[User], Client], leaver: User, successor: User, make_customer: Callable[..., Customer]
) -> None:
    customer = make_customer(leaver)
    client = sign_in(leaver)
    client.post(reverse("seat_new", args=[customer.pk]), {"user": successor.pk, "role": "engineer"})
    seat = customer.account_team.get()
    html = after(client, reverse("seat_leave", args=[seat.pk]))
    assert not customer.account_team.exists()
    pressed(client, html)
    seat = customer.account_team.get()
    assert (seat.user, seat.role) == (successor, "engineer")


def test_a_message_that_takes_nothing_back_has_no_button(sign_in: Callable[[User], Client], manager: User) -> None:
    html = after(sign_in(manager), reverse("profile"))
    assert "has-undo" not in html


def test_notices_marked_as_read_are_unread_again(sign_in: Callable[[User], Client], leaver: User) -> None:
    mine = [
        Notice.objects.create(key=f"n{number}", recipient=leaver, kind="departure_begin", created_at=NOW)
        for number in range(3)
    ]
    mark(notice=mine[0], read=True, at=NOW)
    client = sign_in(leaver)
    html = after(client, reverse("notices_read"))
    assert "2 notices are marked as read." in html
    pressed(client, html)
    assert list(Notice.objects.filter(read_at=None).order_by("pk")) == mine[1:]
    html = after(client, reverse("notice_read", args=[mine[1].pk]))
    assert "1 notice is marked as read." in html
    pressed(client, html)
    assert Notice.objects.filter(read_at=None).count() == 2
    assert "has-undo" not in after(client, reverse("notice_read", args=[mine[0].pk]))
