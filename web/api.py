"""What every REST endpoint shares."""

import datetime
import re
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.fields import IsoDateTimeField
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

#: The most ids one request may name; whoever means more names a filter.
MOST_IN_BULK = 10_000
YES_OR_NO = {"true", "false"}
#: The ends of the calendar.
FIRST = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)
LAST = datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=datetime.UTC)


#: How text is described that is looked for: PostgreSQL holds no NUL.
TEXT = r"^[^\x00]*$"


class KeysetPagination(CursorPagination):
    """Pages that cost the same from the first row to the last: `next`, `previous`, `results`."""

    page_size_query_param = "page_size"
    max_page_size = 200
    ordering: str | list[str] | tuple[str, ...] = "-id"

    def get_page_size(self, request: Request) -> int | None:
        """As many rows as asked for, at most `max_page_size`; what is no such number is refused."""
        asked = request.query_params.get("page_size")
        if asked is not None and not (asked.isascii() and asked.isdecimal() and int(asked[:9])):
            raise ValidationError({"page_size": [_("A page has at least one row.")]})
        return super().get_page_size(request)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The parameters of a page, as exact as they are read."""
        found: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        for parameter in found:
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"] |= {"minimum": 1}
        return found

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """A page, of which every member is always there."""
        found: dict[str, Any] = super().get_paginated_response_schema(schema)
        return found | {"required": ["next", "previous", "results"]}

    def decode_cursor(self, request: Request) -> Any:
        """The place a cursor stands for; there is no page (404) at one we did not make."""
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None and not str(cursor.position).isdecimal():
            raise NotFound
        return cursor


def says_yes(request: Request, name: str) -> bool:
    """Whether the parameter says true; no when it is left out. What is no word for yes or no is refused."""
    given = request.query_params.get(name, "false")
    if given not in YES_OR_NO:
        raise ValidationError({name: [_("Say true or false.")]})
    return given == "true"


def text_of(request: Request, name: str) -> str:
    """What is looked for; nothing when the parameter is left out. What no text of ours can hold is refused."""
    given: str = request.query_params.get(name, "")
    if not re.match(TEXT, given):
        raise ValidationError({name: [_("Null characters are not allowed.")]})
    return given.strip()


class OnePage(KeysetPagination):
    """How a list that is always short is described: the members of a page, and nothing to turn it by."""

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """None."""
        return []


class IdField(forms.IntegerField):
    """A whole number, written as one."""

    re_decimal = re.compile(r"(?!)")  # Django forgives 1.0


@extend_schema_field(OpenApiTypes.INT)
class IdFilter(django_filters.NumberFilter):
    """Rows that point at this id; none for an id there is not, or not for the caller."""

    field_class = IdField


class MomentField(IsoDateTimeField):
    """A moment on whatever clock; those beyond the calendar are its first and its last."""

    def to_python(self, value: Any) -> datetime.datetime | None:
        """It on the clock of UTC: of another by more than sixteen hours the database would know nothing."""
        moment: datetime.datetime | None = super().to_python(value)
        try:
            return moment and moment.astimezone(datetime.UTC)
        except OverflowError:
            return FIRST if moment and moment.year == FIRST.year else LAST


class MomentFilter(django_filters.IsoDateTimeFilter):
    """Rows before or after a moment."""

    field_class = MomentField


class ExactFilters(DjangoFilterBackend):
    """Filters that refuse a value they would leave unread: no word for yes or no, or nothing at all."""

    def get_filterset(self, request: Request, queryset: QuerySet[Any], view: Any) -> Any:
        """The filters of a view with what the request asks of them."""
        found = super().get_filterset(request, queryset, view)
        for name, each in found.filters.items() if found is not None else ():
            given = request.query_params.getlist(name)
            if not isinstance(each, django_filters.CharFilter) and "" in given:
                raise ValidationError({name: [_("Name a value, or leave the filter out.")]})
            if isinstance(each, django_filters.BooleanFilter) and set(given) - YES_OR_NO:
                raise ValidationError({name: [_("Say true or false.")]})
        return found
