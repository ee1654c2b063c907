"""REST: taking back what one did to a draft, and doing it again."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.permissions import Permission
from handover import access
from handover.actions import steps
from handover.actions.steps import Undone
from handover.wording import steps as wording
from web import serializers


class StepSerializer(serializers.Serializer[Any]):
    """Which step is meant; without it your last one."""

    step = serializers.IntegerField(required=False)


class UndoneSerializer(serializers.Serializer[Undone]):
    """What was taken back or done again: how many records changed, and those left alone because somebody changed them
    since. `step` is the step this made, which can be undone in turn.
    """

    step = serializers.IntegerField(source="step.pk")
    changed = serializers.IntegerField(source="step.count")
    left = serializers.ListField(child=serializers.CharField())
    said = serializers.SerializerMethodField(help_text="The same as a sentence, in the reader's language.")

    def get_said(self, done: Undone) -> str:
        return wording.told(done.undone)


@opens_to(Permission.SEE_DEPARTURES)
class Undo(APIView):
    """Your last edit of a draft, taken back."""

    @extend_schema(operation_id="plans_undo", request=StepSerializer, responses=UndoneSerializer)
    def post(self, request: Request, pk: int) -> Response:
        asked = StepSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        plan = access.plan(caller(request), pk)
        done = steps.undo(plan=plan, **asked.validated_data, by=caller(request), at=timezone.now())
        return Response(UndoneSerializer(done).data)


@opens_to(Permission.SEE_DEPARTURES)
class Redo(APIView):
    """What you took back last, done again."""

    @extend_schema(operation_id="plans_redo", request=StepSerializer, responses=UndoneSerializer)
    def post(self, request: Request, pk: int) -> Response:
        asked = StepSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        plan = access.plan(caller(request), pk)
        done = steps.redo(plan=plan, **asked.validated_data, by=caller(request), at=timezone.now())
        return Response(UndoneSerializer(done).data)
