"""How long to wait before the same request, and when to stop asking."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

_MAX_DIGITS: Final = 9
"""Of a number of seconds; more of them is longer than anybody waits."""

_MAX_DOUBLINGS: Final = 64


@dataclass(frozen=True, slots=True)
class RetryLimits:
    """When to stop asking."""

    attempts: int = 5
    """Requests for the same thing, the first included."""
    first_pause_seconds: float = 1.0
    """Pause before the second request where the server names none; doubled each time."""
    max_pause_seconds: float = 60.0
    """Longest single pause, whatever the server asks for."""
    max_lost_seconds: float = 300.0
    """Pauses and failing requests together, until a request succeeds."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, which tests take into their own hands."""

    sleep: Callable[[float], None] = time.sleep
    """Takes seconds."""
    elapsed: Callable[[], float] = time.monotonic
    """Seconds since some moment."""
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    chance: Callable[[], float] = random.random
    """From 0 up to 1."""


def asked_pause(retry_after: str, now: dt.datetime) -> float | None:
    """The seconds that a Retry-After header asks for (RFC 9110, section 10.2.3).

    None where it says nothing that can be understood.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return float(text) if len(text) <= _MAX_DIGITS else float("inf")
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:  # -0000: UTC all the same (RFC 5322, section 3.3)
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now).total_seconds())


def own_pause(attempt: int, limits: RetryLimits, chance: float) -> float:
    """The pause after so many requests where the server asks for none.

    Between half and the whole of a time that doubles, so that clients which failed together do
    not all come back together.
    """
    whole = limits.first_pause_seconds * 2.0 ** min(attempt - 1, _MAX_DOUBLINGS)
    return min(whole, limits.max_pause_seconds) * (0.5 + chance / 2)
