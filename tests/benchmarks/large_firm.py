"""A firm of 1,000 reps with 1,000,000 customers and 2,000,000 deals, made by set-based SQL.

About 970 customers for each rep and 31,450 for the one who leaves: with deals, contracts and tasks 100,000 records. 25
reps make a team; `south` has 500 of them below it, in teams of 25, with half the data. Names are Latin and Chinese, so
that a term of two characters can be rare or common.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from accounts.models import Office, Team, User
from accounts.permissions import Role

REPS, TEAM, SOUTH, PER_REP = 1_000, 25, 500, 1_000
LEAVER_HAS = 31_450

HAN = (
    "东南西北中华新大天海江河山川金银铜铁石林森木水火土日月星云风雨雪春夏秋冬红黄蓝白青紫光明亮远高长宏伟盛昌隆兴旺发达富贵康宁安平和顺"
    "永恒久信诚义德仁智勇美丽佳嘉瑞祥吉庆福禄寿喜龙凤虎马鹤鹏鸿飞腾跃迅捷联合众友邦国泰民惠普润泽源泉清洁净创想思维科技博学文艺"
)
CUSTOMERS = f"""
    INSERT INTO customers_customer (code, name, grade, status, industry, region, territory, address, annual_value,
        currency, next_step, next_step_on, last_contact_at, source, source_id, updated_at, owner_id)
    SELECT 'C-' || to_char(n, 'FM0000000'),
        CASE WHEN n % 10 < 7
            THEN (%(cities)s)[1 + h1 % 10]
                || substr('{HAN}', 1 + h2 % {len(HAN)}, 1) || substr('{HAN}', 1 + h3 % {len(HAN)}, 1)
                || (%(trades)s)[1 + h4 % 10] || '有限公司'
            ELSE initcap(substr(md5(n::text), 1, 6)) || ' '
                || (ARRAY['Steel','Foods','Logistics','Energy','Textiles','Software','Pharma'])[1 + h1 % 7]
                || (ARRAY[' Ltd',' GmbH',' Inc',' BV'])[1 + h2 % 4]
        END,
        substr('ABBCCC', (1 + h5 % 6)::int, 1),
        (ARRAY['active','active','active','prospect','dormant','lost'])[1 + h6 % 6],
        (%(trades)s)[1 + h4 % 10],
        '', (ARRAY['沪杭','京津','珠三角','DACH','Benelux'])[1 + h2 % 5], '', (h3 % 1000) * 1000, 'CNY',
        CASE WHEN h6 % 3 = 0 THEN 'Send the offer' ELSE '' END,
        CASE WHEN h6 % 3 = 0 THEN date '2026-10-01' + h5 % 120 END,
        CASE WHEN h5 % 4 > 0 THEN timestamptz '2025-01-01' + (h1 % 60000000) * interval '1 second' END,
        '', '', timestamptz '2024-11-01' + (h2 % 64000000) * interval '1 second', owner
    FROM (
        SELECT n, (%(owners)s::bigint[])[
                CASE WHEN n <= %(leaver_has)s THEN 1 ELSE 2 + hash(n, 8) % %(others)s END
            ] AS owner,
            hash(n, 1) h1, hash(n, 2) h2, hash(n, 3) h3, hash(n, 4) h4, hash(n, 5) h5, hash(n, 6) h6
        FROM generate_series(1, %(customers)s) n
    ) made
"""
HASH = """
    CREATE FUNCTION pg_temp.hash(n bigint, salt int) RETURNS int LANGUAGE sql IMMUTABLE AS
    $$ SELECT abs(hashint8extended(n, salt) % 1000000007)::int $$
