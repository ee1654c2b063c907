"""The firm as a process: `python -m tests.contracts.zoho PORT` serves it on loopback until it is ended.

To be told to Baton: STAND_INS for the two hosts, and the settings of a connection that are printed.
"""

import datetime
import json
import signal
import sys
import threading

from tests.contracts.simulator import running
from tests.contracts.zoho.crm import simulator
from tests.contracts.zoho.firm import firm
from tests.contracts.zoho.state import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN


def main(port: int) -> None:
    """Serve; says where on the first line, as JSON."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_given: ended.set())
    with running(simulator(firm(lambda: datetime.datetime.now(datetime.UTC)), port)) as served:
        known = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "refresh_token": REFRESH_TOKEN}
        print(json.dumps({"stand_ins": served.stand_ins, "settings": {"region": "us"} | known}), flush=True)
        ended.wait()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
