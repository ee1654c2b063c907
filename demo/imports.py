"""Files the demo firm brought: one imported, with rows that were refused, and one that waits for a yes."""

import datetime
from io import BytesIO

from accounts.models import User
from customers.importing import receiving, running

BROUGHT = """\
客户编号,客户名称,等级,行业,地区,负责人
H-2101,湖州正泰仪表,B,仪表,湖杭,zhao.min@baton.example
H-2102,绍兴凯达纺织,C,纺织,湖杭,zhao.min@baton.example
H-2103,嘉善安科电子,C,电子,湖杭,successor@baton.example
H-2104,,C,机械,湖杭,successor@baton.example
H-2105,海宁瑞和包装,B,包装,湖杭,rep@baton.example
,桐乡华信玻璃,C,玻璃,湖杭,rep@baton.example
H-2107,平湖同创光学,A,光学,湖杭,zhao.min@baton.example
"""

TO_CHECK = """\
Account ID,Account Name,Segment,Annual Revenue,Account Owner,Last Activity
M-3301,Cedar Ridge Foods,B,120000,priya.shah@baton.example,11/03/2026
M-3302,Harbor Point Printing,C,45000,tom.becker@baton.example,10/21/2026
M-3303,Union Valve & Fitting,A,310000,priya.shah@baton.example,11/12/2026
"""


def seed_imports(people: dict[str, User], now: datetime.datetime) -> None:
    """Take both files in, and the first all the way."""
    by, before = people["admin"], now - datetime.timedelta(days=1)
    run = receiving.receive(files=[_file("客户-湖杭.csv", BROUGHT)], by=by, at=before)
    receiving.confirm(run=run, at=before)
    running.run(run.pk, at=before)
    receiving.receive(files=[_file("accounts-midwest.csv", TO_CHECK)], by=by, at=now)


def _file(name: str, text: str) -> receiving.Given:
    content = text.encode()
    return name, BytesIO(content), len(content)
