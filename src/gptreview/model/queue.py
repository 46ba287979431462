"""Cases that wait, in the order in which somebody should look at them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gptreview.model.case import CaseState

COUNTED: Final = 1_000
"""Cases of a state that are counted; a queue that is longer is shown as that many and more."""
PRESENT_SECONDS: Final = 45
"""For how long after a sign of life somebody is shown to have a case open."""
WAITING: Final = tuple(each for each in CaseState if each.is_waiting)


class Holder(StrEnum):
    """By whom the wanted cases are claimed."""

    ME = "me"
    FREE = "free"
    """By nobody."""
    ANYBODY = "anybody"
    """Claimed or not."""


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which cases are wanted; what is empty is not asked for."""

    states: tuple[CaseState, ...] = WAITING
    category: str = ""
    """Of a report or a finding."""
    language: str = ""
    holder: Holder = Holder.ANYBODY
    overdue: bool = False
    """Only those that should have been decided by now."""
    severity: str = ""
    """Of the worst of it: ``low`` to ``critical``."""
    builder: str = ""
    """Name or domain, as listings say it, or the key of `model.builder_key`."""
    name: str = ""
    """A part of the listing's name, as it is shown."""
    source: str = ""
    """As the registry calls it."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case as the queue shows it."""

    id: int
    listing: int
    """The registry's number of the listing."""
    name: str
    """Of the listing, masked."""
    source: str
    number: int
    """Of the listing's version."""
    is_current: bool
    """Whether the listing still has that version."""
    state: CaseState
    revision: int
    """To be named by whoever takes a step."""
    is_urgent: bool
    parts: Mapping[str, int]
    """Of its priority by name, age included, in thousandths of a point; see `model.priority`."""
    categories: tuple[str, ...]
    language: str
    reports: int
    opened_at: dt.datetime
    due_at: dt.datetime | None
    is_overdue: bool
    holder: str
    """Name of the account that has claimed it; empty where nobody has."""
    lease_until: dt.datetime | None
    """None where nobody has claimed it."""
    is_mine: bool
    """Whether who asks has claimed it."""
    present: tuple[str, ...] = ()
    """Names of others who have it open, sorted."""

    @property
    def points(self) -> int:
        """The sum of the parts, by which the queue is sorted, in thousandths of a point."""
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some of the wanted cases, the most pressing first."""

    rows: tuple[QueueRow, ...]
    next: str
    """Cursor of the next page; empty where this is the last one. A page of a filter that lets few
    cases through may be short all the same."""
    counts: Mapping[CaseState, int]
    """Cases in each state, whatever the filter, counted to `COUNTED`."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A filter that somebody keeps under a name."""

    id: int
    name: str
    query: str
    """Of the queue's address; `model.queue_query` reads it."""
