"""A request that the gate has let in: its user is a person."""

from django.http import HttpRequest

from accounts.models import User


class Asked(HttpRequest):
    """What a page that opens to signed-in people is called with."""

    user: User
