"""People, teams, tokens and the audit trail."""

from accounts.models.audit import AuditEntry
from accounts.models.draft import Draft
from accounts.models.kept_answer import KeptAnswer
from accounts.models.office import Office
from accounts.models.team import Team
from accounts.models.token import ApiToken, Scope
from accounts.models.user import PLACEHOLDER_DOMAIN, User

__all__ = ["PLACEHOLDER_DOMAIN", "ApiToken", "AuditEntry", "Draft", "KeptAnswer", "Office", "Scope", "Team", "User"]
