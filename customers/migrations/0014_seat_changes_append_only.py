from django.db import migrations

SAYING = """
CREATE OR REPLACE FUNCTION customers_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger % is append-only.', TG_TABLE_NAME USING ERRCODE = 'BT002';
END $$;
"""
SAID = """
CREATE OR REPLACE FUNCTION customers_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ownership ledger is append-only.' USING ERRCODE = 'BT002';
END $$;
"""
APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON customers_seatchange
    FOR EACH ROW EXECUTE FUNCTION customers_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0013_search_text_of_many")]

    operations = [
        migrations.RunSQL(SAYING, SAID),
        migrations.RunSQL(APPEND_ONLY, "DROP TRIGGER append_only ON customers_seatchange;"),
    ]
