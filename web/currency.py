"""The currencies an amount can be in, and what they are worth beside one another, roughly."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

NOT_NEGATIVE = MinValueValidator(0, _("An amount is not below zero."))


class Currency(models.TextChoices):
    """Currencies an amount can be in (ISO 4217)."""

    CNY = "CNY", _("Chinese yuan")
    USD = "USD", _("US dollar")
    EUR = "EUR", _("euro")
    GBP = "GBP", _("pound sterling")
    JPY = "JPY", _("Japanese yen")
    HKD = "HKD", _("Hong Kong dollar")


#: What one unit of a currency is worth in yuan, roughly: good enough to weigh loads, never an amount to rely on.
ROUGH_RATES = {
    Currency.CNY: Decimal(1),
    Currency.USD: Decimal("7.1"),
    Currency.EUR: Decimal("7.8"),
    Currency.GBP: Decimal("9.2"),
    Currency.JPY: Decimal("0.047"),
    Currency.HKD: Decimal("0.91"),
}


def roughly(amounts: dict[str, Decimal], currency: str) -> Decimal:
    """What `amounts` by currency are worth in `currency`, roughly; exactly when they all are in it."""
    others = {code: amount for code, amount in amounts.items() if code != currency}
    in_yuan = sum((amount * ROUGH_RATES[Currency(code)] for code, amount in others.items()), Decimal(0))
    return amounts.get(currency, Decimal(0)) + in_yuan / ROUGH_RATES[Currency(currency)]
