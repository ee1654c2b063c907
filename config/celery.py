"""The Celery application: real workers and beat, every task safe to run twice."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("baton")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def refuse_demo_people(**_signal: Any) -> None:
    """As the web server does: not in production with the demo's people."""
    from accounts import startup

    startup.refuse_demo_people()


@worker_init.connect
def spare_what_stays(**_signal: Any) -> None:
    """What a worker has loaded stays until it ends: no collection need look through it again."""
    gc.collect()
    gc.freeze()
