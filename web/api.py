"""What every REST endpoint shares."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

#: The most ids one request may name; whoever means more names a filter.
MOST_IN_BULK = 10_000
YES_OR_NO = {"true", "false"}


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

    def decode_cursor(self, request: Request) -> Any:
        """The place a cursor stands for; one we did not make answers 404 instead of failing in the database."""
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None and not str(cursor.position).isdecimal():
            raise NotFound(self.invalid_cursor_message)
        return cursor


def says_yes(request: Request, name: str) -> bool:
    """Whether the parameter says true; no when it is left out. What is no word for yes or no is refused."""
    given = request.query_params.get(name, "false")
    if given not in YES_OR_NO:
        raise ValidationError({name: [_("Say true or false.")]})
    return given == "true"


class OnePage(KeysetPagination):
    """How a list that is always short is described: the members of a page, and nothing to turn it by."""

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """None."""
        return []


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
