"""REST: where else a leaver is named, kind by kind, and what is done about it."""

from typing import Any

from django.http import Http404
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
from handover import access
from handover.actions import references as actions
from handover.actions.references import Choice, Settlement
from handover.models import Departure, ReferenceKind, Waiver
from handover.references import page as pages
from handover.references import sweep
from handover.references.kinds import Kind
from web import serializers
from web.api import KeysetPagination, says_yes, text_of
from web.typed import as_text

KIND = OpenApiParameter("kind", OpenApiTypes.STR, OpenApiParameter.PATH, enum=ReferenceKind.values)
FILTERS = [
    OpenApiParameter("q", OpenApiTypes.STR, description="Part of the name: team, customer, person, token."),
    OpenApiParameter("left", OpenApiTypes.BOOL, description="Those left as they are instead of the open ones."),
]


class CardSerializer(serializers.Serializer[pages.Card]):
    """One kind of reference. `hidden` of the open ones are not the caller's to read; `mine` are theirs to settle."""

    kind = serializers.ChoiceField(source="kind.kind", choices=ReferenceKind.choices)
    title = serializers.CharField(source="kind.title")
    open = serializers.IntegerField()
    hidden = serializers.IntegerField()
    mine = serializers.IntegerField()
    left = serializers.IntegerField(help_text="Left as they are, with a reason; closing does not wait for them.")
    may = serializers.SerializerMethodField(help_text="What the caller may do about some of them.")

    def get_may(self, card: pages.Card) -> list[str]:
        """The deeds the caller may do."""
        deeds = {
            Settlement.GIVE: card.may_give,
            Settlement.END: card.may_end,
            Settlement.WAIVE: card.may_waive,
            Settlement.REOPEN: card.may_reopen and bool(card.left),
        }
        return [str(deed) for deed, may in deeds.items() if may]


class WaiverSerializer(serializers.ModelSerializer[Waiver]):
    """Why a reference stays."""

    class Meta:
        model = Waiver
        fields = ["reason", "by", "at"]


class ReferenceSerializer(serializers.Serializer[Any]):
    """One reference. `id` is the row that names the leaver: a team, a departure, a seat, a token …"""

    id = serializers.IntegerField(source="pk")
    sentence = serializers.CharField(source="shown.sentence")
    hint = serializers.CharField(source="shown.hint")
    may_settle = serializers.BooleanField(help_text="Whether the caller may hand it over or end it.")
    waiver = WaiverSerializer(allow_null=True)


class ReferencesSerializer(serializers.Serializer[Any]):
    """All that still names the leaver; closing waits until `open` is 0."""

    open = serializers.IntegerField()
    kinds = CardSerializer(many=True)


class SettlementSerializer(serializers.Serializer[Any]):
    """What shall be done: `give` wants `to`, `waive` wants `reason`. Either `ids`, or `all` that match `q`."""

    deed = serializers.ChoiceField(choices=[(str(deed), str(deed)) for deed in Settlement])
    ids = serializers.ListField(child=serializers.IntegerField(min_value=1), required=False, max_length=1000)
    all = serializers.BooleanField(required=False, default=False)
    q = serializers.CharField(required=False, allow_blank=True, default="", max_length=100)
    to = serializers.PrimaryKeyRelatedField(queryset=User.objects.all(), required=False, allow_null=True, default=None)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs.get("ids")) == attrs["all"]:
            raise serializers.ValidationError({"ids": [_("Name the ids, or all, but not both.")]})
        return attrs


class SettledSerializer(serializers.Serializer[Any]):
    """How many were settled."""

    settled = serializers.IntegerField()


class ReferencePages(KeysetPagination):
    """In the order they came about."""

    ordering = "pk"


@opens_to(Permission.SEE_DEPARTURES)
class References(APIView):
    """Where else the leaver is named."""

    @extend_schema(operation_id="references_retrieve", responses=ReferencesSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """How many of each kind, and what the caller may do."""
        departure = _departure(request, pk)
        found = pages.cards(caller(request), departure)
        return Response(ReferencesSerializer({"open": sum(card.open for card in found), "kinds": found}).data)


@opens_to(Permission.SEE_DEPARTURES)
class ReferencesOfKind(APIView):
    """The references of one kind."""

    pagination_class = ReferencePages

    @extend_schema(
        operation_id="references_of_kind_list", parameters=[KIND, *FILTERS], responses=ReferenceSerializer(many=True)
    )
    def get(self, request: Request, pk: int, kind: str) -> Response:
        """Those the caller may read."""
        departure = _departure(request, pk)
        found, user = _kind(departure, kind), caller(request)
        is_left = says_yes(request, "left")
        rows = found.seen(user, departure, (sweep.left if is_left else sweep.still_open)(found, departure))
        rows = sweep.searched(found, rows, text_of(request, "q"))
        paging = ReferencePages()
        page = paging.paginate_queryset(rows.select_related(*found.related), request, self) or []
        shown = pages.rows_of(user, departure, found, page)
        return paging.get_paginated_response(ReferenceSerializer(shown, many=True).data)


@opens_to(Permission.SEE_DEPARTURES)
class ReferenceSettlement(APIView):
    """What is done about references of one kind: all of it, or nothing."""

    @extend_schema(
        operation_id="references_settle",
        parameters=[KIND],
        request=SettlementSerializer,
        responses={200: SettledSerializer},
    )
    def post(self, request: Request, pk: int, kind: str) -> Response:
        """Hand over, end, leave as they are, or take that back."""
        departure = _departure(request, pk)
        found = _kind(departure, kind)
        asked = SettlementSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        choice = Choice(found.kind, None if given["all"] else given["ids"], as_text(given["q"]))
        count = actions.settle(
            departure=departure,
            choice=choice,
            deed=given["deed"],
            by=caller(request),
            at=timezone.now(),
            to=given["to"],
            reason=as_text(given["reason"]),
        )
        return Response(SettledSerializer({"settled": count}).data)


def _departure(request: Request, pk: int) -> Departure:
    departure = access.departure(caller(request), pk)
    if not access.sees_references(caller(request), departure):
        raise Http404
    return departure


def _kind(departure: Departure, code: str) -> Kind:
    found = sweep.kind_of(departure, code)
    if found is None:
        raise Http404
    return found
