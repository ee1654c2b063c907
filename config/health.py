"""Two answers for whoever watches the product: is the process alive, and can it do its work."""

import logging

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from accounts.gate import ANYONE, opens_to

logger = logging.getLogger(__name__)


@opens_to(ANYONE)
@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


@opens_to(ANYONE)
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database and broker answer too; 503 and which one does not when one is silent."""
    state = {"database": _database_answers(), "redis": _redis_answers()}
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.warning("The database does not answer.", exc_info=True)
        return False
    return True


def _redis_answers() -> bool:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        logger.warning("The broker does not answer.", exc_info=True)
        return False
