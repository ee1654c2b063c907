"""Every period in the product. Postgres knows what is due; beat only knocks."""

from typing import Any

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {}
