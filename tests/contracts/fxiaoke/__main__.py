"""The sample firm as a process: `python -m tests.contracts.fxiaoke [PORT]` serves it on loopback until it is ended.

To be told to Baton: STAND_INS for the gateways, and the settings of a connection that are printed.
"""

import datetime
import json
import signal
import sys
import threading

from tests.contracts.fxiaoke.gateway import ADMIN, APP, CODE, SECRET, Gateway, simulator
from tests.contracts.fxiaoke.sample import sample
from tests.contracts.simulator import running


def main(port: int) -> None:
    """Serve in real time; says where on the first line, as JSON."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_given: ended.set())
    gateway = Gateway(sample(lambda: datetime.datetime.now(datetime.UTC)))
    with running(simulator(gateway, port)) as served:
        known = {"app_id": APP, "app_secret": SECRET, "permanent_code": CODE, "user_id": ADMIN}
        print(json.dumps({"stand_ins": served.stand_ins, "settings": {"cloud": "fxiaoke"} | known}), flush=True)
        ended.wait()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
