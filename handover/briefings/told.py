"""What is known of customers already and what is still missing, found for many at once."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Count

from customers.models import Contact, ContactRole, Customer, Grade
from handover.models import Briefing, Departure, Promise, Question


class Gap(StrEnum):
    """Something a successor would look for in vain."""

    DECIDES = "decides"
    USES = "uses"
    PROMISES = "promises"
    NEXT_STEP = "next_step"


#: What is asked only of customers of these grades.
ONLY_FOR: dict[Gap, tuple[str, ...]] = {Gap.USES: (Grade.A,)}


@dataclass
class Told:
    """What records and leaver say of one customer."""

    customer: Customer
    briefing: Briefing | None = None
    people: dict[str, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    promises: int = 0
    questions: int = 0

    @property
    def gaps(self) -> list[Gap]:
        """What is missing, whether or not the leaver has more to say."""
        briefing = self.briefing
        missing = {
            Gap.DECIDES: not self.people.get(ContactRole.DECIDES),
            Gap.USES: not self.people.get(ContactRole.USES),
            Gap.PROMISES: not self.promises and not (briefing and briefing.nothing_promised),
            Gap.NEXT_STEP: not self.customer.next_step and not (briefing and briefing.next_step),
        }
        asked = (gap for gap in Gap if self.customer.grade in ONLY_FOR.get(gap, Grade.values))
        return [gap for gap in asked if missing[gap]]

    @property
    def is_done(self) -> bool:
        """Whether the leaver has nothing more to say."""
        return self.briefing is not None and self.briefing.done_at is not None

    @property
    def has_begun(self) -> bool:
        """Whether anything was told yet."""
        return self.briefing is not None or bool(self.promises)

    @property
    def contacts(self) -> list[Contact]:
        """Everybody the book knows there, by name."""
        return sorted((one for many in self.people.values() for one in many), key=lambda one: (one.name, one.pk))


def told(departure: Departure, customers: Collection[Customer]) -> dict[int, Told]:
    """What is known of each of these customers, by id; four queries however many they are."""
    found = {customer.pk: Told(customer) for customer in customers}
    about = {"departure": departure, "customer__in": found}
    for contact in Contact.objects.filter(customer__in=found):
        found[contact.customer_id].people[contact.role].append(contact)
    for briefing in Briefing.objects.filter(**about):
        found[briefing.customer_id].briefing = briefing
    promises = Promise.objects.filter(**about).order_by().values_list("customer")
    for pk, count in promises.annotate(n=Count("pk")):
        found[pk].promises = count
    questions = Question.objects.open().filter(**about).order_by().values_list("customer")
    for pk, count in questions.annotate(n=Count("pk")):
        found[pk].questions = count
    return found
