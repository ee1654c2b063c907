"""The `accounts` app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: users, teams, roles and rights, sign-in, API tokens, audit."""

    name = "accounts"
