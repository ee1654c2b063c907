"""REST: who stands in for whom at the customers of a departure."""

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.permissions import Permission
from handover import access
from handover.models import Cover, CoverOutcome
from web import serializers
from web.api import IdFilter, KeysetPagination


class CoverSerializer(serializers.ModelSerializer[Cover]):
    """`person` looks after `customer` from `first_on` to `last_on`, both included, `instead_of` its owner or successor.
    `outcome` says how it ended; empty while it lasts.
    """

    outcome = serializers.ChoiceField(choices=CoverOutcome.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Cover
        fields = ["id", "customer", "person", "instead_of", "first_on", "last_on", "ended_on", "ended_at", "outcome"]
        read_only_fields = fields


class CoverFilter(filters.FilterSet):
    """Customer, who stands in, and how it ended."""

    customer = IdFilter("customer_id")
    person = IdFilter("person_id")

    class Meta:
        model = Cover
        fields = ["outcome"]


class CoverPages(KeysetPagination):
    """In the order they were named."""

    ordering = ("id",)


@opens_to(Permission.SEE_DEPARTURES)
class CoversOfDeparture(GenericAPIView[Cover]):
    """The interim covers of a departure, to those who read its plans."""

    serializer_class = CoverSerializer
    filterset_class = CoverFilter
    pagination_class = CoverPages
    queryset = Cover.objects.none()

    @extend_schema(operation_id="covers_list", responses=CoverSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        departure = access.departure(caller(request), pk)
        seen = departure.covers.all() if access.sees_coverage(caller(request), departure) else departure.covers.none()
        page = self.paginate_queryset(self.filter_queryset(seen))
        return self.get_paginated_response(CoverSerializer(page, many=True).data)
