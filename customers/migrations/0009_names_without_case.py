"""Names beside the records without case, for the rows of an import; and Chinese neighbours found run by run."""

from django.db import migrations, models
from django.db.models.functions import Lower

GRAMS = r"""
CREATE OR REPLACE FUNCTION customers_grams(body text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(run[1], place, size)), '{}')
    FROM regexp_matches(body, '[\u3400-\u9fff\uf900-\ufaff]+', 'g') run,
        generate_series(1, length(run[1])) place, generate_series(1, 2) size
    WHERE place + size - 1 <= length(run[1])
$$;
"""
BEFORE = r"""
CREATE OR REPLACE FUNCTION customers_grams(body text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT gram), '{}') FROM (
        SELECT substr(body, place, size) AS gram
        FROM generate_series(1, length(body)) place, generate_series(1, 2) size
        WHERE place + size - 1 <= length(body)
    ) found WHERE gram ~ '^[\u3400-\u9fff\uf900-\ufaff]+$'
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0008_known_reasons")]

    operations = [
        migrations.RunSQL(GRAMS, BEFORE),
        migrations.AddIndex("customersearch", models.Index(Lower("name"), name="customersearch_name_lower")),
        migrations.AddIndex("dealsearch", models.Index(Lower("name"), name="dealsearch_name_lower")),
    ]
