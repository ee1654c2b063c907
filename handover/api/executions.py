"""REST: carrying a plan out, what came of it, and taking it back."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.models import User
from accounts.permissions import Permission
from handover import access, record_names, tasks
from handover.actions import scheduling
from handover.api.assignments import KIND_NAMES
from handover.forms.plan import LineFilter
from handover.models import Conflict, Move, MoveState
from handover.moving import progress
from handover.wording import plan as wording
from web import serializers
from web.api import MOST_IN_BULK, OnePage

#: How many conflicts an answer names; `conflict_count` counts them all.
NAMED = 200


class ConflictSerializer(serializers.Serializer[Any]):
    """A record that stayed where it was."""

    kind = serializers.CharField()
    record = serializers.IntegerField()
    name = serializers.CharField()
    cause = serializers.CharField()
    sentence = serializers.CharField()
    present_owner = serializers.IntegerField(allow_null=True)


class UndoSerializer(serializers.Serializer[Any]):
    """Which part is taken back: a filter of the plan's lines, as their list has it, or ids of `customers`; else all."""

    only = serializers.DictField(required=False)

    def validate_only(self, asked: dict[str, Any]) -> dict[str, Any] | None:
        named = {name: value for name, value in asked.items() if name != "customers"}
        form = LineFilter(named)
        if unknown := sorted(set(named) - set(form.fields)):
            raise serializers.ValidationError(_("There is no filter named %s.") % ", ".join(unknown))
        if not form.is_valid():
            raise serializers.ValidationError(form.errors.as_text())
        chosen = form.wanted()
        if "customers" in asked:
            ids = serializers.ListField(child=serializers.IntegerField(), max_length=MOST_IN_BULK)
            chosen["customers"] = ids.run_validation(asked["customers"])
        return chosen or None


