"""What every page shows of a person's notices."""

from typing import Any

from django.http import HttpRequest

from notices.models import Notice

#: The bell counts no further.
MOST = 99


def bell(request: HttpRequest) -> dict[str, Any]:
    """`unread_notices()`: how many the signed-in person has not read, as the bell shows it; asked only when shown."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}

    def unread() -> str:
        count = Notice.objects.of(user).unread()[: MOST + 1].count()
        return f"{MOST}+" if count > MOST else str(count or "")

    return {"unread_notices": unread}
