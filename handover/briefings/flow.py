"""One thing at a time: which thing of the checklist comes next for a person."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from customers.kinds import RecordKind
from customers.models import Customer
from handover.checklist.responsible import Duties
from handover.models import Briefing, ChecklistItem, CustomerWay, Departure, ItemRecord, Section

#: Where a customer stands that is not in the order the manager keeps, or while none is kept.
NO_PLACE = 2**31 - 1


def following(departure: Departure, duties: Duties, *, after: ChecklistItem | None = None, customer: str = "") -> str:
    """The page of what comes next: the next customer of the item just left, in the order
    that is kept and else by name, or the next item by its day.

    It begins again from the front; with nothing left it is the checklist.
    """
    if after is not None and (found := _next_customer(departure, after, customer)):
        return found
    items = [one for one in departure.items.open().order_by("due_on", "position", "pk") if duties.are_mine(one)]
    place = (after.due_on, after.position, after.pk) if after else None
    later = [one for one in items if place is None or (one.due_on, one.position, one.pk) > place]
    ahead = [*later, *(one for one in items if one not in later)]
    for one in ahead:
        if after is None or one.pk != after.pk or len(ahead) == 1:
            return page_of(departure, one)
    return reverse("departure_checklist", args=[departure.pk])


def page_of(departure: Departure, item: ChecklistItem) -> str:
    """Where an item is worked on: its first customer nobody has told of, else its own page."""
    return _next_customer(departure, item, "") or reverse("checklist_item", args=[departure.pk, item.pk])


def item_of(departure: Departure, customer: Customer) -> ChecklistItem | None:
    """The item a customer stands in."""
    about = ItemRecord.objects.filter(departure=departure, kind=RecordKind.CUSTOMER, record_id=customer.pk)
    found = about.select_related("item").first()
    return found.item if found else None


def untold(departure: Departure, item: ChecklistItem) -> QuerySet[Customer]:
    """The customers of an item about which there is still something to say."""
    told = Briefing.objects.filter(departure=departure, customer=OuterRef("pk"), done_at__isnull=False)
    return Customer.objects.filter(pk__in=item.records.values("record_id")).filter(~Exists(told))


def _next_customer(departure: Departure, item: ChecklistItem, customer: str) -> str:
    if item.section != Section.CUSTOMERS:
        return ""
    places = CustomerWay.objects.filter(departure=departure)
    kept = Subquery(places.filter(customer=OuterRef("pk")).values("place"))
    waiting = untold(departure, item).annotate(place=Coalesce(kept, NO_PLACE)).order_by("place", "name", "pk")
    if customer:
        here = places.filter(customer__name=customer).values_list("place", flat=True).first() or NO_PLACE
        waiting = waiting.filter(Q(place__gt=here) | Q(place=here, name__gt=customer))
    found = waiting.first()
    return reverse("tell", args=[departure.pk, found.pk]) if found else ""
