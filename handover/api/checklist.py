"""REST: the checklist of a departure, its items and their files."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.permissions import Permission
from customers.kinds import RecordKind
from handover import access
from handover.actions import checklist as actions
from handover.actions import evidence as evidence_actions
from handover.checklist import item_rows
from handover.checklist.responsible import Duties
from handover.files.downloads import download
from handover.models import ChecklistItem, Evidence, ItemState, Relation, Section
from web import serializers
from web.api import KeysetPagination, OnePage


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    """A file that shows that an item is done."""

    class Meta:
        model = Evidence
        fields = ["id", "name", "content_type", "size", "by", "at"]


class ItemRecordSerializer(serializers.Serializer[Any]):
    """A record an item is about: its kind and its id there."""

    kind = serializers.ChoiceField(choices=[kind.name.lower() for kind in RecordKind])
    id = serializers.IntegerField()


class ItemSerializer(serializers.Serializer[Any]):
    """An item in the reader's language. `people` are the ids of those who answer for it, empty while nobody does."""

    id = serializers.IntegerField(source="item.pk")
    departure = serializers.IntegerField(source="item.departure_id")
    section = serializers.ChoiceField(source="item.section", choices=Section.choices)
    title = serializers.CharField()
    hint = serializers.CharField(source="known")
    missing = serializers.CharField(help_text="What a successor would look for in vain; empty when nothing is missing.")
    responsible = serializers.ChoiceField(source="item.responsible", choices=Relation.choices)
    people = serializers.SerializerMethodField()
    due_on = serializers.DateField(source="item.due_on")
    is_overdue = serializers.BooleanField()
    state = serializers.ChoiceField(source="item.state", choices=ItemState.choices)
    note = serializers.CharField(source="item.note")
    settled_by = serializers.IntegerField(source="item.settled_by_id", allow_null=True)
    settled_at = serializers.DateTimeField(source="item.settled_at", allow_null=True)

    def get_people(self, row: item_rows.Row) -> list[int]:
        return [person.pk for person in row.people]


class ItemDetailSerializer(ItemSerializer):
    """An item with its records and files."""

    records = serializers.SerializerMethodField()
    evidence = serializers.SerializerMethodField()

    @extend_schema_field(ItemRecordSerializer(many=True))
    def get_records(self, row: item_rows.Row) -> list[dict[str, Any]]:
        found = row.item.records.order_by("kind", "record_id").values_list("kind", "record_id")
        return [{"kind": RecordKind(kind).name.lower(), "id": pk} for kind, pk in found]

    @extend_schema_field(EvidenceSerializer(many=True))
    def get_evidence(self, row: item_rows.Row) -> Any:
        return EvidenceSerializer(row.item.evidence.all(), many=True).data


class ItemChangeSerializer(serializers.Serializer[Any]):
    """What shall be said about an item; what is left out stays."""

    state = serializers.ChoiceField(choices=ItemState.choices, required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=20_000)


class FileSerializer(serializers.Serializer[Any]):
    """A file, as multipart/form-data."""

    file = serializers.FileField(allow_empty_file=True)


class ItemFilter(filters.FilterSet):
    """State, section, responsible; `overdue=true` for what is late."""

    overdue = filters.BooleanFilter(method="narrow_overdue", label="Only what is late.")

    class Meta:
        model = ChecklistItem
        fields = ["state", "section", "responsible"]

    def narrow_overdue(self, items: QuerySet[ChecklistItem], name: str, value: bool) -> QuerySet[ChecklistItem]:
        late = {"state": ItemState.OPEN, "due_on__lt": timezone.localdate()}
        return items.filter(**late) if value else items.exclude(**late)


class ItemPages(KeysetPagination):
    """In the order of the page."""

    ordering = ("position", "id")


@opens_to(Permission.SEE_DEPARTURES)
class ChecklistOfDeparture(GenericAPIView[ChecklistItem]):
    """The checklist of a departure."""

    serializer_class = ItemSerializer
    filterset_class = ItemFilter
    pagination_class = ItemPages
    queryset = ChecklistItem.objects.none()

    @extend_schema(operation_id="checklist_list", responses=ItemSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        departure = access.departure(caller(request), pk)
        page = self.paginate_queryset(self.filter_queryset(access.checklist_items(caller(request), departure)))
        duties = Duties(caller(request), departure, timezone.now())
        rows = item_rows.rows(page or [], departure, duties, timezone.localdate())
        return self.get_paginated_response(ItemSerializer(rows, many=True).data)


@opens_to(Permission.SEE_DEPARTURES)
class ItemDetail(APIView):
    """One item of a checklist."""

    @extend_schema(operation_id="checklist_items_retrieve", responses=ItemDetailSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return _answer(request, access.checklist_item(caller(request), pk))

    @extend_schema(operation_id="checklist_items_change", request=ItemChangeSerializer, responses=ItemDetailSerializer)
    def patch(self, request: Request, pk: int) -> Response:
        item = access.checklist_item(caller(request), pk)
        asked = ItemChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return _answer(
            request, actions.settle(item=item, by=caller(request), at=timezone.now(), **asked.validated_data)
        )


@opens_to(Permission.SEE_DEPARTURES)
class ItemEvidence(APIView):
    """The files of an item."""

    parser_classes = [MultiPartParser]
    pagination_class = OnePage

    @extend_schema(operation_id="evidence_list", responses=EvidenceSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        item = access.checklist_item(caller(request), pk)
        found = EvidenceSerializer(item.evidence.all(), many=True).data
        return Response({"next": None, "previous": None, "results": found})

    @extend_schema(operation_id="evidence_add", request=FileSerializer, responses={201: EvidenceSerializer})
    def post(self, request: Request, pk: int) -> Response:
        item = access.checklist_item(caller(request), pk)
        asked = FileSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        file = asked.validated_data["file"]
        kept = evidence_actions.add(item=item, file=file, name=file.name, by=caller(request), at=timezone.now())
        return Response(EvidenceSerializer(kept).data, status=201)


@opens_to(Permission.SEE_DEPARTURES)
class EvidenceFile(APIView):
    """A file as it was added, always as a download."""

    @extend_schema(
        operation_id="evidence_retrieve",
        responses={(200, kind): OpenApiTypes.BINARY for kind in ("application/*", "image/*", "text/plain")},
    )
    def get(self, request: Request, pk: int, file: int) -> FileResponse:
        found = get_object_or_404(Evidence, item=access.checklist_item(caller(request), pk), pk=file)
        return download(found)


def _answer(request: Request, item: ChecklistItem) -> Response:
    duties = Duties(caller(request), item.departure, timezone.now())
    return Response(ItemDetailSerializer(item_rows.row(item, duties, timezone.localdate())).data)
