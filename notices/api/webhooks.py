"""REST of webhooks: setting them up, their secrets, and what they were told."""

from typing import Any

import django_filters
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.validators import UniqueValidator
from rest_framework.viewsets import GenericViewSet

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.permissions import Permission
from notices import event_kinds
from notices.actions import resending, webhooks
from notices.channels.undelivered import Undelivered
from notices.forms.webhooks import STATES
from notices.models import Delivery, WebhookEndpoint
from notices.models.webhook import Off
from web import serializers
from web.api import KeysetPagination


class WebhookSerializer(serializers.ModelSerializer[WebhookEndpoint]):
    """A system that is told of events. `off` says why it hears nothing; empty while it is on."""

    url = serializers.URLField(max_length=500, validators=[URLValidator(["https", "http"])])
    events = serializers.ListField(child=serializers.CharField(max_length=60), allow_empty=False, max_length=100)
    is_on = serializers.BooleanField(write_only=True, required=False)
    off = serializers.ChoiceField(choices=Off.choices, allow_blank=True, read_only=True)

    class Meta:
        model = WebhookEndpoint
        fields = ["id", "name", "url", "events", "is_on", "off", "former_until", "created_at"]
        read_only_fields = ["former_until", "created_at"]
        extra_kwargs = {
            "name": {
                "validators": [
                    UniqueValidator(WebhookEndpoint.objects.all(), message=gettext_lazy("This name is taken."))
                ]
            }
        }

    def validate_events(self, events: list[str]) -> list[str]:
        """Only kinds there are."""
        if unknown := [kind for kind in events if kind not in event_kinds.every()]:
            sentence = _("There is no such event: %(events)s.") % {"events": ", ".join(unknown)}
            raise serializers.ValidationError(sentence, code="unknown_event")
        return list(dict.fromkeys(events))


class SecretSerializer(serializers.Serializer[Any]):
    """A secret, shown this once."""

    secret = serializers.CharField(help_text="whsec_ and base64; signs with HMAC-SHA256 as Standard Webhooks say.")


class MadeSerializer(WebhookSerializer):
    """A new webhook with its secret, shown this once."""

    secret = serializers.CharField(read_only=True)

    class Meta(WebhookSerializer.Meta):
        fields = [*WebhookSerializer.Meta.fields, "secret"]


class TriedSerializer(serializers.Serializer[Any]):
    """What became of a test."""

    taken = serializers.BooleanField()
    problem = serializers.CharField(allow_blank=True, help_text="A code; empty when the receiver took it.")
    detail = serializers.CharField(allow_blank=True)


class WebhookDeliverySerializer(serializers.ModelSerializer[Delivery]):
    """An event on its way to a webhook. `problem` is a code; `detail` what the receiver said."""

    message_id = serializers.CharField(source="event.message_id")
    event = serializers.CharField(source="event.kind")
    at = serializers.DateTimeField(source="event.at")
    state = serializers.ChoiceField(choices=[(state.value, state.label) for state in STATES])

    class Meta:
        model = Delivery
        fields = ["id", "message_id", "event", "at", "state", "attempts", "not_before", "sent_at", "problem", "detail"]
        read_only_fields = fields


class WebhookDeliveryFilter(django_filters.FilterSet):
    """`?state=failed`."""

    state = django_filters.ChoiceFilter(choices=[(state.value, state.label) for state in STATES])

    class Meta:
        model = Delivery
        fields = ["state"]


@opens_to(Permission.ADMINISTER)
class WebhookViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[WebhookEndpoint]):
    """Other systems that are told what happens (docs/webhooks.md)."""

    serializer_class = WebhookSerializer
    queryset = WebhookEndpoint.objects.all()
    pagination_class = KeysetPagination
    lookup_value_converter = "int"

    @extend_schema(request=WebhookSerializer, responses={201: MadeSerializer})
    def create(self, request: Request) -> Response:
        """Set up a webhook; the answer has its secret, this once."""
        asked = WebhookSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        given.pop("is_on", None)
        webhook, secret = webhooks.create(by=caller(request), at=timezone.now(), **given)
        webhook.secret = secret  # the answer shows the secret itself; the row is written
        return Response(MadeSerializer(webhook).data, status=201)

    @extend_schema(request=WebhookSerializer(partial=True), responses=WebhookSerializer)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change name, address or events, or switch it on or off by `is_on`."""
        webhook = self.get_object()
        asked = WebhookSerializer(webhook, data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        changed = webhooks.change(webhook=webhook, by=caller(request), at=timezone.now(), **asked.validated_data)
        return Response(WebhookSerializer(changed).data)

    @extend_schema(request=None, responses={201: SecretSerializer})
    @action(detail=True, methods=["post"])
    def secret(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Make a new secret; for a day both sign."""
        made = webhooks.rotate(webhook=self.get_object(), by=caller(request), at=timezone.now())
        return Response({"secret": made}, status=201)

    @extend_schema(request=None, responses={200: TriedSerializer})
    @action(detail=True, methods=["post"])
    def test(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send a `webhook.test` now and say what became of it."""
        try:
            webhooks.try_out(webhook=self.get_object(), by=caller(request), at=timezone.now())
        except Undelivered as why:
            return Response({"taken": False, "problem": why.problem, "detail": why.detail})
        return Response({"taken": True, "problem": "", "detail": ""})


@opens_to(Permission.ADMINISTER)
class WebhookDeliveryViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Delivery]):
    """What became of the events for one webhook, newest first."""

    serializer_class = WebhookDeliverySerializer
    filterset_class = WebhookDeliveryFilter
    queryset = Delivery.objects.none()
    pagination_class = KeysetPagination
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Delivery]:
        if not getattr(self, "swagger_fake_view", False):
            get_object_or_404(WebhookEndpoint, pk=self.kwargs["webhook"])
        return Delivery.objects.filter(endpoint=self.kwargs.get("webhook"), event__isnull=False).select_related("event")

    @extend_schema(request=None, responses={202: WebhookDeliverySerializer})
    @action(detail=True, methods=["post"])
    def again(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send it again, under the same `webhook-id`."""
        chosen = self.get_object()
        rows = Delivery.objects.filter(pk=chosen.pk)
        webhook = get_object_or_404(WebhookEndpoint, pk=self.kwargs["webhook"])
        resending.events_again(webhook=webhook, deliveries=rows, by=caller(request), at=timezone.now())
        return Response(self.get_serializer(self.get_object()).data, status=202)
