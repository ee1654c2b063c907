"""What the demo's leavers have told so far: briefings, promises and questions, in the language of their firm."""

import datetime
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from customers.models import Customer
from handover.actions import briefings, promises, questions
from handover.actions.briefings import Answers
from handover.briefings import rights
from handover.models import Departure


@dataclass(frozen=True)
class Words:
    """What is said in one language: of three customers, two promises to the first two, a question about the third."""

    never_do: tuple[str, ...]
    next_step: tuple[str, ...]
    background: tuple[str, ...]
    promises: tuple[tuple[str, str], ...]
    question: str
    answered: tuple[str, str]


CHINESE = Words(
    never_do=(
        "报价前不要联系集团采购部，先和周总通气。",
        "不要在月底最后三天打电话，他们在关账。",
        "",
    ),
    next_step=("发送修订后的年度框架报价", "约生产经理看样机", "确认续签数量"),
    background=(
        "从 2019 年合作至今，周总重视交期胜过价格。竞争对手每季度都会来报价。",
        "新厂区明年三月投产，会有一笔设备订单，预算已经批了。",
        "财务付款慢，但从不拖欠；提前一周提醒即可。",
    ),
    promises=(
        ("十二月订单返利 5%，年底前以折扣形式兑现", "周总"),
        ("三月前免费安排一天现场培训", "生产经理"),
    ),
    question="续签时由谁签字？合同上的名字好像已经离职了。",
    answered=("他们更希望用微信还是邮件沟通？", "日常用微信，合同和报价一定要发邮件并抄送财务。"),
)
ENGLISH = Words(
    never_do=(
        "Never quote to group purchasing before the plant manager has seen it.",
        "Do not call in the last three days of a month; they close their books.",
        "",
    ),
    next_step=("Send the revised annual quote", "Show the plant manager the new line", "Confirm the renewal quantity"),
    background=(
        "With us since 2019. They care more about delivery dates than about price.",
        "The new plant opens in March, and the budget for equipment is approved.",
        "Finance pays late but always pays; a reminder a week before helps.",
    ),
    promises=(
        ("A 5% rebate on the December order, given as a discount before year end", "the CFO"),
        ("A free training day on site before March", "the plant manager"),
    ),
    question="Who signs the renewal? The name in the contract seems to have left.",
    answered=("Do they prefer chat or mail?", "Chat day to day; quotes and contracts always by mail, finance in copy."),
)


def tell_of(departure: Departure, words: Words, *, manager: User, at: datetime.datetime) -> None:
    """The leaver tells of three customers; the manager approves one promise of two, and a successor asks."""
    lines = rights.planned(departure).filter(successor__isnull=False).select_related("successor")
    takers = {line.record_id: line.successor for line in lines}
    owned = Customer.objects.filter(pk__in=takers).order_by("grade", "-annual_value", "pk")
    for number, customer in enumerate(owned[:3]):
        _tell(departure, customer, words, number, manager=manager, at=at)
    for customer in owned[2:3]:
        taker = takers[customer.pk]
        if taker is None:
            continue
        ask, answer = words.answered
        about: dict[str, Any] = {"departure": departure, "customer": customer, "by": taker}
        asked = questions.ask(text=ask, at=at, **about)
        questions.answer(question=asked, text=answer, by=departure.leaver, at=at + datetime.timedelta(hours=3))
        questions.ask(text=words.question, at=at + datetime.timedelta(days=1), **about)


def _tell(
    departure: Departure, customer: Customer, words: Words, number: int, *, manager: User, at: datetime.datetime
) -> None:
    about: dict[str, Any] = {"departure": departure, "customer": customer, "by": departure.leaver}
    said = Answers(
        never_do=words.never_do[number],
        next_step=words.next_step[number],
        next_step_on=departure.last_day_on - datetime.timedelta(days=2 * number),
        background=words.background[number],
        nothing_promised=number >= len(words.promises),
    )
    briefings.tell(answers=said, is_all=number == 0, at=at, **about)
    if number < len(words.promises):
        what, to_whom = words.promises[number]
        until = departure.last_day_on + datetime.timedelta(days=30)
        promise = promises.tell(what=what, to_whom=to_whom, until=until, at=at, **about)
        if number == 0:
            promises.decide(promise=promise, verdict="approved", by=manager, at=at + datetime.timedelta(hours=5))
