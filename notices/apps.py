"""The `notices` app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What people and systems are told."""

    name = "notices"
