"""REST of oneself."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import time_zones
from accounts.actions import preferences
from accounts.api.caller import caller
from accounts.gate import SIGNED_IN, opens_to
from accounts.models import User
from accounts.permissions import ROLES, Permission, Role
from web import serializers


class MeSerializer(serializers.ModelSerializer[User]):
    """Who the token speaks for, and what it may do."""

    permissions = serializers.SerializerMethodField()
    time_zone = serializers.ChoiceField(choices=time_zones.CHOICES, required=False)

    class Meta:
        model = User
        fields = ["id", "name", "email", "role", "team", "office", "permissions", "language", "time_zone"]
        read_only_fields = ["id", "name", "email", "role", "team", "office"]

    def get_permissions(self, user: User) -> list[str]:
        held = ROLES[Role(user.role)].permissions
        return [permission.value for permission in Permission if permission in held]


@opens_to(SIGNED_IN)
class MeView(APIView):
    """The person behind the token."""

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Who am I?"""
        return Response(MeSerializer(caller(request)).data)

    @extend_schema(request=MeSerializer, responses=MeSerializer)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Change the language or the time zone."""
        me = User.objects.get(pk=caller(request).pk)
        change = MeSerializer(me, data=request.data, partial=True)
        change.is_valid(raise_exception=True)
        preferences.change(person=me, at=timezone.now(), **change.validated_data)
        return Response(MeSerializer(me).data)
