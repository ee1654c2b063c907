"""Asking for a plan to be approved: who can say yes, whether they were asked, and the notice that asks them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import AuditEntry, User
from accounts.permissions import Role
from handover.actions import approvals, plans
from handover.lifecycle import State, Who
from handover.models import Departure, Plan
from handover.relations import relations
from notices.actions import leave
from web.errors import Refused

#: How long nobody is asked again for the same plan.
PATIENCE = datetime.timedelta(hours=12)


@dataclass(frozen=True)
class Asked:
    """The last request for approval of a plan: whom, when, by whom (by name), and whether they were told just now."""

    people: list[User]
    at: datetime.datetime
    by: str
    is_new: bool

    @property
    def again_at(self) -> datetime.datetime:
        """From when on the same people can be asked again."""
        return self.at + PATIENCE


@transaction.atomic
def ask(*, plan: Plan, by: User, at: datetime.datetime) -> Asked:
    """Ask those who can approve a whole draft of a departure to do so; when all of them were asked within `PATIENCE`
    they are left alone, and the request they have comes back (`is_new` is false).

    Raises `Refused`: `not_yours` (403), `not_now`, `plan_approved`, `plan_discarded`, `plan_incomplete`
    with what is missing, `no_approver`.
    """
    departure = plans.lock_draft(plan, by)
    plans.check_planner(departure, by)
    if not isinstance(departure, Departure):
        raise Refused(_("Whoever plans a transfer confirms it."), code="not_now")
    approvals.check_complete(plan)
    if not (people := approvers(plan)):
        sentence = _("There is nobody who may approve this plan: an administrator, or a manager above.")
        raise Refused(sentence, code="no_approver")
    if (last := latest(plan)) and waits_until(last, people, at):
        return Asked(people, last.at, last.by.name if last.by else "", is_new=False)
    names = [person.name for person in people]
    audit.record(verb="plan.approval_asked", subject=departure, by=by, at=at, details={"plan": plan.pk, "names": names})
    _tell(people, plan, departure, by=by, at=at)
    return Asked(people, at, by.name, is_new=True)


def _tell(people: list[User], plan: Plan, departure: Departure, *, by: User, at: datetime.datetime) -> None:
    words: dict[str, Any] = {"name": departure.leaver.name, "by": by.name, "relation": "approver"}
    words |= {"effective_at": departure.effective_at.isoformat()} | plans.counts(plan)
    for person in people:
        leave(
            kind="plan_waits",
            to=person,
            key=f"plan:{plan.pk}:waits:{at.isoformat()}:{person.pk}",
            at=at,
            subject=departure,
            url=reverse("plan_review", args=[departure.pk]),
            params=words,
        )


def approvers(plan: Plan) -> list[User]:
    """Who is asked to approve a draft: the nearest manager above who may, else the administrators who may."""
    nearest = (person for person in _above(plan.leaving.leaver) if _may_approve(person, plan))
    if found := next(nearest, None):
        return [found]
    everybody = User.objects.may_sign_in().filter(role=Role.ADMINISTRATOR).order_by("name")
    return [person for person in everybody if _may_approve(person, plan)]


def latest(plan: Plan) -> AuditEntry | None:
    """When somebody was last asked to approve the draft as it was proposed, and whom."""
    asked = AuditEntry.objects.about(plan.leaving).filter(verb="plan.approval_asked", at__gte=plan.made_at)
    return asked.select_related("by").order_by("-at").first()


def waits_until(last: AuditEntry | None, people: list[User], at: datetime.datetime) -> datetime.datetime | None:
    """From when on `people` can be asked again, where all of them had the request `last` within `PATIENCE` before `at`;
    None when they can be asked now.
    """
    if last is None or at - last.at >= PATIENCE or {person.name for person in people} - set(last.details["names"]):
        return None
    return last.at + PATIENCE


def _above(leaver: User) -> list[User]:
    found, team = [], leaver.team
    while team is not None:
        if team.manager:
            found.append(team.manager)
        team = team.parent
    return found


def _may_approve(person: User, plan: Plan) -> bool:
    if not User.objects.may_sign_in().filter(pk=person.pk).exists() or plan.successors.filter(user=person).exists():
        return False
    return plan.leaving.state == State.REGISTERED and Who.APPROVER in relations(person, plan.leaving)
