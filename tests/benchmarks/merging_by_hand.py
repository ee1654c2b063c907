"""The floor of an import: COPY to staging, checks in SQL, refused rows written down, one UPDATE and one INSERT."""

from typing import IO, Any

from django.db import connection, transaction

STAGE = """
    CREATE TEMPORARY TABLE stage (
        line bigint GENERATED ALWAYS AS IDENTITY, code text, name text, owner text, grade text, status text,
        industry text, region text, address text, annual_value text, currency text
    ) ON COMMIT DROP
"""
COPY = """
    COPY stage (code, name, owner, grade, status, industry, region, address, annual_value, currency)
    FROM STDIN (FORMAT csv, HEADER true)
"""
CHECK = """
    CREATE TEMPORARY TABLE checked ON COMMIT DROP AS
    SELECT stage.*, person.id AS owner_id, coalesce(known.id, named.id) AS record_id, CASE
        WHEN stage.code = '' OR length(stage.code) > 40 THEN 'code'
        WHEN stage.name = '' OR length(stage.name) > 200 THEN 'name'
        WHEN person.id IS NULL THEN 'owner'
        WHEN stage.grade NOT IN ('A', 'B', 'C') THEN 'grade'
        WHEN stage.status NOT IN ('prospect', 'active', 'dormant', 'lost') THEN 'status'
        WHEN length(stage.industry) > 80 OR length(stage.region) > 80 OR length(stage.address) > 300 THEN 'too_long'
        WHEN stage.annual_value !~ '^[0-9]{1,13}([.][0-9]+)?$' THEN 'annual_value'
        WHEN stage.currency NOT IN ('CNY', 'USD', 'EUR', 'GBP', 'JPY', 'HKD') THEN 'currency'
        WHEN row_number() OVER (PARTITION BY stage.code ORDER BY line) > 1 THEN 'repeated'
    END AS problem
    FROM stage LEFT JOIN accounts_user person ON lower(person.email) = lower(stage.owner)
    LEFT JOIN customers_customer known ON known.code = stage.code
    LEFT JOIN (SELECT lower(name) AS name, min(customer_id) AS id FROM customers_customersearch GROUP BY 1) named
        ON known.id IS NULL AND named.name = lower(stage.name)
"""
REFUSE = """
    INSERT INTO customers_refusedrow (run_id, file_id, line, "column", code, params, "row")
    SELECT %s, %s, line + 1, problem, 'refused', '{}',
        jsonb_build_array(code, name, owner, grade, status, industry, region, address, annual_value, currency)
    FROM checked WHERE problem IS NOT NULL
"""
UPDATE = """
    UPDATE customers_customer t SET name = s.name, grade = s.grade, status = s.status, industry = s.industry,
        region = s.region, address = s.address, annual_value = s.annual_value::numeric, currency = s.currency,
        updated_at = now()
    FROM checked s WHERE t.id = s.record_id AND s.problem IS NULL AND
        (t.name, t.grade, t.status, t.industry, t.region, t.address, t.annual_value, t.currency) IS DISTINCT FROM
        (s.name, s.grade, s.status, s.industry, s.region, s.address, s.annual_value::numeric, s.currency)
"""
INSERT = """
    INSERT INTO customers_customer (owner_id, code, name, grade, status, industry, region, territory, address,
        annual_value, currency, next_step, source, source_id, updated_at)
    SELECT owner_id, code, name, grade, status, industry, region, '', address, annual_value::numeric, currency,
        '', '', '', now()
    FROM checked WHERE record_id IS NULL AND problem IS NULL ORDER BY line
"""


@transaction.atomic
def take(file: IO[Any], run: int, of_file: int) -> None:
    """Import a CSV of `files.HEADER` by hand; its refused rows belong to an import and file that are there."""
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        cursor.copy_expert(COPY, file)
        cursor.execute(CHECK)
        cursor.execute(REFUSE, [run, of_file])
        cursor.execute(UPDATE)
        cursor.execute(INSERT)
