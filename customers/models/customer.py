"""Customers, the people there, and the colleagues who work with them."""

import re

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Right
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.models.base import Owned, Sourced
from customers.models.search import CustomerSearch
from web.currency import NOT_NEGATIVE, Currency

#: What is no digit of a number, and the "(0)" that is left out when a country code stands before it.
NO_DIGIT = r"\(0\)|[^0-9]"
#: So many last digits tell two numbers apart well enough to compare the few that share them one by one.
LAST_DIGITS = 7
_DIGITS = Func(F("phone"), Value(NO_DIGIT), Value(""), Value("g"), function="regexp_replace")
LAST_OF_PHONE = Right(_DIGITS, LAST_DIGITS, output_field=models.TextField())


class Grade(models.TextChoices):
    """How much a customer matters: A most."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"


class CustomerStatus(models.TextChoices):
    """Where the relationship stands."""

    PROSPECT = "prospect", _("Prospect")
    ACTIVE = "active", _("Active")
    DORMANT = "dormant", _("Dormant")
    LOST = "lost", _("Lost")


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers by whose they are."""

    def matching(self, typed: str) -> "CustomerQuerySet":
        """Those whose code or name contains each word of `typed`."""
        return self.filter(pk__in=CustomerSearch.objects.matching(typed).values("pk"))


class Customer(Owned):
    """A firm we sell to."""

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    grade = models.CharField(_("grade"), max_length=1, choices=Grade.choices, default=Grade.C)
    status = models.CharField(_("status"), max_length=10, choices=CustomerStatus.choices, default=CustomerStatus.ACTIVE)
    industry = models.CharField(_("industry"), max_length=80, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    territory = models.CharField(_("territory"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    annual_value = models.DecimalField(
        _("annual value"), max_digits=16, decimal_places=2, null=True, blank=True, validators=[NOT_NEGATIVE]
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, default=Currency.CNY)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="subsidiaries", verbose_name=_("belongs to")
    )
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    next_step_on = models.DateField(_("next step on"), null=True, blank=True)
    last_contact_at = models.DateTimeField(_("last contact"), null=True, blank=True)

    objects = CustomerQuerySet.as_manager()

    class Meta(Owned.Meta):
        abstract = False
        ordering = ["-updated_at", "-id"]
        indexes = [*Owned.Meta.indexes, models.Index(fields=["-updated_at", "-id"], name="customer_newest")]
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(
                fields=["code"],
                name="customer_code_once",
                violation_error_code="unique",
                violation_error_message=_("Another customer has this code."),
            ),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="customer_grade_known"),
            models.CheckConstraint(condition=Q(status__in=CustomerStatus.values), name="customer_status_known"),
            models.CheckConstraint(
                condition=Q(annual_value=None) | Q(annual_value__gte=0),
                name="customer_value_positive",
                violation_error_message=NOT_NEGATIVE.message,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContactRole(models.TextChoices):
    """The part a person plays when their firm decides."""

    DECIDES = "decides", _("decides")
    INFLUENCES = "influences", _("influences")
    USES = "uses", _("uses it")
    BUYS = "buys", _("handles purchasing")
    BLOCKS = "blocks", _("is against")
    OTHER = "other", _("other")


class Channel(models.TextChoices):
    """How a person likes to be reached."""

    PHONE = "phone", _("phone")
    MAIL = "mail", _("mail")
    WECHAT = "wechat", _("WeChat")
    VISIT = "visit", _("visit")


def digits(number: str) -> str:
    """A phone number without what people write around its digits, and without zeros before it."""
    return re.sub(NO_DIGIT, "", number).lstrip("0")


class ContactQuerySet(models.QuerySet["Contact"]):
    """People at customers by how they are reached."""

    def customers_of(self, number: str) -> list[int]:
        """The ids of the customers with a contact of this phone number; one may lack the country or area code."""
        wanted = digits(number)
        if len(wanted) < LAST_DIGITS:
            return []
        alike = self.annotate(last=LAST_OF_PHONE).filter(last=wanted[-LAST_DIGITS:]).order_by()
        pairs = [(customer, digits(phone)) for customer, phone in alike.values_list("customer_id", "phone")]
        exact = {customer for customer, known in pairs if known == wanted}
        return sorted(exact or {one for one, known in pairs if known.endswith(wanted) or wanted.endswith(known)})


class Contact(Sourced):
    """A person at a customer."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contacts", verbose_name=_("customer"))
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    role = models.CharField(
        _("role in the decision"), max_length=12, choices=ContactRole.choices, default=ContactRole.OTHER
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    preferred_channel = models.CharField(_("preferred channel"), max_length=10, choices=Channel.choices, blank=True)
    preferred_time = models.CharField(_("preferred time"), max_length=80, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta(Sourced.Meta):
        abstract = False
        ordering = ["name", "id"]
        indexes = [models.Index(LAST_OF_PHONE, name="contact_phone")]
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=Q(role__in=ContactRole.values), name="contact_role_known"),
        ]

    def __str__(self) -> str:
        return self.name


class AccountTeamMember(models.Model):
    """A colleague who works with a customer beside its owner."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="account_team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="account_team_seats")
    role = models.CharField(_("role"), max_length=80, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "user"],
                name="account_team_seat_once",
                violation_error_message=_("This person works with the customer already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.customer}"
