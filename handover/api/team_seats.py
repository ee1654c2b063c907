"""REST: the leaver's seats in account teams, and who gets them by a plan."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.models import User
from accounts.permissions import Permission
from handover import access
from handover.actions import seats
from handover.api.assignments import ChangedSerializer
from handover.models import SeatLine
from web import serializers
from web.api import MOST_IN_BULK, KeysetPagination
from web.errors import Refused


class SeatLineSerializer(serializers.ModelSerializer[SeatLine]):
    """One seat of the leaver at somebody else's customer. Without a successor the plan leaves it alone."""

    class Meta:
        model = SeatLine
        fields = ["id", "customer", "successor", "locked", "reason"]


class SeatChangeSerializer(serializers.WholeSerializer):
    """Which seats (`ids`), and which of the plan's successors gets them (null leaves them to be settled later)."""

    ids = serializers.ListField(child=serializers.IntegerField(), allow_empty=False, max_length=MOST_IN_BULK)
    successor = serializers.PrimaryKeyRelatedField(queryset=User.objects.all(), allow_null=True)


class SeatPages(KeysetPagination):
    """Seats in the order they came in."""

    ordering = ("id",)


@opens_to(Permission.SEE_DEPARTURES)
class TeamSeats(APIView):
    """The seats in account teams a plan hands on; a successor who is nothing else finds their own."""

    pagination_class = SeatPages

    @extend_schema(operation_id="account_team_seats_list", responses=SeatLineSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        plan = access.plan(caller(request), pk)
        pages = SeatPages()
        found = pages.paginate_queryset(access.seat_lines(caller(request), plan), request, self)
        return pages.get_paginated_response(SeatLineSerializer(found, many=True).data)

    @extend_schema(operation_id="account_team_seats_change", request=SeatChangeSerializer, responses=ChangedSerializer)
    def patch(self, request: Request, pk: int) -> Response:
        plan = access.plan(caller(request), pk)
        if plan.departure is None:
            raise Http404
        asked = SeatChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        lines = access.seat_lines(caller(request), plan).filter(pk__in=asked.validated_data["ids"])
        if lines.count() != len(set(asked.validated_data["ids"])):
            raise Refused(_("Some of these lines are not in this plan."), code="unknown_assignment", status=422)
        to = asked.validated_data["successor"]
        return Response(
            {"changed": seats.assign(plan=plan, lines=lines, successor=to, by=caller(request), at=timezone.now())}
        )
