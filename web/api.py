"""What every REST endpoint shares."""

from rest_framework.pagination import CursorPagination


class KeysetPagination(CursorPagination):
    """Pages that cost the same from the first row to the last: `next`, `previous`, `results`."""

    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "-id"
