"""REST of people and teams."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from accounts import access
from accounts.actions import people, teams
from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.models import Team, User
from accounts.permissions import Permission
from web import serializers
from web.api import IdFilter


class UserSerializer(serializers.ModelSerializer[User]):
    """A person. `access_ends_at` is told only to those who manage people, and of nobody's own access: who is to be
    dismissed hears it from them.
    """

    has_access = serializers.BooleanField(source="open_now", read_only=True, help_text="Whether they may sign in now.")
    access_ends_at = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = [
            "id",
            "name",
            "email",
            "role",
            "title",
            "team",
            "office",
            "language",
            "time_zone",
            "capacity",
            "capacity_value",
            "capacity_currency",
            "weekly_visits",
            "is_senior",
            "has_access",
            "access_ends_at",
        ]
        read_only_fields = ["email", "language", "time_zone"]

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_access_ends_at(self, user: User) -> Any:
        reader = self.context["request"].user
        shown = user.access_ends_at if reader.may(Permission.MANAGE_PEOPLE) and reader != user else None
        return shown and serializers.DateTimeField().to_representation(shown)


class UserFilter(django_filters.FilterSet):
    """Filters of `users/`."""

    q = django_filters.CharFilter(method="search", label="Part of the name, address or title.")
    email = django_filters.CharFilter(lookup_expr="iexact")
    has_access = django_filters.BooleanFilter(field_name="open_now")
    team = IdFilter("team_id")
    office = IdFilter("office_id")

    class Meta:
        model = User
        fields = ["role", "is_senior"]

    def search(self, rows: QuerySet[User], name: str, words: str) -> QuerySet[User]:
        """People with `words` in their name, address or title."""
        return rows.filter(Q(name__icontains=words) | Q(email__icontains=words) | Q(title__icontains=words))


@opens_to(Permission.SEE_PEOPLE)
class UserViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[User]):
    """The people of the firm."""

    serializer_class = UserSerializer
    filterset_class = UserFilter
    queryset = User.objects.none()
    http_method_names = ["get", "head", "options", "patch"]

    def get_queryset(self) -> QuerySet[User]:
        open_now = Q(is_active=True) & (Q(access_ends_at=None) | Q(access_ends_at__gt=Now()))
        return access.people(caller(self.request)).annotate(open_now=open_now)

    @opens_to(Permission.MANAGE_PEOPLE)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Change name, title, role, team, office, senior or what they can carry."""
        person = self.get_object()
        change = self.get_serializer(person, data=request.data, partial=True)
        change.is_valid(raise_exception=True)
        people.change(person=person, by=caller(request), at=timezone.now(), **change.validated_data)
        return self.retrieve(request, *args, **kwargs)


class TeamSerializer(serializers.ModelSerializer[Team]):
    """A team; `parent` is the team it belongs to."""

    class Meta:
        model = Team
        fields = ["id", "name", "parent", "manager", "office"]


class TeamFilter(django_filters.FilterSet):
    """Filters of `teams/`."""

    parent = IdFilter("parent_id")
    manager = IdFilter("manager_id")
    office = IdFilter("office_id")


@opens_to(Permission.SEE_PEOPLE)
class TeamViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    mixins.UpdateModelMixin,
    GenericViewSet[Team],
):
    """The tree of teams."""

    serializer_class = TeamSerializer
    filterset_class = TeamFilter
    queryset = Team.objects.none()
    http_method_names = ["get", "head", "options", "post", "patch"]

    def get_queryset(self) -> QuerySet[Team]:
        return access.teams(caller(self.request))

    @opens_to(Permission.MANAGE_PEOPLE)
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Make a team."""
        return super().create(request, *args, **kwargs)

    @opens_to(Permission.MANAGE_PEOPLE)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Rename or move a team, or give it another manager or office."""
        return super().partial_update(request, *args, **kwargs)

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = teams.create(by=caller(self.request), at=timezone.now(), **serializer.validated_data)

    def perform_update(self, serializer: Any) -> None:
        team = access.team(caller(self.request), serializer.instance.pk)
        fields = serializer.validated_data
        serializer.instance = teams.change(team=team, by=caller(self.request), at=timezone.now(), **fields)
