"""The whole job against WeCom, where each customer is asked first: through pages and REST, with a real worker that is
killed while it writes. Nothing is asked for twice, nothing is lost, and both sides agree in the end.
"""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from customers.connectors.wecom import calls
from customers.models import LinkState, RecordLink
from demo.crm.job import Crm, Job
from tests.contracts.simulator import Call, Lost, running
from tests.contracts.wecom import server as wecom
from tests.contracts.wecom.there import LEAVER, TAKER, THIRD, There, opened
from tests.stories.crms.acting import Held, settle
from tests.worker import Workers, wait_for

pytestmark = [pytest.mark.worker, pytest.mark.slow]

MINE, THEIRS = 12, 4


@pytest.fixture
def there(settings: LazySettings) -> Iterator[There]:
    """A corporation whose leaver has twelve customers; two colleagues have four each."""
    found = opened()
    found.customers(MINE)
    found.customers(THEIRS, TAKER)
    found.customers(THEIRS, THIRD)
    with running(found.simulator):
        settings.STAND_INS = found.simulator.stand_ins
        yield found


def is_write(call: Call) -> bool:
    return call.path == calls.GIVE


def in_state(state: LinkState) -> set[str]:
    return set(RecordLink.objects.filter(state=state).values_list("source_id", flat=True))


def a_day_later(there: There) -> None:
    """The customers have had their 24 hours, and Baton's next hour of asking has come."""
    there.clock.tick(hours=24)
    RecordLink.objects.filter(state=LinkState.ASKED).update(due_at=timezone.now())


def test_a_book_in_wecom_goes_where_its_customers_let_it(
    workers: Workers, there: There, job: Job, sign_in: Callable[[User], Client]
) -> None:
    given = {"STAND_INS": ",".join(f"{host}={url}" for host, url in there.simulator.stand_ins.items())}
    mine = {id_ for id_ in there.corp.contacts if there.corp.owner(id_) == LEAVER}

    # Connect and read, on a bad day
    pk = job.connect(Crm("wecom", "企业微信", {"corp_id": wecom.CORP, "secret": wecom.SECRET}))
    there.server.expire()
    there.bad_day(Lost.BEFORE, calls.CUSTOMERS)
    there.bad_day(wecom.error(-1), calls.UNASSIGNED)
    worker = workers.worker(**given)
    workers.beat(**given)
    job.read(pk)
    assert job.compare(pk)
    job.register()
    job.plan_it()
    job.work_off()

    # Move; the worker is killed when the first customers have been asked and nobody has heard of it
    held = Held(there.simulator, is_write)
    assert job.move() == MINE
    wait_for(lambda: held.caught, "the worker to ask the first customers")
    workers.kill(worker)
    held.release()
    there.bad_day(Lost.AFTER)
    there.bad_day(wecom.error(45033))
    workers.worker(**given)
    workers.beat(**given)  # the one before may have lost its knock with the worker
    wait_for(lambda: in_state(LinkState.ASKED) == mine, "all customers to be asked")

    # Two say no; the others go
    declined = sorted(mine)[:2]
    for id_ in declined:
        there.corp.decline(id_)
    a_day_later(there)
    job.write_out(pk)
    assert in_state(LinkState.REFUSED) == set(declined)
    assert not job.compare(pk)
    assert there.corp.begun == Counter(mine)
    page = sign_in(User.objects.get(name="Ada Park")).get(f"/settings/connections/{pk}/differences/")
    assert page.content.decode().count("the next best") == len(declined)

    # Talked to, they agree
    settle(job, pk, declined, "write")
    wait_for(lambda: in_state(LinkState.ASKED) == set(declined), "both to be asked again")
    a_day_later(there)
    job.write_out(pk)
    assert job.compare(pk)
    assert there.corp.begun == Counter(mine) + Counter(declined)
    assert {id_ for id_, _giver, _taker in there.corp.moved} == mine
    assert len(there.corp.moved) == MINE, "nobody twice"

    # Undo goes out the same way; whom WeCom lets go no third time, a person settles
    job.undo()
    wait_for(lambda: in_state(LinkState.ASKED) == mine - set(declined), "the others to be asked back")
    a_day_later(there)
    job.write_out(pk)
    assert in_state(LinkState.FAILED) == set(declined)
    settle(job, pk, declined, "take")
    assert job.compare(pk)
    assert {id_ for id_ in mine if there.corp.owner(id_) == LEAVER} == mine - set(declined)
    assert in_state(LinkState.AGREED) == set(there.corp.contacts)
