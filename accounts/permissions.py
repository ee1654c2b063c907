"""Who may do what: the rights and the roles, as data, each role with a sentence a manager understands.

"Leaver", "successor" and "supervisor" are no roles: they are relations to one departure (see `handover/access.py`).
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    """One thing a person may do; scope (whose records) is decided by each app's `access.py`."""

    SEE_BOOK = "see_book", _("see customers and deals in their scope")
    SEE_TEAM_BOOKS = "see_team_books", _("see the books of the teams they manage")
    SEE_ALL_BOOKS = "see_all_books", _("see every customer and deal")
    EDIT_BOOK = "edit_book", _("create and change customers, deals and tasks in their scope")
    CHANGE_OWNER = "change_owner", _("hand a single record to a colleague")
    IMPORT = "import", _("import files")
    SEE_DEPARTURES = "see_departures", _("see departures in their scope")
    SEE_ALL_DEPARTURES = "see_all_departures", _("see every departure")
    REGISTER_DEPARTURE = "register_departure", _("register, withdraw and close a departure")
    PLAN = "plan", _("plan who takes over what")
    APPROVE = "approve", _("approve somebody else's plan")
    SEE_PEOPLE = "see_people", _("see people and teams")
    MANAGE_PEOPLE = "manage_people", _("invite people, change roles, teams and access")
    ADMINISTER = "administer", _("change settings, templates and rules, and read the outgoing mail")
    SEE_AUDIT = "see_audit", _("read the audit trail")


class Role(models.TextChoices):
    """What a person is in the firm."""

    ADMINISTRATOR = "administrator", _("Administrator")
    HR = "hr", _("HR")
    MANAGER = "manager", _("Manager")
    REP = "rep", _("Sales rep")
    AUDITOR = "auditor", _("Auditor")


@dataclass(frozen=True)
class RoleRights:
    """A role's rights and the sentence that explains them."""

    sentence: str | Promise
    permissions: frozenset[Permission]


P = Permission
_EVERYONE = frozenset({P.SEE_BOOK, P.SEE_DEPARTURES, P.SEE_PEOPLE})

ROLES: dict[Role, RoleRights] = {
    Role.ADMINISTRATOR: RoleRights(
        _("Keeps Baton running: people, templates, rules, imports and mail; sees every record but no exit interview."),
        _EVERYONE
        | {P.SEE_ALL_BOOKS, P.EDIT_BOOK, P.CHANGE_OWNER, P.IMPORT, P.SEE_ALL_DEPARTURES, P.REGISTER_DEPARTURE}
        | {P.PLAN, P.APPROVE, P.MANAGE_PEOPLE, P.ADMINISTER, P.SEE_AUDIT},
    ),
    Role.HR: RoleRights(
        _("Registers departures, follows them to the end and cuts the access; does not see deals."),
        frozenset({P.SEE_DEPARTURES, P.SEE_ALL_DEPARTURES, P.REGISTER_DEPARTURE, P.SEE_PEOPLE, P.MANAGE_PEOPLE}),
    ),
    Role.MANAGER: RoleRights(
        _("Leads a team: sees its customers and those of the teams below, registers departures and plans handovers."),
        _EVERYONE | {P.SEE_TEAM_BOOKS, P.EDIT_BOOK, P.CHANGE_OWNER, P.IMPORT, P.REGISTER_DEPARTURE, P.PLAN, P.APPROVE},
    ),
    Role.REP: RoleRights(
        _("Looks after customers: sees the own book and what a departure opens to them."),
        _EVERYONE | {P.EDIT_BOOK},
    ),
    Role.AUDITOR: RoleRights(
        _("Reads everything but exit interviews and changes nothing."),
        _EVERYONE | {P.SEE_ALL_BOOKS, P.SEE_ALL_DEPARTURES, P.SEE_AUDIT},
    ),
}
