"""The Celery application with a move that takes no lock and runs in no transaction: the control of the crash tests."""

from typing import Any

from celery.signals import worker_process_init

from config.celery import app

__all__ = ["app"]


@worker_process_init.connect
def take_the_locks_out(**_signal: Any) -> None:
    from handover.actions import reassignment
    from handover.models import Move
    from handover.moving.rules import OfDeparture, Rules

    def unlocked(move: Move) -> tuple[Rules, Move, list[Move]]:
        found = Move.objects.select_related("plan__departure__leaver").get(pk=move.pk)
        return OfDeparture(found.plan.leaving), found, [found]

    reassignment.lock = unlocked
    reassignment._carry_out = reassignment._carry_out.__wrapped__
