"""REST: handover documents, asked for, watched while they are made, and downloaded."""

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.permissions import Permission
from handover.document import delivering
from handover.document.scope import one_customer, whole
from handover.models import DocumentFormat, HandoverDocument
from web import serializers
from web.api import KeysetPagination


class DocumentSerializer(serializers.ModelSerializer[HandoverDocument]):
    """A document made for the caller. The file is there while `has_file` says so; `digest` is its SHA-256."""

    has_file = serializers.BooleanField(source="is_there", read_only=True)

    class Meta:
        model = HandoverDocument
        fields = [
            *("id", "departure", "customer", "format", "language", "state", "asked_at", "made_at", "expires_at"),
            *("size", "digest", "has_file"),
        ]
        read_only_fields = fields


class NewDocumentSerializer(serializers.Serializer[Any]):
    """What it is to be: of the whole handover, or of one customer."""

    format = serializers.ChoiceField(choices=DocumentFormat.choices)
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    customer = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=2**63 - 1)


class DocumentPages(KeysetPagination):
    """The latest first."""

    ordering = "-id"


@opens_to(Permission.SEE_DEPARTURES)
class DocumentsOfDeparture(GenericAPIView[HandoverDocument]):
    """What was made of a departure for the caller; nobody else's. A leaver gets none."""

    serializer_class = DocumentSerializer
    pagination_class = DocumentPages
    queryset = HandoverDocument.objects.none()

    @extend_schema(operation_id="documents_list", responses=DocumentSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        scope = whole(caller(request), pk)
        page = self.paginate_queryset(delivering.of_reader(caller(request), scope.departure.pk)) or []
        return self.get_paginated_response(DocumentSerializer(page, many=True).data)

    @extend_schema(
        operation_id="documents_ask",
        request=NewDocumentSerializer,
        responses={201: DocumentSerializer, 202: DocumentSerializer},
        description="Ask for a document. A small one is ready with the answer (201), a large one is made (202).",
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = NewDocumentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said, user = asked.validated_data, caller(request)
        scope = one_customer(user, pk, said["customer"]) if said["customer"] else whole(user, pk)
        made = delivering.ask(scope=scope, kind=said["format"], language=said["language"], at=timezone.now())
        return Response(DocumentSerializer(made).data, status=202 if made.is_under_way else 201)


@opens_to(Permission.SEE_DEPARTURES)
class DocumentDetail(APIView):
    """How far one document is."""

    @extend_schema(operation_id="documents_retrieve", responses=DocumentSerializer)
    def get(self, request: Request, pk: int, document: int) -> Response:
        return Response(DocumentSerializer(delivering.found(caller(request), pk, document)).data)


@opens_to(Permission.SEE_DEPARTURES)
class DocumentFile(APIView):
    """The file, a day long after it was made."""

    @extend_schema(
        operation_id="documents_file",
        responses={(200, kind): OpenApiTypes.BINARY for kind in delivering.TYPES.values()},
    )
    def get(self, request: Request, pk: int, document: int) -> FileResponse:
        found = delivering.found(caller(request), pk, document)
        if not found.is_there:
            raise Http404
        return delivering.handed_out(found)
