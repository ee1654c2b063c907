"""A small firm that sells packaging machines in East China, made up: 60 customers and what belongs to them."""

import datetime
import random

from tests.contracts.fxiaoke.firm import Firm, Now, milliseconds

#: (id, name, the part of the address before the @); the demo's own cast where it sells in China.
SALES = (
    ("1007", "陈静", "chen.jing"),
    ("1008", "李伟", "successor"),
    ("1009", "赵敏", "zhao.min"),
    ("1010", "周强", "rep"),
    ("1011", "孙丽", "supervisor"),
)
CITIES = ("苏州", "无锡", "宁波", "嘉兴", "南通", "常州", "绍兴", "湖州", "扬州", "温州")
MARKS = ("恒越", "瑞禾", "沐川", "云帆", "启铭", "宏沃", "嘉澄", "和润", "致远达", "明朗")
TRADES = (("11", "机械有限公司"), ("12", "生物科技有限公司"), ("13", "供应链有限公司"))
SURNAMES, GIVEN = "王李张刘陈杨黄吴徐朱", ("建国", "晓燕", "志强", "雅婷", "海峰", "丽华", "子轩", "文静")
MACHINES = ("全自动装箱机", "枕式包装机", "码垛机器人", "贴标生产线", "真空封口机")
TALKS = (
    "电话沟通，客户希望下周安排上门看样机。",
    "拜访采购部，确认交期为六周，价格还需再谈。",
    "对方反馈上一台设备运行稳定，计划明年增购。",
    "已发送报价单，等待总经理审批。",
)
DAY = 24 * 60 * 60 * 1000
CUSTOMERS = 60


def sample(now: Now) -> Firm:
    """The firm as it is at `now`; the same each time.

    陈静 (1007) owns nearly half of it, a few belong to somebody who is gone (1003), two customers are in a high sea.
    """
    firm, chance = Firm(now), random.Random(20261122)
    firm.hire("1000", "系统管理员", "admin@baton.example")
    for id_, name, address in SALES:
        firm.hire(id_, name, f"{address}@baton.example")
    firm.hire("1003", "郑国栋", stopped=True)
    for number in range(CUSTOMERS):
        owner = "1007" if number % 3 == 0 else chance.choice(SALES)[0]
        owner = {20: "", 40: "", 13: "1003", 28: "1003", 43: "1003"}.get(number, owner)
        _customer(firm, chance, number, owner)
    return firm


def _customer(firm: Firm, chance: random.Random, number: int, owner: str) -> None:
    city, mark = CITIES[number % 10], MARKS[(number * 7 + number // 10) % 10]
    industry, ending = TRADES[number % 3]
    customer = firm.add(
        "AccountObj",
        owner,
        name=f"{city}{mark}{ending}",
        account_no=f"KH{number + 1:04d}",
        account_level=chance.choice("112223"),
        deal_status=chance.choice("1223"),
        industry_level1=industry,
        tel=f"0512-6800{number:04d}",
        **({} if owner else {"high_seas_id": "5f0000000000000000000001"}),
    )
    for person in range(chance.randint(1, 2)):
        _contact(firm, chance, customer, owner, number * 10 + person)
    if owner:
        _business(firm, chance, customer, owner, number)


def _contact(firm: Firm, chance: random.Random, customer: str, owner: str, number: int) -> None:
    firm.add(
        "ContactObj",
        owner,
        name=chance.choice(SURNAMES) + chance.choice(GIVEN),
        account_id=customer,
        mobile=f"1390000{number:04d}",
        email=f"contact{number}@customer.example",
    )


def _business(firm: Firm, chance: random.Random, customer: str, owner: str, number: int) -> None:
    today, machine = milliseconds(firm.now()), chance.choice(MACHINES)
    for part in range(chance.randint(0, 2)):
        stage = chance.choice("1234456")
        firm.add(
            "NewOpportunityObj",
            owner,
            name=f"{machine}{('采购', '二期')[part]}",
            account_id=customer,
            amount=f"{chance.randint(8, 180)}0000.00",
            sales_stage=stage,
            sales_status={"5": "2", "6": "3"}.get(stage, "1"),
            probability=f"{chance.randint(1, 9)}0.0",
            close_date=today + chance.randint(-30, 120) * DAY,
        )
    if number % 2 == 0:
        firm.add(
            "SalesOrderObj",
            owner,
            name=f"DD2026{number:04d}",
            account_id=customer,
            order_amount=f"{chance.randint(3, 90)}0000.00",
            order_time=today - chance.randint(5, 300) * DAY,
        )
    if number % 3 == 0:
        _contract(firm, chance, customer, owner, number)
    for _talk in range(chance.randint(0, 2)):
        firm.add(
            "ActiveRecordObj",
            owner,
            active_record_content=chance.choice(TALKS),
            interactive_types=chance.choice("123"),
            related_object_data=[{"id": customer, "describe_api_name": "AccountObj"}],
        )


def _contract(firm: Firm, chance: random.Random, customer: str, owner: str, number: int) -> None:
    begins = milliseconds(firm.now() - datetime.timedelta(days=chance.randint(60, 330)))
    firm.add(
        "SaleContractObj",
        owner,
        name=f"HT2026{number:04d}",
        account_id=customer,
        contract_amount=f"{chance.randint(20, 300)}0000.00",
        started_time=begins,
        expired_time=begins + 365 * DAY,
        status="2",
    )
