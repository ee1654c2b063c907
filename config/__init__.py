"""Where the product is put together: settings, addresses, API, background work."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
