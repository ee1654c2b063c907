"""What only the database can promise: search text in step with names, owners changed in one place, ledgers nobody
rewrites.

The search text of new records is written by one statement for all of them, and Chinese neighbours are found inside
that statement: a call a row took more time than the rest of the search text together.
"""

from django.db import migrations

GRAMS = r"""
CREATE FUNCTION customers_neighbours(body text) RETURNS TABLE (grams text[]) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(run[1], place, size)), '{}')
    FROM regexp_matches(body, '[\u3400-\u9fff\uf900-\ufaff]+', 'g') run,
        generate_series(1, length(run[1])) place, generate_series(1, 2) size
    WHERE place + size - 1 <= length(run[1])
$$;
CREATE FUNCTION customers_grams(body text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT grams FROM customers_neighbours(body)
$$;
"""
NO_GRAMS = "DROP FUNCTION customers_grams(text); DROP FUNCTION customers_neighbours(text);"

SEARCH = """
CREATE FUNCTION customers_index_new_{noun}s() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO customers_{noun}search ({noun}_id, text, name, grams)
    SELECT id, body, name, grams
    FROM (SELECT id, name, lower({new}) AS body FROM made) told, customers_neighbours(body);
    RETURN NULL;
END $$;
CREATE FUNCTION customers_index_{noun}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO customers_{noun}search ({noun}_id, text, name, grams)
    SELECT NEW.id, body, NEW.name, grams FROM (SELECT lower({changed}) AS body) told, customers_neighbours(body)
    ON CONFLICT ({noun}_id) DO UPDATE SET text = EXCLUDED.text, name = EXCLUDED.name, grams = EXCLUDED.grams;
    RETURN NULL;
END $$;
CREATE TRIGGER index_new AFTER INSERT ON customers_{noun} REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION customers_index_new_{noun}s();
CREATE TRIGGER index_changed AFTER UPDATE ON customers_{noun} FOR EACH ROW
    WHEN ((OLD.name, OLD.{beside}) IS DISTINCT FROM (NEW.name, NEW.{beside}))
    EXECUTE FUNCTION customers_index_{noun}();
"""
NO_SEARCH = """
DROP TRIGGER index_changed ON customers_{noun};
DROP TRIGGER index_new ON customers_{noun};
DROP FUNCTION customers_index_{noun}();
DROP FUNCTION customers_index_new_{noun}s();
"""
SEARCHED = (
    {
        "noun": "customer",
        "beside": "code",
        "new": "code || ' ' || name",
        "changed": "NEW.code || ' ' || NEW.name",
    },
    {
        "noun": "deal",
        "beside": "source_id",
        "new": "name || ' ' || source_id",
        "changed": "NEW.name || ' ' || NEW.source_id",
    },
)

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
NO_GUARD = "".join(f"DROP TRIGGER guard_owner ON customers_{noun};\n" for noun in OWNED) + (
    "DROP FUNCTION customers_guard_owner();"
)

LEDGERS = ("ownershipchange", "seatchange")
APPEND_ONLY = """
CREATE FUNCTION customers_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger % is append-only.', TG_TABLE_NAME USING ERRCODE = 'BT002';
END $$;
""" + "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON customers_{ledger} "
    "FOR EACH ROW EXECUTE FUNCTION customers_append_only();\n"
    for ledger in LEDGERS
)
NOT_APPEND_ONLY = "".join(f"DROP TRIGGER append_only ON customers_{ledger};\n" for ledger in LEDGERS) + (
    "DROP FUNCTION customers_append_only();"
)


#: What came before the first release, so that a database of that time goes on.
REPLACED = [
    ("customers", "0002_search_and_ledger"),
    ("customers", "0007_names_to_sort_by"),
    ("customers", "0009_names_without_case"),
    ("customers", "0013_search_text_of_many"),
    ("customers", "0014_seat_changes_append_only"),
]


class Migration(migrations.Migration):
    replaces = REPLACED
    dependencies = [("customers", "0001_initial")]

    operations = [
        migrations.RunSQL(GRAMS, NO_GRAMS),
        *(migrations.RunSQL(SEARCH.format(**noun), NO_SEARCH.format(**noun)) for noun in SEARCHED),
        migrations.RunSQL(GUARD, NO_GUARD),
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
    ]
