"""REST: transfers, by which customers change hands while the people stay. Their plans are planned and moved as any."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.models import User
from accounts.permissions import Permission
from customers.models import Customer
from handover import access
from handover.actions import plans, transfers
from handover.api.plans import PlanSerializer, ProposalSerializer
from handover.models import Transfer, TransferKind
from handover.transfers import rows as transfer_rows
from handover.transfers import selection
from handover.transfers.selection import MOST_TICKED, SelectionFilter
from handover.wording.transfer import Standing
from web import serializers
from web.api import IdFilter
from web.errors import Refused

STATES = ("open", "over")


class TransferSerializer(serializers.Serializer[transfer_rows.Row]):
    """A transfer: whose customers (`owners`), how many, when they change hands and come back, and how far it is."""

    id = serializers.IntegerField(source="transfer.pk")
    kind = serializers.ChoiceField(source="transfer.kind", choices=TransferKind.choices)
    state = serializers.ChoiceField(source="standing", choices=Standing.choices)
    person = serializers.IntegerField(source="transfer.person_id", allow_null=True, help_text="Who is away.")
    of_move = serializers.IntegerField(
        source="transfer.of_move_id", allow_null=True, help_text="What is planned again."
    )
    owners = serializers.ListField(child=serializers.IntegerField())
    customers = serializers.IntegerField()
    reason = serializers.CharField(source="transfer.reason")
    effective_at = serializers.DateTimeField(source="transfer.effective_at")
    returns_at = serializers.DateTimeField(source="transfer.returns_at", allow_null=True)
    plan = serializers.IntegerField(source="plan.pk")
    made_by = serializers.IntegerField(source="transfer.made_by_id")
    made_at = serializers.DateTimeField(source="transfer.made_at")


class MomentsSerializer(serializers.Serializer[Any]):
    """When (null: as soon as the plan is approved), until when (null: for good) and why."""

    effective_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    returns_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)


class NewTransferSerializer(MomentsSerializer):
    """One of: `customers` by id, all that `filter` finds (q, grade, status, industry, territory, region, owner), the
    whole book of a `person` who will be away, or what a `move` gave (`to` one person), as far as it is still there.
    """

    customers = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, allow_empty=False, max_length=MOST_TICKED
    )
    filter = serializers.DictField(required=False)
    person = serializers.PrimaryKeyRelatedField(queryset=User.objects.all(), required=False)
    move = serializers.IntegerField(required=False)
    to = serializers.PrimaryKeyRelatedField(queryset=User.objects.all(), required=False)

    def validate_filter(self, asked: dict[str, Any]) -> dict[str, Any]:
        form = self.context["filter"](asked)
        if unknown := sorted(set(asked) - set(form.fields)):
            raise serializers.ValidationError(_("There is no filter named %s.") % ", ".join(unknown))
        if not form.is_valid():
            raise serializers.ValidationError(form.errors.as_text())
        return asked

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len({"customers", "filter", "person", "move"} & set(attrs)) != 1:
            raise serializers.ValidationError(_("Give one of: customers, filter, person, move."))
        return attrs


class TransferFilter(filters.FilterSet):
    """`state` open (planned or still to come) or over; kind; who is away."""

    state = filters.ChoiceFilter(choices=[(name, name) for name in STATES], method="standing")
    kind = filters.ChoiceFilter(choices=TransferKind.choices)
    person = IdFilter("person_id")

    class Meta:
        model = Transfer
        fields = ["state", "kind", "person"]

    def standing(self, rows: QuerySet[Transfer], name: str, state: str) -> QuerySet[Transfer]:
        """Those that are open, or those that are over."""
        chosen = Transfer.objects.living() if state == "open" else Transfer.objects.over()
        return rows.filter(pk__in=chosen.order_by().values("pk"))


@opens_to(Permission.SEE_BOOK)
class TransferViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Transfer]):
    """Transfers in the caller's view."""

    serializer_class: Any = TransferSerializer
    filterset_class = TransferFilter
    queryset = Transfer.objects.none()
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Transfer]:
        return access.transfers(caller(self.request))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The transfers in view, newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(_shown(page))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One transfer."""
        return Response(_shown([self._found()])[0])

    @opens_to(Permission.PLAN)
    @extend_schema(
        request=NewTransferSerializer,
        responses={201: TransferSerializer, 404: OpenApiResponse(description="There is no such move for the caller.")},
    )
    def create(self, request: Request) -> Response:
        """Begin a transfer; propose its plan next (`transfers/{id}/plans/`), then approve that."""
        user = caller(request)
        asked = NewTransferSerializer(data=request.data, context={"filter": lambda given: _filter(given, user)})
        asked.is_valid(raise_exception=True)
        return Response(_shown([_make(user, asked.validated_data)])[0], status=201)

    @opens_to(Permission.PLAN)
    @extend_schema(request=MomentsSerializer, responses=TransferSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change when and why while it is planned; what is not given is as in a new one."""
        asked = MomentsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        changed = transfers.change(
            transfer=self._found(), by=caller(request), at=timezone.now(), **asked.validated_data
        )
        return Response(_shown([changed])[0])

    @opens_to(Permission.PLAN)
    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Put one that is being planned aside."""
        plans.discard(plan=self._found().plan, by=caller(request), at=timezone.now())
        return Response(status=204)

    @opens_to(Permission.PLAN)
    @extend_schema(request=ProposalSerializer, responses={201: PlanSerializer})
    @action(detail=True, methods=["post"], url_path="plans", filterset_class=None)
    def propose(self, request: Request, pk: int) -> Response:
        """Propose who takes over what, or propose again."""
        asked = ProposalSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        plan = plans.propose_again(
            plan=self._found().plan, by=caller(request), at=timezone.now(), **asked.validated_data
        )
        return Response(PlanSerializer(plan, context={"user": caller(request)}).data, status=201)

    def _found(self) -> Transfer:
        return access.transfer(caller(self.request), self.kwargs["pk"])


def _shown(found: Sequence[Transfer]) -> Any:
    rows: Any = transfer_rows.rows(found)
    return TransferSerializer(rows, many=True).data


def _filter(asked: dict[str, Any], user: User) -> SelectionFilter:
    given = QueryDict(mutable=True)
    for name, value in asked.items():
        given.setlist(name, [str(one) for one in (value if isinstance(value, list) else [value])])
    return SelectionFilter(given, user)


def _make(user: User, given: dict[str, Any]) -> Transfer:
    moments = {name: given[name] for name in ("effective_at", "returns_at", "reason")}
    made: dict[str, Any] = {"by": user, "at": timezone.now(), **moments}
    if person := given.get("person"):
        return transfers.make_leave(person=person, **made)
    mine = selection.transferable(user)
    if "filter" in given:
        chosen = _filter(given["filter"], user).narrow(mine)
        return transfers.make(kind=TransferKind.TERRITORY, customers=chosen, **made)
    if "move" in given:
        move = access.move(user, given["move"])
        found = selection.given_by(move, given.get("to"))
        return transfers.make(kind=TransferKind.FOLLOW_UP, customers=found, of_move=move, **made)
    wanted = set(given["customers"])
    ticked: QuerySet[Customer] = mine.filter(pk__in=wanted)
    if ticked.count() != len(wanted):
        sentence = _("Some of these customers are not yours to hand over.")
        raise Refused(sentence, code="unknown_customer", status=422)
    return transfers.make(kind=TransferKind.SINGLE, customers=ticked, **made)
