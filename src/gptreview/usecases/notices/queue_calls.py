"""What happened is put on its way to the webhooks that want to know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gptreview.model.webhook import WEBHOOK_KINDS, WEBHOOK_SCHEMA, Webhook
from gptreview.store import cursors, webhooks
from gptreview.store.cursors import LoggedEvent
from gptreview.store.database import Database

_CURSOR: Final = "webhooks"
_EVENTS: Final = 500
"""That are dealt with in one transaction."""


@dataclass(frozen=True, slots=True)
class QueueCalls:
    """Makes a call of each event for each webhook that is told of its kind; never a second one."""

    database: Database
    clock: Callable[[], dt.datetime]
    size: int = _EVENTS
    """Events of a portion."""

    def run(self) -> int:
        """Go on to the end of the event log; how many calls were made.

        Raises:
            DependencyError: The database does not answer, or has no room; portions that were
                written stay.
        """
        made, is_end = 0, False
        while not is_end:
            more, is_end = self._portion()
            made += more
        return made

    def _portion(self) -> tuple[int, bool]:
        now = self.clock()
        with self.database.reading() as session:  # mostly there is nothing, and nobody waits
            after = cursors.position(session, _CURSOR)
            if cursors.events_after(session, after, WEBHOOK_KINDS, limit=1).last == after:
                return 0, True
        with self.database.writing() as session:
            after = cursors.take(session, _CURSOR)
            portion = cursors.events_after(session, after, WEBHOOK_KINDS, limit=self.size)
            active = webhooks.since(session)
            told = [each for each in webhooks.everybody(session) if each.id in active]
            rows = list(_rows(portion.events, told, active, now))
            made = webhooks.queue(session, rows)
            cursors.advance(session, _CURSOR, portion.last)
        return made, portion.is_end


def webhook_document(event: LoggedEvent) -> dict[str, Any]:
    """What webhooks are told of an event."""
    told = WEBHOOK_KINDS[event.kind]
    return {
        "schema": WEBHOOK_SCHEMA,
        "id": f"event:{event.seq}",
        "kind": event.kind,
        "at": event.at.isoformat(),
        "subject": event.subject,
        "payload": {key: event.payload[key] for key in told if key in event.payload},
    }


def _rows(
    events: Sequence[LoggedEvent],
    told: Sequence[Webhook],
    since: Mapping[int, int],
    now: dt.datetime,
) -> Iterator[dict[str, Any]]:
    for event in events:
        for webhook in told:
            if event.kind in webhook.kinds and event.seq > since[webhook.id]:
                yield {
                    "webhook_id": webhook.id,
                    "event": f"event:{event.seq}",
                    "kind": event.kind,
                    "document": webhook_document(event),
                    "made_at": now,
                    "due_at": now,
                    "attempts": 0,
                    "error": "",
                }
