"""Teams, roles and the audit trail."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from accounts.actions import teams as actions
from accounts.forms.people import TeamForm
from accounts.gate import AuthenticatedRequest, opens_to
from accounts.models import Team, User
from accounts.permissions import ROLES, Permission, Role
from web.errors import Refused


def tree(user: User) -> Iterable[Team]:
    """The teams from the top down, each with `tree_depth` and `people`, how many are in it."""
    counts = User.objects.filter(team=OuterRef("pk")).order_by().values("team").annotate(n=Count("pk")).values("n")
    teams: Any = access.teams(user)
    found: Iterable[Team] = teams.with_tree_fields().annotate(people=Coalesce(Subquery(counts), 0))
    return found


@opens_to(Permission.SEE_PEOPLE)
@require_safe
def teams(request: AuthenticatedRequest) -> HttpResponse:
    """The tree of teams."""
    return render(request, "accounts/teams.html", {"teams": tree(request.user)})


def _edit(request: AuthenticatedRequest, team: Team | None) -> HttpResponse:
    form = TeamForm(request.POST or None, instance=access.team(request.user, team.pk) if team else None)
    if request.method == "POST" and form.is_valid():
        fields: dict[str, Any] = {"by": request.user, "at": timezone.now()} | form.cleaned_data
        try:
            saved = actions.change(team=team, **fields) if team else actions.create(**fields)
        except Refused as refusal:
            form.add_error("parent" if refusal.code == "team_loop" else None, refusal)
        else:
            messages.success(request, _("The team “%(name)s” is saved.") % {"name": saved.name})
            return redirect("teams")
    return render(request, "accounts/team.html", {"form": form, "team": team})


@opens_to(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def team_create(request: AuthenticatedRequest) -> HttpResponse:
    """Make a team."""
    return _edit(request, None)


@opens_to(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def team_change(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Rename or move a team, or give it another manager."""
    return _edit(request, access.team(request.user, pk))


@opens_to(Permission.SEE_PEOPLE)
@require_safe
def roles(request: AuthenticatedRequest) -> HttpResponse:
    """What each role is for and may do, straight from the data."""
    shown = [
        {
            "role": role,
            "sentence": ROLES[role].sentence,
            "rights": [p for p in Permission if p in ROLES[role].permissions],
        }
        for role in Role
    ]
    return render(request, "accounts/roles.html", {"roles": shown})
