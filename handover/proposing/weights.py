"""What a proposal weighs, and how much: the defaults, before an administrator changes any."""

from collections.abc import Mapping
from dataclasses import dataclass

#: Points for what speaks for a person, by the code of the reason. Ties weigh most, then industry and territory.
PRIOR = ("owns_customer", "won_here", "met", "open_here", "account_team", "in_touch")
SUITS = (
    "same_group",
    "industry_won",
    "industry_customers",
    "territory",
    "deal_size",
    "stage",
    "language",
    "office",
)
#: Points that a person loses per customer (or per customer's worth of deals or visits) once they are full.
LOADS = ("load_customers", "load_value", "load_visits", "load_over")
#: How many times a record counts.
FACTORS = ("grade_a", "grade_b", "closing_soon")

DEFAULTS: dict[str, float] = {
    "owns_customer": 60,
    "won_here": 40,
    "met": 26,
    "open_here": 18,
    "account_team": 15,
    "in_touch": 13,
    "same_group": 22,
    "industry_won": 20,
    "industry_customers": 15,
    "territory": 18,
    "deal_size": 6,
    "stage": 4,
    "language": 6,
    "office": 5,
    "load_customers": 30,
    "load_value": 20,
    "load_visits": 10,
    "load_over": 60,
    "grade_a": 2,
    "grade_b": 1.3,
    "closing_soon": 1.5,
}


@dataclass(frozen=True)
class Weights:
    """Every weight by its code, and by how much a strategy turns ties, the rest of the fit and the load up or down."""

    of: Mapping[str, float]
    prior: float = 1
    suits: float = 1
    load: float = 1

    def points(self, code: str) -> float:
        """What `code` is worth at most to this strategy."""
        turned = self.prior if code in PRIOR else self.suits if code in SUITS else self.load if code in LOADS else 1
        return self.of[code] * turned
