"""What only the database can promise: search text in step, owners changed in one place, a ledger nobody rewrites."""

from django.db import migrations

GRAMS = r"""
CREATE FUNCTION customers_grams(body text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT gram), '{}') FROM (
        SELECT substr(body, place, size) AS gram
        FROM generate_series(1, length(body)) place, generate_series(1, 2) size
        WHERE place + size - 1 <= length(body)
    ) found WHERE gram ~ '^[\u3400-\u9fff\uf900-\ufaff]+$'
$$;
"""

SEARCH = """
CREATE FUNCTION customers_index_{noun}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO customers_{noun}search ({noun}_id, text, grams)
    SELECT NEW.id, body, customers_grams(body) FROM (SELECT lower({body}) AS body) made
    ON CONFLICT ({noun}_id) DO UPDATE SET text = EXCLUDED.text, grams = EXCLUDED.grams;
    RETURN NULL;
END $$;
CREATE TRIGGER index_new AFTER INSERT ON customers_{noun} FOR EACH ROW EXECUTE FUNCTION customers_index_{noun}();
CREATE TRIGGER index_changed AFTER UPDATE ON customers_{noun} FOR EACH ROW
    WHEN (({old}) IS DISTINCT FROM ({body})) EXECUTE FUNCTION customers_index_{noun}();
"""

UNSEARCH = """
DROP TRIGGER index_new ON customers_{noun};
DROP TRIGGER index_changed ON customers_{noun};
DROP FUNCTION customers_index_{noun}();
"""

CUSTOMER = {"noun": "customer", "body": "NEW.code || ' ' || NEW.name", "old": "OLD.code || ' ' || OLD.name"}
DEAL = {"noun": "deal", "body": "NEW.name || ' ' || NEW.source_id", "old": "OLD.name || ' ' || OLD.source_id"}

OWNED = ("customer", "deal", "contract", "task")

GUARD = """
CREATE FUNCTION customers_guard_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('baton.ownership', true), '') <> 'open' THEN
        RAISE EXCEPTION 'An owner changes only through customers.actions.ownership.' USING ERRCODE = 'BT001';
    END IF;
    RETURN NEW;
END $$;
""" + "".join(
    f"CREATE TRIGGER guard_owner BEFORE UPDATE OF owner_id ON customers_{noun} FOR EACH ROW "
    "WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id) EXECUTE FUNCTION customers_guard_owner();\n"
    for noun in OWNED
)

UNGUARD = "".join(f"DROP TRIGGER guard_owner ON customers_{noun};\n" for noun in OWNED) + (
    "DROP FUNCTION customers_guard_owner();"
)

APPEND_ONLY = """
CREATE FUNCTION customers_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ownership ledger is append-only.' USING ERRCODE = 'BT002';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON customers_ownershipchange
    FOR EACH ROW EXECUTE FUNCTION customers_append_only();
"""

REWRITABLE = """
DROP TRIGGER append_only ON customers_ownershipchange;
DROP FUNCTION customers_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_book")]

    operations = [
        migrations.RunSQL(GRAMS, "DROP FUNCTION customers_grams(text);"),
        migrations.RunSQL(SEARCH.format(**CUSTOMER), UNSEARCH.format(**CUSTOMER)),
        migrations.RunSQL(SEARCH.format(**DEAL), UNSEARCH.format(**DEAL)),
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(APPEND_ONLY, REWRITABLE),
    ]
