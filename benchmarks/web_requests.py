"""The requests that `web.py` sends, each another one."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from typing import Any, Final

from web_registry import Registry

_FIRST_ADDRESS: Final = int(IPv4Address("198.18.0.0"))
_ADDRESSES: Final = 2**17
"""Of a network that is kept for benchmarks: RFC 2544, appendix C.2.2."""
_STRIDE: Final = 7_919
"""A prime, so that neighbours in time are no neighbours in the database."""
_CATEGORIES: Final = ("fraud", "hate", "adult", "privacy", "impersonation", "malware", "other")
_SECONDS: Final = 30.0
"""Until a request is given up."""

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    kind: str
    """``report``, ``queue`` or ``case``."""
    path: str
    expected: int
    """Status of its answer."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    """Empty for GET."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


def makers(registry: Registry) -> Mapping[str, Callable[[int], Asked]]:
    """What makes the requests of each kind by their numbers, counted from 0."""
    cookie = {"Cookie": f"gptreview_session={registry.session}", "Accept-Language": "en"}

    def queue(number: int) -> Asked:
        del number
        return Asked("queue", "/queue", 200, cookie)

    def case(number: int) -> Asked:
        one = registry.cases[number * _STRIDE % len(registry.cases)]
        return Asked("case", f"/cases/{one}", 200, cookie)

    def report(number: int) -> Asked:
        return report_on(registry.listings[number * _STRIDE % len(registry.listings)], number)

    return {"report": report, "queue": queue, "case": case}


def report_on(listing: int, number: int) -> Asked:
    """A report by somebody who has made no other one, with a text that no other one has."""
    body: dict[str, Any] = {
        "listing_id": listing,
        "category": _CATEGORIES[number % len(_CATEGORIES)],
        "description": report_text(number),
        "location": "The instructions",
        "reporter_name": "Reader",
        "reporter_email": f"benchmark-{number}@example.com",
        "good_faith": True,
    }
    address = str(IPv4Address(_FIRST_ADDRESS + number % _ADDRESSES))
    headers = {"Content-Type": "application/json", "X-Forwarded-For": address}
    return Asked("report", "/api/v1/reports", 201, headers, json.dumps(body))


def report_text(number: int) -> str:
    """What a report says, by its number."""
    return f"It promises to double the money of whoever pays first. This is report {number}."


def send(connection: http.client.HTTPConnection, asked: Asked) -> Answer:
    """Send a request and read all of its answer.

    Raises:
        OSError: There was none.
        HTTPException: It broke off.
    """
    method, body = ("POST", asked.body.encode()) if asked.body else ("GET", None)
    connection.request(method, asked.path, body, dict(asked.headers))
    with connection.getresponse() as response:
        return Answer(response.status, response.read())


def connected(address: Address) -> http.client.HTTPConnection:
    """A connection that is opened with its first request."""
    return http.client.HTTPConnection(*address, timeout=_SECONDS)
