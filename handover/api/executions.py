"""REST: carrying a plan out, what came of it, and taking it back."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.models import User
from accounts.permissions import Permission
from handover import access, naming, tasks
from handover.actions import reassignment
from handover.api.plans import KIND_NAMES
from handover.models import Conflict, Move
from handover.wording import plan as wording

#: How many conflicts an answer names; `conflict_count` counts them all.
NAMED = 200


class ConflictSerializer(serializers.Serializer[Any]):
    """A record that stayed where it was, or did not come back."""

    kind = serializers.CharField()
    record = serializers.IntegerField()
    name = serializers.CharField()
    cause = serializers.CharField()
    sentence = serializers.CharField()
    present_owner = serializers.IntegerField(allow_null=True)
    on_undo = serializers.BooleanField()


class AskSerializer(serializers.Serializer[Any]):
    """When the records shall change hands. They do at the effective time by themselves."""

    at = serializers.ChoiceField(choices=["now"], default="now")


class ExecutionSerializer(serializers.ModelSerializer[Move]):
    """How far the move is: counts by type, what did not move, and the proof that only owners changed."""

    undo_until = serializers.DateTimeField(allow_null=True)
    conflicts = serializers.SerializerMethodField()
    conflict_count = serializers.SerializerMethodField()
    fingerprints = serializers.SerializerMethodField()

    class Meta:
        model = Move
        fields = [
            "plan",
            "state",
            "asked_by",
            "asked_at",
            "due_at",
            "finished_at",
            "moved",
            "conflicts",
            "conflict_count",
            "fingerprints",
            "problem",
            "undo_until",
            "undone_by",
            "undone_at",
            "returned",
        ]

    @extend_schema_field(ConflictSerializer(many=True))
    def get_conflicts(self, move: Move) -> list[dict[str, Any]]:
        found = list(access.conflicts(self.context["user"], move)[:NAMED])
        records = naming.records(found)
        return [_conflict(conflict, str(records.get((conflict.kind, conflict.record_id), ""))) for conflict in found]

    def get_conflict_count(self, move: Move) -> int:
        return access.conflicts(self.context["user"], move).count()

    def get_fingerprints(self, move: Move) -> dict[str, Any]:
        return {"before": move.before, "after": move.after, "equal": bool(move.before) and move.before == move.after}


def _conflict(conflict: Conflict, name: str) -> dict[str, Any]:
    owner = conflict.present_owner
    return {
        "kind": KIND_NAMES[conflict.kind],
        "record": conflict.record_id,
        "name": name,
        "cause": conflict.cause,
        "sentence": wording.conflict(conflict.cause, owner.name if owner else ""),
        "present_owner": conflict.present_owner_id,
        "on_undo": conflict.on_undo,
    }


def _move(user: User, pk: int) -> Move:
    move = Move.objects.select_related("plan__departure").filter(plan=access.plan(user, pk)).first()
    if move is None:
        raise Http404
    return move


@opens_to(Permission.SEE_DEPARTURES)
class Execution(APIView):
    """The move of a plan."""

    @extend_schema(operation_id="execution_retrieve", responses=ExecutionSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return Response(ExecutionSerializer(_move(caller(request), pk), context={"user": caller(request)}).data)

    @extend_schema(operation_id="execution_ask", request=AskSerializer, responses={202: ExecutionSerializer})
    def post(self, request: Request, pk: int) -> Response:
        plan = access.plan(caller(request), pk)
        AskSerializer(data=request.data).is_valid(raise_exception=True)
        move = tasks.ask_for_move(plan=plan, by=caller(request), at=timezone.now())
        return Response(ExecutionSerializer(move, context={"user": caller(request)}).data, status=202)

    @extend_schema(operation_id="execution_undo", responses=ExecutionSerializer)
    def delete(self, request: Request, pk: int) -> Response:
        move = reassignment.undo(move=_move(caller(request), pk), by=caller(request), at=timezone.now())
        return Response(ExecutionSerializer(move, context={"user": caller(request)}).data)
