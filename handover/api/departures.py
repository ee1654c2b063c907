"""REST: departures, what they go through and who supervises."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.models import User
from accounts.permissions import Permission
from handover import access, dates, holdings
from handover.actions import departures, supervision
from handover.api.registrations import ANSWERS, GIVEN_DATES, DatesSerializer, RegistrationSerializer
from handover.departures import figures
from handover.departures.figures import Figures
from handover.lifecycle import State, Verb
from handover.models import Departure, DepartureKind, PlanState, Reason, TransitionRow
from handover.relations import knows_reasons, relations
from web import serializers
from web.api import IdFilter, KeysetPagination


class HoldingsSerializer(serializers.Serializer[Any]):
    """What the leaver owns now and a handover moves."""

    customers = serializers.IntegerField()
    deals = serializers.IntegerField()
    contracts = serializers.IntegerField()
    tasks = serializers.IntegerField()


class DoneSerializer(serializers.Serializer[Any]):
    """So many of so many."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()


class ProgressSerializer(serializers.Serializer[Any]):
    """How far a departure has come. `plan` is null while there is none, or while the leaver may not know it."""

    checklist = DoneSerializer()
    verification = DoneSerializer()
    plan = serializers.ChoiceField(choices=PlanState.choices, allow_null=True)
    signed_off = serializers.BooleanField()
    moved = serializers.BooleanField()


class DepartureSerializer(serializers.ModelSerializer[Departure]):
    """A departure. `reason` is null to those it is none of their business."""

    name = serializers.CharField(source="leaver.name", read_only=True)
    reason = serializers.SerializerMethodField()
    holdings = serializers.SerializerMethodField()
    progress = serializers.SerializerMethodField()

    class Meta:
        model = Departure
        fields = [
            "id",
            "leaver",
            "name",
            "kind",
            "reason",
            "state",
            *GIVEN_DATES,
            "already_gone",
            "supervisor",
            "source",
            "source_id",
            "registered_by",
            "registered_at",
            "ended_at",
            "holdings",
            "progress",
        ]

    @extend_schema_field(serializers.ChoiceField(choices=Reason.choices, allow_null=True))
    def get_reason(self, departure: Departure) -> str | None:
        return departure.reason if departure.pk in self.context["reasons"] else None

    @extend_schema_field(HoldingsSerializer)
    def get_holdings(self, departure: Departure) -> Any:
        return self.context["holdings"][departure.leaver_id]

    @extend_schema_field(ProgressSerializer)
    def get_progress(self, departure: Departure) -> Any:
        counted: Figures = self.context["figures"][departure.pk]
        is_hidden = departure.leaver_id == self.context["user"].pk and counted.plan_state != PlanState.APPROVED
        return {
            "checklist": {"done": counted.items_settled, "total": counted.items},
            "verification": {"done": counted.verifications_final, "total": counted.verifications},
            "plan": None if is_hidden else counted.plan_state,
            "signed_off": departure.signed_off_at is not None,
            "moved": counted.moved,
        }


class TransitionSerializer(serializers.ModelSerializer[TransitionRow]):
    """One change of state."""

    class Meta:
        model = TransitionRow
        fields = ["id", "verb", "by", "at", "reason"]

    def get_fields(self) -> dict[str, Any]:
        states = {
            "from": serializers.CharField(source="from_state", help_text="Empty for the registration."),
            "to": serializers.ChoiceField(source="to_state", choices=State.choices),
        }
        return super().get_fields() | states


class VerbSerializer(serializers.Serializer[Any]):
    """What shall be done, and why (withdraw and replan want a reason)."""

    verb = serializers.ChoiceField(choices=[choice for choice in Verb.choices if choice[0] != Verb.REGISTER])
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class SupervisorSerializer(serializers.Serializer[Any]):
    """Who supervises."""

    supervisor = serializers.PrimaryKeyRelatedField(queryset=User.objects.all())


class CandidateSerializer(serializers.Serializer[supervision.Candidate]):
    """Somebody who could supervise."""

    user = serializers.IntegerField(source="user.pk")
    name = serializers.CharField(source="user.name")
    supervises = serializers.IntegerField()
    customers = serializers.IntegerField()
    reason = serializers.CharField()


class SupervisionSerializer(serializers.Serializer[Any]):
    """Who supervises, since when, and who is proposed, the best first."""

    supervisor = serializers.IntegerField(source="supervisor_id", allow_null=True)
    named_at = serializers.DateTimeField(source="supervisor_named_at", allow_null=True)
    proposed = CandidateSerializer(source="candidates", many=True)


