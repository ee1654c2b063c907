"""The outbox."""

from notices.models.notice import Delivery, DeliveryState, Notice, Skip

__all__ = ["Delivery", "DeliveryState", "Notice", "Skip"]
