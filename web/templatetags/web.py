"""The words and signs every page shares: icons, money, people, days."""

import datetime
import re
import secrets
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.forms import BaseForm, BoundField
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from web import refusals, undo

register = template.Library()
register.filter(undo.undoing)

#: The field whose value lets a form be taken once.
FORM_KEY = "form_key"
#: So near, a moment is said as how long ago it was; from a day on in whole days.
NEAR = datetime.timedelta(days=7)
DAY = datetime.timedelta(days=1)

SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "HKD": "HK$"}


@cache
def _paths(name: str) -> str:
    svg = (Path(settings.ICONS_DIR) / "outline" / f"{name}.svg").read_text()
    inner = re.search(r"<svg.*?>(.*)</svg>", svg, re.S)
    return " ".join(inner.group(1).split()) if inner else ""


@register.simple_tag
def icon(name: str, size: int = 18) -> SafeString:
    """A Tabler outline icon, drawn inline and hidden from screen readers."""
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" class="icon" '
        'aria-hidden="true">{1}</svg>',
        size,
        mark_safe(_paths(name)),  # noqa: S308 - read from the pinned icon package
    )


@register.filter
def money(amount: Decimal | None, currency: str = "CNY") -> str:
    """An amount in full with its sign: ¥86,000.00 → ¥86,000; None → a dash."""
    if amount is None:
        return "—"
    amount = Decimal(amount)
    decimals = 0 if amount == amount.to_integral_value() else 2
    return f"{SIGNS.get(currency, currency + ' ')}{number_format(amount, decimals, force_grouping=True)}"


def _short(amount: Decimal) -> str:
    chinese = (get_language() or "").startswith("zh")
    steps = [(10**8, "亿"), (10**4, "万")] if chinese else [(10**9, "B"), (10**6, "M"), (10**3, "k")]
    for size, unit in steps:
        if abs(amount) >= size:
            scaled = amount / size
            text = number_format(scaled, 0 if abs(scaled) >= 100 else 1 if abs(scaled) >= 10 else 2)
            return (text.rstrip("0").rstrip(".") if "." in text else text) + unit
    return number_format(amount, 0)


@register.filter
def short_money(amount: Decimal | None, currency: str = "CNY") -> str:
    """An amount a reader takes in at a glance: $1.94M in English, ¥620万 in Chinese; None → a dash."""
    if amount is None:
        return "—"
    return f"{SIGNS.get(currency, currency + ' ')}{_short(Decimal(amount))}"


@register.filter
def short_amounts(sums: Iterable[tuple[str, Decimal]]) -> str:
    """Sums in several currencies at a glance: $1.94M + ¥6.2M; none → a dash."""
    return " + ".join(short_money(amount, currency) for currency, amount in sums) or "—"


@register.filter
def initials(name: str) -> str:
    """What stands in a person's circle: DS for Darcel Schlecht, 陈 for 陈静."""
    words = name.split()
    if not words:
        return "?"
    if ord(words[0][0]) > 0x2E80:
        return words[0][0]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.filter
def days_away(day: datetime.date | None, today: datetime.date | None = None) -> str:
    """How far a day is from `today`, as a person says it: 13 days left, today, 7 days ago."""
    if day is None:
        return ""
    days = (day - (today or timezone.localdate())).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": -days}


def short_day(day: datetime.date | datetime.datetime, today: datetime.date) -> str:
    """A day as short as a sentence or a list wants it; the year only where it is not this one."""
    if isinstance(day, datetime.datetime):
        day = timezone.localtime(day).date()
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == today.year else "DATE_FORMAT")


@register.filter
def begins(path: str, url: str) -> bool:
    """Whether an address is `url` or lies below it."""
    return path.startswith(url)


@register.filter
def percent(part: int, whole: int) -> int:
    """`part` of `whole` as a whole percentage, 0 when there is nothing."""
    return round(100 * part / whole) if whole else 0


@register.simple_tag
def form_key() -> SafeString:
    """A hidden field that lets a form be taken once (`accounts/idempotency/`)."""
    return format_html('<input type="hidden" name="{}" value="{}">', FORM_KEY, secrets.token_hex(16))


