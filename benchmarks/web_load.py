"""Requests that come when they come, whether earlier ones were answered or not, for `web.py`.

Each has a moment at which it is to be sent, and its time is counted from that moment: a server
that stalls makes all wait that come meanwhile, and all of these waits are counted.
"""

from __future__ import annotations

import http.client
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from web_requests import Address, Asked, connected, send

_AT_ONCE: Final = 64
"""Requests under way; when there are more, they wait here, and their times go on."""
NO_ANSWER: Final = "no answer"


@dataclass(frozen=True, slots=True)
class Timed:
    """One request and what came of it."""

    kind: str
    seconds: float
    """From the moment at which it was to be sent to the end of its answer."""
    late: float
    """Seconds from that moment until it was sent: large where this program could not keep up."""
    fault: str
    """The status that came instead, or `NO_ANSWER`; empty where all went well."""


@dataclass(frozen=True, slots=True)
class Load:
    """Requests of one kind, or of several in turn."""

    name: str
    timed: Sequence[Timed]
    cpu: float
    """CPU seconds a request that the server and its children took, whatever for."""

    def of_kind(self, kind: str) -> Sequence[float]:
        """Seconds of the requests of a kind, the quickest first."""
        return sorted(each.seconds for each in self.timed if each.kind == kind)

    @property
    def kinds(self) -> list[str]:
        """In the order in which they came."""
        return list(dict.fromkeys(each.kind for each in self.timed))

    def faults(self, kind: str) -> Counter[str]:
        """Answers that were not as expected, by what they were."""
        return Counter(each.fault for each in self.timed if each.kind == kind and each.fault)


def arrivals(rate: float, seconds: float, seed: int) -> Iterator[float]:
    """Moments in seconds from the beginning, as independent visitors come (a Poisson process)."""
    choice = random.Random(seed)  # noqa: S311 - nothing secret is made here
    moment = choice.expovariate(rate)
    while moment < seconds:
        yield moment
        moment += choice.expovariate(rate)


def drive(
    address: Address, moments: Sequence[float], asked: Callable[[int], Asked]
) -> Sequence[Timed]:
    """Send a request at each moment.

    Args:
        address: Of the server.
        moments: Seconds from the beginning, in their order.
        asked: Makes the request of each, by its place.
    """
    requests = [asked(place) for place in range(len(moments))]
    begin = time.perf_counter()

    def one(moment: float, request: Asked) -> Timed:
        intended = begin + moment
        late = time.perf_counter() - intended
        fault = _fault(address, request)
        return Timed(request.kind, time.perf_counter() - intended, late, fault)

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        sent = []
        for moment, request in zip(moments, requests, strict=True):
            time.sleep(max(0.0, begin + moment - time.perf_counter()))
            sent.append(threads.submit(one, moment, request))
        return [each.result() for each in sent]


def _fault(address: Address, request: Asked) -> str:
    """A connection for each, as visitors have."""
    try:
        with closing(connected(address)) as connection:
            status = send(connection, request).status
    except (OSError, http.client.HTTPException):
        return NO_ANSWER
    return "" if status == request.expected else str(status)
