"""What a file can hold: the kinds of record, their fields, and how a record is recognised when it comes again."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from customers.models import (
    Activity,
    ActivityKind,
    Channel,
    Contact,
    ContactRole,
    Contract,
    ContractState,
    Currency,
    Customer,
    CustomerStatus,
    Deal,
    DealState,
    Grade,
    Order,
    Product,
    Stage,
    Task,
    TaskState,
)


class Form(Enum):
    """The form a cell's text must have."""

    TEXT = "text"
    MONEY = "money"
    PERCENT = "percent"
    DAY = "day"
    MOMENT = "moment"
    EMAIL = "email"
    CHOICE = "choice"
    CUSTOMER = "customer"
    PERSON = "person"
    PRODUCT = "product"
    DEAL = "deal"
    CONTACT = "contact"


@dataclass(frozen=True)
class Field:
    """One field a column can fill. `words` names its entry in `synonyms.CHOICES`."""

    name: str
    label: str | Promise
    form: Form = Form.TEXT
    needed: bool = False
    limit: int = 0
    choices: type[models.TextChoices] | None = None
    words: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of record. `owned` by one person; `keys` are the ways to recognise it, the surest first.

    A key counts when its first field has a value; the others may be empty.
    """

    name: str
    label: str | Promise
    model: type[models.Model]
    fields: tuple[Field, ...]
    keys: tuple[tuple[str, ...], ...]
    owned: bool = False

    def field(self, name: str) -> Field:
        """The field of that name; `KeyError` when there is none."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {each.name: each for each in self.fields}

    @property
    def needed(self) -> list[Field]:
        """The fields no row can do without."""
        return [each for each in self.fields if each.needed]


def _text(name: str, label: str | Promise, limit: int = 0, *, needed: bool = False) -> Field:
    return Field(name, label, limit=limit, needed=needed)


def _choice(name: str, label: str | Promise, choices: type[models.TextChoices], words: str = "") -> Field:
    return Field(name, label, Form.CHOICE, choices=choices, words=words or name)


OWNER = Field("owner", _("owner"), Form.PERSON)
SOURCE = (_text("source", _("source"), 60), _text("source_id", _("id at the source"), 120))
CURRENCY = _choice("currency", _("currency"), Currency)
CUSTOMER = Field("customer", _("customer"), Form.CUSTOMER)
CUSTOMER_NEEDED = Field("customer", _("customer"), Form.CUSTOMER, needed=True)
BY_SOURCE = ("source_id", "source")


def _money(name: str, label: str | Promise, *, needed: bool = False) -> Field:
    return Field(name, label, Form.MONEY, needed=needed)


def _day(name: str, label: str | Promise, *, needed: bool = False) -> Field:
    return Field(name, label, Form.DAY, needed=needed)


