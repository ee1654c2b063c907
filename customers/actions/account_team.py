"""Who works with a customer beside its owner."""

import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.models import User
from customers.actions.records import in_words
from customers.models import AccountTeamMember


@transaction.atomic
def join(*, seat: AccountTeamMember, by: User, at: datetime.datetime) -> AccountTeamMember:
    """Give a colleague a seat; raises `Refused` when they have one."""
    with in_words(AccountTeamMember):
        seat.save(force_insert=True)
    audit.record(
        verb="account_team.joined",
        subject=seat.customer,
        by=by,
        at=at,
        details={"who": seat.user.name, "as": seat.role},
    )
    return seat


@transaction.atomic
def leave(*, seat: AccountTeamMember, by: User, at: datetime.datetime) -> None:
    """Take the seat away; what the colleague owns stays theirs."""
    audit.record(verb="account_team.left", subject=seat.customer, by=by, at=at, details={"who": seat.user.name})
    seat.delete()
