"""How a program says who it is: `Authorization: Bearer TOKEN`."""

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken, User


class BearerAuthentication(BaseAuthentication):
    """Finds the live token and a person whose access has not ended, by the database's clock. The rest of the request
    speaks their language and counts days on their clock.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, key = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = ApiToken.objects.of_key(key.strip())
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, revoked or expired."), code="token_not_valid")
        translation.activate(token.user.language)
        timezone.activate(token.user.time_zone)
        token.note_use(timezone.now())
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
