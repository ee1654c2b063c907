"""References among the people: teams led, keys to the API, the last administrator."""

from typing import Any

from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import ApiToken, Team, User
from accounts.permissions import Permission, Role
from handover.lifecycle import Who
from handover.models import Departure, DepartureKind, ReferenceKind
from handover.references.kinds import EVERY, FOR_GOOD, Kind, Rows, Shown, everybody, nobody
from handover.relations import relations


def _teams(leaver: int) -> Rows:
    return Team.objects.without_tree_fields().filter(manager=leaver).order_by("pk")


def _manages_people(user: User, departure: Departure, rows: Rows) -> Rows:
    return rows if user.may(Permission.MANAGE_PEOPLE) else rows.none()


def _team(team: Team, reader: User) -> Shown:
    above = _("Belongs to %(team)s.") % {"team": team.parent.name} if team.parent else ""
    url = reverse("team_change", args=[team.pk]) if reader.may(Permission.MANAGE_PEOPLE) else reverse("teams")
    return Shown(_("Manages the team %(team)s.") % {"team": team.name}, above, url)


TEAM = Kind(
    kind=ReferenceKind.TEAM,
    fields=("accounts.Team.manager",),
    settled_in=EVERY,  # a team needs somebody who can act while its manager is away, too
    title=gettext_lazy("Manager of a team"),
    whose=gettext_lazy("HR or an administrator names another manager."),
    rows=_teams,
    seen=everybody,
    settled_by=_manages_people,
    show=_team,
    counted=lambda n: ngettext("manager of %(count)s team", "manager of %(count)s teams", n) % {"count": n},
    related=("parent",),
    search=("name",),
)


def _tokens(leaver: int) -> Rows:
    return ApiToken.objects.live().filter(user=leaver)


def _registers(user: User, departure: Departure, rows: Rows) -> Rows:
    """Who registers the departure sets the end of the access, and so also of its keys."""
    return rows if Who.REGISTRAR in relations(user, departure) else rows.none()


def _reads_tokens(user: User, departure: Departure, rows: Rows) -> Rows:
    return rows if user.may(Permission.SEE_AUDIT) else _registers(user, departure, rows)


def _token(token: ApiToken, reader: User) -> Shown:
    words = {"scope": token.get_scope_display(), "expires": _day(token.expires_at)}
    if token.last_used_at:
        hint = _("%(scope)s; last used %(used)s; works until %(expires)s.")
        words["used"] = _day(token.last_used_at)
    else:
        hint = _("%(scope)s; never used; works until %(expires)s.")
    return Shown(_("The API token “%(name)s” still works.") % {"name": token.name}, hint % words)


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment).date(), "DATE_FORMAT")


TOKEN = Kind(
    kind=ReferenceKind.TOKEN,
    fields=("accounts.ApiToken.user",),
    settled_in=FOR_GOOD,  # who is transferred keeps their sign-in; who comes back finds their keys as they were
    title=gettext_lazy("API tokens"),
    whose=gettext_lazy("Those who registered the departure end them."),
    rows=_tokens,
    seen=_reads_tokens,
    settled_by=_registers,
    show=_token,
    counted=lambda n: ngettext("%(count)s API token", "%(count)s API tokens", n) % {"count": n},
    search=("name",),
)


def _last_administrator(leaver: int) -> Rows:
    others = User.objects.may_sign_in().filter(role=Role.ADMINISTRATOR).exclude(pk=leaver)
    others = others.exclude(pk__in=Departure.objects.open().values("leaver"))
    return User.objects.filter(~Exists(others), pk=leaver, role=Role.ADMINISTRATOR)


def _administrator(person: User, reader: User) -> Shown:
    hint = _("%(name)s makes somebody else an administrator before the access ends.") % {"name": person.name}
    return Shown(_("Is the last administrator who can sign in."), hint, reverse("person", args=[person.pk]))


ADMINISTRATOR = Kind(
    kind=ReferenceKind.ADMINISTRATOR,
    fields=(),
    settled_in=EVERY - {DepartureKind.TRANSFER},
    title=gettext_lazy("Last administrator"),
    whose=gettext_lazy("Only an administrator makes another one."),
    rows=_last_administrator,
    seen=everybody,
    settled_by=nobody,
    show=_administrator,
    counted=lambda n: _("last administrator"),
    can_be_waived=False,
)
