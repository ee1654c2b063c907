"""What every REST endpoint shares."""

from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

#: The most ids one request may name; whoever means more names a filter.
MOST_IN_BULK = 10_000


class KeysetPagination(CursorPagination):
    """Pages that cost the same from the first row to the last: `next`, `previous`, `results`."""

    page_size_query_param = "page_size"
    max_page_size = 200
    ordering: str | list[str] | tuple[str, ...] = "-id"

    def decode_cursor(self, request: Request) -> Any:
        """The place a cursor stands for; one we did not make answers 404 instead of failing in the database."""
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None and not str(cursor.position).isdecimal():
            raise NotFound(self.invalid_cursor_message)
        return cursor
