"""REST of connections to CRMs: how they fare, and what both sides say of each record. Read only, for administrators."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins
from rest_framework.viewsets import GenericViewSet

from accounts.gate import opens_to
from accounts.permissions import Permission
from customers.actions.connections import last_runs
from customers.kinds import LinkedKind
from customers.models import Connection, ConnectionRun, LinkState, RecordLink, RunKind
from customers.syncing import comparing, note_rows
from web import serializers
from web.api import IdFilter

KINDS = {kind.name.lower(): kind for kind in LinkedKind}


class RunSerializer(serializers.ModelSerializer[ConnectionRun]):
    """One piece of work: what it does, how far it is and what it counted; `refused` rows could not be taken."""

    counts = serializers.DictField(child=serializers.IntegerField())
    refused = serializers.SerializerMethodField()

    class Meta:
        model = ConnectionRun
        fields = ["id", "what", "state", "started_at", "finished_at", "counts", "refused", "problem", "detail"]

    def get_refused(self, run: ConnectionRun) -> int:
        return run.taken.refused if run.taken else 0


class ConnectionSerializer(serializers.ModelSerializer[Connection]):
    """A connection. `states` counts its records by state; `agree` of `compared` have the same owner on both sides.

    `notes` counts the notes on customers by state, in `notes_language` (empty: none is left). `runs` holds the newest
    run of each kind.
    """

    notes_language = serializers.CharField(read_only=True)
    states = serializers.SerializerMethodField()
    compared = serializers.SerializerMethodField()
    agree = serializers.SerializerMethodField()
    notes = serializers.SerializerMethodField()
    runs = serializers.SerializerMethodField()

    class Meta:
        model = Connection
        fields = [
            "id",
            "name",
            "vendor",
            "is_on",
            "writes_owners",
            "notes_language",
            "every_minutes",
            "next_read_at",
            "problem",
            "detail",
            "problem_at",
            "states",
            "compared",
            "agree",
            "notes",
            "runs",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_states(self, connection: Connection) -> dict[str, int]:
        return comparing.standing(connection).by_state

    def get_compared(self, connection: Connection) -> int:
        return comparing.standing(connection).compared

    def get_agree(self, connection: Connection) -> int:
        return comparing.standing(connection).agreed

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_notes(self, connection: Connection) -> dict[str, int]:
        return note_rows.counts(connection)

    @extend_schema_field(RunSerializer(many=True))
    def get_runs(self, connection: Connection) -> list[Any]:
        found = [last_runs([connection], what).get(connection.pk) for what in RunKind]
        return [RunSerializer(run).data for run in found if run]


@opens_to(Permission.ADMINISTER)
class ConnectionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Connection]):
    """The connections to CRMs."""

    queryset = Connection.objects.all()
    serializer_class = ConnectionSerializer
    lookup_value_regex = r"\d{1,18}"


class RecordLinkSerializer(serializers.ModelSerializer[RecordLink]):
    """One record on both sides. Owners are ids of people here; `owner_there` is the CRM's own id of a person."""

    kind = serializers.SerializerMethodField()
    record = serializers.IntegerField(source="record_id")

    class Meta:
        model = RecordLink
        fields = [
            "id",
            "connection",
            "kind",
            "record",
            "source_id",
            "owner_there",
            "seen_at",
            "gone_at",
            "state",
            "code",
            "detail",
            "reason",
        ]

    @extend_schema_field(serializers.ChoiceField(choices=list(KINDS)))
    def get_kind(self, link: RecordLink) -> str:
        return LinkedKind(link.kind).name.lower()


class RecordLinkFilter(django_filters.FilterSet):
    """Filters of `record-links/`."""

    connection = IdFilter("connection_id")
    kind = django_filters.ChoiceFilter(choices=[(name, name) for name in KINDS], method="of_kind")
    state = django_filters.ChoiceFilter(choices=LinkState.choices)
    source_id = django_filters.CharFilter("source_id")

    @extend_schema_field(serializers.ChoiceField(choices=list(KINDS)))
    def of_kind(self, rows: QuerySet[RecordLink], name: str, word: str) -> QuerySet[RecordLink]:
        """Links of one kind of record."""
        return rows.filter(kind=KINDS[word])


@opens_to(Permission.ADMINISTER)
class RecordLinkViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[RecordLink]):
    """The reconciliation: each record of the book that a CRM has as well."""

    queryset = RecordLink.objects.all()
    serializer_class = RecordLinkSerializer
    filterset_class = RecordLinkFilter
    lookup_value_regex = r"\d{1,18}"
