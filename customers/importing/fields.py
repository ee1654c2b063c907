"""What a file can hold: the kinds of record, their fields, and how a record is recognised when it comes again."""

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from customers.importing.shape import Field, Form, Kind
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


def _text(name: str, label: str | Promise, limit: int = 0, **more: Any) -> Field:
    return Field(name, label, limit=limit, **more)


def _choice(name: str, label: str | Promise, choices: type[models.TextChoices], words: str = "") -> Field:
    return Field(name, label, Form.CHOICE, choices=choices, words=words or name)


def _money(name: str, label: str | Promise, **more: Any) -> Field:
    return Field(name, label, Form.MONEY, **more)


def _day(name: str, label: str | Promise, **more: Any) -> Field:
    return Field(name, label, Form.DAY, **more)


def _key(of: str, label: str | Promise) -> Field:
    """The id of another record at the source, in a column beside the one with its name."""
    return Field(f"{of}_key", label, Form.ID, into=of)


OWNER = (
    Field("owner", _("owner"), Form.PERSON),
    Field("owner_email", _("owner’s e-mail"), into="owner"),
    _key("owner", _("owner’s id")),
)
#: People who work with the customer beside the owner.
MEMBERS = _text("members", _("team members"), many=True)
SOURCE = (_text("source", _("source"), 60), Field("source_id", _("id at the source"), Form.ID, limit=120))
CURRENCY = _choice("currency", _("currency"), Currency)
CUSTOMER_KEY = _key("customer", _("customer’s id"))
CUSTOMER = (Field("customer", _("customer"), Form.CUSTOMER), CUSTOMER_KEY)
CUSTOMER_NEEDED = (
    Field("customer", _("customer"), Form.CUSTOMER, needed=True, instead=("customer_key",)),
    CUSTOMER_KEY,
)
DEAL = (Field("deal", _("deal"), Form.DEAL), _key("deal", _("deal’s id")))
#: What a task or an activity is about, when its column says only that: a customer or a deal.
ABOUT = (Field("about", _("what it is about")), _key("about", _("id of what it is about")))
PERSON_NAME = (
    _text("first_name", _("first name"), 100, into="name"),
    _text("last_name", _("last name"), 100, into="name"),
)
#: When the other system made the record: taken where nothing better is known.
RECORDED = _day("recorded_on", _("made at the source"))
BY_SOURCE = ("source_id", "source")


_ALL = (
    Kind(
        "people",
        _("people"),
        User,
        (
            _text(
                "name",
                pgettext_lazy("person", "name"),
                150,
                needed=True,
                instead=("first_name", "last_name", "email"),
            ),
            *PERSON_NAME,
            *SOURCE,
            Field("email", _("e-mail"), Form.EMAIL),
            _text("title", _("job title"), 100),
            _text("office", _("office"), 100),
            _text("team", _("team"), 100),
            _text("manager", _("manager"), 150),
            _text("active", _("still here")),
        ),
        (BY_SOURCE, ("email",), ("name",)),
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
            *OWNER,
            MEMBERS,
            _choice("grade", _("grade"), Grade),
            _choice("status", _("status"), CustomerStatus),
            _text("industry", _("industry"), 80),
            _text("region", _("region"), 80),
            _text("territory", _("territory"), 80),
            _text("address", _("address"), 300, many=True),
            _money("annual_value", _("annual value")),
            CURRENCY,
            _text("parent", _("belongs to"), 200),
            _key("parent", _("id of the firm it belongs to")),
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
            *CUSTOMER_NEEDED,
            _text(
                "name",
                pgettext_lazy("person", "name"),
                120,
                needed=True,
                instead=("first_name", "last_name", "email", "phone"),
            ),
            *PERSON_NAME,
            *SOURCE,
            _text("title", _("job title"), 120),
            _choice("role", _("role in the decision"), ContactRole),
            Field("email", _("e-mail"), Form.EMAIL, many=True),
            _text("phone", _("phone"), 40, many=True),
            _choice("preferred_channel", _("preferred channel"), Channel),
            _text("preferred_time", _("preferred time"), 80),
            _text("note", _("note"), many=True),
        ),
        (BY_SOURCE, ("email", "customer"), ("name", "customer")),
    ),
    Kind(
        "deals",
        _("deals"),
        Deal,
        (
            _text("name", _("name"), 200, needed=True, instead=("customer",)),
            *SOURCE,
            *CUSTOMER,
            *OWNER,
            MEMBERS,
            Field("product", _("product"), Form.PRODUCT),
            _choice("stage", _("stage"), Stage),
            _choice("state", _("state"), DealState, "deal_state"),
            _text("is_won", _("won (yes or no)")),
            _text("is_closed", _("closed (yes or no)")),
            _money("amount", _("amount")),
            CURRENCY,
            Field("probability", _("probability in %"), Form.PERCENT),
            _day("opened_on", _("opened")),
            _day("expected_close_on", _("expected close")),
            _day("closed_on", _("closed"), many=True),
            RECORDED,
        ),
        (BY_SOURCE, ("name", "customer", "opened_on"), ("name", "customer")),
        owned=True,
    ),
    Kind(
        "contracts",
        _("contracts"),
        Contract,
        (
            _text("number", _("number"), 60, needed=True, instead=("source_id", "title")),
            *CUSTOMER_NEEDED,
            *SOURCE,
            *OWNER,
            MEMBERS,
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
            _text("number", _("number"), 60, needed=True, instead=("source_id",)),
            *CUSTOMER_NEEDED,
            *SOURCE,
            Field("product", _("product"), Form.PRODUCT),
            _text("description", _("description"), 200),
            _day("ordered_on", _("ordered"), needed=True, instead=("recorded_on",)),
            _money("amount", _("amount"), needed=True),
            CURRENCY,
            RECORDED,
        ),
        (BY_SOURCE, ("number",)),
    ),
    Kind(
        "tasks",
        _("tasks"),
        Task,
        (
            _text("title", _("title"), 200, needed=True, instead=("note",)),
            *SOURCE,
            *CUSTOMER,
            *DEAL,
            *ABOUT,
            *OWNER,
            _text("note", _("note"), many=True),
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
            Field(
                "customer",
                _("customer"),
                Form.CUSTOMER,
                needed=True,
                instead=("customer_key", "deal", "deal_key", "about", "about_key"),
            ),
            CUSTOMER_KEY,
            Field("at", _("when"), Form.MOMENT, needed=True, instead=("recorded_on",)),
            _text("subject", _("subject"), 200, needed=True, instead=("body", "kind")),
            *SOURCE,
            _choice("kind", _("kind"), ActivityKind, "activity_kind"),
            Field("by", _("who"), Form.PERSON),
            _key("by", _("id of who did it")),
            *DEAL,
            *ABOUT,
            Field("contact", _("contact"), Form.CONTACT),
            _text("body", _("text"), many=True),
            Field("recorded_on", _("made at the source"), Form.MOMENT),
        ),
        (BY_SOURCE, ("subject", "customer", "at")),
    ),
)

#: Every kind by name, in the order in which they are taken: what others refer to comes first.
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
