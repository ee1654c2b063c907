"""REST of activities and tasks."""

from typing import Any

import django_filters
from django.utils import timezone

from accounts.api.caller import caller
from customers.actions import activities
from customers.api.base import BookFilter, BookSerializer, BookViewSet
from customers.models import Activity, ActivityKind, Task, TaskState
from web.api import IdFilter, MomentFilter


class ActivitySerializer(BookSerializer):
    """A call, visit, mail or note; `by` is the caller unless another is named at creation."""

    needs_a_seat = False

    class Meta:
        model = Activity
        fields = [
            "id",
            "customer",
            "deal",
            "contact",
            "kind",
            "at",
            "by",
            "subject",
            "body",
            "source",
            "source_id",
            "created_at",
            "updated_at",
        ]
        validators: list[object] = []


class ActivityFilter(BookFilter):
    """Filters of `activities/`."""

    customer = IdFilter("customer_id")
    deal = IdFilter("deal_id")
    contact = IdFilter("contact_id")
    by = IdFilter("by_id")
    kind = django_filters.MultipleChoiceFilter(choices=ActivityKind.choices)
    since = MomentFilter("at", "gte")


class ActivityViewSet(BookViewSet):
    """The communication history of the customers the caller sees."""

    queryset = Activity.objects.none()
    serializer_class = ActivitySerializer
    filterset_class = ActivityFilter

    def store(self, record: Any) -> Any:
        return activities.log(record=record, by=caller(self.request), at=timezone.now())


class TaskSerializer(BookSerializer):
    """Something somebody still has to do; `done_at` follows `state`."""

    needs_a_seat = False

    class Meta:
        model = Task
        fields = [
            "id",
            "title",
            "customer",
            "deal",
            "owner",
            "note",
            "due_on",
            "state",
            "done_at",
            "source",
            "source_id",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["done_at"]
        validators: list[object] = []


class TaskFilter(BookFilter):
    """Filters of `tasks/`."""

    owner = IdFilter("owner_id")
    customer = IdFilter("customer_id")
    deal = IdFilter("deal_id")
    state = django_filters.MultipleChoiceFilter(choices=TaskState.choices)
    due_until = django_filters.DateFilter("due_on", "lte")


class TaskViewSet(BookViewSet):
    """Tasks of the caller's scope."""

    queryset = Task.objects.none()
    serializer_class = TaskSerializer
    filterset_class = TaskFilter
