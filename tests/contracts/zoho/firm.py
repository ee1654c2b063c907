"""A small firm in a simulated Zoho CRM: eight people, sixty accounts and what hangs on them. The same every time."""

import datetime
from collections.abc import Callable
from typing import Any

from tests.contracts.zoho.state import CHINA, State

PEOPLE = (
    ("Ada Park", "admin@baton.example", "active"),
    ("陈静", "chen.jing@baton.example", "active"),
    ("李伟", "successor@baton.example", "active"),
    ("赵敏", "zhao.min@baton.example", "active"),
    ("孙丽", "supervisor@baton.example", "active"),
    ("周强", "rep@baton.example", "active"),
    ("Priya Shah", "priya.shah@baton.example", "active"),
    ("Owen Marsh", "owen.marsh@baton.example", "inactive"),
)
#: Whose the accounts are, by turns: a third is the leaver's, a few are of somebody who is gone.
OWNERS = ("陈静", "李伟", "赵敏", "陈静", "Priya Shah", "周强", "陈静", "孙丽", "李伟", "Owen Marsh")
CITIES = (
    ("苏州", "江苏", "China"),
    ("宁波", "浙江", "China"),
    ("无锡", "江苏", "China"),
    ("Dayton", "Ohio", "United States"),
    ("合肥", "安徽", "China"),
    ("Leeds", "Yorkshire", "United Kingdom"),
)
CHINESE = ("恒丰", "瑞达", "金桥", "海纳", "明远", "东启", "华信", "立成", "博源", "天合")
CHINESE_TRADES = (("精密机械有限公司", "机械"), ("电子材料有限公司", "电子"), ("包装股份有限公司", "包装"))
ENGLISH = ("Northfield", "Harbour", "Redstone", "Kestrel", "Aldgate", "Juniper", "Millbrook", "Sandhurst")
ENGLISH_TRADES = (("Steelworks", "Metals"), ("Packaging", "Packaging"), ("Instruments", "Electronics"))
FAMILY, GIVEN = "王李张刘杨黄吴徐", ("建国", "海燕", "志强", "雪梅", "文博", "晓东", "丽华", "思远")
ENGLISH_PEOPLE = ("Hannah Cole", "Victor Lang", "Grace Obi", "Peter Doyle", "Ines Faro", "Ravi Nair", "Zoe Hart")
TITLES = ("采购经理", "总经理", "Buyer", "Plant manager")
TYPES = ("Customer", "Prospect", "Customer", "Customer", "Partner")
STAGES = (
    ("Qualification", 10),
    ("Needs Analysis", 20),
    ("Proposal/Price Quote", 75),
    ("Negotiation/Review", 90),
    ("Closed Won", 100),
    ("Closed Lost", 0),
)
GOODS = ("年度框架", "二期扩产", "Spare parts 2026", "替换旧设备", "Service contract")
TODO = ("寄送新报价", "Call about the delivery date", "安排工厂参观", "Send the revised drawings")
WORDS = ("客户对交期有疑问，答应周五前答复。", "Asked for a sample before the order.", "谈了明年的框架价格。")


def firm(now: Callable[[], datetime.datetime], accounts: int = 60) -> State:
    """The organisation; Ada Park is whom the connection acts as."""
    state = State(now)
    people = {name: state.add_user(name, email, status) for name, email, status in PEOPLE}
    for number in range(accounts):
        owner = people[OWNERS[number % len(OWNERS)]]
        account = _account(state, number, owner)
        contacts = [_contact(state, number * 2 + place, owner, account) for place in range(1 + number % 2)]
        deals = [_deal(state, number + place, owner, account, contacts[0]) for place in range((number + 1) % 3)]
        _around(state, number, owner, deals[0] if deals else account, contacts[0])
    return state


def _day(state: State, days: int) -> str:
    return (state.now().astimezone(CHINA) + datetime.timedelta(days=days)).date().isoformat()


def _moment(state: State, days: int) -> str:
    return (state.now().astimezone(CHINA) + datetime.timedelta(days=days)).isoformat(timespec="seconds")


def _account(state: State, number: int, owner: str) -> str:
    city, province, country = CITIES[number % len(CITIES)]
    if country == "China":
        trade, industry = CHINESE_TRADES[number // 10 % 3]
        name = f"{city}{CHINESE[number % 10]}{trade}"
    else:
        trade, industry = ENGLISH_TRADES[number // 24 % 3]
        name = f"{ENGLISH[number // 3 % 8]} {trade} of {city}"
    return state.add(
        "Accounts",
        owner,
        Account_Name=name,
        Account_Type=TYPES[number % len(TYPES)],
        Industry=industry,
        Billing_City=city,
        Billing_State=province,
        Billing_Country=country,
    )


def _contact(state: State, number: int, owner: str, account: str) -> str:
    if number % 4:
        first, last = GIVEN[number % 8], FAMILY[number // 8 % 8]
    else:
        first, last = ENGLISH_PEOPLE[number // 4 % 7].split()
    return state.add(
        "Contacts",
        owner,
        First_Name=first,
        Last_Name=last,
        Account_Name=account,
        Title=TITLES[number % 4],
        Email=f"contact{number}@customer.example",
        Mobile=f"+86 138 0000 {number:04}",
    )


def _deal(state: State, number: int, owner: str, account: str, contact: str) -> str:
    stage, probability = STAGES[number % len(STAGES)]
    return state.add(
        "Deals",
        owner,
        Deal_Name=f"{GOODS[number % len(GOODS)]} {number}",
        Account_Name=account,
        Contact_Name=contact,
        Stage=stage,
        Probability=probability,
        Amount=12_000 + 3_500 * (number % 17),
        Closing_Date=_day(state, 15 + number),
    )


def _around(state: State, number: int, owner: str, parent: str, contact: str) -> None:
    hangs: dict[str, Any] = {"What_Id": parent, "Who_Id": contact}
    done = number % 4 == 3
    state.add(
        "Tasks",
        owner,
        Subject=TODO[number % len(TODO)],
        Status="Completed" if done else "Not Started",
        Closed_Time=_moment(state, -1) if done else None,
        Due_Date=_day(state, number % 20 - 5),
        **hangs,
    )
    if number % 2:
        at = {"Call_Start_Time": _moment(state, -number), "Call_Type": "Outbound"}
        state.add("Calls", owner, Subject=TODO[number % 3], Description=WORDS[number % 3], **at, **hangs)
    if number % 3 == 0:
        at = {"Start_DateTime": _moment(state, -2 * number), "End_DateTime": _moment(state, -2 * number)}
        state.add("Events", owner, Event_Title="季度拜访", Description=WORDS[number % 3], **at, **hangs)
    if number % 5 == 0:
        state.add("Notes", owner, Note_Title="Background", Note_Content=WORDS[number % 3], Parent_Id=parent)