"""
DEALS = """
    INSERT INTO customers_deal (customer_id, name, stage, state, amount, currency, opened_on, expected_close_on,
        closed_on, source, source_id, updated_at, owner_id)
    SELECT c.id, (%(deals)s)[1 + h1 % 8] || ' ' || c.id || '-' || k,
        CASE WHEN h2 % 10 < 6 THEN (ARRAY['prospecting','qualifying','engaging','quoted','negotiating'])[1 + h3 % 5]
            ELSE 'closed' END,
        CASE WHEN h2 % 10 < 6 THEN 'open' WHEN h2 % 10 < 8 THEN 'won' ELSE 'lost' END,
        CASE WHEN h3 % 12 > 0 THEN (h3 % 5000) * 100 END, 'CNY', date '2025-01-01' + h1 % 600,
        date '2026-10-01' + h4 % 365, CASE WHEN h2 % 10 < 6 THEN NULL ELSE date '2026-09-01' + h1 % 60 END,
        '', '', timestamptz '2024-11-01' + (h4 % 64000000) * interval '1 second',
        CASE WHEN h4 % 50 = 0 THEN (%(owners)s::bigint[])[2 + h3 % %(others)s] ELSE c.owner_id END
    FROM (
        SELECT c.id, c.owner_id, k,
            hash(c.id, 10 + k) h1, hash(c.id, 20 + k) h2, hash(c.id, 30 + k) h3, hash(c.id, 40 + k) h4
        FROM customers_customer c, generate_series(1, 2) k
    ) c
"""
CONTACTS = """
    INSERT INTO customers_contact (customer_id, name, title, role, email, phone, preferred_channel, preferred_time,
        note, source, source_id, updated_at)
    SELECT id, 'Contact ' || id, '', 'other', '', '+86 1' || to_char(3000000000 + id, 'FM0000000000'), '', '', '', '',
        '', now()
    FROM customers_customer
"""
CONTRACTS = """
    INSERT INTO customers_contract (customer_id, number, title, state, starts_on, ends_on, amount, paid, currency,
        source, source_id, updated_at, owner_id)
    SELECT id, 'K-' || id, '', 'active', '2026-01-01', '2026-12-31', 1000, 0, 'CNY', '', '', updated_at, owner_id
    FROM customers_customer WHERE id % 2 = 0 AND owner_id = ANY(%(leavers)s)
"""
TASKS = """
    INSERT INTO customers_task (customer_id, title, note, due_on, state, source, source_id, updated_at, owner_id)
    SELECT id, 'Call back', '', date '2026-11-20' + (id % 40)::int, 'open', '', '', updated_at, owner_id
    FROM customers_customer WHERE id % 2 = 1 AND owner_id = ANY(%(leavers)s)
"""
SEATS = """
    INSERT INTO customers_accountteammember (customer_id, user_id, role)
    SELECT id, (%(owners)s::bigint[])[2 + hash(id, 7) % %(others)s], 'Expert' FROM customers_customer WHERE id % 100 = 0
"""
TEXT = """
    INSERT INTO customers_{noun}search ({noun}_id, text, name, grams)
    SELECT id, lower({body}), name, grams FROM customers_{noun}, {grams}
