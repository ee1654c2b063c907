"""Doing things at the same moment, each on its own connection to the database."""

import threading
from collections.abc import Callable

from django.db import connections


def together(*jobs: Callable[[], object]) -> list[Exception]:
    """Run the jobs at the same moment; returns what they raised."""
    start, raised = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], object]) -> None:
        try:
            start.wait()
            job()
        except Exception as error:  # noqa: BLE001 - the test looks at all of them
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def codes(raised: list[Exception]) -> list[str]:
    """The codes of refusals; whatever is none stands there in full."""
    return sorted(str(getattr(error, "code", None) or repr(error)) for error in raised)
