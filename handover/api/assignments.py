"""REST: the lines of a plan, and what can be done to them."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.models import User
from accounts.permissions import Permission
from customers.models import Grade
from handover import access
from handover.actions import holdovers, locks, plans
from handover.forms.plan import KINDS, LineFilter
from handover.models import Assignment, Plan
from handover.wording import plan as wording
from web import serializers
from web.api import MOST_IN_BULK, TEXT, KeysetPagination, says_yes
from web.errors import Refused

KIND_NAMES: dict[int, str] = {int(kind): name for name, kind in KINDS.items()}
#: What a change of lines can say.
CHANGES = {"successor", "locked", "held_until"}
YES_OR_NO = ("unassigned", "locked", "held", "closes_week", "closing", "closing_week", "renewal", "silent")
FILTERS = [
    OpenApiParameter("kind", enum=list(KINDS)),
    OpenApiParameter("grade", enum=Grade.values),
    *(OpenApiParameter(name, pattern=TEXT) for name in ("territory", "industry")),
    *(OpenApiParameter(name, OpenApiTypes.INT) for name in ("successor", "customer")),
    *(OpenApiParameter(name, OpenApiTypes.BOOL) for name in YES_OR_NO),
]


class LineSerializer(serializers.ModelSerializer[Assignment]):
    """One record of a plan: `record` is its id among the records of its `kind`."""

    kind = serializers.SerializerMethodField()
    record = serializers.IntegerField(source="record_id")
    reason = serializers.SerializerMethodField(help_text="The reasons as a sentence, in the reader's language.")
    next_best = serializers.SerializerMethodField(
        help_text="Whom the proposal would have taken else; null for who sees only their own part."
    )
    next_reason = serializers.SerializerMethodField(help_text="The reasons for the next best, as a sentence.")

    class Meta:
        model = Assignment
        fields = [
            "id",
            "kind",
            "record",
            "customer",
            "successor",
            "follows",
            "locked",
            "held_until",
            "reasons",
            "reason",
            "next_best",
            "next_reason",
        ]

    def get_kind(self, line: Assignment) -> str:
        return KIND_NAMES[line.kind]

    def get_reason(self, line: Assignment) -> str:
        return wording.reasons(line.reasons)

    def get_next_best(self, line: Assignment) -> int | None:
        return line.next_best_id if self.context["whole"] else None

    def get_next_reason(self, line: Assignment) -> str:
        return wording.reasons(line.next_reasons) if self.context["whole"] else ""


class AssignmentChangeSerializer(serializers.Serializer[Any]):
    """Which lines (`ids`, or all that match `filter`) change, and one change: `successor` gives them to somebody (null
    leaves them open), `locked` keeps them as they are in a new proposal or lets them be proposed again, `held_until`
    leaves deals with the leaver until the end of that day (null hands them over with the rest).
    """

    ids = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=MOST_IN_BULK)
    filter = serializers.DictField(required=False)
    successor = serializers.PrimaryKeyRelatedField(queryset=User.objects.all(), allow_null=True, required=False)
    locked = serializers.BooleanField(required=False)
    held_until = serializers.DateField(required=False, allow_null=True)

    def validate_filter(self, asked: dict[str, Any]) -> dict[str, Any]:
        form = LineFilter(asked)
        if unknown := sorted(set(asked) - set(form.fields)):
            raise serializers.ValidationError(_("There is no filter named %s.") % ", ".join(unknown))
        if not form.is_valid():
            raise serializers.ValidationError(form.errors.as_text())
        return asked

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("ids" in attrs) == ("filter" in attrs):
            raise serializers.ValidationError(_("Give either ids or a filter."))
        if len(CHANGES & set(attrs)) != 1:
            raise serializers.ValidationError(_("Give one change: %s.") % ", ".join(sorted(CHANGES)))
        return attrs


class ChangedSerializer(serializers.Serializer[Any]):
    """How many lines were named anew."""

    changed = serializers.IntegerField()


class LinePages(KeysetPagination):
    """Lines by kind, then in the order they came in."""

    ordering = ("kind", "id")


@opens_to(Permission.SEE_DEPARTURES)
class Assignments(APIView):
    """The lines of a plan."""

    pagination_class = LinePages

    @extend_schema(operation_id="assignments_list", parameters=FILTERS, responses=LineSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        plan = access.plan(caller(request), pk)
        for name in YES_OR_NO:
            says_yes(request, name)
        form = LineFilter(request.query_params)
        if not form.is_valid():
            raise serializers.ValidationError({name: list(map(str, found)) for name, found in form.errors.items()})
        whole = access.sees_whole(caller(request), plan)
        lines = form.narrow(access.lines(caller(request), plan, whole=whole), timezone.localdate())
        pages = LinePages()
        found = pages.paginate_queryset(lines, request, self)
        return pages.get_paginated_response(LineSerializer(found, many=True, context={"whole": whole}).data)

    @extend_schema(operation_id="assignments_change", request=AssignmentChangeSerializer, responses=ChangedSerializer)
    def patch(self, request: Request, pk: int) -> Response:
        plan = access.plan(caller(request), pk)
        asked = AssignmentChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        chosen = self._lines(caller(request), plan, asked.validated_data)
        return Response({"changed": self._change(caller(request), plan, chosen, asked.validated_data)})

    def _change(self, user: User, plan: Plan, lines: QuerySet[Assignment], asked: dict[str, Any]) -> int:
        chosen: Any = {"plan": plan, "assignments": lines, "by": user, "at": timezone.now()}
        if "locked" in asked:
            return locks.lock(**chosen) if asked["locked"] else locks.release(**chosen)
        if "held_until" in asked:
            return holdovers.hold(**chosen, until=asked["held_until"])
        return plans.assign(**chosen, successor=asked["successor"])

    def _lines(self, user: User, plan: Plan, asked: dict[str, Any]) -> QuerySet[Assignment]:
        lines = access.lines(user, plan)
        if "filter" in asked:
            return LineFilter(asked["filter"]).narrow(lines, timezone.localdate())
        found = lines.filter(pk__in=asked["ids"])
        if found.count() != len(set(asked["ids"])):
            raise Refused(_("Some of these lines are not in this plan."), code="unknown_assignment", status=422)
        return found