class TransitionPages(KeysetPagination):
    """In the order they happened."""

    ordering = "id"


class DepartureFilter(filters.FilterSet):
    """State (several by repeating it), leaver, kind, and what a system calls it."""

    state = filters.MultipleChoiceFilter(choices=State.choices)
    leaver = IdFilter("leaver_id")
    kind = filters.ChoiceFilter(choices=DepartureKind.choices)

    class Meta:
        model = Departure
        fields = ["state", "leaver", "kind", "source", "source_id"]


@opens_to(Permission.SEE_DEPARTURES)
class DepartureViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Departure]):
    """Departures in the person's view."""

    serializer_class = DepartureSerializer
    filterset_class = DepartureFilter
    queryset = Departure.objects.none()
    lookup_value_converter = "int"

    def get_queryset(self) -> "QuerySet[Departure]":
        return access.departures(caller(self.request)).select_related("leaver")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The departures in view, newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self._shown(page))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One departure."""
        return Response(self._shown([self._found()])[0])

    @extend_schema(request=RegistrationSerializer, responses={201: DepartureSerializer, 200: DepartureSerializer})
    def create(self, request: Request) -> Response:
        """Register that somebody leaves: 201, or 200 and the departure as it stands when `source` has registered
        `source_id` before.
        """
        asked = RegistrationSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        answers = {name: given.pop(name) for name in ANSWERS}
        complete = dates.complete(given, {}, answers["leaver"])
        at = timezone.now()
        departure = departures.register(dates=complete, by=caller(request), at=at, **answers)
        return Response(self._shown([departure])[0], status=201 if departure.registered_at == at else 200)

    @extend_schema(request=DatesSerializer(partial=True), responses=DepartureSerializer)
    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        """Move dates, or correct the reason."""
        departure = self._found()
        asked = DatesSerializer(data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        reason = given.pop("reason", None)
        former = {name: getattr(departure, name) for name in GIVEN_DATES}
        complete = dates.complete(given, former, departure.leaver)
        departures.change_dates(
            departure=departure, dates=complete, reason=reason, by=caller(request), at=timezone.now()
        )
        return Response(self._shown([departure])[0])

    @extend_schema(responses=TransitionSerializer(many=True), filters=False)
    @action(detail=True, filterset_class=None)
    def transitions(self, request: Request, pk: str | None = None) -> Response:
        """What the departure has gone through, in order."""
        pages = TransitionPages()
        rows = pages.paginate_queryset(self._found().transitions.all(), request, self) or []
        return pages.get_paginated_response(TransitionSerializer(rows, many=True).data)

    @extend_schema(request=VerbSerializer, responses={201: TransitionSerializer})
    @transitions.mapping.post
    def transition(self, request: Request, pk: str | None = None) -> Response:
        """Take the departure through a verb of docs/lifecycle.md."""
        departure = self._found()
        asked = VerbSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        row = departures.transition(departure=departure, by=caller(request), at=timezone.now(), **asked.validated_data)
        return Response(TransitionSerializer(row).data, status=201)

    @extend_schema(responses=SupervisionSerializer)
    @action(detail=True)
    def supervision(self, request: Request, pk: str | None = None) -> Response:
        """Who supervises, and who could."""
        return Response(_supervision(self._found(), caller(request)))

    @extend_schema(request=SupervisorSerializer, responses=SupervisionSerializer)
    @supervision.mapping.put
    def supervise(self, request: Request, pk: str | None = None) -> Response:
        """Name or replace the supervisor."""
        departure = self._found()
        asked = SupervisorSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        named = supervision.name(departure=departure, by=caller(request), at=timezone.now(), **asked.validated_data)
        return Response(_supervision(named, caller(request)))

    def _found(self) -> Departure:
        return access.departure(caller(self.request), self.kwargs["pk"])

    def _shown(self, found: Sequence[Departure]) -> Any:
        user = caller(self.request)
        context = {
            "user": user,
            "figures": figures.of(found, timezone.localdate()),
            "holdings": holdings.counts({departure.leaver_id for departure in found}),
            "reasons": knows_reasons(user, found),
        }
        return DepartureSerializer(found, many=True, context=context).data


def _supervision(departure: Departure, user: User) -> Any:
    is_namer = departure.is_open and relations(user, departure) & supervision.NAMERS
    candidates = supervision.propose(departure, user) if is_namer else []
    shown = {
        "supervisor_id": departure.supervisor_id,
        "supervisor_named_at": departure.supervisor_named_at,
        "candidates": candidates,
    }
    return SupervisionSerializer(shown).data
