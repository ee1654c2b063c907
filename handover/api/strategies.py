"""REST: the strategies of a draft side by side, and what a proposal weighs."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.permissions import Permission
from handover import access
from handover.actions import weights
from handover.models import PlanState, Strategy
from handover.planning import comparison
from web import serializers


class StrategyFiguresSerializer(serializers.Serializer[Any]):
    """What one strategy would bring."""

    strategy = serializers.ChoiceField(choices=Strategy.choices)
    fit = serializers.IntegerField(help_text="In percent of what each customer would get with whoever fits best.")
    percents = serializers.DictField(
        child=serializers.IntegerField(), help_text="How full each successor (by id) ends up, in percent of capacity."
    )
    new_faces = serializers.IntegerField(help_text="Customers who go to somebody they never met.")
    at_risk = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="15.4 % of a year's sales of those customers, by currency: what a change of rep cost on average.",
    )


class StrategiesSerializer(serializers.Serializer[Any]):
    """All of them; `results` is null while a worker reckons a large book: ask again."""

    results = StrategyFiguresSerializer(many=True, allow_null=True)


@opens_to(Permission.SEE_DEPARTURES)
class Strategies(APIView):
    """The strategies of a draft that names successors, side by side."""

    @extend_schema(operation_id="plans_strategies", responses={200: StrategiesSerializer, 202: StrategiesSerializer})
    def get(self, request: Request, pk: int) -> Response:
        plan = access.plan(caller(request), pk)
        is_proposed = plan.state == PlanState.DRAFT and plan.successors.exists()
        if not is_proposed or not access.sees_whole(caller(request), plan):
            raise Http404
        found = comparison.figures(plan, timezone.now())
        return Response({"results": found}, status=202 if found is None else 200)


class WeightsSerializer(serializers.Serializer[Any]):
    """Every weight by its code."""

    weights = serializers.DictField(child=serializers.FloatField())


@opens_to(Permission.ADMINISTER)
class Weights(APIView):
    """What a proposal weighs."""

    @extend_schema(operation_id="proposal_weights_retrieve", responses=WeightsSerializer)
    def get(self, request: Request) -> Response:
        return Response({"weights": weights.in_force()})
