"""REST: the customers of grade A nobody visited together with the leaver, and the supervisor's reasons."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.permissions import Permission
from customers.models import Customer
from handover import access
from handover.actions import visit_exceptions as actions
from handover.checking import access as checking
from handover.meetings import visits
from handover.models import Departure, VisitException
from web import serializers
from web.api import MOST_IN_BULK, KeysetPagination


class VisitExceptionSerializer(serializers.ModelSerializer[VisitException]):
    """Why no visit is needed, who says so and since when."""

    class Meta:
        model = VisitException
        fields = ["reason", "by", "at"]


class UnvisitedSerializer(serializers.Serializer[Any]):
    """A customer without a joint visit; the sign-off waits for its visit or its `exception`."""

    customer = serializers.IntegerField()
    exception = VisitExceptionSerializer(allow_null=True)


class NewExceptionsSerializer(serializers.Serializer[Any]):
    """One reason for some customers, or for `all` that have none yet."""

    customers = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), required=False, max_length=MOST_IN_BULK
    )
    all = serializers.BooleanField(required=False, default=False)
    reason = serializers.CharField(max_length=1000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs.get("customers")) == attrs["all"]:
            raise serializers.ValidationError({"customers": [_("Name the customers, or all, but not both.")]})
        return attrs


class ExceptedSerializer(serializers.Serializer[Any]):
    """How many customers need no visit by it."""

    excepted = serializers.IntegerField()


class VisitPages(KeysetPagination):
    """In the order of their ids."""

    ordering = "id"


@opens_to(Permission.SEE_DEPARTURES)
class VisitsOfDeparture(GenericAPIView[Customer]):
    """The customers of grade A nobody visited together; only for those who may see the sample."""

    serializer_class = UnvisitedSerializer
    pagination_class = VisitPages
    queryset = Customer.objects.none()

    @extend_schema(operation_id="visits_list", responses=UnvisitedSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        departure = _departure(request, pk)
        page = self.paginate_queryset(visits.unvisited(departure)) or []
        reasons = {one.customer_id: one for one in visits.excepted(departure).filter(customer__in=page)}
        rows = [{"customer": one.pk, "exception": reasons.get(one.pk)} for one in page]
        return self.get_paginated_response(UnvisitedSerializer(rows, many=True).data)

    @extend_schema(operation_id="visits_except", request=NewExceptionsSerializer, responses={200: ExceptedSerializer})
    def post(self, request: Request, pk: int) -> Response:
        departure = _departure(request, pk)
        asked = NewExceptionsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        chosen = visits.missing(departure).values_list("pk", flat=True) if said["all"] else said["customers"]
        made = actions.make(
            departure=departure, customers=list(chosen), reason=said["reason"], by=caller(request), at=timezone.now()
        )
        return Response(ExceptedSerializer({"excepted": len(made)}).data)


@opens_to(Permission.SEE_DEPARTURES)
class VisitExceptionDetail(APIView):
    """The reason of one customer."""

    @extend_schema(operation_id="visits_want_again", request=None, responses={204: None})
    def delete(self, request: Request, pk: int, customer: int) -> Response:
        departure = _departure(request, pk)
        if actions.take_back(departure=departure, customer=customer, by=caller(request), at=timezone.now()) is None:
            raise Http404
        return Response(status=204)


def _departure(request: Request, pk: int) -> Departure:
    departure = access.departure(caller(request), pk)
    if not checking.sees_sample(caller(request), departure):
        raise Http404
    return departure
