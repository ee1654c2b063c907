"""An undo becomes a move of its own, which reverses another; its ledger rows and conflicts go with it."""

# ruff: noqa: S608 - the SQL is made of our own words

import django.db.models.deletion
from django.db import migrations, models

REWRITABLE = "ALTER TABLE customers_ownershipchange DISABLE TRIGGER append_only;"
APPEND_ONLY = "ALTER TABLE customers_ownershipchange ENABLE TRIGGER append_only;"

APART = f"""
    INSERT INTO handover_move (plan_id, reverses_id, state, asked_by_id, asked_at, due_at, finished_at, moved, before,
        after, problem, returned)
    SELECT plan_id, id, 'done', undone_by_id, undone_at, undone_at, undone_at, returned, '{{}}', '{{}}', '', '{{}}'
    FROM handover_move WHERE state = 'undone';

    {REWRITABLE}
    UPDATE customers_ownershipchange change SET move_id = reversal.id
    FROM handover_move reversal WHERE reversal.reverses_id = change.move_id AND change.why = 'undo';
    {APPEND_ONLY}

    UPDATE handover_conflict found SET move_id = reversal.id
    FROM handover_move reversal WHERE reversal.reverses_id = found.move_id AND found.on_undo;
    SET CONSTRAINTS ALL IMMEDIATE;
"""
#: What the old form can't hold (partial undos, undone undos, days until which lines are kept) is told as one move and
#: its last whole undo; every row of the ledger stays.
TOGETHER = f"""
    CREATE TEMPORARY TABLE folded ON COMMIT DROP AS
    WITH RECURSIVE chain AS (
        SELECT move.id, main.id AS root, 0 AS depth FROM handover_move move
        JOIN handover_move main ON main.plan_id = move.plan_id AND main.reverses_id IS NULL AND main.held_until IS NULL
        WHERE move.reverses_id IS NULL
        UNION ALL
        SELECT move.id, chain.root, chain.depth + 1 FROM handover_move move JOIN chain ON move.reverses_id = chain.id
    )
    SELECT * FROM chain WHERE id <> root;

    {REWRITABLE}
    UPDATE customers_ownershipchange change
    SET move_id = folded.root, why = CASE folded.depth % 2 WHEN 1 THEN 'undo' ELSE 'handover' END
    FROM folded WHERE folded.id = change.move_id;
    {APPEND_ONLY}

    CREATE TEMPORARY TABLE undone ON COMMIT DROP AS
    SELECT DISTINCT ON (main.id) main.id AS root, reversal.id
    FROM handover_move main JOIN handover_move reversal ON reversal.reverses_id = main.id
    WHERE main.state = 'undone' AND main.held_until IS NULL AND main.reverses_id IS NULL
        AND reversal.state = 'done' AND reversal.only IS NULL
    ORDER BY main.id, reversal.id DESC;

    UPDATE handover_move main
    SET undone_by_id = reversal.asked_by_id, undone_at = reversal.finished_at, returned = reversal.moved
    FROM undone JOIN handover_move reversal ON reversal.id = undone.id WHERE main.id = undone.root;
    UPDATE handover_conflict found SET move_id = undone.root, on_undo = true FROM undone WHERE found.move_id = undone.id;
    DELETE FROM handover_conflict WHERE move_id IN (SELECT id FROM folded);
    DELETE FROM handover_move WHERE id IN (SELECT id FROM folded);
    SET CONSTRAINTS ALL IMMEDIATE;
    DROP TABLE folded, undone;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0008_known_reasons"),
        ("handover", "0014_vacancies"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="held_until",
            field=models.DateField(blank=True, null=True, verbose_name="kept until"),
        ),
        migrations.AddField(
            model_name="move",
            name="held_until",
            field=models.DateField(blank=True, null=True, verbose_name="kept until"),
        ),
        migrations.AddField(
            model_name="move",
            name="only",
            field=models.JSONField(blank=True, null=True, verbose_name="only"),
        ),
        migrations.AddField(
            model_name="move",
            name="reverses",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reversals",
                to="handover.move",
                verbose_name="reverses",
            ),
        ),
        migrations.AlterField(
            model_name="move",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="handover.plan"
            ),
        ),
        migrations.RemoveConstraint(model_name="conflict", name="conflict_once"),
        migrations.RemoveConstraint(model_name="move", name="move_undo_whole"),
        migrations.RemoveConstraint(model_name="move", name="move_undone_with_time"),
        migrations.RunSQL(APART, TOGETHER),
        migrations.RemoveField(model_name="conflict", name="on_undo"),
        migrations.RemoveField(model_name="move", name="returned"),
        migrations.RemoveField(model_name="move", name="undone_at"),
        migrations.RemoveField(model_name="move", name="undone_by"),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.UniqueConstraint(fields=("move", "kind", "record_id"), name="conflict_once"),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("only__isnull", True), ("reverses", None)),
                    models.Q(("held_until", None), ("reverses__isnull", False)),
                    _connector="OR",
                ),
                name="move_main_whole_reversal_without_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.UniqueConstraint(
                condition=models.Q(("held_until", None), ("reverses", None)),
                fields=("plan",),
                name="one_main_move_per_plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.UniqueConstraint(
                condition=models.Q(("held_until__isnull", False), ("reverses", None)),
                fields=("plan", "held_until"),
                name="one_main_move_per_held_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "running")), fields=("reverses",), name="one_running_reversal"
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "due")), fields=("reverses",), name="one_waiting_reversal"
            ),
        ),
    ]
