"""Webhooks, and the calls that are on their way to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from gptreview.errors import NotFoundError
from gptreview.model.webhook import Call, Webhook
from gptreview.store.bulk import batches, insert_fresh
from gptreview.store.events import head
from gptreview.store.tables.notices import CallRow, WebhookRow

_CALL = (
    CallRow.id,
    CallRow.webhook_id,
    CallRow.event,
    CallRow.kind,
    CallRow.document,
    CallRow.made_at,
    CallRow.due_at,
    CallRow.attempts,
    CallRow.status,
    CallRow.error,
    CallRow.delivered_at,
)


@dataclass(frozen=True, slots=True)
class DueCall:
    """A call that this process has taken to send."""

    call: Call
    url: str
    secrets: tuple[str, ...] = field(repr=False)
    """By which it is to be signed, the newest first."""


def add(
    session: Session,
    url: str,
    kinds: Sequence[str],
    secret: str,
    *,
    account: int,
    at: dt.datetime,
) -> Webhook:
    """Keep a webhook; it is told of what comes from now on."""
    row = WebhookRow(
        url=url,
        kinds=" ".join(kinds),
        secret=secret,
        former_until=None,
        made_by=account,
        made_at=at,
        disabled_at=None,
        since_seq=head(session).seq,
    )
    session.add(row)
    session.flush()
    return _webhook(row)


def everybody(session: Session) -> list[Webhook]:
    """All webhooks by number, those that are disabled too."""
    return [_webhook(row) for row in session.scalars(select(WebhookRow).order_by(WebhookRow.id))]


def since(session: Session) -> dict[int, int]:
    """The last event before each active webhook came, by its number."""
    rows = session.execute(
        select(WebhookRow.id, WebhookRow.since_seq).where(WebhookRow.disabled_at.is_(None))
    )
    return {row.id: row.since_seq for row in rows}


def find(session: Session, number: int) -> Webhook:
    """An active webhook.

    Raises:
        NotFoundError: There is none with this number, or it is disabled.
    """
    row = session.get(WebhookRow, number)
    if row is None or row.disabled_at is not None:
        raise NotFoundError(f"no active webhook {number}", next_step="list the webhooks")
    return _webhook(row)


def disable(session: Session, number: int, *, at: dt.datetime) -> bool:
    """Send it nothing more; whether it was active until now."""
    done = session.execute(
        update(WebhookRow)
        .where(WebhookRow.id == number, WebhookRow.disabled_at.is_(None))
        .values(disabled_at=at)
        .returning(WebhookRow.id)
    ).first()
    if done is None:
        return False
    session.execute(
        update(CallRow)
        .where(CallRow.webhook_id == number, CallRow.due_at.is_not(None))
        .values(due_at=None, error="the webhook was disabled")
    )
    return True


def change_secret(session: Session, number: int, secret: str, *, until: dt.datetime) -> None:
    """Sign by another secret from now on, and by the one before until a moment.

    One before that signs no more: whoever changes twice wants the first one gone.
    """
    session.execute(
        update(WebhookRow)
        .where(WebhookRow.id == number)
        .values(secret=secret, former_secret=WebhookRow.secret, former_until=until)
    )


def queue(session: Session, rows: Sequence[dict[str, Any]]) -> int:
    """Keep calls; those of an event that a webhook has a call of already stay as they are."""
    return len(list(insert_fresh(session, CallRow, rows, "id")))


def calls(session: Session, webhook: int, *, before: int | None, limit: int) -> list[Call]:
    """Calls of a webhook, the newest first.

    Args:
        session: Any.
        webhook: Its number.
        before: Number of the last call of the page before; None for the first page.
        limit: How many at most.
    """
    wanted = select(*_CALL).where(CallRow.webhook_id == webhook)
    if before is not None:
        wanted = wanted.where(CallRow.id < before)
    rows = session.execute(wanted.order_by(CallRow.id.desc()).limit(limit))
    return [_call(row) for row in rows]


def replay(session: Session, webhook: int, ids: Iterable[int], *, at: dt.datetime) -> int:
    """Send calls of a webhook once more; how many there are of them."""
    found = 0
    for batch in batches(ids):
        found += _again(session, at, CallRow.webhook_id == webhook, CallRow.id.in_(batch))
    return found


def replay_since(session: Session, webhook: int, moment: dt.datetime, *, at: dt.datetime) -> int:
    """Send all calls of a webhook once more that were made since a moment; how many."""
    return _again(session, at, CallRow.webhook_id == webhook, CallRow.made_at >= moment)


def due(session: Session, now: dt.datetime, *, limit: int) -> list[tuple[int, int]]:
    """Calls that it is time for, the longest due first: numbers of each and of its webhook."""
    wanted = select(CallRow.id, CallRow.webhook_id).where(CallRow.due_at <= now)
    rows = session.execute(wanted.order_by(CallRow.due_at, CallRow.id).limit(limit))
    return [(row.id, row.webhook_id) for row in rows]


def take(session: Session, id_: int, *, now: dt.datetime, until: dt.datetime) -> DueCall | None:
    """Take a call to send it; None where somebody else has, or it is no longer due.

    Args:
        session: In a transaction.
        id_: Number of the call.
        now: The time.
        until: When somebody else may take it, should this process die.
    """
    row = session.execute(
        update(CallRow)
        .where(CallRow.id == id_, CallRow.due_at <= now)
        .values(due_at=until, attempts=CallRow.attempts + 1)
        .returning(*_CALL)
    ).first()
    if row is None:
        return None
    of = session.get_one(WebhookRow, row.webhook_id)
    is_former = of.former_until is not None and now < of.former_until
    return DueCall(_call(row), of.url, (of.secret, *([of.former_secret] if is_former else ())))


def settle(
    session: Session,
    taken: Call,
    *,
    status: int | None,
    error: str = "",
    due_at: dt.datetime | None = None,
    delivered_at: dt.datetime | None = None,
) -> None:
    """Note what became of a call that was taken, unless its lease is over."""
    session.execute(
        update(CallRow)
        .where(CallRow.id == taken.id, CallRow.due_at == taken.due_at)
        .values(status=status, error=error, due_at=due_at, delivered_at=delivered_at)
    )


def _again(session: Session, at: dt.datetime, *which: Any) -> int:
    rows = session.execute(
        update(CallRow)
        .where(*which)
        .values(due_at=at, attempts=0, delivered_at=None, error="")
        .returning(CallRow.id)
    )
    return len(rows.all())


def _webhook(row: WebhookRow) -> Webhook:
    return Webhook(
        row.id, row.url, tuple(row.kinds.split()), row.made_by, row.made_at, row.disabled_at
    )


def _call(row: Row[Any]) -> Call:
    return Call(*row)
