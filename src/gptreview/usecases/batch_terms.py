"""What a run over the registry is given, and whom it tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from gptreview.store.database import Database
from gptreview.usecases.patience import PAUSES
from gptreview.usecases.worker_pool import ReviewerFactory

LISTING_SECONDS: Final = 120.0
"""A listing of the largest size takes some seconds; the rest is for a machine that is busy."""


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a run works."""

    jobs: int
    """Processes."""
    chunk: int
    """Contents that are claimed, and written, together."""
    lease: dt.timedelta
    """For how long a claim holds unless it is renewed (`store.work` says how long is good)."""
    pauses: tuple[float, ...] = PAUSES
    """Seconds to wait before a database that does not answer is asked again."""
    listing_seconds: float = LISTING_SECONDS
    """Of wall time that one listing may take; the process that takes longer is killed."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a run asks of the machine."""

    owner: str
    """This process, as `store.owners` names it."""
    dead_owners: Callable[[Iterable[str]], list[str]]
    clock: Callable[[], dt.datetime]
    sleep: Callable[[float], None]
    """Waits some seconds, or less."""
    is_stopped: Callable[[], bool]
    """Whether somebody wants the run to end with the chunks that are under way."""


class Watcher(Protocol):
    """Who wants to know how far a run is."""

    def began(self, contents: int) -> None:
        """So many contents wait for their verdict."""
        ...

    def advanced(self, contents: int) -> None:
        """So many more have got theirs."""
        ...

    def told(self, line: str) -> None:
        """Something that a person may wonder about, in one line."""
        ...


@dataclass(frozen=True, slots=True)
class Batch:
    """What all runs of a review of one registry share."""

    database: Database
    factory: ReviewerFactory
    """Makes a `ReviewGpt` in any process."""
    options: BatchOptions
    around: Surroundings
    watcher: Watcher
