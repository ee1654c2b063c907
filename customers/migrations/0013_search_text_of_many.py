"""The search text of new records is written by one statement for all of them, and Chinese neighbours are found inside
that statement: a call a row took more time than the rest of the search text together.
"""

from django.db import migrations

NEIGHBOURS = r"""
CREATE FUNCTION customers_neighbours(body text) RETURNS TABLE (grams text[]) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(run[1], place, size)), '{}')
    FROM regexp_matches(body, '[\u3400-\u9fff\uf900-\ufaff]+', 'g') run,
        generate_series(1, length(run[1])) place, generate_series(1, 2) size
    WHERE place + size - 1 <= length(run[1])
$$;
"""
MANY = """
CREATE FUNCTION customers_index_new_{noun}s() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO customers_{noun}search ({noun}_id, text, name, grams)
    SELECT id, body, name, grams
    FROM (SELECT id, name, lower({new}) AS body FROM made) told, customers_neighbours(body);
    RETURN NULL;
END $$;
DROP TRIGGER index_new ON customers_{noun};
CREATE TRIGGER index_new AFTER INSERT ON customers_{noun} REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION customers_index_new_{noun}s();
CREATE OR REPLACE FUNCTION customers_index_{noun}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO customers_{noun}search ({noun}_id, text, name, grams)
    SELECT NEW.id, body, NEW.name, grams FROM (SELECT lower({changed}) AS body) told, customers_neighbours(body)
    ON CONFLICT ({noun}_id) DO UPDATE SET text = EXCLUDED.text, name = EXCLUDED.name, grams = EXCLUDED.grams;
    RETURN NULL;
END $$;
"""
EACH = """
DROP TRIGGER index_new ON customers_{noun};
CREATE TRIGGER index_new AFTER INSERT ON customers_{noun} FOR EACH ROW EXECUTE FUNCTION customers_index_{noun}();
DROP FUNCTION customers_index_new_{noun}s();
CREATE OR REPLACE FUNCTION customers_index_{noun}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO customers_{noun}search ({noun}_id, text, name, grams)
    SELECT NEW.id, body, NEW.name, customers_grams(body) FROM (SELECT lower({changed}) AS body) made
    ON CONFLICT ({noun}_id) DO UPDATE SET text = EXCLUDED.text, name = EXCLUDED.name, grams = EXCLUDED.grams;
    RETURN NULL;
END $$;
"""
ONE = """
CREATE OR REPLACE FUNCTION customers_grams(body text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT grams FROM customers_neighbours(body)
$$;
"""
GRAMS = r"""
CREATE OR REPLACE FUNCTION customers_grams(body text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(run[1], place, size)), '{}')
    FROM regexp_matches(body, '[\u3400-\u9fff\uf900-\ufaff]+', 'g') run,
        generate_series(1, length(run[1])) place, generate_series(1, 2) size
    WHERE place + size - 1 <= length(run[1])
$$;
"""
NOUNS = (
    {"noun": "customer", "new": "code || ' ' || name", "changed": "NEW.code || ' ' || NEW.name"},
    {"noun": "deal", "new": "name || ' ' || source_id", "changed": "NEW.name || ' ' || NEW.source_id"},
)


class Migration(migrations.Migration):
    dependencies = [("customers", "0012_cover_in_the_ledger")]

    operations = [
        migrations.RunSQL(NEIGHBOURS, "DROP FUNCTION customers_neighbours(text);"),
        *(migrations.RunSQL(MANY.format(**noun), EACH.format(**noun)) for noun in NOUNS),
        migrations.RunSQL(ONE, GRAMS),
    ]
