"""Names beside the records, in order: sorting by name walks an index that no change of owner touches."""

from django.db import migrations, models

INDEX = """
CREATE OR REPLACE FUNCTION customers_index_{noun}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO customers_{noun}search ({noun}_id, text, name, grams)
    SELECT NEW.id, body, NEW.name, customers_grams(body) FROM (SELECT lower({body}) AS body) made
    ON CONFLICT ({noun}_id) DO UPDATE SET text = EXCLUDED.text, name = EXCLUDED.name, grams = EXCLUDED.grams;
    RETURN NULL;
END $$;
DROP TRIGGER index_changed ON customers_{noun};
CREATE TRIGGER index_changed AFTER UPDATE ON customers_{noun} FOR EACH ROW
    WHEN ((OLD.name, {old}) IS DISTINCT FROM (NEW.name, {new})) EXECUTE FUNCTION customers_index_{noun}();
UPDATE customers_{noun}search search SET name = record.name FROM customers_{noun} record
WHERE record.id = search.{noun}_id;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION customers_index_{noun}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO customers_{noun}search ({noun}_id, text, grams)
    SELECT NEW.id, body, customers_grams(body) FROM (SELECT lower({body}) AS body) made
    ON CONFLICT ({noun}_id) DO UPDATE SET text = EXCLUDED.text, grams = EXCLUDED.grams;
    RETURN NULL;
END $$;
DROP TRIGGER index_changed ON customers_{noun};
CREATE TRIGGER index_changed AFTER UPDATE ON customers_{noun} FOR EACH ROW
    WHEN (({whole_old}) IS DISTINCT FROM ({body})) EXECUTE FUNCTION customers_index_{noun}();
"""
CUSTOMER = {
    "noun": "customer",
    "body": "NEW.code || ' ' || NEW.name",
    "whole_old": "OLD.code || ' ' || OLD.name",
    "old": "OLD.code",
    "new": "NEW.code",
}
DEAL = {
    "noun": "deal",
    "body": "NEW.name || ' ' || NEW.source_id",
    "whole_old": "OLD.name || ' ' || OLD.source_id",
    "old": "OLD.source_id",
    "new": "NEW.source_id",
}


class Migration(migrations.Migration):
    dependencies = [("customers", "0006_contacts_by_phone")]

    operations = [
        migrations.AddField("customersearch", "name", models.CharField(default="", max_length=200)),
        migrations.AddField("dealsearch", "name", models.CharField(default="", max_length=200)),
        migrations.RunSQL(INDEX.format(**CUSTOMER), BEFORE.format(**CUSTOMER)),
        migrations.RunSQL(INDEX.format(**DEAL), BEFORE.format(**DEAL)),
        migrations.AddIndex("customersearch", models.Index(fields=["name", "customer"], name="customersearch_name")),
        migrations.AddIndex("dealsearch", models.Index(fields=["name", "deal"], name="dealsearch_name")),
    ]
