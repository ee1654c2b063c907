"""Writing to the outbox, in the transaction of the cause."""

import datetime
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from celery import current_app
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.template.loader import get_template
from kombu.exceptions import OperationalError

from accounts.models import User
from notices.models import Notice
from notices.routing import Ways

logger = logging.getLogger(__name__)

INSERT = """
    WITH letter AS (
        SELECT * FROM jsonb_to_recordset(%s::jsonb) AS letter(
            key text, recipient_id bigint, kind text, params jsonb, url text, subject_kind text, subject_id bigint,
            mail text, chats bigint[], cause text)
    ),
    told AS (
        INSERT INTO notices_notice (key, recipient_id, kind, params, url, subject_kind, subject_id, created_at)
        SELECT key, recipient_id, kind, params, url, subject_kind, subject_id, %s FROM letter ORDER BY key
        ON CONFLICT (key) DO NOTHING
        RETURNING id, key
    ),
    leaving AS (
        SELECT told.id, 'email' AS channel, NULL::bigint AS chat, cause,
            CASE mail WHEN 'daily' THEN 'daily' ELSE 'waiting' END AS state
        FROM told JOIN letter USING (key) WHERE mail <> 'off'
        UNION ALL
        SELECT told.id, 'chat', chat, cause, 'waiting'
        FROM told JOIN letter USING (key) CROSS JOIN unnest(chats) AS chat
        ORDER BY id
    ),
    left_to_go AS (
        INSERT INTO notices_delivery
            (notice_id, channel, chat_id, cause, state, attempts, not_before, failure, problem, detail)
        SELECT id, channel, chat, cause, state, 0, %s, '', '', '' FROM leaving
        ON CONFLICT (chat_id, cause) WHERE channel = 'chat' DO NOTHING
    )
    SELECT id FROM told
"""


@dataclass(frozen=True)
class Letter:
    """A notice not yet in the outbox; the fields are those of `leave`."""

    kind: str
    recipient_id: int
    key: str
    url: str = ""
    subject_kind: str = ""
    subject_id: int | None = None
    params: dict[str, Any] = field(default_factory=dict)


def leave(
    *,
    kind: str,
    to: User,
    key: str,
    at: datetime.datetime,
    subject: models.Model | None = None,
    url: str = "",
    params: dict[str, Any] | None = None,
) -> Notice | None:
    """Leave a notice for `to`; returns None when one with the same `key` was left before.

    `kind` names the folder of its words; `params` are what the words need, as JSON (names, ISO dates, counts). The
    words see params named `…_on` as dates and `…_at` as times. `params["relation"]` (leaver, successor, supervisor,
    manager, hr, planner, approver, owner) with the leaver's `params["name"]` says in the mail why the person is told.
    """
    letter = Letter(
        kind=kind,
        recipient_id=to.pk,
        key=key,
        url=url,
        subject_kind=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        params=params or {},
    )
    left = leave_many(letters=[letter], at=at)
    return left[0] if left else None


@transaction.atomic
def leave_many(*, letters: Sequence[Letter], at: datetime.datetime) -> list[Notice]:
    """Leave many notices with four statements, however many; returns those whose key was not left before.

    Raises `TemplateDoesNotExist` for a kind without words: nobody is told what can't be said.
    """
    if not letters:
        return []
    for kind in {letter.kind for letter in letters}:
        for part in ("subject", "body"):
            get_template(f"notices/{kind}/{part}.txt")
    ways = Ways(frozenset(letter.recipient_id for letter in letters))
    rows = json.dumps([_row(letter, ways, at) for letter in letters], cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [rows, at, at])
        left = {notice_id for (notice_id,) in cursor.fetchall()}
    if left:
        nudge_on_commit()
    return list(Notice.objects.filter(pk__in=left).order_by("pk")) if left else []


def _row(letter: Letter, ways: Ways, at: datetime.datetime) -> dict[str, Any]:
    """A letter with its ways out; those of one cause, time and subject, are one message to a group chat."""
    return asdict(letter) | {
        "mail": ways.mail(letter.recipient_id, letter.kind),
        "chats": ways.chats(letter.recipient_id, letter.kind),
        "cause": f"{letter.kind}:{letter.subject_kind}:{letter.subject_id or letter.key}:{at.isoformat()}"[:260],
    }


def nudge_on_commit() -> None:
    """Ask a worker, once per transaction, to deliver at once what it leaves. Beat asks again in any case."""
    if not any(hook[1] is _nudge for hook in connection.run_on_commit):
        transaction.on_commit(_nudge, robust=True)


def nudge_webhooks_on_commit() -> None:
    """As `nudge_on_commit`, for what is left for other systems."""
    if not any(hook[1] is _nudge_webhooks for hook in connection.run_on_commit):
        transaction.on_commit(_nudge_webhooks, robust=True)


def _nudge() -> None:
    _ask_for("notices.tasks.deliver_waiting")


def _nudge_webhooks() -> None:
    _ask_for("notices.tasks.deliver_webhooks")


def _ask_for(task: str) -> None:
    try:
        current_app.send_task(task, retry=False)
    except OperationalError:
        logger.warning("The broker can't be reached; waiting notices leave with the next beat.")
