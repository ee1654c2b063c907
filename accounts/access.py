"""Which people, teams and tokens a person may reach; the only way in from an address."""

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import ApiToken, AuditEntry, Team, User
from accounts.permissions import Permission, Role

#: Which rows of the audit trail a reader does not see, as conditions; added by apps above.
_kept_back: list[Callable[[User], Q]] = []


def keeps_from_trail(rule: Callable[[User], Q]) -> Callable[[User], Q]:
    """Register what the audit trail keeps from a reader. Called from `AppConfig.ready`."""
    _kept_back.append(rule)
    return rule


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
    """The audit trail, for those who may read it, without what is kept from them."""
    entries = AuditEntry.objects.select_related("by")
    for rule in _kept_back:
        entries = entries.exclude(rule(user))
    return entries if user.may(Permission.SEE_AUDIT) else entries.none()
