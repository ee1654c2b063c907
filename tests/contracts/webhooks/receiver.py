"""A receiver of Standard Webhooks on loopback: checks every signature, takes each event once, has bad days."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field

from tests.contracts.simulator import Call, Reply, Simulator, reply

HOST = "hooks.partner.example"
URL = f"https://{HOST}/baton?key=of-the-receiver"
#: A message whose time is further off is refused.
TOLERANCE = 300


@dataclass
class Receiver:
    """What it knows: its secrets, the moment it believes in, and the bodies it took by id."""

    secrets: list[str]
    now: int = 0
    taken: dict[str, dict[str, object]] = field(default_factory=dict)
    times: int = 0

    def answer(self, call: Call) -> Reply:
        """Refuse what is not signed by one of the secrets, or is too old; take the rest, once by id."""
        told = {name.lower(): value for name, value in call.headers.items()}
        signed = f"{told['webhook-id']}.{told['webhook-timestamp']}.".encode() + call.raw
        given = told["webhook-signature"].split(" ")
        if not any(_signature(secret, signed) in given for secret in self.secrets):
            return reply("no such signature", 401)
        if self.now and abs(self.now - int(told["webhook-timestamp"])) > TOLERANCE:
            return reply("too old", 400)
        self.times += 1
        self.taken[told["webhook-id"]] = call.body
        return reply(None, 204)


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def receiver(known: Receiver) -> Simulator:
    """It as a server, to be run by `simulator.running`."""
    return Simulator(known.answer, HOST)
