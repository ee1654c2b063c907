"""Long work has a queue of its own, and every queue has a worker wherever Baton is started."""

import re
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings

from config.queues import QUEUES, ROUTES
from launch import serve
from tests.house.test_tasks import our_tasks

ROOT = Path(__file__).resolve().parents[2]
NAMES = {queue.name for queue in QUEUES}


def served(text: str) -> list[str]:
    """The queues of the workers a text starts."""
    return re.findall(r"\bworker\W+--queues\W+(\w+)", text)


def test_what_may_take_longer_than_others_is_long() -> None:
    current_app.loader.import_default_modules()
    limits = {name: current_app.tasks[name].time_limit or 0 for name in our_tasks()}
    assert {name for name, limit in limits.items() if limit > settings.CELERY_TASK_TIME_LIMIT} == set(ROUTES)


@pytest.mark.parametrize("file", ["compose.yaml", "docs/deploy.md"])
def test_each_queue_has_a_worker_in_production(file: str) -> None:
    assert sorted(served((ROOT / file).read_text())) == sorted(NAMES)


def test_each_queue_has_a_worker_in_make_run() -> None:
    commands = [" ".join(command) for _name, _log, command in serve.commands(8000)]
    assert sorted(served("\n".join(commands))) == sorted(NAMES)