_ALL = (
    Kind(
        "people",
        _("people"),
        User,
        (
            _text("name", pgettext_lazy("person", "name"), 150, needed=True),
            Field("email", _("e-mail"), Form.EMAIL),
            _text("title", _("job title"), 100),
            _text("office", _("office"), 100),
            _text("team", _("team"), 100),
            _text("manager", _("manager"), 150),
        ),
        (("email",), ("name",)),
    ),
    Kind(
        "products",
        _("products"),
        Product,
        (
            _text("name", _("name"), 120, needed=True),
            _text("series", _("series"), 80),
            _money("list_price", _("list price")),
            CURRENCY,
        ),
        (("name",),),
    ),
    Kind(
        "customers",
        _("customers"),
        Customer,
        (
            _text("name", _("name"), 200, needed=True),
            _text("code", _("code"), 40),
            *SOURCE,
            OWNER,
            _choice("grade", _("grade"), Grade),
            _choice("status", _("status"), CustomerStatus),
            _text("industry", _("industry"), 80),
            _text("region", _("region"), 80),
            _text("territory", _("territory"), 80),
            _text("address", _("address"), 300),
            _money("annual_value", _("annual value")),
            CURRENCY,
            _text("parent", _("belongs to"), 200),
            _text("next_step", _("next step"), 300),
            _day("next_step_on", _("next step on")),
        ),
        (BY_SOURCE, ("code",), ("name",)),
        owned=True,
    ),
    Kind(
        "contacts",
        _("contacts"),
        Contact,
        (
            CUSTOMER_NEEDED,
            _text("name", pgettext_lazy("person", "name"), 120, needed=True),
            *SOURCE,
            _text("title", _("job title"), 120),
            _choice("role", _("role in the decision"), ContactRole),
            Field("email", _("e-mail"), Form.EMAIL),
            _text("phone", _("phone"), 40),
            _choice("preferred_channel", _("preferred channel"), Channel),
            _text("preferred_time", _("preferred time"), 80),
            _text("note", _("note")),
        ),
        (BY_SOURCE, ("email", "customer"), ("name", "customer")),
    ),
    Kind(
        "deals",
        _("deals"),
        Deal,
        (
            _text("name", _("name"), 200, needed=True),
            *SOURCE,
            CUSTOMER,
            OWNER,
            Field("product", _("product"), Form.PRODUCT),
            _choice("stage", _("stage"), Stage),
            _choice("state", _("state"), DealState, "deal_state"),
            _money("amount", _("amount")),
            CURRENCY,
            Field("probability", _("probability in %"), Form.PERCENT),
            _day("opened_on", _("opened")),
            _day("expected_close_on", _("expected close")),
            _day("closed_on", _("closed")),
        ),
        (BY_SOURCE, ("name", "customer")),
        owned=True,
    ),
    Kind(
        "contracts",
        _("contracts"),
        Contract,
        (
            _text("number", _("number"), 60, needed=True),
            CUSTOMER_NEEDED,
            *SOURCE,
            OWNER,
            _text("title", _("title"), 200),
            _choice("state", _("state"), ContractState, "contract_state"),
            _day("starts_on", _("starts")),
            _day("ends_on", _("ends")),
            _day("renewal_notice_on", _("renewal notice by")),
            _money("amount", _("amount")),
            _money("paid", _("paid")),
            CURRENCY,
        ),
        (BY_SOURCE, ("number",)),
        owned=True,
    ),
    Kind(
        "orders",
        _("orders"),
        Order,
        (
            _text("number", _("number"), 60, needed=True),
            CUSTOMER_NEEDED,
            *SOURCE,
            Field("product", _("product"), Form.PRODUCT),
            _text("description", _("description"), 200),
            _day("ordered_on", _("ordered"), needed=True),
            _money("amount", _("amount"), needed=True),
            CURRENCY,
        ),
        (BY_SOURCE, ("number",)),
    ),
    Kind(
        "tasks",
        _("tasks"),
        Task,
        (
            _text("title", _("title"), 200, needed=True),
            *SOURCE,
            CUSTOMER,
            Field("deal", _("deal"), Form.DEAL),
            OWNER,
            _text("note", _("note")),
            _day("due_on", _("due")),
            _choice("state", _("state"), TaskState, "task_state"),
            Field("done_at", _("done"), Form.MOMENT),
        ),
        (BY_SOURCE, ("title", "customer", "due_on")),
        owned=True,
    ),
    Kind(
        "activities",
        _("activities"),
        Activity,
        (
            CUSTOMER_NEEDED,
            Field("at", _("when"), Form.MOMENT, needed=True),
            _text("subject", _("subject"), 200, needed=True),
            *SOURCE,
            _choice("kind", _("kind"), ActivityKind, "activity_kind"),
            Field("by", _("who"), Form.PERSON),
            Field("deal", _("deal"), Form.DEAL),
            Field("contact", _("contact"), Form.CONTACT),
            _text("body", _("text")),
        ),
        (BY_SOURCE, ("subject", "customer", "at")),
    ),
)

#: Every kind by name, in the order in which they are taken: what others refer to comes first.
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