@register.filter
def ago(moment: datetime.datetime | None) -> SafeString | str:
    """How long ago a moment was, as a person says it; the exact one shows on hover. None → a dash.

    After a week the day itself says more than a number of weeks.
    """
    if moment is None:
        return "—"
    exact = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    passed = timezone.now() - moment
    if abs(passed) >= NEAR:
        words = date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    elif passed >= DAY:
        words = ngettext("%(days)s day ago", "%(days)s days ago", passed.days) % {"days": passed.days}
    else:
        words = naturaltime(moment)
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact, words)


@register.simple_tag(name="gap")
def between_sentences() -> str:
    """What parts two sentences: a space, in Chinese nothing, for its full stop has it."""
    return "" if (get_language() or "").startswith("zh") else " "


@register.filter
def sentences(said: Iterable[str]) -> SafeString:
    """Sentences one after the other."""
    return mark_safe(between_sentences().join(conditional_escape(one) for one in said))  # noqa: S308 - each is escaped


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """This page's query string with `changes`; a change to None or "" takes the parameter away."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            params.pop(name, None)
        else:
            params[name] = str(value)
    return "?" + params.urlencode()


@register.inclusion_tag("components/form/problems.html")
def problems(form: BaseForm | Sequence[BaseForm]) -> dict[str, Any]:
    """What is wrong with a form, or with all that are sent together, above its fields; a field nobody sees speaks for
    the form. {% problems form %}
    """
    bound = [one for one in ([form] if isinstance(form, BaseForm) else form) if one.is_bound]
    hidden = [error for one in bound for field in one.hidden_fields() for error in field.errors]
    general = [*(error for one in bound for error in one.non_field_errors()), *hidden]
    said = [(field, error) for one in bound for field in one.visible_fields() for error in field.errors]
    at_fields = [(place(field), _about(str(field.label), str(error))) for field, error in said]
    return {"count": len(general) + len(at_fields), "general": general, "at_fields": at_fields}


@register.inclusion_tag("components/form/problems.html", takes_context=True)
def refusal(context: template.Context) -> dict[str, Any]:
    """Why the small form the person has just sent was refused: above all else on the page it leads back to. Where only
    a part of a page is drawn, its field alone says so, if it is there.
    """
    found = refusals.taken(context.get("request"))
    sentences = found.sentences if found and not found.is_at_field else []
    return {"count": len(sentences), "at_fields": [(found.place, one) for one in sentences] if found else []}


@register.inclusion_tag("components/form/words.html", takes_context=True)
def words(context: template.Context, url: str, name: str, label: str, **look: Any) -> dict[str, Any]:
    """The one text of a small form sent to `url`, refused or not (`web/refusals.py`). How it looks: `rows` (1: a line),
    `most` characters, `required`, `bare` (its label is only heard), `hint` inside it, `value` before anything is typed,
    `which` of several forms. {% words at_say "note" label rows=2 %}
    """
    place = refusals.place(url, name, look.get("which", ""))
    found = refusals.taken(context.get("request"))
    refused = found if found and found.place == place else None
    if refused:
        refused.is_at_field = True
    return {
        "id": place, "name": name, "label": label, "rows": 2, "most": 2000, **look,
        "typed": refused.typed if refused else look.get("value", ""),
        "problems": refused.sentences if refused else [],
        "in_place": getattr(context.get("request"), "htmx", False),
    }  # fmt: skip


def _about(label: str, error: str) -> str:
    """What is wrong at a field, after its name; a name that asks needs no colon."""
    between = {"?": " ", "？": ""}.get(label[-1:], _(": "))
    return f"{label}{between}{error}"


def place(field: BoundField) -> str:
    """The id that a link to a field leads to: of several boxes or circles, the first."""
    return field.id_for_label or f"{field.auto_id}_0"


DRESSES = {
    "checkbox": "form-check-input",
    "radioselect": "",
    "checkboxselectmultiple": "",
    "select": "form-select",
    "selectmultiple": "form-select",
}


@register.filter
def dressed(field: BoundField) -> SafeString:
    """A form field in Tabler's classes, marked when its value was refused."""
    look = DRESSES.get(field.widget_type, "form-control")
    if field.errors:
        look += " is-invalid"
    drawn = field.as_widget(attrs={"class": f"{field.field.widget.attrs.get('class', '')} {look}".strip()})
    nothing = _("Choose") if field.field.required else "—"
    return mark_safe(drawn.replace(">---------<", f">{nothing}<"))  # noqa: S308 - a widget's own markup
