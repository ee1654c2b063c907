"""REST: the supervisor's sample and its scores."""

from typing import Any

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
from handover import access
from handover.actions import samples
from handover.checking import access as checking
from handover.models import SampledCustomer, Score
from web import serializers
from web.api import IdFilter, KeysetPagination


class SampledCustomerSerializer(serializers.ModelSerializer[SampledCustomer]):
    """One customer of the sample; `score` is empty until somebody has checked it. `seed` draws the same again."""

    departure = serializers.IntegerField(source="sample.departure_id", read_only=True)
    seed = serializers.CharField(source="sample.seed", read_only=True)

    class Meta:
        model = SampledCustomer
        fields = ["id", "departure", "seed", "customer", "successor", "score", "note", "scored_by", "scored_at"]


class ScoringSerializer(serializers.WholeSerializer):
    """How well the customer was handed over; unusable wants a note."""

    score = serializers.ChoiceField(choices=Score.choices)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=5000)


class SampleFilter(filters.FilterSet):
    """Score, successor, or only what nobody has checked."""

    successor = IdFilter("successor_id")
    unscored = filters.BooleanFilter(method="only_unscored")

    class Meta:
        model = SampledCustomer
        fields = ["score"]

    def only_unscored(self, rows: Any, name: str, value: bool) -> Any:
        """What nobody has checked yet, or the rest."""
        return rows.filter(score="") if value else rows.exclude(score="")


class SamplePages(KeysetPagination):
    """In the order they were drawn."""

    ordering = "id"


@opens_to(Permission.SEE_DEPARTURES)
class SampleOfDeparture(GenericAPIView[SampledCustomer]):
    """The customers the supervisor checks; nothing for the leaver and for who only takes over."""

    serializer_class = SampledCustomerSerializer
    filterset_class = SampleFilter
    pagination_class = SamplePages
    queryset = SampledCustomer.objects.none()

    @extend_schema(operation_id="sample_list", responses=SampledCustomerSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        departure = access.departure(caller(request), pk)
        rows = checking.sample(caller(request), departure).select_related("sample")
        page = self.paginate_queryset(self.filter_queryset(rows)) or []
        return self.get_paginated_response(SampledCustomerSerializer(page, many=True).data)


@opens_to(Permission.SEE_DEPARTURES)
class SampledCustomerDetail(APIView):
    """One customer of a sample."""

    @extend_schema(operation_id="sampled_customers_retrieve", responses=SampledCustomerSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return Response(SampledCustomerSerializer(checking.sampled(caller(request), pk)).data)

    @extend_schema(
        operation_id="sampled_customers_score", request=ScoringSerializer, responses=SampledCustomerSerializer
    )
    def patch(self, request: Request, pk: int) -> Response:
        found = checking.sampled(caller(request), pk)
        asked = ScoringSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        scored = samples.score(sampled=found, by=caller(request), at=timezone.now(), **asked.validated_data)
        return Response(SampledCustomerSerializer(scored).data)
