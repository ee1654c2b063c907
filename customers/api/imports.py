"""REST of imports: give files, follow the run, read the refused rows."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.permissions import Permission
from customers import access, tasks
from customers.importing import given_mapping, questions, receiving
from customers.importing.problems import file_sentence, refuse_file, row_sentence
from customers.importing.questions import QUESTIONS, Question
from customers.models import Import, ImportFile, RefusedRow
from web import serializers
from web.api import KeysetPagination

#: So many files belong together at most.
MOST_FILES = 50


class ImportFileSerializer(serializers.ModelSerializer[ImportFile]):
    """One file: what it holds and which field each column fills (empty: not taken)."""

    class Meta:
        model = ImportFile
        fields = ["id", "name", "kind", "headers", "mapping", "rows"]


class ImportSerializer(serializers.ModelSerializer[Import]):
    """How far an import is; `created`, `updated`, `unchanged` count records by kind, `refused` counts rows."""

    files = ImportFileSerializer(many=True, read_only=True)
    problem = serializers.SerializerMethodField(help_text="Why it stopped, empty when it did not.")

    class Meta:
        model = Import
        fields = [
            "id",
            "state",
            "source",
            "preset",
            "rows_total",
            "rows_read",
            "created",
            "updated",
            "unchanged",
            "refused",
            "problem",
            "files",
            "by",
            "created_at",
            "started_at",
            "finished_at",
        ]
        read_only_fields = fields

    def get_problem(self, run: Import) -> str:
        return file_sentence(run.problem, run.problem_params) if run.problem else ""


def _answer(question: Question) -> serializers.Field[Any, Any, Any, Any]:
    if question.choices:
        choices = [(each, each) for each in question.choices]
        return serializers.ChoiceField(
            choices=choices, required=False, default="", allow_blank=True, help_text=question.about
        )
    if question.limit:
        return serializers.CharField(
            max_length=question.limit,
            required=False,
            default="",
            allow_blank=True,
            trim_whitespace=False,
            help_text=question.about,
        )
    return serializers.IntegerField(min_value=0, max_value=1000, required=False, default=0, help_text=question.about)


class UploadSerializer(serializers.Serializer[Any]):
    """The files, as parts named `files`, the system they come from, and how they are read where they do not tell: a
    refusal with the code `encoding_unclear` names the encodings to choose from in `errors.candidates`.
    """

    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True), allow_empty=False, max_length=MOST_FILES
    )
    mapping = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        help_text="Which column is which field, as JSON: file name (or `*`) → `kind`, `columns` (header → field), "
        "`words` (field → word → choice). Columns it does not name are guessed.",
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`source` is a name DRF's own fields use, so it is added here, as are the answers to Baton's questions."""
        source = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
        return super().get_fields() | {"source": source} | {name: _answer(each) for name, each in QUESTIONS.items()}


class RefusedRowSerializer(serializers.ModelSerializer[RefusedRow]):
    """A row that was not taken: where, a stable code, and the reason in the caller's language."""

    file = serializers.CharField(source="file.name", read_only=True)
    reason = serializers.SerializerMethodField()
    row = serializers.SerializerMethodField(help_text="The row's cells.")

    class Meta:
        model = RefusedRow
        fields = ["id", "file", "line", "column", "code", "reason", "row"]
        read_only_fields = fields

    def get_reason(self, row: RefusedRow) -> str:
        return row_sentence(row.code, row.params)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_row(self, row: RefusedRow) -> list[str]:
        return list(row.row)


class InOrder(KeysetPagination):
    """Refused rows as they come in the files."""

    ordering = "id"


@opens_to(Permission.IMPORT)
class ImportViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Import]):
    """The caller's imports, newest first; an administrator sees all."""

    serializer_class = ImportSerializer
    parser_classes = [MultiPartParser]
    queryset = Import.objects.none()

    def get_queryset(self) -> QuerySet[Import]:
        return access.imports(caller(self.request)).prefetch_related("files")

    @extend_schema(
        request={"multipart/form-data": UploadSerializer},
        responses={202: OpenApiResponse(ImportSerializer, description="Taken in; `Location` is where to follow it.")},
    )
    def create(self, request: Request) -> Response:
        """Import files with the mapping given or guessed; what is unclear is refused with 422 and nothing is kept."""
        files = request.FILES.getlist("files") or request.FILES.getlist("file")
        if not files:
            raise refuse_file("no_files", file="")
        asked = UploadSerializer(data=request.POST.dict() | {"files": files})
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        run = receiving.receive_and_confirm(
            files=[(file.name, file, file.size) for file in files],
            by=caller(request),
            at=timezone.now(),
            source=said["source"],
            answers=questions.answers(said),
            given=given_mapping.parse(said["mapping"]),
        )
        tasks.nudge(run.pk)
        body = ImportSerializer(run, context=self.get_serializer_context()).data
        where = reverse("api-import-detail", args=[run.pk], request=request)
        return Response(body, status=status.HTTP_202_ACCEPTED, headers={"Location": where})

    @extend_schema(responses=RefusedRowSerializer(many=True))
    @action(detail=True, url_path="refused-rows", pagination_class=InOrder, filter_backends=[])
    def refused_rows(self, request: Request, pk: str) -> Response:
        """The rows that were not taken, in the order of the files."""
        rows = self.get_object().refused_rows.select_related("file")
        paginator = InOrder()
        page = paginator.paginate_queryset(rows, request, view=self) or []
        return paginator.get_paginated_response(RefusedRowSerializer(page, many=True).data)