"""
#: Of a deal's name only what stands before its number is Chinese, and there are few of these.
GRAMS_OF_DEALS = "known_grams WHERE known = split_part(name, ' ' || customer_id || '-', 1)"
TEXTS = (
    TEXT.format(noun="customer", body="code || ' ' || name", grams="customers_neighbours(name)"),
    """CREATE TEMPORARY TABLE known_grams ON COMMIT DROP AS
        SELECT known, grams FROM unnest(%(deals)s) known, customers_neighbours(known)""",
    TEXT.format(noun="deal", body="name || ' ' || source_id", grams=GRAMS_OF_DEALS),
)
TABLES = ("customer", "deal", "contact", "contract", "task", "accountteammember", "customersearch", "dealsearch")


def people(reps: int) -> None:
    """The firm: an administrator, an auditor, HR, a manager over `south`, one per team, and the reps."""
    office = Office.objects.create(name="Shanghai", country="CN", time_zone="Asia/Shanghai")
    password = make_password("baton-demo")

    def person(email: str, name: str, role: Role, **fields: object) -> User:
        email += "@baton.example"
        return User(email=email, name=name, role=role, office=office, password=password, **fields)

    User.objects.bulk_create(
        [
            person("admin", "Ada Park", Role.ADMINISTRATOR),
            person("auditor", "Alan Reed", Role.AUDITOR),
            person("hr", "Grace Hill", Role.HR),
            person("south", "Sun Nan", Role.MANAGER),
            *(person(f"manager{n}", f"Manager {n}", Role.MANAGER) for n in range(-(-reps // TEAM))),
        ]
    )
    south = Team.objects.create(name="South", manager=User.objects.get(email="south@baton.example"), office=office)
    teams = [
        Team.objects.create(
            name=f"Team {n}",
            manager=User.objects.get(email=f"manager{n}@baton.example"),
            office=office,
            parent=south if n * TEAM < min(SOUTH, reps // 2) else None,
        )
        for n in range(-(-reps // TEAM))
    ]
    User.objects.bulk_create(
        person(
            "chen.jing" if n == 0 else f"rep{n}",
            "陈静" if n == 0 else f"Rep {n}",
            Role.REP,
            team=teams[n // TEAM],
            is_senior=n % TEAM == TEAM - 1,
        )
        for n in range(reps)
    )


def ensure(customers: int) -> None:
    """Fill the database with so many customers, unless it was kept from an earlier run."""
    if not User.objects.filter(role=Role.REP).exists():
        fill(reps=max(10, customers // PER_REP))


def fill(*, reps: int = REPS, leavers: int = 200) -> None:
    """Fill an empty, migrated database; the books of the first `leavers` reps have contracts and tasks too."""
    people(reps)
    owners = list(User.objects.filter(role=Role.REP).order_by("pk").values_list("pk", flat=True))
    values: dict[str, Any] = {
        "owners": owners,
        "others": len(owners) - 1,
        "leavers": owners[: leavers + 1],
        "leaver_has": reps * LEAVER_HAS // REPS,
        "cities": ["上海", "北京", "广州", "深圳", "杭州", "苏州", "成都", "武汉", "西安", "青岛"],
        "trades": ["电子", "物流", "钢铁", "食品", "医药", "纺织", "化工", "机械", "软件", "能源"],
        "deals": ["华东扩容", "年度框架", "GTX Plus", "样品试用", "续约", "MG Special", "备件", "Rollout"],
        "customers": PER_REP * reps,
    }
    indexes, keys = _indexes(), _foreign_keys()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(HASH)
        _triggers(cursor, "DISABLE")
        for name in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for table, name, _definition in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for statement in (CUSTOMERS, DEALS, CONTACTS, CONTRACTS, TASKS, SEATS, *TEXTS):
            cursor.execute(re.sub(r"%(?!\()", "%%", statement).replace("hash(", "pg_temp.hash("), values)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        for definition in indexes.values():
            cursor.execute(definition)
        for table, name, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        _triggers(cursor, "ENABLE")
    settle()


def settle(tables: Iterable[str] = TABLES) -> None:
    """Bring statistics and visibility up to date, as autovacuum would have by the next morning."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"VACUUM ANALYZE customers_{table}")
        cursor.execute("ANALYZE")


def _triggers(cursor: object, verb: str) -> None:
    for noun in ("customer", "deal"):
        cursor.execute(f"ALTER TABLE customers_{noun} {verb} TRIGGER index_new")  # type: ignore[attr-defined]


def _indexes() -> dict[str, str]:
    """What is quicker built over all rows at once: every index but those that keep something unique."""
    tables = [f"customers_{table}" for table in TABLES]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexdef NOT LIKE '%% UNIQUE %%'",
            [tables],
        )
        return dict(cursor.fetchall())


def _foreign_keys() -> list[tuple[str, str, str]]:
    """All at once they are checked in seconds, row by row in minutes."""
    tables = [f"customers_{table}" for table in TABLES]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)",
            [tables],
        )
        return list(cursor.fetchall())
