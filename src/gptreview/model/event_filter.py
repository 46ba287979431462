"""Which steps of the event log somebody wants to see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted; what is empty or None takes any."""

    kind: str = ""
    actor: str = ""
    """``account:5``, ``public``, ``sync``."""
    subject: str = ""
    """``case:7``."""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    """The moment after the last one."""
