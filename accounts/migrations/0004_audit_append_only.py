"""The audit trail is added to and never changed: the database refuses everything else."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION accounts_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail % is append-only.', TG_TABLE_NAME USING ERRCODE = 'BT002';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
    FOR EACH ROW EXECUTE FUNCTION accounts_append_only();
"""
NOT_APPEND_ONLY = "DROP TRIGGER append_only ON accounts_auditentry; DROP FUNCTION accounts_append_only();"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_where_a_draft_was_typed")]

    operations = [migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY)]
