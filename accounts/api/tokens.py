"""REST of API tokens: one for address and password, and one's own."""

import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts import access
from accounts.actions import tokens
from accounts.api.caller import caller
from accounts.gate import ANYONE, SIGNED_IN, opens_to
from accounts.models import ApiToken, Scope, User
from web import serializers

WAIT = 300  # seconds, as ACCOUNT_RATE_LIMITS says


class CredentialsSerializer(serializers.Serializer[Any]):
    """What a program gives for a token."""

    email = serializers.EmailField()
    password = serializers.CharField(trim_whitespace=False, style={"input_type": "password"})
    name = serializers.CharField(max_length=100, default="API", help_text="What the token is for.")
    scope = serializers.ChoiceField(choices=Scope.choices, default=Scope.READ)
    days = serializers.IntegerField(
        min_value=1, max_value=tokens.LONGEST.days, default=90, help_text="How long it works."
    )


class IssuedSerializer(serializers.Serializer[Any]):
    """The token, shown this once."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()
    name = serializers.CharField()
    scope = serializers.ChoiceField(choices=Scope.choices)


@opens_to(ANYONE)
class TokensView(APIView):
    """A token in exchange for address and password."""

    authentication_classes = ()

    @extend_schema(
        request=CredentialsSerializer, responses={201: IssuedSerializer}, auth=[], operation_id="tokens_create"
    )
    def post(self, request: Request) -> Response:
        """Issue a token. Wrong credentials, an unknown address and an ended access get the same answer."""
        given = CredentialsSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        wanted = given.validated_data
        user = self._person(request, wanted["email"], wanted["password"])
        token, key = tokens.issue(
            user=user,
            name=wanted["name"],
            scope=Scope(wanted["scope"]),
            by=user,
            at=timezone.now(),
            lifetime=datetime.timedelta(days=wanted["days"]),
        )
        answer = {"token": key, "expires_at": token.expires_at, "name": token.name, "scope": token.scope}
        return Response(IssuedSerializer(answer).data, status=status.HTTP_201_CREATED)

    def _person(self, request: Request, email: str, password: str) -> User:
        plain = request._request  # noqa: SLF001 - the limits on sign-in count Django's requests
        try:
            user = get_adapter(plain).authenticate(plain, email=email.lower(), password=password)
        except ValidationError as limited:
            raise Throttled(WAIT, str(limited.message)) from limited
        if user is None:
            raise AuthenticationFailed(
                _("This address and password don't open anything here."), code="credentials_not_valid"
            )
        return user

    def get_authenticate_header(self, request: Request) -> str:
        return "Bearer"


class TokenSerializer(serializers.ModelSerializer[ApiToken]):
    """A token without its key."""

    class Meta:
        model = ApiToken
        fields = ["id", "name", "hint", "scope", "created_at", "expires_at", "last_used_at"]
        read_only_fields = fields


@opens_to(SIGNED_IN)
class MyTokensViewSet(mixins.ListModelMixin, mixins.DestroyModelMixin, GenericViewSet[ApiToken]):
    """One's own tokens that still work; DELETE revokes one."""

    serializer_class = TokenSerializer
    queryset = ApiToken.objects.none()

    def get_queryset(self) -> QuerySet[ApiToken]:
        return access.tokens(caller(self.request))

    def perform_destroy(self, instance: ApiToken) -> None:
        tokens.revoke(token=instance, by=caller(self.request), at=timezone.now())
