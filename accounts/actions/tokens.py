"""Giving out API tokens and taking them back."""

import datetime
import secrets

from django.db import transaction

from accounts.actions import audit
from accounts.models import ApiToken, Scope, User
from accounts.models.token import key_hash

LIFETIME = datetime.timedelta(days=90)
LONGEST = datetime.timedelta(days=365)


@transaction.atomic
def issue(
    *, user: User, name: str, scope: Scope, by: User, at: datetime.datetime, lifetime: datetime.timedelta = LIFETIME
) -> tuple[ApiToken, str]:
    """A new token for `user` and its key, which is shown this once and kept only as a hash."""
    key = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user, name=name, scope=scope, key_hash=key_hash(key), hint=key[:6], expires_at=at + lifetime
    )
    audit.record(verb="token.issued", subject=token, by=by, at=at, details={"name": name, "scope": scope})
    return token, key


@transaction.atomic
def revoke(*, token: ApiToken, by: User, at: datetime.datetime) -> ApiToken:
    """Make `token` useless from now on; revoking twice keeps the first time."""
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        audit.record(verb="token.revoked", subject=token, by=by, at=at, details={"name": token.name})
    return token
