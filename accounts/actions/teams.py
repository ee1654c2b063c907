"""Making, naming and moving teams; a team never ends up below itself."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import audit
from accounts.models import Team, User
from web.errors import Refused

CHANGEABLE = ("name", "parent", "manager", "office")


@transaction.atomic
def create(*, by: User, at: datetime.datetime, **fields: Any) -> Team:
    """A new team."""
    team = Team(**{name: fields[name] for name in CHANGEABLE if name in fields})
    _refuse_same_name(team)
    team.save()
    audit.record(verb="team.created", subject=team, by=by, at=at, details={"name": team.name})
    return team


@transaction.atomic
def change(*, team: Team, by: User, at: datetime.datetime, **fields: Any) -> Team:
    """Rename or move a team, or give it another manager or office."""
    # Every row is locked, so two moves at once can't make a loop between them.
    tree = {row.pk: row for row in Team.objects.without_tree_fields().select_for_update().order_by("pk")}
    team = tree[team.pk]
    changed = {name: value for name, value in fields.items() if name in CHANGEABLE and getattr(team, name) != value}
    if not changed:
        return team
    if parent := changed.get("parent"):
        _refuse_loop(team, parent, tree)
    details = {name: [str(getattr(team, name) or ""), str(value or "")] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(team, name, value)
    _refuse_same_name(team)
    team.save()
    audit.record(verb="team.changed", subject=team, by=by, at=at, details=details)
    return team


def _refuse_loop(team: Team, parent: Team, tree: dict[int, Team]) -> None:
    above: int | None = parent.pk
    while above is not None:
        if above == team.pk:
            raise Refused(
                _("%(parent)s is part of %(team)s, so %(team)s can't belong to it."),
                code="team_loop",
                params={"team": team.name, "parent": parent.name},
            )
        above = tree[above].parent_id


def _refuse_same_name(team: Team) -> None:
    if Team.objects.without_tree_fields().filter(name=team.name).exclude(pk=team.pk).exists():
        raise Refused(_("There is a team called %(name)s."), code="team_name_taken", params={"name": team.name})
