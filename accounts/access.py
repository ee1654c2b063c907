"""Which people, teams and tokens a person may reach; the only way in from an address."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import ApiToken, AuditEntry, Team, User
from accounts.permissions import Permission, Role


def people(user: User) -> QuerySet[User]:
    """The people `user` may see: everybody, as in the firm's directory, or nobody."""
    everybody = User.objects.select_related("team", "office")
    return everybody if user.may(Permission.SEE_PEOPLE) else everybody.none()


def person(user: User, pk: int) -> User:
    """One of them, or Http404."""
    return get_object_or_404(people(user), pk=pk)


def plans_for(user: User, person: User) -> bool:
    """Whether `user` plans who looks after the customers of `person`: of everybody, or of those they lead."""
    if not user.may(Permission.PLAN):
        return False
    return user.may(Permission.SEE_ALL_BOOKS) or User.objects.under(user).filter(pk=person.pk).exists()


def teams(user: User) -> QuerySet[Team]:
    """The teams `user` may see."""
    every = Team.objects.select_related("manager", "office")
    return every if user.may(Permission.SEE_PEOPLE) else every.none()


def team(user: User, pk: int) -> Team:
    """One of them, or Http404."""
    return get_object_or_404(teams(user), pk=pk)


def leaders() -> QuerySet[User]:
    """Who can lead a team: managers and administrators with access."""
    return User.objects.with_access().filter(role__in=[Role.MANAGER, Role.ADMINISTRATOR])


def tokens(user: User) -> QuerySet[ApiToken]:
    """`user`'s own tokens that still work, the newest first."""
    return ApiToken.objects.live().filter(user=user)


def own_token(user: User, pk: int) -> ApiToken:
    """One of `user`'s own tokens, or Http404."""
    return get_object_or_404(ApiToken, user=user, pk=pk)


def token_of(user: User, pk: int) -> ApiToken:
    """Anybody's token for an administrator, or Http404."""
    if not user.may(Permission.ADMINISTER):
        raise Http404
    return get_object_or_404(ApiToken.objects.select_related("user"), pk=pk)


def audit(user: User) -> QuerySet[AuditEntry]:
    """The audit trail, for those who may read it."""
    entries = AuditEntry.objects.select_related("by")
    return entries if user.may(Permission.SEE_AUDIT) else entries.none()
