"""One way to send whatever a delivery is, by whatever channel."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from notices.channels.chat import sending as chat
from notices.channels.chat.message import sentence
from notices.channels.email.digest import digest_message
from notices.channels.email.message import message
from notices.channels.email.sending import Postman
from notices.channels.webhook import sending as webhook
from notices.models import Delivery


class Post:
    """Sends deliveries; one connection to the mail server serves many."""

    def __init__(self, postman: Postman) -> None:
        self._postman = postman

    def send(self, delivery: Delivery, *, at: datetime.datetime) -> None:
        """Send one. Raises `Undelivered`, or whatever went wrong while it was put into words."""
        if delivery.chat is not None and delivery.notice is not None:
            chat.send(delivery.chat, sentence(delivery.chat, delivery.notice))
        elif delivery.endpoint is not None and delivery.event is not None:
            webhook.send(delivery.endpoint, delivery.event, at=at)
        elif delivery.digest is not None:
            self._postman.send(digest_message(delivery.digest))
        elif delivery.notice is not None:
            self._postman.send(message(delivery.notice))


@contextmanager
def post() -> Iterator[Post]:
    """A post office for one batch."""
    with Postman() as postman:
        yield Post(postman)
