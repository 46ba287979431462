"""Reports as fast as they are taken, while the server is killed and started again, for `web.py`.

Whoever got no answer sends the same report again, as people and programs do, until they have a
receipt. In the end each receipt has to open the report that it was given for, and nobody's report
may be there twice.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from gptreview.model.receipt import receipt_digest
from gptreview.store import events, reports
from gptreview.store.database import Database
from gptreview.store.transaction import Transaction
from web_requests import Answer, Asked, connected, report_text, send
from web_server import WebServer

CONNECTIONS: Final = 8
_PAUSE: Final = 0.05
"""Seconds until somebody who got no answer tries again."""
_READ: Final = 500


@dataclass(frozen=True, slots=True)
class Burst:
    """What became of the reports."""

    reports: int
    """That were to be filed."""
    seconds: float
    """From the first request to the last receipt, the time without a server included."""
    down: float
    """Seconds from the kill until the server answered again."""
    receipts: int
    """That were given when all was over."""
    before_kill: int
    """Of these, before the kill."""
    unanswered: int
    """Requests that got no answer and were sent again."""
    refused: int
    """Requests that got another answer than a receipt; they were not sent again."""
    lost: int
    """Receipts that open no report, or another one than theirs."""
    doubled: int
    """Reports that are there more than once."""
    chain_holds: bool
    """Whether the event log is whole."""

    @property
    def rate(self) -> float:
        """Reports a second while there was a server."""
        return self.receipts / (self.seconds - self.down)

    @property
    def is_sound(self) -> bool:
        """Whether everybody who has a receipt has a report, once."""
        counts = (self.lost, self.doubled, self.refused)
        return counts == (0, 0, 0) and self.chain_holds and self.receipts == self.reports


@dataclass(slots=True)
class _Counter:
    """What the senders share."""

    total: int
    made: Callable[[int], Asked]
    first: int
    sent: int = 0
    receipts: dict[int, str] = field(default_factory=dict)
    unanswered: int = 0
    refused: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> int | None:
        """Number of the next report; None where there are no more."""
        with self.lock:
            if self.sent == self.total:
                return None
            self.sent += 1
            return self.first + self.sent - 1

    def given(self, number: int, receipt: str) -> None:
        """Somebody has a receipt."""
        with self.lock:
            self.receipts[number] = receipt

    def failed(self, *, is_refusal: bool) -> None:
        """Somebody has none."""
        with self.lock:
            self.refused += is_refusal
            self.unanswered += not is_refusal


def burst(
    server: WebServer,
    database: Database,
    numbers: range,
    made: Callable[[int], Asked],
    tell: Callable[[str], None],
) -> Burst:
    """File the reports, kill the server when half of them are filed, and look for them.

    Args:
        server: Is killed and started again.
        database: Its database.
        numbers: Of the reports.
        made: Makes the request of each.
        tell: Told how far it is.
    """
    counter = _Counter(len(numbers), made, numbers.start)
    began = time.perf_counter()
    senders = [threading.Thread(target=_file, args=(server, counter)) for _ in range(CONNECTIONS)]
    for each in senders:
        each.start()
    _watch(counter, senders, tell, until=len(numbers) // 2)
    before, killed = len(counter.receipts), time.perf_counter()
    server.kill()
    server.start()
    down = time.perf_counter() - killed
    _watch(counter, senders, tell, until=len(numbers))
    for each in senders:
        each.join()
    seconds = time.perf_counter() - began
    tell("looking for every report")
    lost, doubled = search(database, counter.receipts)
    with database.snapshot() as session:
        chain = events.verify(session)
    return Burst(
        reports=len(numbers),
        seconds=seconds,
        down=down,
        receipts=len(counter.receipts),
        before_kill=before,
        unanswered=counter.unanswered,
        refused=counter.refused,
        lost=lost,
        doubled=doubled,
        chain_holds=chain.broken is None,
    )


def search(database: Database, receipts: Mapping[int, str]) -> tuple[int, int]:
    """Receipts that open no report of theirs, and reports that are there more than once.

    Args:
        database: Where they ought to be.
        receipts: By the number that the text of each report has.
    """
    lost, found = 0, []
    with database.reading() as session:
        for number, receipt in receipts.items():
            id_ = reports.by_receipt(session, receipt_digest(receipt) or "")
            told = reports.find(session, [id_]) if id_ is not None else []
            if [each.description for each in told] == [report_text(number)]:
                found.append(id_)
            else:
                lost += 1
        texts = _texts(session, min(filter(None, found), default=0))
    own = set(map(report_text, receipts))
    ours = [each for each in texts if each in own]
    return lost, len(ours) - len(set(ours))


def _texts(session: Transaction, first: int) -> Sequence[str]:
    """Descriptions of the reports from a number on."""
    texts: list[str] = []
    while page := reports.find(session, range(first, first + _READ)):
        texts += (each.description for each in page)
        first += _READ
    return texts


def _watch(
    counter: _Counter,
    senders: Sequence[threading.Thread],
    tell: Callable[[str], None],
    *,
    until: int,
) -> None:
    """Wait until so many have a receipt, or nobody sends any more."""
    while len(counter.receipts) < until and any(each.is_alive() for each in senders):
        time.sleep(_PAUSE)
        tell(f"{len(counter.receipts):,} of {counter.total:,} reports")


def _file(server: WebServer, counter: _Counter) -> None:
    """Send reports, one after the other, over one connection as long as it lasts."""
    connection = connected(server.address)
    while (number := counter.next()) is not None:
        request = counter.made(number)
        while (answer := _answer(connection, request)) is None:
            counter.failed(is_refusal=False)
            time.sleep(_PAUSE)
            connection = connected(server.address)  # where the server is now
        if answer.status == request.expected:
            counter.given(number, json.loads(answer.body)["receipt"])
        else:
            counter.failed(is_refusal=True)
    connection.close()


def _answer(connection: http.client.HTTPConnection, request: Asked) -> Answer | None:
    try:
        return send(connection, request)
    except (OSError, http.client.HTTPException):
        connection.close()
        return None
