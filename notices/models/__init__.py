"""The outbox, the ways out of it, and what people chose."""

from notices.models.channel import Channel, ChatChannel, Pause, Service
from notices.models.delivery import Delivery, DeliveryState, Digest
from notices.models.notice import Notice
from notices.models.preference import NoticeChoice, NoticeHours
from notices.models.problem import Failure, Problem, Skip
from notices.models.webhook import WebhookEndpoint, WebhookEvent

__all__ = [
    "Channel",
    "ChatChannel",
    "Delivery",
    "DeliveryState",
    "Digest",
    "Failure",
    "Notice",
    "NoticeChoice",
    "NoticeHours",
    "Pause",
    "Problem",
    "Service",
    "Skip",
    "WebhookEndpoint",
    "WebhookEvent",
]
