"""What `batch.py` has measured, as a Markdown table beside its aims and as JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from batch_child import Ran
from batch_listings import Made
from tables import table

_AIM_RATE: Final = 400
_AIM_OVERHEAD: Final = 0.15
_AIM_UNCHANGED: Final = 20_000
_AIM_PREFECT: Final = 0.001
_AIM_GROWTH: Final = 1.1
"""How much larger memory may be after the first turn and still be called flat."""


@dataclass(frozen=True, slots=True)
class OnDatabase:
    """All stages on one database."""

    kind: str
    before: Ran
    """The size when it is empty."""
    sync: Ran
    sync_again: Ran
    review: Ran
    unchanged: Ran
    verify: Ran
    after: Ran
    """The size when all is reviewed."""
    publish: Ran
    """Without a subscriber."""
    publish_again: Ran

    @property
    def bytes_a_listing(self) -> float:
        """What the database has grown by, a listing, with everything reviewed."""
        return float(self.after.told["bytes"] - self.before.told["bytes"]) / self._listings

    @property
    def _listings(self) -> int:
        return int(self.review.told["listings"])


@dataclass(frozen=True, slots=True)
class BatchFigures:
    """All that was measured."""

    date: dt.date
    machine: str
    jobs: int
    turn: int
    """Listings of a turn."""
    made: Made
    scan: Ran
    """The same listings in as many processes, without a registry."""
    flow: Ran | None
    """The run over SQLite as a flow of Prefect; None where it was left out."""
    databases: Sequence[OnDatabase]

    def prefect_seconds(self, each: OnDatabase) -> float | None:
        """CPU seconds a listing that Prefect takes, its server's included."""
        if self.flow is None or each.kind != "sqlite":
            return None
        return (self.flow.cpu - each.review.cpu) / self.made.listings

    def overhead(self, each: OnDatabase) -> float:
        """The share of a run's CPU time that is not scanning."""
        return 1 - self.scan.cpu / each.review.cpu


def as_json(figures: BatchFigures) -> str:
    """Everything, for programs."""
    value = asdict(figures) | {"date": figures.date.isoformat()}
    for row, each in zip(value["databases"], figures.databases, strict=True):
        row |= {"overhead": figures.overhead(each), "bytes_a_listing": each.bytes_a_listing}
        row |= {"prefect_seconds": figures.prefect_seconds(each)}
    return json.dumps(value, indent=2)


def figure_lines(figures: BatchFigures) -> Iterator[str]:
    """What was measured on what, and the table."""
    made = figures.made
    yield f"Measured on {figures.date} with {figures.machine}; {figures.jobs} jobs."
    yield (
        f"{made.listings:,} listings of {made.median:,} bytes (median), "
        f"{made.bytes / 1e6:,.0f} MB of JSON lines."
    )
    yield ""
    kinds = [each.kind for each in figures.databases]
    yield from table(("what", *kinds, "aim"), _rows(figures))


def _rows(figures: BatchFigures) -> Iterator[Sequence[str]]:
    def row(name: str, cell: Callable[[OnDatabase], str], aim: str = "") -> Sequence[str]:
        return (name, *map(cell, figures.databases), aim)

    yield row("sync, first: listings/s", lambda each: f"{each.sync.rate:,.0f}")
    yield row("sync, unchanged: listings/s", lambda each: f"{each.sync_again.rate:,.0f}")
    yield row(
        "review, first run: listings/s",
        lambda each: _met(f"{each.review.rate:,.0f}", met=each.review.rate >= _AIM_RATE),
        f">= {_AIM_RATE}",
    )
    yield row("plain scanning, no registry: listings/s", lambda _: f"{figures.scan.rate:,.0f}")
    yield row("CPU ms a listing, first run", lambda each: _milliseconds(each.review))
    yield row("of it the database's server", lambda each: _server_milliseconds(each.review))
    yield row("CPU ms a listing, plain scanning", lambda _: _milliseconds(figures.scan))
    yield row(
        "CPU outside scanning",
        lambda each: _met(
            f"{figures.overhead(each):.1%}", met=figures.overhead(each) <= _AIM_OVERHEAD
        ),
        f"<= {_AIM_OVERHEAD:.0%}",
    )
    yield row("CPU ms a listing that Prefect adds", lambda each: _prefect(figures, each), "<= 1")
    yield row(
        "review, unchanged: versions/s",
        lambda each: _met(f"{each.unchanged.rate:,.0f}", met=each.unchanged.rate >= _AIM_UNCHANGED),
        f">= {_AIM_UNCHANGED:,}",
    )
    peaks = f"peak MB in the first {figures.turn:,} listings, and after them"
    yield row(f"sync, {peaks}", lambda each: _peaks(each.sync), "flat")
    yield row(f"review, {peaks}", lambda each: _peaks(each.review), "flat")
    yield row("database bytes a listing", lambda each: f"{each.bytes_a_listing:,.0f}")
    yield row("publication, first: listings/s", lambda each: f"{each.publish.rate:,.0f}")
    yield row("publication, unchanged: listings/s", lambda each: f"{each.publish_again.rate:,.0f}")
    yield row("chain of events verified: events/s", lambda each: f"{each.verify.rate:,.0f}")


def _met(figure: str, *, met: bool) -> str:
    return figure if met else f"{figure} MISSED"


def _prefect(figures: BatchFigures, each: OnDatabase) -> str:
    seconds = figures.prefect_seconds(each)
    return "" if seconds is None else _met(f"{1000 * seconds:.2f}", met=seconds <= _AIM_PREFECT)


def _milliseconds(ran: Ran) -> str:
    return f"{1000 * ran.cpu / ran.told['listings']:.2f}"


def _server_milliseconds(ran: Ran) -> str:
    return f"{1000 * ran.server / ran.told['listings']:.2f}" if ran.server else ""


def _peaks(ran: Ran) -> str:
    first, later = ran.peaks[0], max(ran.peaks[1:])
    return _met(f"{first / 1e6:,.0f}, {later / 1e6:,.0f}", met=later <= _AIM_GROWTH * first)
