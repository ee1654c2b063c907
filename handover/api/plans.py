"""REST: plans, their lines and their approval."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.models import User
from accounts.permissions import Permission
from handover import access
from handover.actions import approval_requests, approvals, plans, scopes
from handover.api.shares import ShareSerializer
from handover.holdings import NAMES
from handover.models import SCOPE_FIELDS, Plan, Strategy
from handover.planning import large_proposals, scope
from handover.planning.scope import Stay
from web import serializers
from web.api import OnePage


class ScopeSerializer(serializers.ModelSerializer[Plan]):
    """What moves by a plan. An empty list means every customer; customers stay only with somebody who stays too."""

    class Meta:
        model = Plan
        fields = SCOPE_FIELDS


class StaySerializer(serializers.Serializer[Stay]):
    """What stays with the leaver, and whether it may be there to the end."""

    sort = serializers.CharField()
    count = serializers.IntegerField()
    is_fine = serializers.BooleanField()


class PlanSerializer(serializers.ModelSerializer[Plan]):
    """A plan with its counts; a successor who is nothing else finds their own part."""

    scope = ScopeSerializer(source="*")
    stays = serializers.SerializerMethodField()
    successors = serializers.SerializerMethodField()
    counts = serializers.SerializerMethodField()
    unassigned = serializers.SerializerMethodField()

    class Meta:
        model = Plan
        fields = [
            "id",
            "departure",
            "transfer",
            "state",
            "strategy",
            "made_by",
            "made_at",
            "approved_by",
            "approved_at",
            "scope",
            "stays",
            "successors",
            "counts",
            "unassigned",
        ]

    @extend_schema_field(StaySerializer(many=True))
    def get_stays(self, plan: Plan) -> Any:
        found: Any = scope.stays(plan) if access.sees_whole(self.context["user"], plan) else []
        return StaySerializer(found, many=True).data

    @extend_schema_field(ShareSerializer(many=True))
    def get_successors(self, plan: Plan) -> Any:
        shares: Any = access.shares(self.context["user"], plan)
        return ShareSerializer(shares, many=True).data

    def get_counts(self, plan: Plan) -> dict[str, int]:
        return plans.counted(access.lines(self.context["user"], plan))

    def get_unassigned(self, plan: Plan) -> dict[str, int]:
        return {NAMES[kind]: count for kind, count in approvals.missing(plan).items()}


class BeingMadeSerializer(serializers.Serializer[Any]):
    """A proposal of a large book is made by a worker; ask `look_at` for the plan."""

    is_being_made = serializers.BooleanField()
    look_at = serializers.CharField()


class ProposalSerializer(serializers.Serializer[Any]):
    """Who shall take over, and what the proposal aims at."""

    successors = serializers.PrimaryKeyRelatedField(queryset=User.objects.all(), many=True, allow_empty=False)
    strategy = serializers.ChoiceField(choices=Strategy.choices, default=Strategy.BEST_FIT)


@opens_to(Permission.SEE_DEPARTURES)
class PlansOfDeparture(APIView):
    """The plans of a departure; one of them lives, the others were put aside."""

    pagination_class = OnePage

    @extend_schema(operation_id="plans_list", responses=PlanSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        departure = access.departure(caller(request), pk)
        found = access.plans(caller(request), departure)
        return Response(
            {
                "next": None,
                "previous": None,
                "results": PlanSerializer(found, many=True, context={"user": caller(request)}).data,
            }
        )

    @extend_schema(
        operation_id="plans_propose",
        request=ProposalSerializer,
        responses={201: PlanSerializer, 202: BeingMadeSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Propose a plan, or propose a draft anew. A book of more than 20,000 records answers before its plan is made;
        asking again meanwhile changes nothing.
        """
        departure = access.departure(caller(request), pk)
        asked = ProposalSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        at = timezone.now()
        plan = large_proposals.ask(departure=departure, by=caller(request), at=at, **asked.validated_data)
        if plan is None:
            said = {"is_being_made": True, "look_at": request.path}
            return Response(said, status=202, headers={"Location": request.path})
        return Response(PlanSerializer(plan, context={"user": caller(request)}).data, status=201)


@opens_to(Permission.SEE_DEPARTURES)
class PlanDetail(APIView):
    """One plan."""

    @extend_schema(operation_id="plans_retrieve", responses=PlanSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return Response(PlanSerializer(access.plan(caller(request), pk), context={"user": caller(request)}).data)

    @extend_schema(operation_id="plans_scope", request=ScopeSerializer(partial=True), responses=PlanSerializer)
    def patch(self, request: Request, pk: int) -> Response:
        """Choose what moves and what stays; the lines of the draft follow."""
        plan = access.plan(caller(request), pk)
        asked = ScopeSerializer(data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        scopes.change(plan=plan, scope=asked.validated_data, by=caller(request), at=timezone.now())
        return Response(PlanSerializer(plan, context={"user": caller(request)}).data)


@opens_to(Permission.SEE_DEPARTURES)
class Approval(APIView):
    """The approval of a plan, by somebody other than the planner."""

    @extend_schema(operation_id="plans_approve", request=None, responses=PlanSerializer)
    def post(self, request: Request, pk: int) -> Response:
        plan = access.plan(caller(request), pk)
        plans.approve(plan=plan, by=caller(request), at=timezone.now())
        return Response(PlanSerializer(plan, context={"user": caller(request)}).data)


class ApproverSerializer(serializers.Serializer[User]):
    """Somebody who can approve the plan."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class AskedSerializer(serializers.Serializer[approval_requests.Asked]):
    """Who was asked to approve a plan, when, and whether they were told just now (`told`) or had been before: then they
    are told anew from `again_at` on.
    """

    approvers = ApproverSerializer(many=True, source="people")
    told = serializers.BooleanField(source="is_new")
    asked_at = serializers.DateTimeField(source="at")
    again_at = serializers.DateTimeField()


@opens_to(Permission.SEE_DEPARTURES)
class ApprovalRequests(APIView):
    """Asking those who can approve a plan to do so."""

    @extend_schema(operation_id="plans_ask_approval", request=None, responses=AskedSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Tell the nearest manager above who may approve the draft, else the administrators. Whoever was asked within
        twelve hours is not told again: `told` says so.
        """
        plan = access.plan(caller(request), pk)
        asked = approval_requests.ask(plan=plan, by=caller(request), at=timezone.now())
        return Response(AskedSerializer(asked).data)
