"""The `customers` app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """What is handed over: the book and its ownership ledger."""

    name = "customers"
