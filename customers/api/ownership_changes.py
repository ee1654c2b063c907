"""REST of the ownership ledger: read only.

`OwnershipChangeFilter.base_filters` may be added to by apps above: a handover knows which moves are a departure's.
"""

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins
from rest_framework.viewsets import GenericViewSet

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.permissions import Permission
from customers import access
from customers.actions.ownership import MODELS
from customers.kinds import RecordKind
from customers.models import OwnershipChange, Why
from web import serializers
from web.api import IdFilter, MomentFilter

KINDS = {kind.name.lower(): kind for kind in RecordKind}


class OwnershipChangeSerializer(serializers.ModelSerializer[OwnershipChange]):
    """One change of one owner: `record` is the id of a record of that `kind`; `move` names the handover's move."""

    kind = serializers.SerializerMethodField()
    record = serializers.IntegerField(source="record_id")
    from_owner = serializers.IntegerField(source="from_owner_id")
    to_owner = serializers.IntegerField(source="to_owner_id")
    by = serializers.IntegerField(source="by_id", allow_null=True)
    move = serializers.IntegerField(source="move_id", allow_null=True)

    class Meta:
        model = OwnershipChange
        fields = ["id", "kind", "record", "from_owner", "to_owner", "why", "by", "at", "move"]

    @extend_schema_field(serializers.ChoiceField(choices=list(KINDS)))
    def get_kind(self, change: OwnershipChange) -> str:
        return RecordKind(change.kind).name.lower()


class OwnershipChangeFilter(django_filters.FilterSet):
    """Filters of `ownership-changes/`."""

    kind = django_filters.ChoiceFilter(choices=[(name, name) for name in KINDS], method="of_kind")
    record = IdFilter("record_id")
    from_owner = IdFilter("from_owner_id")
    to_owner = IdFilter("to_owner_id")
    move = IdFilter("move_id")
    why = django_filters.ChoiceFilter(choices=Why.choices)
    since = MomentFilter("at", "gte")

    @extend_schema_field(serializers.ChoiceField(choices=list(KINDS)))
    def of_kind(self, rows: QuerySet[OwnershipChange], name: str, word: str) -> QuerySet[OwnershipChange]:
        """Changes of one kind of record."""
        return rows.filter(kind=KINDS[word])


@opens_to(Permission.SEE_BOOK)
class OwnershipChangeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[OwnershipChange]):
    """Who owned what before whom: changes of records the caller sees, and changes that name the caller."""

    queryset = OwnershipChange.objects.none()
    serializer_class = OwnershipChangeSerializer
    filterset_class = OwnershipChangeFilter
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[OwnershipChange]:
        user = caller(self.request)
        if user.may(Permission.SEE_ALL_BOOKS):
            return OwnershipChange.objects.all()
        seen = Q(from_owner=user) | Q(to_owner=user)
        for kind, model in MODELS.items():
            seen |= Q(kind=kind, record_id__in=access.records(user, model).order_by().values("pk"))
        return OwnershipChange.objects.filter(seen)
