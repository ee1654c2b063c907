"""The simulated Fxiaoke as a process: `python -m tests.contracts.fxiaoke [PORT]`; prints its port, ends with Ctrl-C."""

import contextlib
import datetime
import sys
import threading

from tests.contracts.fxiaoke.gateway import Gateway, simulator
from tests.contracts.fxiaoke.sample import sample
from tests.contracts.simulator import running


def serve(port: int = 0) -> None:
    """The sample firm on loopback, in real time, until the process is ended."""
    gateway = Gateway(sample(lambda: datetime.datetime.now(datetime.UTC)))
    with running(simulator(gateway, port)) as there:
        print(there.port, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        serve(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
