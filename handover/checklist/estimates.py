"""How long an item of the checklist takes: minutes for each of its records, or for the whole of one from a template.

Rough on purpose: they tell a leaver whether there is time for one more before the next visit.
"""

import math

from handover.checklist.facts import Facts
from handover.models import ChecklistItem, ItemState, Section

PER_RECORD: dict[str, float] = {
    "customer": 4,
    "customers_a": 4,
    "customers_b": 2,
    "customers_c": 1,
    "deals_without_customer": 1,
    "deals_closing": 1,
    "deals_later": 0.5,
    "contract": 2,
    "contracts": 1,
    "tasks_overdue": 0.5,
    "tasks": 0.5,
}
PER_ITEM: dict[str, float] = {
    Section.MEETINGS: 30,
    Section.EQUIPMENT: 5,
    Section.ACCESS: 5,
    Section.DOCUMENTS: 10,
}
#: For what nobody has thought of.
USUAL = 5


def minutes(item: ChecklistItem, facts: Facts | None) -> int:
    """What is left of an item; 0 once it is settled."""
    if item.state != ItemState.OPEN:
        return 0
    each = PER_RECORD.get(item.params.get("rule", ""))
    if each is None or facts is None:
        return math.ceil(PER_ITEM.get(item.section, USUAL))
    records = {
        Section.CUSTOMERS: facts.customers - facts.told,
        Section.DEALS: facts.deals,
        Section.CONTRACTS: facts.contracts,
        Section.TASKS: facts.tasks,
    }.get(Section(item.section), 1)
    return max(1, math.ceil(records * each))
