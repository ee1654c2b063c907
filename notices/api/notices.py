"""REST of what a person was told."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.api.caller import caller
from accounts.gate import SIGNED_IN, opens_to
from notices import access
from notices.actions.reading import mark
from notices.models import Notice
from notices.rendering import Words
from web import serializers


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """A notice in the caller's language; `url` is its page, `subject_kind` and `subject_id` name its row."""

    subject = serializers.SerializerMethodField(help_text="The notice in one line.")
    body = serializers.SerializerMethodField(help_text="The notice in a sentence or a few.")
    read = serializers.BooleanField(source="is_read", help_text="Whether it has been read.")

    class Meta:
        model = Notice
        fields = [
            "id",
            "kind",
            "subject",
            "body",
            "url",
            "subject_kind",
            "subject_id",
            "params",
            "created_at",
            "read",
            "read_at",
        ]
        read_only_fields = [name for name in fields if name != "read"]

    def get_subject(self, notice: Notice) -> str:
        return Words(notice).subject

    def get_body(self, notice: Notice) -> str:
        return Words(notice).body


class NoticeFilter(django_filters.FilterSet):
    """`?unread=true`, `?kind=…`."""

    unread = django_filters.BooleanFilter(field_name="read_at", lookup_expr="isnull")

    class Meta:
        model = Notice
        fields = ["kind"]


@opens_to(SIGNED_IN)
class NoticeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Notice]):
    """What the caller was told, newest first. PATCH {"read": true} marks one as read."""

    serializer_class = NoticeSerializer
    filterset_class = NoticeFilter
    queryset = Notice.objects.none()
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Notice]:
        return access.notices(caller(self.request))

    @extend_schema(description="Mark a notice as read, or as unread again.")
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The only thing to change about a notice is whether it has been read."""
        notice = self.get_object()
        change = self.get_serializer(notice, data=request.data, partial=True)
        change.is_valid(raise_exception=True)
        if "is_read" in change.validated_data:
            mark(notice=notice, read=change.validated_data["is_read"], at=timezone.now())
        return Response(self.get_serializer(notice).data)
