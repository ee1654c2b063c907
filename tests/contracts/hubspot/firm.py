"""A small firm in a simulated HubSpot: six owners and what they have. The same every time."""

import datetime
from collections.abc import Callable

from tests.contracts.hubspot.state import State

PEOPLE = (
    ("Ada", "Park", "admin@baton.example", False),
    ("静", "陈", "chen.jing@baton.example", False),
    ("伟", "李", "successor@baton.example", False),
    ("敏", "赵", "zhao.min@baton.example", False),
    ("Priya", "Shah", "priya.shah@baton.example", False),
    ("Owen", "Marsh", "owen.marsh@baton.example", True),
)
OWNERS = (1, 2, 1, 3, 5, 1, 4)
CITIES = (("苏州", "江苏", "China"), ("Dayton", "Ohio", "United States"), ("宁波", "浙江", "China"))
STAGES = (("appointmentscheduled", "0.2"), ("contractsent", "0.9"), ("closedwon", "1.0"), ("closedlost", "0.0"))


def firm(now: Callable[[], datetime.datetime], companies: int = 0) -> State:
    """The account."""
    state = State(now)
    people = [state.add_owner(first, last, email, archived=gone) for first, last, email, gone in PEOPLE]
    for number in range(companies):
        _company(state, number, people[OWNERS[number % len(OWNERS)]])
    return state


def _company(state: State, number: int, owner: str) -> None:
    city, province, country = CITIES[number % 3]
    name = f"{city} {number:02} 精密机械" if country == "China" else f"Northfield {number:02} of {city}"
    where = {"city": city, "state": province, "country": country, "industry": "MACHINERY"}
    company = state.add("companies", owner, name=name, lifecyclestage="customer", **where)
    contact = state.add("contacts", owner, firstname="晓东", lastname="王", email=f"c{number}@customer.example")
    state.link("contacts", contact, "companies", company)
    stage, share = STAGES[number % 4]
    told = {
        "hs_is_closed": str(stage.startswith("closed")).lower(),
        "hs_is_closed_won": str(stage == "closedwon").lower(),
    }
    told |= {"dealstage": stage, "hs_deal_stage_probability": share, "closedate": _at(state, 30)}
    deal = state.add("deals", owner, dealname=f"Spare parts {number}", amount=f"{125_000 + number}.5", **told)
    state.link("deals", deal, "companies", company)
    done = number % 3 == 0
    task = state.add(
        "tasks",
        owner,
        hs_task_subject="安排工厂参观",
        hs_task_body="<p>Bring the drawings &amp; samples</p>",
        hs_task_status="COMPLETED" if done else "NOT_STARTED",
        hs_task_completion_date=state.stamp() if done else None,
        hs_timestamp=_at(state, 7),
    )
    state.link("tasks", task, "companies", company)
    if number % 2:
        state.link("tasks", task, "deals", deal)


def _at(state: State, days: int) -> str:
    return (state.now() + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
