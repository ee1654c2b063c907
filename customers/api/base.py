"""What the book's endpoints share: scope, filters by id, creating or updating by source id, owners left alone."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters.utils import translate_validation
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.models import User
from accounts.permissions import Permission
from customers import access
from customers.actions import records
from customers.models import Customer, Product, Sourced
from web import serializers
from web.api import ExactFilters, MomentFilter
from web.errors import Refused


class ScopedField(serializers.PrimaryKeyRelatedField[Any]):
    """A related record by id; one outside the caller's scope does not exist."""

    def get_queryset(self) -> Any:
        user, model = caller(self.context["request"]), vars(self)["queryset"].model
        if model is User:
            return access.possible_owners(user) if self.source == "owner" else access.people(user)
        record: Any = self.parent
        if self.source == "customer" and record.needs_a_seat:
            present: Any = getattr(record.instance, "customer_id", None)
            return access.worked_with(user) | Customer.objects.filter(pk=present)
        return Product.objects.all() if model is Product else access.seen(user, model)


class BookSerializer(serializers.ModelSerializer[Any]):
    """A record of the book. The owner is the caller unless another is named at creation, and never changes here."""

    serializer_related_field = ScopedField
    by_default_the_caller: ClassVar[tuple[str, ...]] = ("owner", "by")
    #: Whether it takes more than seeing a customer to add such a record there.
    needs_a_seat: ClassVar[bool] = True

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name in self.by_default_the_caller:
            if name in fields:
                fields[name].required = False
                fields[name].read_only = fields[name].read_only or isinstance(self.instance, Model)
        return fields

    @classmethod
    def plain(cls, rows: Iterable[Model]) -> list[dict[str, Any]]:
        """What the serializer says of each of many rows. What needs no conversion is read off the row, by a list made
        once: of a page of a list, making fields and asking each of them for each row is most of the work.
        """
        columns = _columns(cls)
        return [{name: column(row) for name, column in columns} for row in rows]

    def create(self, validated_data: dict[str, Any]) -> Any:
        """The record, not stored yet: that is the action's."""
        by = caller(self.context["request"])
        mine = {name: by for name in self.by_default_the_caller if name in self.fields}
        model: Any = self.Meta.model
        return model(**mine | validated_data)


#: Fields that say what the row holds.
AS_STORED = (serializers.CharField, serializers.ChoiceField, serializers.IntegerField, serializers.BooleanField)


@cache
def _columns(serializer: type[BookSerializer]) -> list[tuple[str, Callable[[Any], Any]]]:
    return [(name, _column(field)) for name, field in serializer().fields.items() if not field.write_only]


def _column(field: Any) -> Callable[[Any], Any]:
    source = str(field.source)
    if isinstance(field, serializers.PrimaryKeyRelatedField):
        return attrgetter(f"{source}_id")
    read = attrgetter(source)
    if isinstance(field, AS_STORED):
        return read

    def converted(row: Any) -> Any:
        value = read(row)
        return None if value is None else field.to_representation(value)

    return converted


class BookFilter(django_filters.FilterSet):
    """Filters every noun has."""

    updated_since = MomentFilter("updated_at", "gte", label="Changed at this moment or later.")
    source = django_filters.CharFilter("source")
    source_id = django_filters.CharFilter("source_id")


@opens_to(Permission.SEE_BOOK)
class BookViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Any]):
    """List, read, create and change one noun of the book."""

    http_method_names = ["get", "post", "patch", "head", "options"]
    updates_what_is_known = True
    lookup_value_regex = r"\d{1,18}"
    filterset_class: type[BookFilter]

    def get_queryset(self) -> QuerySet[Any]:
        model = super().get_queryset().model
        return access.seen(caller(self.request), model)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of the rows, newest first."""
        model = super().get_queryset().model
        shapes = access.listed(caller(request), model)
        if request.query_params.keys() & self.filterset_class.base_filters.keys():
            asked = ExactFilters().get_filterset(request, shapes.few, self)
            if not asked.is_valid():
                raise translate_validation(asked.errors)
            shapes = shapes.each(asked.filter_queryset)
        rows = self.paginate_queryset(shapes.chosen()) or []
        serializer: Any = self.get_serializer_class()
        return self.get_paginated_response(serializer.plain(rows))

    @opens_to(Permission.EDIT_BOOK)
    @extend_schema(description="Create a record, or update the one known by this `source` and `source_id` (200).")
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """201 with the new record; 200 when `source` and `source_id` named one that is there already."""
        known = self._known(request)
        if known is None:
            try:
                return self._create(request)
            except (Refused, serializers.ValidationError):
                known = self._known(request)  # somebody may have created it at this moment
                if known is None:
                    raise
        return self._update(request, known)

    @opens_to(Permission.EDIT_BOOK)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change the fields given; the owner is changed by a handover or on the record's own page only."""
        return self._update(request, self.get_object())

    def store(self, record: Any) -> Any:
        """The action that stores a new record."""
        return records.create(record=record, by=caller(self.request), at=timezone.now())

    def _create(self, request: Request) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        record = self.store(given.save())
        record.refresh_from_db()
        return Response(self.get_serializer(record).data, status=status.HTTP_201_CREATED)

    def _update(self, request: Request, record: Any) -> Response:
        if not access.may_change(request.user, record):  # type: ignore[arg-type]
            raise PermissionDenied
        given = self.get_serializer(record, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        data = request.data if isinstance(request.data, Mapping) else {}
        if "owner" in data and hasattr(record, "owner_id") and str(data["owner"]) != str(record.owner_id):
            raise Refused(_("An owner changes by a handover, not here."), code="owner_not_here")
        changed = records.update(record=record, changes=given.validated_data, by=caller(request), at=timezone.now())
        return Response(self.get_serializer(changed).data)

    def _known(self, request: Request) -> Sourced | None:
        """The record this source and id name, if there is one; `Refused` when it is not the caller's to see."""
        data = request.data if isinstance(request.data, Mapping) else {}
        source, source_id = str(data.get("source") or "").strip(), str(data.get("source_id") or "").strip()
        if not source_id or "\x00" in source + source_id:
            return None
        pair = {"source": source, "source_id": source_id}
        model = super().get_queryset().model
        if not model._default_manager.filter(**pair).exists():
            return None
        found: Sourced | None = self.get_queryset().filter(**pair).first()
        if found is None:
            raise Refused(_("A record you do not see has this source and id."), code="source_taken")
        return found
