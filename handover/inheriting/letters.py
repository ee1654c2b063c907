"""What a letter to a customer says before its writer changes it: a template, filled in.

Only the names below are filled in, and only with text: a template is data, never code.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from customers.models import Contact
from handover.models import Inheritance, LetterKind, LetterTemplate

#: What can be filled in, and what it is.
PLACEHOLDERS: dict[str, str | Promise] = {
    "contact": _("whom it goes to"),
    "customer": _("the customer"),
    "leaver": _("who hands over"),
    "successor": _("who takes over"),
    "title": _("the successor’s job title"),
    "email": _("the successor’s e-mail"),
    "day": _("when it changes hands"),
}
#: What the preview of a template shows, by language.
SAMPLES: dict[str, dict[str, str]] = {
    "en": {
        "contact": "Kim Min-ji", "customer": "Hottechi", "leaver": "Darcel Schlecht", "successor": "Lee Wood",
        "title": "Account manager", "email": "lee.wood@baton.example",
    },
    "zh-hans": {
        "contact": "周敏", "customer": "华东精密", "leaver": "陈静", "successor": "李伟", "title": "客户经理",
        "email": "li.wei@baton.example",
    },
}  # fmt: skip
_NAMED = re.compile(r"\{(\w*)\}")
_HAN = re.compile(r"[\u3400-\u9fff]")
CHINESE, ENGLISH = "zh-hans", "en"


@dataclass(frozen=True)
class Draft:
    """A letter as its writer finds it."""

    subject: str
    body: str


def unknown(text: str) -> list[str]:
    """What stands in braces in `text` and can't be filled in."""
    return sorted({name for name in _NAMED.findall(text) if name not in PLACEHOLDERS})


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with what stands in braces filled in; what has no value is left as it is."""
    return _NAMED.sub(lambda found: values.get(found[1], found[0]), text)


def sample(subject: str, body: str, language: str, today: datetime.date) -> Draft:
    """How a letter from this template looks, with made-up people."""
    values = {**SAMPLES[language], "day": _day(today, language)}
    return Draft(fill(subject, values), fill(body, values))


def draft(inheritance: Inheritance, kind: str, language: str, contact: Contact | None) -> Draft:
    """The letter of this kind in this language; empty when the administrator has taken the template away."""
    template = LetterTemplate.objects.filter(kind=kind, language=language).first()
    if template is None:
        return Draft("", "")
    values = {
        "contact": contact.name if contact else inheritance.customer.name,
        "customer": inheritance.customer.name,
        "leaver": inheritance.from_owner.name,
        "successor": inheritance.successor.name,
        "title": inheritance.successor.title,
        "email": "" if inheritance.successor.is_placeholder else inheritance.successor.email,
        "day": _day(timezone.localtime(inheritance.changes_at).date(), language),
    }
    return Draft(" ".join(fill(template.subject, values).split()), fill(template.body, values))


def kinds(inheritance: Inheritance, user: User) -> list[LetterKind]:
    """The letters `user` writes to this customer, the usual first; none for who neither hands over nor takes over."""
    if user.pk == inheritance.successor_id:
        return [LetterKind.FIRST, LetterKind.VISIT]
    return [LetterKind.INTRODUCTION, LetterKind.VISIT] if user.pk == inheritance.from_owner_id else []


def language_of(inheritance: Inheritance, contact: Contact | None) -> str:
    """The customer's language, by how the contact's or the firm's name is written."""
    name = contact.name if contact else inheritance.customer.name
    return CHINESE if _HAN.search(name) else ENGLISH


def address(contact: Contact | None) -> str:
    """Where mail reaches a contact; empty when no usable address is known."""
    if contact is None:
        return ""
    try:
        validate_email(contact.email)
    except ValidationError:
        return ""
    return contact.email


def _day(day: datetime.date, language: str) -> str:
    with translation.override(language):
        return date_format(day, "DATE_FORMAT")
