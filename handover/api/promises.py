"""REST: the promise register of a departure."""

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.permissions import Permission
from customers.models import Contact, Customer
from handover import access
from handover.actions import promises as actions
from handover.briefings import access as briefing_access
from handover.models import Promise, PromiseOutcome, PromiseVerdict
from web import serializers
from web.api import IdFilter, KeysetPagination


class PromiseSerializer(serializers.ModelSerializer[Promise]):
    """One promise, what the manager said to it, and what became of it. Its file is handed out by the page."""

    class Meta:
        model = Promise
        fields = [
            "id",
            "departure",
            "customer",
            "contact",
            "to_whom",
            "what",
            "until",
            "in_contract",
            "evidence_name",
            "told_by",
            "told_at",
            "verdict",
            "verdict_reason",
            "decided_by",
            "decided_at",
            "outcome",
            "outcome_note",
            "outcome_by",
            "outcome_at",
        ]


class NewPromiseSerializer(serializers.Serializer[Promise]):
    """A promise as it is told: to a contact of the customer, or to somebody in words."""

    customer = serializers.IntegerField()
    what = serializers.CharField(max_length=2000)
    to_whom = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    contact = serializers.IntegerField(required=False, allow_null=True, default=None)
    until = serializers.DateField(required=False, allow_null=True, default=None)
    in_contract = serializers.BooleanField(default=False)


class VerdictSerializer(serializers.Serializer[Promise]):
    """The manager's word; a reason is needed to refuse."""

    verdict = serializers.ChoiceField(choices=PromiseVerdict.choices)
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class OutcomeSerializer(serializers.Serializer[Promise]):
    """What became of a promise; a note is needed when it was not kept."""

    outcome = serializers.ChoiceField(choices=PromiseOutcome.choices)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class PromiseFilter(filters.FilterSet):
    """Customer, verdict, outcome, whether it stands in a contract."""

    customer = IdFilter("customer_id")

    class Meta:
        model = Promise
        fields = ["verdict", "outcome", "in_contract"]


class PromisePages(KeysetPagination):
    """In the order they were told."""

    ordering = ("id",)


@opens_to(Permission.SEE_DEPARTURES)
class PromisesOfDeparture(GenericAPIView[Promise]):
    """The promises to the customers of a departure."""

    serializer_class = PromiseSerializer
    filterset_class = PromiseFilter
    pagination_class = PromisePages
    queryset = Promise.objects.none()

    @extend_schema(operation_id="promises_list", responses=PromiseSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        departure = access.departure(caller(request), pk)
        page = self.paginate_queryset(self.filter_queryset(briefing_access.promises(caller(request), departure)))
        return self.get_paginated_response(PromiseSerializer(page, many=True).data)

    @extend_schema(operation_id="promises_tell", request=NewPromiseSerializer, responses={201: PromiseSerializer})
    def post(self, request: Request, pk: int) -> Response:
        departure = access.departure(caller(request), pk)
        asked = NewPromiseSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        words = asked.validated_data
        customer = briefing_access.customer(caller(request), departure, words.pop("customer"))
        words["contact"] = _contact(customer, words["contact"])
        told = actions.tell(departure=departure, customer=customer, by=caller(request), at=timezone.now(), **words)
        return Response(PromiseSerializer(told).data, status=201)


@opens_to(Permission.SEE_DEPARTURES)
class PromiseDetail(APIView):
    """One promise."""

    @extend_schema(operation_id="promises_retrieve", responses=PromiseSerializer)
    def get(self, request: Request, pk: int, promise: int) -> Response:
        return Response(PromiseSerializer(briefing_access.promise(caller(request), pk, promise)).data)

    @extend_schema(operation_id="promises_take_out", request=None, responses={204: None})
    def delete(self, request: Request, pk: int, promise: int) -> Response:
        found = briefing_access.promise(caller(request), pk, promise)
        actions.take_out(promise=found, by=caller(request), at=timezone.now())
        return Response(status=204)


@opens_to(Permission.SEE_DEPARTURES)
class PromiseDecision(APIView):
    """Whether the firm stands by a promise."""

    @extend_schema(operation_id="promises_decide", request=VerdictSerializer, responses=PromiseSerializer)
    def post(self, request: Request, pk: int, promise: int) -> Response:
        found = briefing_access.promise(caller(request), pk, promise)
        asked = VerdictSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        decided = actions.decide(promise=found, by=caller(request), at=timezone.now(), **asked.validated_data)
        return Response(PromiseSerializer(decided).data)


@opens_to(Permission.SEE_DEPARTURES)
class PromiseSettlement(APIView):
    """What became of a promise."""

    @extend_schema(operation_id="promises_settle", request=OutcomeSerializer, responses=PromiseSerializer)
    def post(self, request: Request, pk: int, promise: int) -> Response:
        found = briefing_access.promise(caller(request), pk, promise)
        asked = OutcomeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        settled = actions.settle(promise=found, by=caller(request), at=timezone.now(), **asked.validated_data)
        return Response(PromiseSerializer(settled).data)


def _contact(customer: Customer, pk: int | None) -> Contact | None:
    """The customer's contact of that id, or nobody."""
    return Contact.objects.filter(pk=pk, customer=customer).first() if pk else None
