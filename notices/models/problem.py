"""What keeps a message from leaving, as codes with their words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Failure(models.TextChoices):
    """What kind of failure kept a delivery from leaving, and so what happens next."""

    TEMPORARY = "temporary", _("did not get through")
    PERMANENT = "permanent", _("refused for good")
    SETTINGS = "settings", _("wrong settings")


class Skip(models.TextChoices):
    """Why a delivery was not made, as `Delivery.problem` keeps it."""

    NO_ADDRESS = "no_address", _("no address is known yet")
    ACCESS_ENDED = "access_ended", _("the access has ended")
    READ = "read", _("it was read before the daily mail left")
    SWITCHED_OFF = "switched_off", _("the person does not want this kind any more")
    CHAT_OFF = "chat_off", _("the chat is switched off")
    WEBHOOK_OFF = "webhook_off", _("the webhook is switched off")


class Problem(models.TextChoices):
    """What stopped a message, as `Delivery.problem` keeps it; `Delivery.detail` is what the other side said."""

    NOT_REACHED = "not_reached", _("the service could not be reached")
    SLOW = "slow", _("the service did not answer in time")
    BUSY = "busy", _("the service asks us to wait")
    BROKEN = "broken", _("the service has a fault of its own")
    REFUSED = "refused", _("the service refused the message")
    KEY_REFUSED = "key_refused", _("the service does not accept our key or our robot's settings")
    INNER_ADDRESS = "inner_address", _("the address leads into the own network")
    NO_SECRET = "no_secret", _("the robot's address is missing or can't be decrypted")
    SIGN_IN_REFUSED = "sign_in_refused", _("the mail server does not accept our name and password")
    SENDER_REFUSED = "sender_refused", _("the mail server does not accept our sender")
    ADDRESS_REFUSED = "address_refused", _("the mail server does not know this address")
    GONE = "gone", _("the receiver wants no more (410)")
    LEADS_AWAY = "leads_away", _("the receiver answered with a redirect, which is never followed")
    NOT_TAKEN = "not_taken", _("the receiver did not take it")
    LEASE = "lease", _("our own workers ended before it could be sent")


def explained(problem: str) -> str:
    """The words of a code; what is no code of ours is what the other side said."""
    for codes in (Skip, Problem):
        if problem in codes.values:
            return str(codes(problem).label)
    return problem
