"""Webhooks by a real worker that is killed in the middle: every event arrives, and none as two."""

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from notices.actions import events, webhooks
from notices.models import Delivery, DeliveryState
from tests.contracts.simulator import running
from tests.contracts.webhooks.receiver import Receiver, receiver
from tests.worker import Workers, wait_for

pytestmark = pytest.mark.worker

MANY = 60


def test_killed_in_the_middle_everything_arrives(workers: Workers, admin: User) -> None:
    known, at = Receiver([]), timezone.now()
    with running(receiver(known)) as other_side:
        url = f"http://127.0.0.1:{other_side.port}/"
        _made, secret = webhooks.create(by=admin, at=at, name="CRM", url=url, events=["customers.moved"])
        known.secrets, other_side.slowness = [secret], 0.05
        first = workers.worker(PRIVATE_HOSTS="127.0.0.1")
        with transaction.atomic():
            events.tell(kind="customers.moved", data=lambda: ({"number": one} for one in range(MANY)), at=at)
            assert not known.taken
        wait_for(lambda: known.times > 5, "the first events to arrive")
        workers.kill(first)
        workers.worker(PRIVATE_HOSTS="127.0.0.1")
        workers.beat()
        waiting = Delivery.objects.filter(endpoint__isnull=False).exclude(state=DeliveryState.SENT)
        wait_for(lambda: not waiting.exists(), "every event to arrive")
    assert sorted(body["data"]["number"] for body in known.taken.values()) == list(range(MANY))  # type: ignore[index]
    assert known.times <= MANY + 1
