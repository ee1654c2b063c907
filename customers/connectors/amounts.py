"""What a connection is told of the amounts its CRM names without a currency."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.connectors.interface import Setting
from web.currency import Currency


def currency(help: str | Promise) -> Setting:  # noqa: A002 - as in `Setting`
    """The setting `currency`, one of those Baton keeps: nobody's amounts are taken for another's unasked."""
    choices = tuple((each.value, each.label) for each in Currency)
    return Setting("currency", _("Currency"), help, choices=choices)
