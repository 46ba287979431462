"""Calls that are due are sent to their webhooks, each at least once."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from gptreview.delivery.webhook import CallAnswer, CallResult
from gptreview.model.webhook import Call
from gptreview.net.retry import RetryLimits, own_pause
from gptreview.signatures.webhook import signed_headers
from gptreview.store import events, webhooks
from gptreview.store.database import Database
from gptreview.store.webhooks import DueCall

_LEASE: Final = dt.timedelta(minutes=5)
"""Much longer than a request may take."""
_PATIENCE: Final = RetryLimits(
    attempts=17, first_pause_seconds=60.0, max_pause_seconds=43_200.0, max_lost_seconds=0.0
)
"""Pauses double from a minute to 12 hours, less up to a half each: with all of them some 2 to 4
days go by."""
_MAX_PAUSE: Final = dt.timedelta(days=1)
"""Longest pause that a webhook may ask for."""

Send = Callable[[str, bytes, Mapping[str, str], dt.datetime], CallAnswer]
"""Takes URL, body, headers and the time; as `delivery.webhook.call_webhook` with its poster."""


@dataclass(frozen=True, slots=True)
class CallCounts:
    """What became of calls that were due."""

    delivered: int = 0
    failed: int = 0
    """They are tried again."""
    given_up: int = 0


@dataclass(frozen=True, slots=True)
class SendCalls:
    """Sends what is due; safe with several at once, for each call is taken by one of them.

    At least once: what was sent when a machine died before it was noted is sent again, under the
    same id.
    """

    database: Database
    clock: Callable[[], dt.datetime]
    send: Send
    chance: Callable[[], float]
    """From 0 up to 1."""

    def run(self, limit: int = 100) -> CallCounts:
        """Send what is due now.

        A webhook that does not take a call is left alone until the next run: one that lets
        everybody wait would hold up all the others.

        Args:
            limit: Calls at most.

        Raises:
            DependencyError: The database does not answer, or has no room.
        """
        with self.database.reading() as session:
            due = webhooks.due(session, self.clock(), limit=limit)
        became: Counter[str] = Counter()
        deaf: set[int] = set()
        for id_, webhook in due:
            if webhook in deaf:
                continue
            now = self.clock()
            with self.database.writing() as session:
                taken = webhooks.take(session, id_, now=now, until=now + _LEASE)
            if taken is None:
                continue
            result = self._sent(taken)
            became[result] += 1
            if result != "delivered":
                deaf.add(webhook)
        return CallCounts(**became)

    def _sent(self, taken: DueCall) -> str:
        now = self.clock()
        call = taken.call
        body = json.dumps(call.document, sort_keys=True, separators=(",", ":")).encode()
        id_ = f"webhook:{call.webhook}/{call.event}"
        headers = signed_headers(taken.secrets, id_, int(now.timestamp()), body)
        answer = self.send(taken.url, body, headers, now)
        match answer.result:
            case CallResult.DELIVERED:
                with self.database.writing() as session:
                    webhooks.settle(session, call, status=answer.status, delivered_at=self.clock())
                return "delivered"
            case CallResult.GONE:
                self._disable(call, answer)
                return "given_up"
        return self._failed(call, answer)

    def _failed(self, call: Call, answer: CallAnswer) -> str:
        is_over = call.attempts >= _PATIENCE.attempts
        with self.database.writing() as session:
            webhooks.settle(
                session,
                call,
                status=answer.status,
                error=answer.error,
                due_at=None if is_over else self.clock() + self._pause(call, answer),
            )
        return "given_up" if is_over else "failed"

    def _pause(self, call: Call, answer: CallAnswer) -> dt.timedelta:
        own = own_pause(call.attempts, _PATIENCE, self.chance())
        wanted = min(answer.pause_seconds or 0.0, _MAX_PAUSE.total_seconds())
        return dt.timedelta(seconds=max(own, wanted))

    def _disable(self, call: Call, answer: CallAnswer) -> None:
        now = self.clock()
        with self.database.writing() as session:
            webhooks.settle(session, call, status=answer.status, error=answer.error)
            if webhooks.disable(session, call.webhook, at=now):
                events.append(
                    session,
                    at=now,
                    actor="webhooks",
                    kind="webhook.disabled",
                    subject=f"webhook:{call.webhook}",
                    payload={"status": answer.status},
                )
