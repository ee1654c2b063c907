"""Who checks what was handed over."""

from accounts.models import User
from handover.lifecycle import Who
from handover.models import Departure
from handover.relations import relations


def may_check(user: User, of: Departure, successor: int) -> bool:
    """Whether `user` checks what `successor` takes over: the supervisor; a manager in scope instead where that is the
    supervisor. Neither the leaver nor who takes it over ever does.
    """
    if user.pk in (of.leaver_id, successor):
        return False
    if of.supervisor_id == user.pk:
        return True
    return of.supervisor_id == successor and Who.PLANNER in relations(user, of)
