"""A transfer that is being prepared: some customers of a territory get somebody else from a day on."""

import datetime

from accounts.models import User
from customers.models import Customer, Grade
from handover.actions import transfers
from handover.models import TransferKind

REASON = "沪杭片区调整，就近服务。"


def seed_transfers(people: dict[str, User], now: datetime.datetime) -> None:
    """The manager hands some of 周强's customers on in two weeks; to whom is still to be chosen."""
    owner, manager = people["rep"], people["manager"]
    chosen = list(owner.customers.filter(grade=Grade.C).order_by("pk").values_list("pk", flat=True)[:6])
    transfers.make(
        kind=TransferKind.TERRITORY,
        customers=Customer.objects.filter(pk__in=chosen),
        by=manager,
        at=now - datetime.timedelta(days=1),
        effective_at=now + datetime.timedelta(days=14),
        reason=REASON,
    )
