"""API tokens: shown once, kept as a hash."""

import datetime
import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User

USE_NOTED_EVERY = datetime.timedelta(hours=1)


def key_hash(key: str) -> str:
    """What is stored in place of a token's key. Keys are 256 random bits, so a plain digest is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


class Scope(models.TextChoices):
    """What a program may do with a token."""

    READ = "read", _("read")
    WRITE = "write", _("read and write")


class TokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens by whether they still work."""

    def of_key(self, key: str) -> "ApiToken | None":
        """The live token of this key with its person, whose access has not ended (one query)."""
        people = User.objects.may_sign_in().order_by().values("pk")
        return self.live().select_related("user").filter(key_hash=key_hash(key), user__in=people).first()

    def live(self) -> "TokenQuerySet":
        """Neither revoked nor expired, by the database's clock."""
        return self.filter(revoked_at=None, expires_at__gt=Now())


class ApiToken(models.Model):
    """A program's key to what its user may see and, with the write scope, do."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=100)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices, default=Scope.READ)
    key_hash = models.CharField(max_length=64, editable=False)
    hint = models.CharField(max_length=8, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["key_hash"], name="token_key_once"),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="token_scope_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def note_use(self, at: datetime.datetime) -> None:
        """Remember, to the hour, that the token was used."""
        if self.last_used_at is None or at - self.last_used_at > USE_NOTED_EVERY:
            ApiToken.objects.filter(pk=self.pk).update(last_used_at=at)
