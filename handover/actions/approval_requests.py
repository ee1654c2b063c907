"""Asking for a plan to be approved: who can say yes, whether they were asked, and the notice that asks them."""

import datetime

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


@transaction.atomic
def ask(*, plan: Plan, by: User, at: datetime.datetime) -> list[User]:
    """Ask those who can approve a whole draft of a departure to do so; who was asked within `PATIENCE` is left alone.

    Returns whom. Raises `Refused`: `not_yours` (403), `not_now`, `plan_approved`, `plan_discarded`, `plan_incomplete`
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
    if (last := latest(plan)) and at - last.at < PATIENCE:
        return people
    names = [person.name for person in people]
    audit.record(verb="plan.approval_asked", subject=departure, by=by, at=at, details={"plan": plan.pk, "names": names})
    words = {"name": departure.leaver.name, "by": by.name, "effective_at": departure.effective_at.isoformat()}
    for person in people:
        leave(
            kind="plan_waits",
            to=person,
            key=f"plan:{plan.pk}:waits:{at.isoformat()}:{person.pk}",
            at=at,
            subject=departure,
            url=reverse("plan_review", args=[departure.pk]),
            params=words | plans.counts(plan) | {"relation": "approver"},
        )
    return people


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
