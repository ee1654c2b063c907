"""The `demo` app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo firm."""

    name = "demo"
