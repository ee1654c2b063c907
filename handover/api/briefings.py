"""REST: what the leaver tells of each customer."""

import dataclasses
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.permissions import Permission
from customers.models import Customer
from handover import access
from handover.actions import briefings as actions
from handover.briefings import access as briefing_access
from handover.briefings.told import Gap, Told, told
from handover.models import Briefing, Departure
from web import serializers
from web.api import KeysetPagination


class AnswersSerializer(serializers.ModelSerializer[Briefing]):
    """The answers themselves; what is left out of a PATCH stays. `is_all`: there is nothing more to say."""

    is_all = serializers.BooleanField(default=False, write_only=True)

    class Meta:
        model = Briefing
        fields = ["never_do", "next_step", "next_step_on", "background", "nothing_promised", "is_all"]
        extra_kwargs = {"never_do": {"max_length": 5000}, "background": {"max_length": 20_000}}


class BriefingSerializer(serializers.ModelSerializer[Briefing]):
    """What was told of one customer, and what is missing still."""

    missing = serializers.SerializerMethodField()

    class Meta:
        model = Briefing
        fields = [
            "departure",
            "customer",
            "never_do",
            "next_step",
            "next_step_on",
            "background",
            "nothing_promised",
            "saved_by",
            "saved_at",
            "done_at",
            "missing",
        ]
        extra_kwargs = {name: {"allow_null": True} for name in ("saved_by", "saved_at")}  # where nothing is told yet

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=[gap.value for gap in Gap])))
    def get_missing(self, briefing: Briefing) -> list[str]:
        known: dict[int, Told] = self.context["told"]
        return [gap.value for gap in known[briefing.customer_id].gaps]


class BriefingPages(KeysetPagination):
    """In the order they were begun."""

    ordering = ("id",)


@opens_to(Permission.SEE_DEPARTURES)
class BriefingsOfDeparture(GenericAPIView[Briefing]):
    """What was told of the customers of a departure."""

    serializer_class = BriefingSerializer
    pagination_class = BriefingPages
    queryset = Briefing.objects.none()

    @extend_schema(operation_id="briefings_list", responses=BriefingSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        departure = access.departure(caller(request), pk)
        rows = briefing_access.briefings(caller(request), departure).select_related("customer")
        page = self.paginate_queryset(rows) or []
        known = told(departure, [row.customer for row in page])
        return self.get_paginated_response(BriefingSerializer(page, many=True, context={"told": known}).data)


@opens_to(Permission.SEE_DEPARTURES)
class BriefingDetail(APIView):
    """What was told of one customer."""

    @extend_schema(operation_id="briefings_retrieve", responses=BriefingSerializer)
    def get(self, request: Request, pk: int, customer: int) -> Response:
        departure, about = _about(request, pk, customer)
        known = told(departure, [about])
        briefing = known[about.pk].briefing or Briefing(departure=departure, customer=about)
        return Response(BriefingSerializer(briefing, context={"told": known}).data)

    @extend_schema(operation_id="briefings_tell", request=AnswersSerializer, responses=BriefingSerializer)
    def patch(self, request: Request, pk: int, customer: int) -> Response:
        departure, about = _about(request, pk, customer)
        asked = AnswersSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        kept: Any = told(departure, [about])[about.pk].briefing or Briefing()
        names = [field.name for field in dataclasses.fields(actions.Answers)]
        said = {name: asked.validated_data.get(name, getattr(kept, name)) for name in names}
        now = actions.tell(
            departure=departure,
            customer=about,
            answers=actions.Answers(**said),
            is_all=asked.validated_data["is_all"],
            by=caller(request),
            at=timezone.now(),
        )
        return Response(BriefingSerializer(now.briefing, context={"told": {about.pk: now}}).data)


def _about(request: Request, pk: int, customer: int) -> tuple[Departure, Customer]:
    departure = access.departure(caller(request), pk)
    return departure, briefing_access.customer(caller(request), departure, customer)
