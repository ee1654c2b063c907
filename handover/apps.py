"""The `handover` app."""

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """The story of a departure."""

    name = "handover"
