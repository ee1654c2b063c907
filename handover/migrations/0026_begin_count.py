"""Beginning to count in one call: the lock, then with a later look at the data the notes, and what is still kept."""

from django.db import migrations

BEGIN = """
CREATE FUNCTION handover_begin_count(ids bigint[], names text[])
RETURNS TABLE (name text, departure_id bigint, found text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    PERFORM pg_advisory_xact_lock(1903, one.id::int) FROM (SELECT unnest(ids) AS id ORDER BY 1) one;
    RETURN QUERY
    WITH noted AS (DELETE FROM handover_outdated WHERE departure_id = ANY(ids) RETURNING departure_id),
        gone AS (DELETE FROM handover_keptcount WHERE departure_id IN (SELECT departure_id FROM noted))
    SELECT kept.name::text, kept.departure_id, kept.found::text FROM handover_keptcount kept
    WHERE kept.departure_id = ANY(ids) AND kept.name = ANY(names)
        AND kept.departure_id NOT IN (SELECT departure_id FROM noted);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("handover", "0025_board_views")]

    operations = [migrations.RunSQL(BEGIN, "DROP FUNCTION handover_begin_count(bigint[], text[]);")]
