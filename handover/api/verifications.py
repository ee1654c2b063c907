"""REST: verifying together, customer by customer, and the supervisor's sign-off."""

from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.permissions import Permission
from customers.kinds import RecordKind
from handover import access
from handover.actions import verifications as actions
from handover.models import Departure, Verdict, Verification
from handover.verifying import rows as verification_rows
from handover.verifying.rows import Reader
from web import serializers
from web.api import IdFilter, KeysetPagination


class AlongSerializer(serializers.Serializer[Any]):
    """How many records come along with a customer."""

    deals = serializers.IntegerField()
    contracts = serializers.IntegerField()
    tasks = serializers.IntegerField()


class VerificationSerializer(serializers.ModelSerializer[Verification]):
    """One customer and what was said about it. `customer` is null for what goes to a successor without a customer."""

    along = serializers.SerializerMethodField()
    may = serializers.SerializerMethodField(help_text="The verdicts the caller may give now.")

    class Meta:
        model = Verification
        fields = [
            "id",
            "departure",
            "customer",
            "successor",
            "verdict",
            "statement",
            "stated_by",
            "stated_at",
            "answer",
            "answered_at",
            "settlement",
            "settled_by",
            "settled_at",
            "along",
            "may",
        ]

    @extend_schema_field(AlongSerializer)
    def get_along(self, row: Verification) -> dict[str, int]:
        counts = self.context["along"].get(row.pk, {})
        kinds = {"deals": RecordKind.DEAL, "contracts": RecordKind.CONTRACT, "tasks": RecordKind.TASK}
        return {name: counts.get(kind, 0) for name, kind in kinds.items()}

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=Verdict.choices)))
    def get_may(self, row: Verification) -> list[str]:
        return [str(saying.verdict) for saying in self.context["reader"].sayings(row)]


class SayingSerializer(serializers.WholeSerializer):
    """What is said: the leaver says stated, the successor confirmed or disputed, the supervisor settled, or waiting to
    send it back. Disputed, settled and waiting want a note.
    """

    verdict = serializers.ChoiceField(choices=Verdict.choices)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=5000)


class SignOffSerializer(serializers.Serializer[Any]):
    """The supervisor's word."""

    note = serializers.CharField(source="sign_off_note", required=False, allow_blank=True, default="", max_length=5000)
    signed_off_by = serializers.IntegerField(source="signed_off_by_id", read_only=True, allow_null=True)
    signed_off_at = serializers.DateTimeField(read_only=True, allow_null=True)


class VerificationFilter(filters.FilterSet):
    """Verdict (several by repeating it), successor, customer."""

    verdict = filters.MultipleChoiceFilter(choices=Verdict.choices)
    successor = IdFilter("successor_id")
    customer = IdFilter("customer_id")

    class Meta:
        model = Verification
        fields = ["verdict", "successor", "customer"]


class VerificationPages(KeysetPagination):
    """In the order of the page: grade A first."""

    ordering = "id"


@opens_to(Permission.SEE_DEPARTURES)
class VerificationsOfDeparture(GenericAPIView[Verification]):
    """What is verified in a departure; a successor finds their own part."""

    serializer_class = VerificationSerializer
    filterset_class = VerificationFilter
    pagination_class = VerificationPages
    queryset = Verification.objects.none()

    @extend_schema(operation_id="verifications_list", responses=VerificationSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        departure = access.departure(caller(request), pk)
        rows = self.filter_queryset(access.verifications(caller(request), departure))
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(_shown(request, departure, page))


@opens_to(Permission.SEE_DEPARTURES)
class VerificationDetail(APIView):
    """One customer of a departure, and what was said about it."""

    @extend_schema(operation_id="verifications_retrieve", responses=VerificationSerializer)
    def get(self, request: Request, pk: int) -> Response:
        row = access.verification(caller(request), pk)
        return Response(_shown(request, row.departure, [row])[0])

    @extend_schema(operation_id="verifications_say", request=SayingSerializer, responses=VerificationSerializer)
    def patch(self, request: Request, pk: int) -> Response:
        row = access.verification(caller(request), pk)
        asked = SayingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = actions.say(verification=row, by=caller(request), at=timezone.now(), **asked.validated_data)
        return Response(_shown(request, said.departure, [said])[0])


@opens_to(Permission.SEE_DEPARTURES)
class SignOff(APIView):
    """The supervisor's word that all was verified."""

    @extend_schema(operation_id="sign_off_retrieve", responses=SignOffSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return Response(SignOffSerializer(access.departure(caller(request), pk)).data)

    @extend_schema(operation_id="sign_off", request=SignOffSerializer, responses=SignOffSerializer)
    def post(self, request: Request, pk: int) -> Response:
        departure = access.departure(caller(request), pk)
        asked = SignOffSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        note = asked.validated_data["sign_off_note"]
        signed = actions.sign_off(departure=departure, note=note, by=caller(request), at=timezone.now())
        return Response(SignOffSerializer(signed).data)


def _shown(request: Request, departure: Departure, rows: list[Verification]) -> Any:
    context = {
        "reader": Reader.of(caller(request), departure, timezone.now()),
        "along": verification_rows.along(departure, rows),
    }
    return VerificationSerializer(rows, many=True, context=context).data
