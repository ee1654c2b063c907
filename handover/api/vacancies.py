"""REST: seats still to be filled."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.models import User
from accounts.permissions import Permission
from handover import access
from handover.actions import vacancies
from handover.models import Vacancy
from web import serializers
from web.api import OnePage


class VacancySerializer(serializers.ModelSerializer[Vacancy]):
    """A seat among a plan's successors; `interim` looks after its records until `filled_by` is named."""

    interim = serializers.PrimaryKeyRelatedField(source="successor.user", queryset=User.objects.all())

    class Meta:
        model = Vacancy
        fields = [
            *("id", "title", "interim", "team", "office", "capacity", "opens_on"),
            *("filled_by", "filled_at", "follow_up"),
        ]
        read_only_fields = ["filled_by", "filled_at", "follow_up"]


class FillingSerializer(serializers.Serializer[Any]):
    """Who was hired."""

    person = serializers.PrimaryKeyRelatedField(queryset=User.objects.all())


@opens_to(Permission.SEE_DEPARTURES)
class VacanciesOfPlan(APIView):
    """The seats of a plan."""

    pagination_class = OnePage

    @extend_schema(operation_id="vacancies_list", responses=VacancySerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """All seats of a plan, filled or not."""
        plan = access.plan(caller(request), pk)
        found = Vacancy.objects.filter(successor__plan=plan).select_related("successor")
        shown = found if access.sees_whole(caller(request), plan) else found.filter(successor__user=caller(request))
        return Response({"next": None, "previous": None, "results": VacancySerializer(shown, many=True).data})

    @extend_schema(operation_id="vacancies_open", request=VacancySerializer, responses={201: VacancySerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Put a seat among the successors of a draft."""
        plan = access.plan(caller(request), pk)
        asked = VacancySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = dict(asked.validated_data)
        interim = said.pop("successor")["user"]
        made = vacancies.open_seat(plan=plan, interim=interim, by=caller(request), at=timezone.now(), **said)
        return Response(VacancySerializer(made).data, status=201)


@opens_to(Permission.PLAN)
class Filling(APIView):
    """The naming of who was hired for a seat."""

    @extend_schema(operation_id="vacancies_fill", request=FillingSerializer, responses=VacancySerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Name who was hired: `follow_up` is the transfer from the interim, complete and ready to be confirmed."""
        vacancy = Vacancy.objects.select_related("successor__user").filter(pk=pk).first()
        if vacancy is None:
            raise Http404
        vacancy.successor.plan = access.plan(caller(request), vacancy.successor.plan_id)
        asked = FillingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        person = asked.validated_data["person"]
        vacancies.fill(vacancy=vacancy, person=person, by=caller(request), at=timezone.now())
        return Response(VacancySerializer(vacancy).data)
