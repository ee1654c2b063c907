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
    AED = "AED", _("UAE dirham")
    AUD = "AUD", _("Australian dollar")
    BRL = "BRL", _("Brazilian real")
    CAD = "CAD", _("Canadian dollar")
    CHF = "CHF", _("Swiss franc")
    CZK = "CZK", _("Czech koruna")
    DKK = "DKK", _("Danish krone")
    HUF = "HUF", _("Hungarian forint")
    IDR = "IDR", _("Indonesian rupiah")
    INR = "INR", _("Indian rupee")
    KRW = "KRW", _("South Korean won")
    MXN = "MXN", _("Mexican peso")
    MYR = "MYR", _("Malaysian ringgit")
    NOK = "NOK", _("Norwegian krone")
    NZD = "NZD", _("New Zealand dollar")
    PHP = "PHP", _("Philippine peso")
    PLN = "PLN", _("Polish zloty")
    RUB = "RUB", _("Russian rouble")
    SAR = "SAR", _("Saudi riyal")
    SEK = "SEK", _("Swedish krona")
    SGD = "SGD", _("Singapore dollar")
    THB = "THB", _("Thai baht")
    TRY = "TRY", _("Turkish lira")
    TWD = "TWD", _("New Taiwan dollar")
    VND = "VND", _("Vietnamese dong")
    ZAR = "ZAR", _("South African rand")


#: What one unit of a currency is worth in yuan, roughly: good enough to weigh loads, never an amount to rely on.
ROUGH_RATES = {
    Currency.CNY: Decimal(1),
    Currency.USD: Decimal("7.1"),
    Currency.EUR: Decimal("7.8"),
    Currency.GBP: Decimal("9.2"),
    Currency.JPY: Decimal("0.047"),
    Currency.HKD: Decimal("0.91"),
    Currency.AED: Decimal("1.93"),
    Currency.AUD: Decimal("4.7"),
    Currency.BRL: Decimal("1.3"),
    Currency.CAD: Decimal("5.2"),
    Currency.CHF: Decimal("8.2"),
    Currency.CZK: Decimal("0.31"),
    Currency.DKK: Decimal("1.04"),
    Currency.HUF: Decimal("0.02"),
    Currency.IDR: Decimal("0.00045"),
    Currency.INR: Decimal("0.084"),
    Currency.KRW: Decimal("0.0052"),
    Currency.MXN: Decimal("0.38"),
    Currency.MYR: Decimal("1.6"),
    Currency.NOK: Decimal("0.68"),
    Currency.NZD: Decimal("4.3"),
    Currency.PHP: Decimal("0.125"),
    Currency.PLN: Decimal("1.83"),
    Currency.RUB: Decimal("0.085"),
    Currency.SAR: Decimal("1.9"),
    Currency.SEK: Decimal("0.7"),
    Currency.SGD: Decimal("5.4"),
    Currency.THB: Decimal("0.21"),
    Currency.TRY: Decimal("0.18"),
    Currency.TWD: Decimal("0.22"),
    Currency.VND: Decimal("0.00028"),
    Currency.ZAR: Decimal("0.39"),
}


def roughly(amounts: dict[str, Decimal], currency: str) -> Decimal:
    """What `amounts` by currency are worth in `currency`, roughly; exactly when they all are in it."""
    others = {code: amount for code, amount in amounts.items() if code != currency}
    in_yuan = sum((amount * ROUGH_RATES[Currency(code)] for code, amount in others.items()), Decimal(0))
    return amounts.get(currency, Decimal(0)) + in_yuan / ROUGH_RATES[Currency(currency)]
