"""Customers an import brought whose owners had left before: nobody looks after them yet."""

from typing import NamedTuple

from accounts.models import Team, User
from accounts.permissions import Role
from customers.models import Customer, Deal, Grade


class Gone(NamedTuple):
    """Somebody who left, with what is still theirs: customers, each with a deal and what that is worth."""

    address: str
    name: str
    team: str
    currency: str
    territory: str
    industry: str
    records: tuple[tuple[str, str, int], ...]


GONE = (
    Gone("tom.reyes", "Tom Reyes", "Midwest", "USD", "Midwest", "Machinery",
         (("Prairie Pump Works", "Prairie pumps", 18_000), ("Lakeshore Bearings", "Bearing frame order", 36_000))),
    Gone("qian.ming", "钱明", "East China", "CNY", "苏锡", "机械",
         (("苏州云帆仪表", "云帆仪表年度采购", 460_000), ("宁波远山阀门", "远山阀门备件", 128_000),
          ("常州立新泵业", "立新泵业二期", 310_000))),
)  # fmt: skip


def seed_gone() -> None:
    """Two people without access who still own customers, each customer with an open deal."""
    teams = {team.name: team for team in Team.objects.all()}
    for one in GONE:
        owner = User.objects.create_user(
            f"{one.address}@import.invalid", None, name=one.name, role=Role.REP, team=teams[one.team], is_active=False
        )
        for number, (name, deal, amount) in enumerate(one.records, 1):
            grade = Grade.B if number == 1 else Grade.C
            customer = Customer.objects.create(
                code=f"X-{one.team[0]}{number}",
                name=name,
                owner=owner,
                grade=grade,
                currency=one.currency,
                territory=one.territory,
                industry=one.industry,
            )
            Deal.objects.create(name=deal, customer=customer, owner=owner, currency=one.currency, amount=amount)
