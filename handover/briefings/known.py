"""What the book already says of a customer, so that nobody is asked for it."""

from django.db.models import Count, Sum
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.models import ContactRole, Contract, Deal, Task
from handover.briefings.told import Told
from web.templatetags.web import short_money


def sentences(told: Told) -> list[str]:
    """What stands in the records, a sentence each: people, money under way, the last contact."""
    return [*_people(told), *_under_way(told), *_lately(told)]


def _people(told: Told) -> list[str]:
    words = {ContactRole.DECIDES: _("%(names)s decides."), ContactRole.USES: _("%(names)s uses it.")}
    found = []
    for role, sentence in words.items():
        if people := told.people.get(role):
            found.append(sentence % {"names": _(", ").join(_person(one.name, one.title) for one in people)})
    others = sum(len(many) for role, many in told.people.items() if role not in words)
    if others:
        found.append(
            ngettext("%(count)s other contact is known.", "%(count)s other contacts are known.", others)
            % {"count": others}
        )
    return found


def _person(name: str, title: str) -> str:
    return _("%(name)s (%(title)s)") % {"name": name, "title": title} if title else name


def _under_way(told: Told) -> list[str]:
    found = []
    for row in (
        Deal.objects.filter(customer=told.customer, state="open")
        .order_by()
        .values("currency")
        .annotate(n=Count("pk"), total=Sum("amount"))
    ):
        words = {"count": row["n"], "money": short_money(row["total"], row["currency"]) if row["total"] else ""}
        sentence = ngettext("%(count)s open deal %(money)s.", "%(count)s open deals %(money)s.", row["n"]) % words
        found.append(sentence.replace(" .", "."))
    contracts = Contract.objects.filter(customer=told.customer, state="active").count()
    if contracts:
        found.append(
            ngettext("%(count)s contract in force.", "%(count)s contracts in force.", contracts) % {"count": contracts}
        )
    tasks = Task.objects.open().filter(customer=told.customer).count()
    if tasks:
        found.append(ngettext("%(count)s unfinished task.", "%(count)s unfinished tasks.", tasks) % {"count": tasks})
    return found


def _lately(told: Told) -> list[str]:
    if (last := told.customer.last_contact_at) is None:
        return []
    return [_("Last contact on %(day)s.") % {"day": date_format(localtime(last), "DATE_FORMAT")}]
