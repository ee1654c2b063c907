"""The next ids: a rollback takes rows back, but not the numbers that were given away."""

from django.db import connection

ALL = "SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value FROM pg_sequences"


def standing() -> dict[str, int | None]:
    """How far each sequence is; None before its first number."""
    with connection.cursor() as cursor:
        cursor.execute(ALL)
        return dict(cursor.fetchall())


def put_back(before: dict[str, int | None]) -> None:
    """Let each give the same numbers again."""
    moved = [(name, before[name]) for name, last in standing().items() if last != before[name]]
    with connection.cursor() as cursor:
        for name, last in moved:
            cursor.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])
