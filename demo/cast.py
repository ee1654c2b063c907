"""The people of the demo firm: the same cast as in the tests and the docs."""

from typing import NamedTuple

from accounts.models import Office, Team, User
from accounts.permissions import Role

PASSWORD = "baton-demo"  # noqa: S105 - the demo's, told to everybody
DOMAIN = "baton.example"

SHANGHAI = {"name": "Shanghai", "country": "CN", "time_zone": "Asia/Shanghai"}
CHICAGO = {"name": "Chicago", "country": "US", "time_zone": "America/Chicago"}


class Person(NamedTuple):
    """One line of the cast."""

    address: str
    name: str
    office: str
    team: str
    title: str
    role: Role = Role.REP
    capacity: int = 80
    is_senior: bool = False


CAST = (
    Person("marcus.hale", "Marcus Hale", "Chicago", "Sales", "Head of sales", Role.MANAGER),
    Person("admin", "Ada Park", "Chicago", "", "Sales systems", Role.ADMINISTRATOR),
    Person("hr", "Grace Hill", "Chicago", "", "HR partner", Role.HR),
    Person("auditor", "Alan Reed", "Chicago", "", "Internal audit", Role.AUDITOR),
    Person("manager", "王芳", "Shanghai", "East China", "大区经理", Role.MANAGER),
    Person("chen.jing", "陈静", "Shanghai", "East China", "客户经理"),
    Person("successor", "李伟", "Shanghai", "East China", "客户经理"),
    Person("zhao.min", "赵敏", "Shanghai", "East China", "客户经理"),
    Person("supervisor", "孙丽", "Shanghai", "East China", "资深客户经理", is_senior=True),
    Person("rep", "周强", "Shanghai", "East China", "客户经理"),
    Person("wu.lei", "吴磊", "Shanghai", "East China", "客户经理"),
    Person("zheng.jie", "郑洁", "Shanghai", "East China", "客户经理"),
    Person("lin.zhiyuan", "林志远", "Shanghai", "South China", "大区经理", Role.MANAGER),
    Person("gao.xiang", "高翔", "Shanghai", "South China", "客户经理"),
    Person("he.jingyi", "何静怡", "Shanghai", "South China", "客户经理"),
    Person("luo.qiang", "罗强", "Shanghai", "South China", "资深客户经理", is_senior=True),
    Person("nora.blake", "Nora Blake", "Chicago", "Midwest", "Regional manager", Role.MANAGER),
    Person("darren.cole", "Darren Cole", "Chicago", "Midwest", "Account manager"),
    Person("priya.shah", "Priya Shah", "Chicago", "Midwest", "Account manager"),
    Person("tom.becker", "Tom Becker", "Chicago", "Midwest", "Account manager"),
    Person("elena.ruiz", "Elena Ruiz", "Chicago", "Midwest", "Senior account manager", is_senior=True),
    Person("sam.osei", "Sam Osei", "Chicago", "Midwest", "Account manager"),
)

#: Whom the start-up message names, one per role or relation.
SIGN_INS = ("admin", "hr", "manager", "rep", "chen.jing", "successor", "supervisor", "auditor")

TEAMS = {"Sales": None, "East China": "Sales", "South China": "Sales", "Midwest": "Sales"}


def seed_people() -> dict[str, User]:
    """Make the cast; returns it by the part of the address before the @."""
    offices = {
        place["name"]: Office.objects.get_or_create(name=place["name"], defaults=place)[0]
        for place in (SHANGHAI, CHICAGO)
    }
    teams: dict[str, Team] = {}
    for name, parent in TEAMS.items():
        teams[name] = Team.objects.create(name=name, parent=teams[parent] if parent else None)
    people = {}
    for person in CAST:
        office = offices[person.office]
        people[person.address] = User.objects.create_user(
            f"{person.address}@{DOMAIN}",
            PASSWORD,
            name=person.name,
            title=person.title,
            role=person.role,
            office=office,
            team=teams.get(person.team),
            time_zone=office.time_zone,
            language="zh-hans" if office.country == "CN" else "en",
            capacity=person.capacity,
            is_senior=person.is_senior,
        )
        if person.role == Role.MANAGER:
            teams[person.team].manager = people[person.address]
            teams[person.team].office = office
            teams[person.team].save()
    return people
