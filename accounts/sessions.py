"""Sessions in the database. A cookie that holds no key Django could have made finds none, whatever its bytes."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS


class SessionStore(db.SessionStore):
    """Django's own; PostgreSQL would fail over a NUL, which a quoted cookie can spell."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key if set(session_key or "") <= set(VALID_KEY_CHARS) else None)
