"""The demo firm, made only in development in an embedded database that is still empty; and who may sign in to it."""

from collections.abc import Mapping
from contextlib import closing

import psycopg2

from launch import product
from launch.paths import var
from launch.say import say

PASSWORD = "baton-demo"  # noqa: S105 - the demo's, refused by the product in production
SIGN_INS = {
    "admin@baton.example": "administrator: settings, people, connections",
    "hr@baton.example": "HR: registers departures, closes access",
    "manager@baton.example": "sales manager: plans and approves handovers",
    "rep@baton.example": "sales representative: the own book",
    "successor@baton.example": "successor: takes customers over",
    "supervisor@baton.example": "supervisor: settles disputes, signs off",
    "auditor@baton.example": "auditor: reads, changes nothing",
    "chen.jing@baton.example": "the one who leaves",
}


def fill_if_new(env: Mapping[str, str]) -> None:
    """Make the demo firm in a database without people; finish it when an earlier attempt was cut short."""
    begun = var() / "seeding"
    if product.has_people(env["DATABASE_URL"]) and not begun.exists():
        return
    say("Filling in the demo firm …")
    begun.touch()
    product.manage("seed_demo", env=env, doing="Filling in the demo firm")
    begun.unlink()


def say_sign_ins(database_url: str) -> None:
    """Print the demo's sign-ins, one per role; without the demo firm, how to make the first person if there is none."""
    with closing(psycopg2.connect(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT email FROM accounts_user WHERE email = ANY(%s)", [list(SIGN_INS)])
        present = {email for (email,) in cursor.fetchall()}
    if not present:
        if not product.has_people(database_url):
            say("Nobody is registered yet: `make manage DO=createsuperuser` makes the first administrator.")
        return
    say(f"Sign in with the password {PASSWORD} as:")
    for email, role in SIGN_INS.items():
        if email in present:
            say(f"  {email:<25} {role}")
