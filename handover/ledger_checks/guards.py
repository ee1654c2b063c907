"""What keeps the data right by itself: constraints, triggers, the outbox, and the count of refused rows."""

# ruff: noqa: S608 - the SQL is made of our own words

from django.apps import apps

from handover.ledger_checks.check import Check

OURS = ("accounts", "notices", "customers", "handover")
#: What is added to and never changed.
LEDGERS = ("customers_ownershipchange", "customers_seatchange", "handover_seal", "accounts_auditentry")
#: The triggers that refuse what must never be written.
TRIGGERS = (
    *(("guard_owner", f"customers_{noun}") for noun in ("customer", "deal", "contract", "task")),
    *((name, f"customers_{noun}") for noun in ("customer", "deal") for name in ("index_new", "index_changed")),
    *(("append_only", ledger) for ledger in LEDGERS),
)


def _values(pairs: tuple[tuple[str, str], ...]) -> str:
    return "(VALUES " + ", ".join(f"('{name}', '{table}')" for name, table in pairs) + ") wanted (name, at)"


def _constraints() -> tuple[tuple[str, str], ...]:
    """Every named constraint of the models, with its table."""
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    return tuple((rule.name, model._meta.db_table) for model in models for rule in model._meta.constraints)


GUARDS = (
    Check(
        "triggers_stand_guard",
        "The triggers that guard owners, the ledgers, the audit trail and the search text are there and switched on.",
        f"""
        SELECT 'trigger', 0, wanted.name || ' of ' || wanted.at
            || CASE WHEN found.oid IS NULL THEN ' is missing' ELSE ' is switched off' END
        FROM {_values(TRIGGERS)} LEFT JOIN pg_trigger found
            ON found.tgname = wanted.name AND found.tgrelid = to_regclass(wanted.at)
        WHERE found.oid IS NULL OR found.tgenabled NOT IN ('O', 'A')
        """,
    ),
    Check(
        "constraints_stand_guard",
        "Every named constraint is in the database and valid.",
        f"""
        SELECT 'constraint', 0, wanted.name || ' of ' || wanted.at || ' is missing or not valid'
        FROM {_values(_constraints())}
        WHERE NOT EXISTS (
            SELECT FROM pg_constraint found WHERE found.conname = wanted.name
                AND found.conrelid = to_regclass(wanted.at) AND found.convalidated
        ) AND NOT EXISTS (
            SELECT FROM pg_index found WHERE found.indexrelid = to_regclass(wanted.name)
                AND found.indrelid = to_regclass(wanted.at) AND found.indisunique AND found.indisvalid
        )
        """,
    ),
    Check(
        "notices_leave",
        "Each notice has its way out.",
        """
        SELECT 'notice', notice.id, notice.kind || ' has no delivery'
        FROM notices_notice notice LEFT JOIN notices_delivery delivery ON delivery.notice_id = notice.id
        WHERE delivery.id IS NULL
        """,
    ),
    Check(
        "refused_rows_are_kept",
        "Each row an import refused is kept.",
        """
        SELECT 'import', run.id, 'says it refused ' || run.refused || ' rows, ' || count(kept.id) || ' are kept'
        FROM customers_import run LEFT JOIN customers_refusedrow kept ON kept.run_id = run.id
        GROUP BY run.id HAVING run.refused <> count(kept.id)
        """,
    ),
)