class MoveProgressSerializer(serializers.Serializer[progress.Progress]):
    """How far a running move is, in records."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()


class AskSerializer(serializers.Serializer[Any]):
    """When the records shall change hands. They do at the effective time by themselves."""

    at = serializers.ChoiceField(choices=["now"], default="now")


class ScheduleSerializer(serializers.Serializer[Any]):
    """Another time for a move that waits, or a pause with its reason; what is not named stays as it is."""

    due_at = serializers.DateTimeField(required=False)
    paused = serializers.BooleanField(required=False)
    reason = serializers.CharField(required=False)


class MoveSerializer(serializers.ModelSerializer[Move]):
    """How far a move is: counts by type, what did not move, and the proof that only owners changed."""

    undo_until = serializers.DateTimeField(allow_null=True)
    conflicts = serializers.SerializerMethodField()
    conflict_count = serializers.SerializerMethodField()
    fingerprints = serializers.SerializerMethodField()
    progress = serializers.SerializerMethodField(help_text="How many records of how many, while it runs.")

    class Meta:
        model = Move
        fields = [
            "id",
            "plan",
            "reverses",
            "held_until",
            "only",
            "state",
            "asked_by",
            "asked_at",
            "due_at",
            "paused_by",
            "paused_at",
            "pause_reason",
            "finished_at",
            "progress",
            "moved",
            "conflicts",
            "conflict_count",
            "fingerprints",
            "problem",
            "undo_until",
        ]

    @extend_schema_field(ConflictSerializer(many=True))
    def get_conflicts(self, move: Move) -> list[dict[str, Any]]:
        found = list(access.conflicts(self.context["user"], move)[:NAMED])
        records = record_names.records(found)
        return [_conflict(conflict, str(records.get((conflict.kind, conflict.record_id), ""))) for conflict in found]

    @extend_schema_field(MoveProgressSerializer(allow_null=True))
    def get_progress(self, move: Move) -> Any:
        found = progress.of(move.pk) if move.state == MoveState.RUNNING else None
        return MoveProgressSerializer(found).data if found else None

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
    }


class ExecutionSerializer(MoveSerializer):
    """The move that carries a plan out, and the undos of it, oldest first; the undo of an undo is among them."""

    reversals = serializers.SerializerMethodField()

    class Meta(MoveSerializer.Meta):
        fields = [*MoveSerializer.Meta.fields, "reversals"]

    @extend_schema_field(MoveSerializer(many=True))
    def get_reversals(self, move: Move) -> Any:
        found = [one for one in access.moves(move.plan) if one.chain[-1] == move and one != move]
        return MoveSerializer(found, many=True, context=self.context).data


def _main(user: User, pk: int) -> Move:
    found = access.moves(access.plan(user, pk))
    main = next((move for move in found if move.reverses is None and move.held_until is None), None)
    if main is None:
        raise Http404
    return main


@opens_to(Permission.SEE_DEPARTURES)
class Execution(APIView):
    """The move of a plan; a part the leaver keeps for a while has a move of its own, below `moves/`."""

    @extend_schema(operation_id="execution_retrieve", responses=ExecutionSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return _answer(request, _main(caller(request), pk))

    @extend_schema(operation_id="execution_ask", request=AskSerializer, responses={202: ExecutionSerializer})
    def post(self, request: Request, pk: int) -> Response:
        move = _main(caller(request), pk)
        AskSerializer(data=request.data).is_valid(raise_exception=True)
        tasks.ask_for_move(move=move, by=caller(request), at=timezone.now())
        return _answer(request, _main(caller(request), pk), status=202)

    @extend_schema(operation_id="execution_schedule", request=ScheduleSerializer, responses=ExecutionSerializer)
    def patch(self, request: Request, pk: int) -> Response:
        _schedule(request, _main(caller(request), pk))
        return _answer(request, _main(caller(request), pk))

    @extend_schema(operation_id="execution_undo", responses={202: ExecutionSerializer})
    def delete(self, request: Request, pk: int) -> Response:
        tasks.ask_for_undo(move=_main(caller(request), pk), by=caller(request), at=timezone.now())
        return _answer(request, _main(caller(request), pk), status=202)


def _schedule(request: Request, move: Move) -> None:
    asked = ScheduleSerializer(data=request.data)
    asked.is_valid(raise_exception=True)
    scheduling.schedule(move=move, by=caller(request), at=timezone.now(), **asked.validated_data)


def _answer(request: Request, move: Move, status: int = 200) -> Response:
    return Response(ExecutionSerializer(move, context={"user": caller(request)}).data, status=status)


@opens_to(Permission.SEE_DEPARTURES)
class Moves(APIView):
    """All moves of a plan."""

    pagination_class = OnePage

    @extend_schema(operation_id="moves_list", responses=MoveSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        found = access.moves(access.plan(caller(request), pk))
        results = MoveSerializer(found, many=True, context={"user": caller(request)}).data
        return Response({"next": None, "previous": None, "results": results})


@opens_to(Permission.SEE_DEPARTURES)
class MoveDetail(APIView):
    """One move: of a plan, of a part of it, or one that gives back what another gave."""

    @extend_schema(operation_id="moves_retrieve", responses=MoveSerializer)
    def get(self, request: Request, pk: int) -> Response:
        move = access.move(caller(request), pk)
        return Response(MoveSerializer(move, context={"user": caller(request)}).data)

    @extend_schema(operation_id="moves_schedule", request=ScheduleSerializer, responses=MoveSerializer)
    def patch(self, request: Request, pk: int) -> Response:
        _schedule(request, access.move(caller(request), pk))
        return self.get(request, pk)


@opens_to(Permission.SEE_DEPARTURES)
class Undo(APIView):
    """Taking a move back; taking back an undo gives the records to the successors again."""

    @extend_schema(operation_id="moves_undo", request=UndoSerializer, responses={202: MoveSerializer})
    def post(self, request: Request, pk: int) -> Response:
        move = access.move(caller(request), pk)
        asked = UndoSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        reversal = tasks.ask_for_undo(move=move, by=caller(request), at=timezone.now(), **asked.validated_data)
        return Response(MoveSerializer(reversal, context={"user": caller(request)}).data, status=202)
