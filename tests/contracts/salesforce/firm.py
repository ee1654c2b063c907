"""A small firm in a simulated Salesforce: six people and what they have. The same every time."""

import datetime
from collections.abc import Callable

from tests.contracts.salesforce.state import State

PEOPLE = (
    ("Ada Park", "admin@baton.example", True),
    ("陈静", "chen.jing@baton.example", True),
    ("李伟", "successor@baton.example", True),
    ("赵敏", "zhao.min@baton.example", True),
    ("Priya Shah", "priya.shah@baton.example", True),
    ("Owen Marsh", "owen.marsh@baton.example", False),
)
OWNERS = ("陈静", "李伟", "陈静", "赵敏", "Owen Marsh", "陈静", "Priya Shah")
CITIES = (("苏州", "江苏", "China"), ("Dayton", "Ohio", "United States"), ("宁波", "浙江", "China"))
STAGES = (("Prospecting", 10), ("Proposal/Price Quote", 75), ("Closed Won", 100), ("Closed Lost", 0))


def firm(now: Callable[[], datetime.datetime], accounts: int = 0) -> State:
    """The organisation."""
    state = State(now)
    people = {name: state.add_user(name, email, active=active) for name, email, active in PEOPLE}
    for number in range(accounts):
        _account(state, number, people[OWNERS[number % len(OWNERS)]])
    return state


def _account(state: State, number: int, owner: str) -> None:
    city, province, country = CITIES[number % 3]
    address = {"BillingCity": city, "BillingState": province, "BillingCountry": country}
    name = f"{city} {number:02} 精密机械" if country == "China" else f"Northfield {number:02} of {city}"
    account = state.add("Account", owner, Name=name, Type="Customer - Direct", Industry="Machinery", **address)
    state.add("Contact", owner, FirstName="晓东", LastName="王", AccountId=account, Email=f"c{number}@customer.example")
    stage, probability = STAGES[number % 4]
    deal = state.add(
        "Opportunity",
        owner,
        Name=f"Spare parts {number}",
        AccountId=account,
        StageName=stage,
        Probability=probability,
        IsClosed=stage.startswith("Closed"),
        IsWon=stage == "Closed Won",
        Amount=125_000.5 + number,
        CloseDate=_day(state, 30),
    )
    term = {"StartDate": _day(state, -100), "EndDate": _day(state, 265)}
    state.add("Contract", owner, ContractNumber=f"{number:08}", AccountId=account, Status="Activated", **term)
    done = number % 3 == 0
    state.add(
        "Task",
        owner,
        Subject="安排工厂参观",
        Status="Completed" if done else "Not Started",
        IsClosed=done,
        CompletedDateTime=state.stamp() if done else None,
        ActivityDate=_day(state, 7),
        WhatId=deal if number % 2 else account,
        AccountId=account,
    )


def _day(state: State, days: int) -> str:
    return (state.now() + datetime.timedelta(days=days)).date().isoformat()
