"""The outbox."""

from notices.models.notice import Delivery, DeliveryState, Notice

__all__ = ["Delivery", "DeliveryState", "Notice"]
