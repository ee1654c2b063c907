"""Who calls, as a type: behind the gate it is always a person."""

from rest_framework.request import Request

from accounts.models import User


def caller(request: Request) -> User:
    """The person who calls; for methods the gate opens to signed-in people only."""
    if not isinstance(request.user, User):
        raise TypeError("This method is open to strangers; declare it otherwise or don't ask who calls.")
    return request.user
