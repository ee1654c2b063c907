"""The demo firm's book: some 600 customers with all that belongs to them, the same for the same day."""

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal

from accounts.models import User
from customers.models import (
    AccountTeamMember,
    Activity,
    ActivityKind,
    Channel,
    Contact,
    Contract,
    ContractState,
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
from demo.words import CHINESE, ENGLISH, Vocabulary

SEED = 20_261_116
PER_REP = 42
#: How often each grade is drawn.
GRADES = {Grade.A: 2, Grade.B: 4, Grade.C: 6}
YUAN_PER_DOLLAR = 7
#: (name, series, list price in yuan)
PRODUCTS = (
    ("GT-100", "GT", 86_000),
    ("GT-300", "GT", 168_000),
    ("GT-500", "GT", 320_000),
    ("MS Basic", "MS", 42_000),
    ("MS Advanced", "MS", 98_000),
    ("Service Plan", "SV", 26_000),
)
STAGES = {Stage.PROSPECTING: 10, Stage.QUALIFYING: 25, Stage.ENGAGING: 40, Stage.QUOTED: 60, Stage.NEGOTIATING: 80}
SAID = {
    ActivityKind.CALL: "calls",
    ActivityKind.VISIT: "visits",
    ActivityKind.MAIL: "mails",
    ActivityKind.NOTE: "notes",
}
WORTH = {Grade.A: 50_000, Grade.B: 15_000, Grade.C: 4_000}
REGIONS = {"East China": "华东", "South China": "华南", "Midwest": "Midwest"}
SOUTH = "珠三角"


class Bookkeeper:
    """Writes the reps' books, drawing everything from one seeded source of chance."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today
        self.now = datetime.datetime.combine(today, datetime.time(1), datetime.UTC)
        self.chance = random.Random(SEED)
        self.products = Product.objects.bulk_create(
            Product(name=name, series=series, list_price=price) for name, series, price in PRODUCTS
        )
        self.names: set[str] = set()
        self.counts = {"C": 0, "HT": 0, "SO": 0}

    def keep(self, owner: User, colleagues: list[User]) -> None:
        """Give `owner` a book; some of its customers also know one of `colleagues`."""
        words = CHINESE if owner.language == "zh-hans" else ENGLISH
        customers = Customer.objects.bulk_create(self._customer(owner, words) for _ in range(PER_REP))
        Contact.objects.bulk_create(row for customer in customers for row in self._contacts(customer, words))
        Deal.objects.bulk_create(row for customer in customers for row in self._deals(customer))
        Deal.objects.bulk_create(self._deal(owner, None, words is CHINESE) for _ in range(4))
        Contract.objects.bulk_create(row for customer in customers for row in self._contracts(customer, words))
        Order.objects.bulk_create(row for customer in customers for row in self._orders(customer, words))
        Activity.objects.bulk_create(row for customer in customers for row in self._activities(customer, words))
        Task.objects.bulk_create(row for customer in customers for row in self._tasks(customer, words))
        AccountTeamMember.objects.bulk_create(
            AccountTeamMember(customer=customer, user=self.chance.choice(colleagues))
            for customer in customers
            if self.chance.random() < 0.2
        )

    def _day(self, first: int, last: int) -> datetime.date:
        return self.today + datetime.timedelta(days=self.chance.randint(first, last))

    def _moment(self, first: int, last: int) -> datetime.datetime:
        return self.now + datetime.timedelta(days=self.chance.randint(first, last), minutes=self.chance.randint(0, 540))

    def _next(self, prefix: str) -> int:
        self.counts[prefix] += 1
        return self.counts[prefix]

    def _name(self, words: Vocabulary, place: str, ending: str) -> str:
        for root in self.chance.sample(words.roots, len(words.roots)):
            name = f"{place}{root}{ending}" if words is CHINESE else f"{root} {ending}"
            if name in self.names and words is ENGLISH:
                name = f"{root} {ending} of {place}"
            if name not in self.names:
                self.names.add(name)
                return name
        raise ValueError(f"The vocabulary has no name left for {place} {ending}.")

    def _customer(self, owner: User, words: Vocabulary) -> Customer:
        south = owner.team is not None and owner.team.name == "South China"
        place, territory = self.chance.choice([place for place in words.places if (place[1] == SOUTH) == south])
        industry, endings = self.chance.choice(words.industries)
        grade = self.chance.choices(list(GRADES), list(GRADES.values()))[0]
        value = self.chance.randint(8, 40) * WORTH[grade]
        chinese = words is CHINESE
        number = self.chance.randint(1, 399)
        return Customer(
            code=f"C-{self._next('C'):04}",
            name=self._name(words, place, self.chance.choice(endings)),
            grade=grade,
            status=self.chance.choices(
                [CustomerStatus.ACTIVE, CustomerStatus.PROSPECT, CustomerStatus.DORMANT], [9, 2, 1]
            )[0],
            industry=industry,
            region=REGIONS[owner.team.name] if owner.team else "",
            territory=territory,
            address=f"{place}市高新区科技路{number}号" if chinese else f"{number} Main St, {place}",
            annual_value=Decimal(value if chinese else value // YUAN_PER_DOLLAR),
            currency="CNY" if chinese else "USD",
            owner=owner,
            next_step=self.chance.choice(words.next_steps) if self.chance.random() < 0.8 else "",
            next_step_on=self._day(2, 45),
            last_contact_at=self._moment(-95, -2),
        )

    def _contacts(self, customer: Customer, words: Vocabulary) -> Iterator[Contact]:
        for title, role in self.chance.sample(words.titles, self.chance.randint(1, 4)):
            surname, given = self.chance.choice(words.surnames), self.chance.choice(words.given)
            number = self.chance.randint(10_000_000, 99_999_999)
            yield Contact(
                customer=customer,
                name=f"{surname}{given}" if words is CHINESE else f"{given} {surname}",
                title=title,
                role=role,
                phone=f"138{number}" if words is CHINESE else f"+1 312 555 {number % 10_000:04}",
                email=f"contact{self.chance.randint(1000, 9999)}@{customer.code.lower()}.example",
                preferred_channel=self.chance.choice(Channel.values),
                preferred_time=self.chance.choice(words.times),
            )

    def _deal(self, owner: User, customer: Customer | None, chinese: bool, state: DealState = DealState.OPEN) -> Deal:
        product = self.chance.choice(self.products)
        stage = self.chance.choice(list(STAGES))
        amount = (product.list_price or Decimal(0)) * self.chance.randint(1, 4)
        is_open = state == DealState.OPEN
        return Deal(
            customer=customer,
            product=product,
            name=f"{customer.name if customer else ('新线索' if chinese else 'New lead')} · {product.name}",
            owner=owner,
            stage=stage if is_open else Stage.CLOSED,
            state=state,
            amount=amount if chinese else amount // YUAN_PER_DOLLAR,
            currency="CNY" if chinese else "USD",
            probability=STAGES[stage] if is_open else (100 if state == DealState.WON else 0),
            opened_on=self._day(-200, -70) if is_open else self._day(-700, -400),
            expected_close_on=self._day(3, 120) if is_open else None,
            closed_on=None if is_open else self._day(-390, -20),
        )

    def _deals(self, customer: Customer) -> Iterator[Deal]:
        chinese = customer.currency == "CNY"
        for _ in range(self.chance.choices([0, 1, 2, 3], [3, 4, 2, 1])[0]):
            yield self._deal(customer.owner, customer, chinese)
        for _ in range(self.chance.randint(0, 3)):
            state = DealState.WON if self.chance.random() < 0.6 else DealState.LOST
            yield self._deal(customer.owner, customer, chinese, state)

    def _contracts(self, customer: Customer, words: Vocabulary) -> Iterator[Contract]:
        if customer.grade == Grade.C and self.chance.random() < 0.6:
            return
        ends = self._day(-60, 300)
        amount = customer.annual_value or Decimal(0)
        yield Contract(
            customer=customer,
            number=f"HT-{self.today.year}-{self._next('HT'):04}",
            title=words.contract,
            owner=customer.owner,
            state=ContractState.ACTIVE if ends >= self.today else ContractState.EXPIRED,
            starts_on=ends - datetime.timedelta(days=364),
            ends_on=ends,
            renewal_notice_on=ends - datetime.timedelta(days=30),
            amount=amount,
            paid=(amount * self.chance.choice([30, 60, 100]) / 100).quantize(Decimal("0.01")),
            currency=customer.currency,
        )

    def _orders(self, customer: Customer, words: Vocabulary) -> Iterator[Order]:
        for _ in range(self.chance.randint(0, 4)):
            yield Order(
                customer=customer,
                number=f"SO-{self._next('SO'):05}",
                product=self.chance.choice(self.products),
                description=self.chance.choice(words.orders),
                ordered_on=self._day(-700, -10),
                amount=Decimal(self.chance.randint(4, 90) * 1000),
                currency=customer.currency,
            )

    def _activities(self, customer: Customer, words: Vocabulary) -> Iterator[Activity]:
        for kind in self.chance.choices(list(SAID), [4, 2, 3, 1], k=self.chance.randint(2, 6)):
            yield Activity(
                customer=customer,
                kind=kind,
                at=self._moment(-180, -2),
                by=customer.owner,
                subject=self.chance.choice(getattr(words, SAID[kind])),
            )

    def _tasks(self, customer: Customer, words: Vocabulary) -> Iterator[Task]:
        if self.chance.random() < 0.35:
            yield Task(
                customer=customer,
                title=self.chance.choice(words.tasks),
                owner=customer.owner,
                due_on=self._day(-6, 30),
                state=TaskState.OPEN,
            )
